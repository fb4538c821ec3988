"""National figures: a rate by year with its gaps and breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from lib import formats
from lib.charts.theme import SMALLEST_TEXT_PX, add_key, base_layout, words_at
from lib.charts.tokens import Palette

_HEIGHT_PX = 320
_POINT_PX = 9
_ROOM_ABOVE = 1.15  # the highest value


@dataclass(frozen=True)
class Rate:
    """One value of a yearly rate.

    Attributes:
        year: The year.
        value: The rate in percent.
        source_id: Where it was published.
        is_official: Whether it comes from the publisher and not from a copy.
    """

    year: int
    value: float
    source_id: str
    is_official: bool


@dataclass(frozen=True)
class RateSeries:
    """A yearly rate with what interrupts it.

    Attributes:
        rates: The values, by year.
        year_kind: What the years are.
        gaps: First and last year of each run without a value.
        breaks: The first years that count another group than the years before.
        target: Year and height of a target that is not to be exceeded; None if there is none.
        others: Name and value of rates of another scope.
    """

    rates: tuple[Rate, ...]
    year_kind: str
    gaps: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...] = ()
    target: tuple[int, float] | None = None
    others: tuple[tuple[str, Rate], ...] = ()


def rates_by_year(series: RateSeries, palette: Palette) -> go.Figure:
    """A rate by year: lines between following years only, gaps and breaks drawn as such.

    Args:
        series: The rate.
        palette: Colours.

    Returns:
        A chart whose vertical axis begins at 0.
    """
    rates = series.rates
    top = _ROOM_ABOVE * max(rate.value for rate in rates)
    chart = go.Figure(layout=base_layout(palette, height_px=_HEIGHT_PX))
    chart.add_trace(_gap_bands(series.gaps, top, palette))
    following = [pair for pair in pairwise(rates) if pair[1].year - pair[0].year == 1]
    for dash, is_same in (("solid", True), ("dot", False)):
        pairs = [pair for pair in following if (pair[0].source_id == pair[1].source_id) is is_same]
        chart.add_trace(_segments(pairs, dash, palette))
    chart.add_trace(_points(rates, palette))
    is_falling = rates[0].value > rates[-1].value
    chart.add_annotation(_words(rates[0], palette, side="left", is_above=is_falling))
    chart.add_annotation(_words(rates[-1], palette, side="right"))
    for name, rate in series.others:
        chart.add_trace(_other_point(rate, palette))
        chart.add_annotation(_words(rate, palette, name=f"{name}<br>"))
    if series.target:
        _add_target(chart, series.target, palette)
    for year in series.breaks:
        chart.add_vline(x=year - 0.5, line={"color": palette.text, "width": 2})
    ends = [rates[0].year - 1, rates[-1].year + 1]
    decades = {"tick0": 2000, "dtick": 10, "showgrid": False, "ticks": "outside"}
    chart.update_layout(
        xaxis={"title": {"text": series.year_kind}, "range": ends} | decades,
        yaxis={"range": [0, top]},
    )
    add_key(chart, _key(series), "%", palette)
    return chart


def _key(series: RateSeries) -> list[str]:
    has_copies = any(not rate.is_official for rate in series.rates)
    return [
        *(["●公表元　○公表値の写し"] if has_copies else []),
        "実線　続く年で出典が同じ",
        "点線　続く年で出典が変わる",
        "斜線　値が手元にない年",
        *(f"縦線　{year}年から数える範囲が変わる" for year in series.breaks),
    ]


def _gap_bands(gaps: Sequence[tuple[int, int]], top: float, palette: Palette) -> go.Bar:
    return go.Bar(
        x=[(first + last) / 2 for first, last in gaps],
        y=[top] * len(gaps),
        width=[last - first + 1 for first, last in gaps],
        marker={
            "color": palette.surface,
            "pattern": {"shape": "/", "fgcolor": palette.missing, "size": 8, "solidity": 0.15},
            "line": {"width": 0},
        },
        customdata=[
            f"{first}年" if first == last else f"{first}～{last}年" for first, last in gaps
        ],
        hovertemplate="%{customdata}<br>値が手元にない<extra></extra>",
    )


def _segments(pairs: Sequence[tuple[Rate, Rate]], dash: str, palette: Palette) -> go.Scatter:
    """Straight lines between the two values of each pair, and between nothing else."""
    return go.Scatter(
        x=[year for before, after in pairs for year in (before.year, after.year, None)],
        y=[value for before, after in pairs for value in (before.value, after.value, None)],
        mode="lines",
        connectgaps=False,
        line={"color": palette.main, "width": 2, "dash": dash},
        marker={"color": palette.main},
        hoverinfo="skip",
    )


def _points(rates: Sequence[Rate], palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[rate.year for rate in rates],
        y=[rate.value for rate in rates],
        mode="markers",
        marker={
            "color": [palette.main if rate.is_official else palette.surface for rate in rates],
            "size": _POINT_PX,
            "line": {"color": palette.main, "width": 2},
        },
        customdata=[formats.number(rate.value, 1) for rate in rates],
        hovertemplate="%{x}年 %{customdata}%<extra></extra>",
        cliponaxis=False,
    )


def _other_point(rate: Rate, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[rate.year],
        y=[rate.value],
        mode="markers",
        marker={"color": palette.accent, "symbol": "diamond", "size": _POINT_PX + 2},
        hoverinfo="skip",
    )


def _words(
    rate: Rate, palette: Palette, *, name: str = "", side: str = "center", is_above: bool = False
) -> dict[str, object]:
    """Year and value beside a mark; ``side`` is the end of the words that stands at the mark."""
    text = f"{name}{rate.year}年 {formats.number(rate.value, 1)}%"
    place = {"x": rate.year, "y": rate.value, "xanchor": side, "bgcolor": palette.surface}
    if is_above:
        return words_at(text, palette, yanchor="bottom", yshift=_POINT_PX, **place)
    return words_at(text, palette, yanchor="top", yshift=-_POINT_PX, **place)


def _add_target(chart: go.Figure, target: tuple[int, float], palette: Palette) -> None:
    year, height = target
    chart.add_hline(y=height, line={"color": palette.accent, "width": 2, "dash": "dash"})
    text = f"政府目標<br>{formats.era_year(year)}（{year}年）までに{formats.number(height)}%以下"
    place = {"x": 0, "xref": "paper", "y": height, "yanchor": "top", "align": "left"}
    font = {"size": SMALLEST_TEXT_PX, "color": palette.accent}
    block = {"bgcolor": palette.surface, "font": font}
    chart.add_annotation(words_at(text, palette, **place, **block))
