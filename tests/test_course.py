"""What Tochigi's report adds to its page: right sums, no detail on persons, no claim of effect."""

import re

import pytest

from lib.charts.tokens import LIGHT
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.queries.targets import target_rows
from lib.views import reports
from lib.views.project import ProjectState

TOCHIGI = ProjectState("H30-06")
IBARAKI = ProjectState("H30-05")
PROGRAMME_IDS = ("project_sessions", "project_participants", "project_groups")


def _shown(database: Database, state: ProjectState) -> dict[str, Exhibit]:
    made = (make(database, state) for make in reports.BUILDERS.values())
    return {item.exhibit_id: item for item in made if item is not None}


@pytest.fixture(scope="module")
def by_id(shipped: Database) -> dict[str, Exhibit]:
    return _shown(shipped, TOCHIGI)


def test_attendance_adds_up_by_participant_and_by_month(by_id: dict[str, Exhibit]) -> None:
    attended = [row["sessions_attended"] for row in records(by_id["project_participants"].rows)]
    months = records(by_id["project_sessions"].rows)

    assert attended == [11, 7, 6, 4, 3, 1, 0, 0, 0]
    assert sum(attended) == sum(row["attendances"] for row in months) == 32
    assert sum(row["sessions"] for row in months) == 31
    summary = "2019年4月から2020年12月までのうち15か月に31回開き、延べ32人が参加した。"
    assert by_id["project_sessions"].summary == summary


def test_the_chart_by_month_leaves_months_without_sessions_empty(
    by_id: dict[str, Exhibit],
) -> None:
    chart = by_id["project_sessions"].chart(LIGHT)
    assert chart is not None
    (bars,) = chart.data
    drawn = dict(zip(bars.x, bars.y, strict=True))

    assert len(drawn) == 21  # April 2019 to December 2020
    assert (drawn["2019-09-01"], drawn["2020-01-01"], drawn["2020-12-01"]) == (2, 0, 4)


def test_no_column_tells_who_a_participant_is(by_id: dict[str, Exhibit]) -> None:
    exhibit = by_id["project_participants"]
    assert set(exhibit.rows.columns) | {column.name for column in exhibit.columns} == {
        *("project_id", "participant_number", "sessions_attended"),
        *("source_id", "source_locator"),
    }


def test_no_chart_on_participants_names_a_date_a_sex_or_an_age(by_id: dict[str, Exhibit]) -> None:
    chart = by_id["project_participants"].chart(LIGHT)
    assert chart is not None
    words = str(chart.to_dict())
    assert "参加者9</b>" in words
    assert not re.search(r"(19|20)[0-9]{2}[-年/]|歳|[0-9]代|男|女|入所", words)


def test_each_grouping_stands_by_itself_and_families_have_their_place(
    by_id: dict[str, Exhibit],
) -> None:
    exhibit = by_id["project_groups"]
    assert exhibit.summary == (
        "年度別は平成30年度（2018）1人、令和元年度（2019）7人、令和2年度（2020）1人。"
        "男女別は男3人、女6人。紹介元別は刑事施設2人、保護観察所7人。"
        "家族は新しく参加した家族5組。分け方どうしは組み合わせない。"
    )
    chart = exhibit.chart(LIGHT)
    assert chart is not None
    # Persons only: families are counted in another unit.
    assert [list(trace.x) for trace in chart.data] == [[1, 7, 1, 3, 6, 2, 7]]
    assert set(exhibit.rows["unit"]) == {"人", "組"}


def test_one_sentence_on_one_exhibit_says_that_nothing_follows_on_the_effect(
    shipped: Database, by_id: dict[str, Exhibit]
) -> None:
    said = "再入率0%は事業期間中の値。県は○とし「一定の効果」と記す。"
    with_it = [
        name
        for name, exhibit in by_id.items()
        if any(said in caution.text for caution in exhibit.cautions)
    ]
    assert with_it == ["targets"]
    first = by_id["targets"].cautions[0]
    assert "3人は受講0回のため、効果の有無は判断できない" in first.text
    for exhibit_id in PROGRAMME_IDS:
        assert any("人数が少なく" in caution.text for caution in by_id[exhibit_id].cautions)
    rows = records(by_id["project_participants"].rows)
    assert sum(row["sessions_attended"] == 0 for row in rows) == 3
    rate = target_rows(shipped, TOCHIGI.project)[0]
    assert (rate.actual_value, rate.unit, rate.rating_printed) == (0, "%", "○")


def test_what_one_person_weighs_is_said_in_the_notes_only(by_id: dict[str, Exhibit]) -> None:
    exhibit = by_id["project_participants"]

    assert exhibit.cautions[-1].text == "9人のうちの1人は11.1ポイントに当たる"
    for shown in by_id.values():
        assert "11.1" not in shown.title + shown.summary


def test_a_body_without_a_programme_has_no_exhibits_of_one(shipped: Database) -> None:
    found = set(_shown(shipped, IBARAKI))

    assert not found & {*PROGRAMME_IDS, "project_families"}
