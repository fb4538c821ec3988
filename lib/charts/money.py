"""Bars of budgets, grants and commissions, in 万円."""

import pandas as pd
import plotly.graph_objects as go

from lib import formats
from lib.charts.rows import bars, named_bars, outlined, worded_rows
from lib.charts.theme import (
    FONT_SIZE_PX,
    SMALLEST_TEXT_PX,
    base_layout,
    unit_above,
    words_at,
    wrapped,
)
from lib.charts.tokens import Palette
from lib.frames import Record, records

_MAN = 10_000
_YEAR_HEIGHT_PX = 380
_RANGE_BAR_PX = 26
_ROOM_ABOVE_PX = 72  # for the legend and the unit
_LEGEND = {"orientation": "h", "x": 0, "y": 1.09, "yanchor": "bottom", "traceorder": "normal"}


def budget_bars(lines: pd.DataFrame, palette: Palette) -> go.Figure:
    """Settled and unused amounts of one line of the budget, stacked, by fiscal year.

    Years without a settlement show their initial budget as an outline.

    Args:
        lines: Rows of ``queries.money.budget_lines``.
        palette: Colours.
    """
    amounts = {(row["fiscal_year"], row["item"]): row["amount_yen"] for row in records(lines)}
    years = sorted({year for year, _ in amounts})
    settled = [year for year in years if (year, "支出済歳出額") in amounts]
    open_years = [year for year in years if year not in settled]
    chart = go.Figure(layout=base_layout(palette, height_px=_YEAR_HEIGHT_PX))
    for item, years_shown, fill in (
        ("支出済歳出額", settled, palette.main),
        ("不用額", settled, palette.ramp[1]),
        ("当初予算", open_years, palette.surface),
    ):
        found = [amounts.get((year, item)) for year in years_shown]
        values = [amount / _MAN if amount is not None else None for amount in found]
        label = item if item != "当初予算" else "当初予算（決算はまだない）"
        chart.add_trace(_year_bars(label, years_shown, values, fill, palette))
    highest = max(amounts.values()) / _MAN
    # A number that would have to be smaller than the smallest text stands in the table only.
    chart.update_layout(barmode="stack", uniformtext={"minsize": SMALLEST_TEXT_PX, "mode": "hide"})
    return _by_year(chart, years, highest, palette)


def _by_year(chart: go.Figure, years: list[int], highest: float, palette: Palette) -> go.Figure:
    """The chart with its axes, its legend and the unit of its amounts."""
    first = f"{formats.short_fiscal_year(years[0])}は{formats.fiscal_year(years[0])}"
    chart.update_layout(
        showlegend=True,
        legend=_LEGEND,
        yaxis={"range": [0, highest * 1.15], "tickformat": ",d"},
        margin={"t": _ROOM_ABOVE_PX},
        xaxis={
            "title": {"text": f"年度（{first}）"},
            "tickmode": "array",
            "tickvals": years,
            "ticktext": [formats.short_fiscal_year(year) for year in years],
            "showgrid": False,
        },
    )
    return chart.add_annotation(unit_above("万円", palette))


def _year_bars(
    label: str, years: list[int], values: list[float | None], fill: str, palette: Palette
) -> go.Bar:
    return go.Bar(
        name=label,
        x=years,
        y=values,
        marker=outlined(fill, palette),
        text=["" if value is None else formats.number(value, 0) for value in values],
        textposition="auto",
        textangle=0,
        textfont={"size": FONT_SIZE_PX - 1},
        insidetextanchor="middle",
        hovertemplate="%{x}年度 " + label + " %{y:,.1f}万円<extra></extra>",
    )


def grant_total_bars(totals: pd.DataFrame, palette: Palette) -> go.Figure:
    """Budget of the grant and what was paid of it, side by side, by fiscal year.

    Args:
        totals: Rows of ``queries.money.grant_totals``.
        palette: Colours.
    """
    rows = [row for row in records(totals) if row["budget_yen"] or row["paid_yen"]]
    years = [row["fiscal_year"] for row in rows]
    chart = go.Figure(layout=base_layout(palette, height_px=_YEAR_HEIGHT_PX))
    for label, name, fill in (
        ("当初予算", "budget_yen", palette.ramp[1]),
        ("交付額の合計", "paid_yen", palette.main),
    ):
        values = [row[name] / _MAN if row[name] is not None else None for row in rows]
        bars = _year_bars(label, years, values, fill, palette)
        bars.update(text=[_total_words(row, name) for row in rows], textposition="outside")
        chart.add_trace(bars)
    amounts = [row[name] for row in rows for name in ("budget_yen", "paid_yen")]
    largest = max((amount / _MAN for amount in amounts if amount is not None), default=1)
    return _by_year(chart.update_layout(barmode="group"), years, largest, palette)


def _total_words(row: Record, name: str) -> str:
    if row[name] is None:
        return ""
    amount = formats.man_yen(row[name])
    if name == "budget_yen" or row["paid_share_pct"] is None:
        return amount
    return f"{amount}<br>（{formats.number(row['paid_share_pct'], 1)}%）"


def amount_bars(names: list[str], amounts_yen: list[float], palette: Palette) -> go.Figure:
    """One horizontal bar a name, in the given order, with its amount in 万円 behind it."""
    values = [amount / _MAN for amount in amounts_yen]
    words = [formats.man_yen(amount) for amount in amounts_yen]
    return named_bars(names, values, words, "万円", palette)


def add_limit(chart: go.Figure, limit_yen: float, words: str, palette: Palette) -> None:
    """Draws a limit as a dashed line across horizontal bars."""
    chart.add_vline(x=limit_yen / _MAN, line={"color": palette.accent, "width": 2, "dash": "dash"})
    place = {"x": limit_yen / _MAN, "y": 1, "yref": "paper", "yanchor": "top", "xshift": 6}
    font = {"color": palette.accent, "size": FONT_SIZE_PX}
    chart.add_annotation(words_at(words, palette, font=font, **place))


def amount_ranges(scenarios: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a scenario up to its least amount, and a paler one on to its largest.

    Args:
        scenarios: Rows of ``views.terms.COST_COLUMNS``.
        palette: Colours.

    Returns:
        A chart whose axis begins at 0 and counts in 万円.
    """
    rows = records(scenarios)
    longest = max(row["high_yen"] / _MAN for row in rows)
    chart, edges = worded_rows(
        [_range_lines(row) for row in rows],
        [_RANGE_BAR_PX] * len(rows),
        longest,
        "万円<br>濃い帯: 少なくとも、薄い帯: 多くとも",
        palette,
    )
    chart.update_layout(xaxis={"tickformat": ",d"})
    places = [edge + _RANGE_BAR_PX / 2 for edge in edges]
    for name, fill in (("high_yen", palette.ramp[1]), ("low_yen", palette.main)):
        values = [row[name] / _MAN for row in rows]
        shape = {"width": _RANGE_BAR_PX * 0.7, "marker": outlined(fill, palette)}
        chart.add_trace(bars(palette, x=values, y=places, **shape))
    return chart


def _range_lines(row: Record) -> list[str]:
    low, high = formats.man_yen(row["low_yen"]), formats.man_yen(row["high_yen"])
    amount = low if low == high else f"{low}～{high}"
    return [
        *(f"<b>{line}</b>" for line in wrapped(row["scenario"])),
        f"{amount}（{row['status']}）",
    ]
