"""Views of a calendar: a year, a month, two calendars side by side, a deadline walked.

Each is a value that draws itself in a notebook (`_repr_html_`), gives plain rows for a DataFrame
(`rows`), and writes itself for a terminal (`str`).
"""

from slacalc.views.comparison import CalendarComparison
from slacalc.views.month import CalendarMonth
from slacalc.views.walk import DeadlineWalk
from slacalc.views.year import CalendarYear

__all__ = ["CalendarComparison", "CalendarMonth", "CalendarYear", "DeadlineWalk"]
