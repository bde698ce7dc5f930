"""What holds for every test: the profile of hypothesis that was asked for."""

import effort

effort.register()
