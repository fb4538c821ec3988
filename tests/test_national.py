"""National rates: nothing is joined across a missing year, and gaps and breaks are shown."""

from collections.abc import Iterator

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lib.charts.national import Rate, RateSeries, rates_by_year

from lib.charts.tokens import LIGHT
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.queries import evidence as evidence_queries
from lib.queries import national as queries
from lib.views import evidence, national


@pytest.fixture(scope="module")
def reentry(shipped: Database) -> Exhibit:
    return national.reentry_exhibit(shipped)


@pytest.fixture(scope="module")
def repeat(shipped: Database) -> Exhibit:
    return national.repeat_offender_exhibit(shipped)


def _chart(exhibit: Exhibit) -> go.Figure:
    chart = exhibit.drawing(LIGHT)
    assert chart is not None
    return chart


def _segments(chart: go.Figure) -> Iterator[tuple[str, int, int]]:
    """Dash, first and last year of each piece of line."""
    for trace in chart.data:
        if trace.type == "scatter" and trace.mode == "lines":
            assert not trace.connectgaps
            for start in range(0, len(trace.x), 3):
                first, last, gap = trace.x[start : start + 3]
                assert gap is None
                yield trace.line.dash, first, last


def _bands(chart: go.Figure) -> list[tuple[float, float]]:
    (bars,) = (trace for trace in chart.data if trace.type == "bar")
    return [
        (middle - width / 2, middle + width / 2)
        for middle, width in zip(bars.x, bars.width, strict=True)
    ]


def _marks(chart: go.Figure) -> list[go.Scatter]:
    return [trace for trace in chart.data if trace.type == "scatter" and trace.mode == "markers"]


def _words(chart: go.Figure) -> str:
    return "\n".join(annotation.text for annotation in chart.layout.annotations)


def test_runs_of_missing_years_by_hand() -> None:
    assert national.missing_years([2003, 1999, 2005]) == ((2000, 2002), (2004, 2004))
    assert national.missing_years([2001, 2002]) == ()
    assert national.missing_years([2001]) == ()


@given(st.sets(st.integers(1990, 2030), min_size=1))
def test_missing_years_fill_what_lies_between(years: set[int]) -> None:
    missing = {
        year for first, last in national.missing_years(years) for year in range(first, last + 1)
    }

    assert not missing & years
    assert missing | years == set(range(min(years), max(years) + 1))


def test_the_gaps_of_the_reentry_rate(reentry: Exhibit) -> None:
    # 1999, 2003-2015, 2018-2019, 2021-2022: 18 of 24 years; 2000-2002, 2016-2017, 2020 are not.
    assert len(reentry.rows) == 18
    assert _bands(_chart(reentry)) == [(1999.5, 2002.5), (2015.5, 2017.5), (2019.5, 2020.5)]
    assert "2000～2002年、2016～2017年、2020年は公表値が手元にない。" in reentry.summary


def test_only_following_years_are_joined_and_a_change_of_source_is_dotted(
    reentry: Exhibit,
) -> None:
    segments = set(_segments(_chart(reentry)))
    # One copy holds 2003-2010, 2012 and 2015; each other year comes from a source of its own.
    solid = {("solid", year, year + 1) for year in range(2003, 2010)}
    dotted = {("dot", year, year + 1) for year in (*range(2010, 2015), 2018, 2021)}

    assert segments == solid | dotted


def test_copies_have_another_mark_than_published_values(reentry: Exhibit) -> None:
    (points,) = _marks(_chart(reentry))
    open_years = {
        year
        for year, colour in zip(points.x, points.marker.color, strict=True)
        if colour == LIGHT.surface
    }

    assert open_years == {*range(2003, 2011), 2012, 2015}
    assert "○公表値の写し" in _words(_chart(reentry))


def test_the_wider_group_from_2016_is_marked_and_explained(reentry: Exhibit) -> None:
    uprights = [shape for shape in _chart(reentry).layout.shapes if shape.x0 == shape.x1]

    assert [shape.x0 for shape in uprights] == [2015.5]
    assert "縦線　2016年から数える範囲が変わる" in _words(_chart(reentry))
    assert reentry.method is not None
    assert any("一部執行猶予" in words for words in reentry.method.steps)
    # The rates of 2013 and 2014 come from the very sections that say so.
    sources = {row["period"]: row["source_id"] for row in records(reentry.rows)}
    assert (sources["2013"], sources["2014"]) == ("crime_wp_h30", "crime_wp_r01")


