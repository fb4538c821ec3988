"""National rates: nothing is joined across a missing year, and gaps and breaks are shown."""

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.tokens import LIGHT
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.queries import evidence as evidence_queries
from lib.queries import national as queries
from lib.views import evidence, national
from lib.views.pages import exhibit_at


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


def _line(exhibit: Exhibit) -> dict[int, float | None]:
    line, _ = _chart(exhibit).data
    assert not line.connectgaps
    return dict(zip(line.x, line.y, strict=True))


def _words(exhibit: Exhibit) -> list[str]:
    return [annotation.text for annotation in _chart(exhibit).layout.annotations]


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
    line = _line(reentry)

    assert len(reentry.rows) == 18
    assert list(line) == list(range(1999, 2023))
    assert [year for year, rate in line.items() if rate is None] == [
        *(2000, 2001, 2002, 2016, 2017, 2020),
    ]
    assert "2000～2002年、2016～2017年、2020年は公表値が手元にない。" in reentry.summary


def test_copies_have_another_mark_than_published_values(
    shipped: Database, reentry: Exhibit
) -> None:
    _, points = _chart(reentry).data
    open_years = {
        year
        for year, colour in zip(points.x, points.marker.color, strict=True)
        if colour == LIGHT.surface
    }

    assert open_years == {*range(2003, 2011), 2012, 2015}
    shown = exhibit_at(shipped, "targets", "reentry", {})
    assert shown is not None
    assert shown.subtitle.endswith("白い丸は公表値の写し")


def test_the_wider_group_from_2016_is_marked_and_explained(reentry: Exhibit) -> None:
    uprights = [shape for shape in _chart(reentry).layout.shapes if shape.x0 == shape.x1]

    assert [shape.x0 for shape in uprights] == [2015.5]
    assert "2016年から数える範囲が変わっている。" in reentry.summary
    assert reentry.method is not None
    assert any("一部執行猶予" in words for words in reentry.method.steps)
    assert any("縦線" in words for words in reentry.method.steps)
    # The rates of 2013 and 2014 come from the very sections that say so.
    sources = {row["period"]: row["source_id"] for row in records(reentry.rows)}
    assert (sources["2013"], sources["2014"]) == ("crime_wp_h30", "crime_wp_r01")


def test_first_highest_and_last_rate_and_the_target_with_its_year_are_written(
    reentry: Exhibit,
) -> None:
    assert _words(reentry) == [
        *("1999年 23.4%", "2022年 13.0%"),
        "政府目標は令和3年（2021年）までに16%以下",
    ]
    assert (
        "政府目標は令和3年（2021年）までに16%以下で、モデル事業の団体の目標とは別の指標。"
        in reentry.summary
    )


def test_the_gap_of_the_share_of_repeat_offenders(repeat: Exhibit) -> None:
    # 1996 and 2014-2023: 11 of 28 years; one more value has another scope.
    nation = repeat.rows[repeat.rows["breakdown"] == queries.NATION]
    line = _line(repeat)

    assert (len(nation), len(repeat.rows)) == (11, 12)
    assert list(line) == list(range(1996, 2024))
    assert [year for year, share in line.items() if share is None] == list(range(1997, 2014))
    assert "1997～2013年は公表値が手元にない。" in repeat.summary


def test_another_scope_is_in_the_table_and_not_on_the_line(repeat: Exhibit) -> None:
    other = [row for row in records(repeat.rows) if row["breakdown"] != queries.NATION]

    assert [(row["breakdown"], row["period"], row["value"]) for row in other] == [
        ("全国（一般刑法犯）", "2008", 41.5)
    ]
    assert 2008 not in _chart(repeat).data[1].x


def test_no_line_stands_for_a_break_that_no_source_names(repeat: Exhibit) -> None:
    assert not _chart(repeat).layout.shapes


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
