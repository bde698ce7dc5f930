"""Charts for notebooks that can be restyled: a year, a week and a request's life in Altair.

The values of the core draw themselves without any library; these are for those who want other
colours, sizes or tools. They need the extra ``slacalc[notebook]``.
"""

from slacalc.notebook.charts import timeline_chart, week_chart, year_chart

__all__ = ["timeline_chart", "week_chart", "year_chart"]
