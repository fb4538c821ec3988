"""Range bars of the counts of direct support: smallest to largest body, one row a type."""

from collections.abc import Sequence

import plotly.graph_objects as go

from lib import formats
from lib.charts.rows import bars, strokes, worded_rows
from lib.charts.theme import LINE_CHARACTERS, wrapped
from lib.charts.tokens import Palette
from lib.queries.variance import PublishedRange, SupportRange, published_ranges

_BAR_PX = 26
_STROKE_PX = 16


def range_bars(rows: Sequence[SupportRange], palette: Palette) -> go.Figure:
    """One bar a type from the smallest to the largest body's count.

    Args:
        rows: Rows of ``queries.variance.support_ranges``, the ranges in one unit; the first row
            is drawn on top.
        palette: Colours.

    Returns:
        A chart whose horizontal axis begins at 0 and counts in the unit of the ranges. Its
        vertical axis counts pixels from the top, as rows without a range are lower.
    """
    known = published_ranges(rows)
    years = sorted({row.fiscal_year for row in known})
    chart, edges = worded_rows(
        [_row_words(row, is_year_said=len(years) > 1) for row in rows],
        [_BAR_PX if row.published else 0 for row in rows],
        max([1, *(row.maximum for row in known)]),
        _axis_words(known, years),
        palette,
    )
    placed = {
        edge + _BAR_PX / 2: row.published
        for edge, row in zip(edges, rows, strict=True)
        if row.published
    }
    chart.add_trace(_bars(placed, palette))
    # A stroke where smallest and largest are the same, so that the row is not empty.
    same = [place for place, row in placed.items() if row.minimum == row.maximum]
    ends = [placed[place].maximum for place in same]
    chart.add_trace(strokes(ends, same, _STROKE_PX, palette.main))
    return chart


def _axis_words(known: list[PublishedRange], years: list[int]) -> str:
    """Units and fiscal years of the ranges, as in 件、令和6年度（2024）."""
    if not known:
        return "幅は公表なし"
    units = formats.joined((row.unit for row in known), "・")
    return f"最小～最大（{units}）<br>{'、'.join(formats.fiscal_year(year) for year in years)}"


def _row_words(row: SupportRange, *, is_year_said: bool) -> list[str]:
    """The lines above a bar: the type, its range and the number of bodies, each with its year."""
    parts = [_range_words(row)]
    if is_year_said and row.published:
        parts[0] += f"（{formats.short_fiscal_year(row.published.fiscal_year)}）"
    if row.bodies is not None and row.bodies_fiscal_year is not None:
        era = formats.short_fiscal_year(row.bodies_fiscal_year)
        parts.append(f"実施 {row.bodies}団体（{era}）")
    # Digits are half as wide.
    is_short = len("".join(parts)) <= LINE_CHARACTERS + 2
    return [
        *(f"<b>{line}</b>" for line in wrapped(row.support_type_name)),
        *(["　".join(parts)] if is_short else parts),
    ]


def _range_words(row: SupportRange) -> str:
    found = row.published
    if found is None:
        return "支援件数の計上から除外" if row.note else "幅は公表なし"
    low, high = formats.number(found.minimum), formats.number(found.maximum)
    if low == high:
        return f"{high}{found.unit}"
    return f"{low}～{high}{found.unit}（差{formats.number(found.difference)}{found.unit}）"


def _bars(placed: dict[float, PublishedRange], palette: Palette) -> go.Bar:
    rows = placed.values()
    return bars(
        palette,
        y=list(placed),
        base=[row.minimum for row in rows],
        x=[row.difference for row in rows],
        width=_BAR_PX * 0.7,
        hoverinfo=None,
        customdata=[[row.support_type_name, row.minimum, row.maximum, row.unit] for row in rows],
        hovertemplate="%{customdata[0]}<br>最小 %{customdata[1]}%{customdata[3]}　"
        "最大 %{customdata[2]}%{customdata[3]}<extra></extra>",
    )
