"""The two programmes on one time line of fiscal years."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.charts.rows import bars
from lib.charts.theme import base_layout, words_at
from lib.charts.tokens import Palette
from lib.frames import Record, records

_ROW_PX = 56
_BAR_WIDTH = 0.36
_WORDS_ABOVE = 0.36
_HEADER_PX = 72


def programme_bars(periods: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar from the first to the last fiscal year of each programme.

    Args:
        periods: Rows of ``queries.overview.programme_periods``.
        palette: Colours.
    """
    rows = records(periods)
    chart = go.Figure(layout=base_layout(palette, height_px=_HEADER_PX + _ROW_PX * len(rows)))
    chart.add_trace(_bars(rows, palette))
    begin, end = rows[0]["first_fiscal_year"], max(row["last_fiscal_year"] for row in rows) + 1
    for place, row in enumerate(rows):
        # Words that begin late would leave the chart.
        is_late = row["first_fiscal_year"] > begin + 2
        x = row["last_fiscal_year"] + 1 if is_late else row["first_fiscal_year"]
        side = "right" if is_late else "left"
        at = {"x": x, "y": place - _WORDS_ABOVE, "xanchor": side}
        chart.add_annotation(words_at(row["words"], palette, **at))
    years = range(begin, end)
    chart.update_layout(
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.7]},
        xaxis={
            "tickmode": "array",
            "tickvals": [year + 0.5 for year in years],
            "ticktext": [f"{formats.short_fiscal_year(year)}<br>{year}" for year in years],
            "range": [begin, end],
            "showgrid": False,
            "side": "top",
        },
    )
    for year in years:
        chart.add_vline(x=year, line={"color": palette.hair, "width": 1}, layer="below")
    return chart


def _bars(rows: list[Record], palette: Palette) -> go.Bar:
    colours = {"model_project": palette.main, "grant": palette.missing}
    return bars(
        palette,
        y=list(range(len(rows))),
        base=[row["first_fiscal_year"] for row in rows],
        x=[row["last_fiscal_year"] + 1 - row["first_fiscal_year"] for row in rows],
        marker={"color": [colours[row["programme"]] for row in rows]},
        width=_BAR_WIDTH,
    )
