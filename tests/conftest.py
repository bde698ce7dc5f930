"""What holds for every test: the profile of hypothesis that was asked for, see `effort.py`."""

import effort

effort.register()