def test_the_target_says_its_year(reentry: Exhibit) -> None:
    assert "政府目標<br>令和3年（2021年）までに16%以下" in _words(_chart(reentry))
    assert (
        "政府目標は令和3年（2021年）までに16%以下で、モデル事業の団体の目標とは別の指標"
        in reentry.summary
    )
    assert "とは別の指標。" in reentry.summary


def test_the_gap_of_the_share_of_repeat_offenders(repeat: Exhibit) -> None:
    # 1996 and 2014-2023: 11 of 28 years; one more value has another scope.
    nation = repeat.rows[repeat.rows["breakdown"] == queries.NATION]
    assert (len(nation), len(repeat.rows)) == (11, 12)
    assert _bands(_chart(repeat)) == [(1996.5, 2013.5)]
    assert "1997～2013年は公表値が手元にない。" in repeat.summary
    # 2014-2021 come from one document, 2022 and 2023 from another.
    solid = {("solid", year, year + 1) for year in (*range(2014, 2021), 2022)}
    assert set(_segments(_chart(repeat))) == solid | {("dot", 2021, 2022)}


def test_another_scope_is_a_mark_of_its_own_with_its_name(repeat: Exhibit) -> None:
    marks = _marks(_chart(repeat))

    assert [list(trace.x) for trace in marks if trace.marker.symbol == "diamond"] == [[2008]]
    assert 2008 not in next(trace.x for trace in marks if trace.marker.symbol != "diamond")
    assert "全国（一般刑法犯）<br>2008年 41.5%" in _words(_chart(repeat))


def test_no_line_stands_for_a_break_that_no_source_names(repeat: Exhibit) -> None:
    assert not _chart(repeat).layout.shapes
    assert "縦線" not in _words(_chart(repeat))


def test_the_share_stands_beside_both_of_its_numbers(shipped: Database, repeat: Exhibit) -> None:
    rows = {row["period"]: row for row in records(repeat.rows)}

    assert (rows["2021"]["repeat_offenders"], rows["2021"]["cleared"]) == (85032, 175041)
    assert round(100 * 85032 / 175041, 1) == rows["2021"]["value"] == 48.6
    assert (rows["2014"]["repeat_offenders"], rows["2014"]["cleared"]) == (None, None)
    # 2018: 100,601 of 206,094 is 48.8 % as published; another source prints 206,940 (D137).
    behind = repeat.evidence["cleared"](rows["2018"])
    assert set(evidence.disputes(shipped, behind).values()) == {("D137",)}
    assert ("D137",) in evidence.disputes(shipped, repeat.figure_ids).values()
    found = records(evidence_queries.figures(shipped, behind))
    assert [row["value"] for row in found] == [206094]
    assert round(100 * 100601 / 206094, 1) == rows["2018"]["value"] == 48.8


def test_both_rates_say_what_they_do_not_show(reentry: Exhibit, repeat: Exhibit) -> None:
    for exhibit in (reentry, repeat):
        assert exhibit.method is not None
        assert any(
            "モデル事業の効果を示すものではない" in words for words in exhibit.method.changes
        )
        assert any("分母" in words for words in exhibit.method.steps)


_YEARS = st.lists(st.integers(1990, 2030), min_size=2, max_size=12, unique=True).map(sorted)


@given(_YEARS, st.data())
def test_no_line_ever_joins_across_a_missing_year(years: list[int], data: st.DataObject) -> None:
    sources = data.draw(st.lists(st.sampled_from("AB"), min_size=len(years), max_size=len(years)))
    rates = tuple(
        Rate(year, 10.0 + place, source, is_official=True)
        for place, (year, source) in enumerate(zip(years, sources, strict=True))
    )
    series = RateSeries(rates, "暦年", national.missing_years(years))
    segments = list(_segments(rates_by_year(series, LIGHT)))

    assert {last - first for _, first, last in segments} <= {1}
    source_of = dict(zip(years, sources, strict=True))
    for dash, first, last in segments:
        assert (dash == "solid") == (source_of[first] == source_of[last])
    assert len(segments) == sum(year + 1 in source_of for year in years)
