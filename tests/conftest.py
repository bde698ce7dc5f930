"""What holds for every test: a busy machine makes none of them fail by the clock."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "busy",
    parent=settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("busy")
