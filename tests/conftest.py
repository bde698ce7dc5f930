"""What holds for every test: the profile of hypothesis that was asked for; the marker `long`."""

import effort
import pytest

effort.register()


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers", "long: takes many seconds; `make test` leaves it out, `make test-long` does not"
    )
