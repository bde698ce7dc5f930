"""What is not collected where atheris is not installed."""

collect_ignore = ["child.py"]
