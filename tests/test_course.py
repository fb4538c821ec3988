"""What Tochigi's report adds to its page: right sums, no detail on persons, no claim of effect."""

import re
from pathlib import Path

import pytest

from lib.charts.declared import Stacks
from lib.charts.drawn_stacks import DrawnStack, drawn_stacks
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import records
from lib.meetings.native import chart_data
from lib.queries.targets import target_rows
from lib.views import reports
from lib.views.project import ProjectState
from tests.demonstration import database_without

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


def _stacks(exhibit: Exhibit) -> tuple[DrawnStack, ...]:
    columns = {column.name: column for column in exhibit.columns}
    assert isinstance(exhibit.chart, Stacks)
    return drawn_stacks(exhibit.chart, records(exhibit.rows), columns)


def test_months_hold_a_square_a_session_and_those_without_stay_empty(
    by_id: dict[str, Exhibit],
) -> None:
    drawn = _stacks(by_id["project_sessions"])

    assert len(drawn) == 21  # April 2019 to December 2020
    assert sum(month.count for month in drawn) == 31
    assert [month.name for month in drawn if not month.is_gap][8:10] == ["3月", "7月"]
    assert (drawn[0].name, drawn[9].name, drawn[9].is_gap) == ("4月\n2019年", "1月\n2020年", True)
    assert str(by_id["project_sessions"].markup).count("<i></i>") == 31


def test_the_one_session_of_two_persons_is_said(by_id: dict[str, Exhibit]) -> None:
    said = [(month.name, month.remark) for month in _stacks(by_id["project_sessions"])]

    assert [item for item in said if item[1]] == [("9月", "延べ2人")]


def test_nine_columns_hold_the_32_attendances(by_id: dict[str, Exhibit]) -> None:
    drawn = _stacks(by_id["project_participants"])

    assert [column.count for column in drawn] == [11, 7, 6, 4, 3, 1, 0, 0, 0]
    assert str(by_id["project_participants"].markup).count("<i></i>") == 32


def test_families_bear_the_share_that_the_report_prints(by_id: dict[str, Exhibit]) -> None:
    drawn = _stacks(by_id["project_families"])

    assert [(family.count, family.note) for family in drawn] == [
        *((1, "5%"), (18, "100%"), (5, "33%"), (12, "100%"), (1, "9%")),
    ]


def test_what_was_planned_stands_apart_from_who_was_counted(by_id: dict[str, Exhibit]) -> None:
    exhibit = by_id["programme_persons"]

    assert exhibit.summary == (
        "計画40人、参加者（県の数え方）9人、1回以上の参加6人、継続（報告書の語）2名。"
        "数え方が違い、順に減る段階ではない。"
    )
    native = chart_data(exhibit)
    assert native is not None
    assert native.categories[:2] == ("目標 計画", "人数 参加者（県の数え方）")
    assert native.cells[0].words == ("40人", "9人", "6人", "2名")
    shown = str(exhibit.markup)
    assert shown.count('<i class="on"></i>') == 9 + 6 + 2
    assert shown.count("<i></i>") == 40
    assert shown.index("units aim") < shown.index('class="on"')
    assert [row["source_locator"] for row in records(exhibit.rows)] == [
        *("L79", "L79", "L123-238", "L266-267")
    ]
    assert {"kpis.H30-06/4.target_value", "findings.H30-06/14.value"} < set(exhibit.figure_ids)
    assert "program_participants.H30-06/9.sessions_attended" in exhibit.figure_ids


def test_without_a_target_on_the_participants_nothing_is_set_beside_them(
    shipped: Database, tmp_path: Path
) -> None:
    database = database_without(shipped, tmp_path, ("kpis",))

    assert reports.person_exhibit(database, TOCHIGI) is None
    assert reports.person_exhibit(shipped, IBARAKI) is None


def test_reasons_and_lessons_come_first_and_the_rest_of_the_report_is_kept(
    by_id: dict[str, Exhibit],
) -> None:
    kinds = {
        exhibit_id: list(dict.fromkeys(by_id[exhibit_id].rows["kind"]))
        for exhibit_id in ("project_findings", "project_follow_up", "project_notes")
    }
    assert kinds == {
        "project_findings": ["low_uptake_reason", "lesson"],
        "project_follow_up": ["follow_up"],
        "project_notes": ["scheme", "result_note"],
    }
    assert by_id["project_findings"].summary == (
        "報告書の記載の要約は、参加が少なかった理由（団体が考えたもの）7件、課題と学び4件。"
    )
    assert sum(len(by_id[exhibit_id].rows) for exhibit_id in kinds) == 36
    # Of what the report says after the project, one sentence holds a number: one person.
    assert by_id["project_follow_up"].figure_ids == ("findings.H30-06/19.value",)


def test_no_column_tells_who_a_participant_is(by_id: dict[str, Exhibit]) -> None:
    exhibit = by_id["project_participants"]
    assert set(exhibit.rows.columns) | {column.name for column in exhibit.columns} == {
        *("project_id", "participant_number", "sessions_attended"),
        *("source_id", "source_locator"),
    }


def test_no_chart_on_participants_names_a_date_a_sex_or_an_age(by_id: dict[str, Exhibit]) -> None:
    words = str(by_id["project_participants"].markup)
    assert '<span class="below">9</span>' in words
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
    native = chart_data(exhibit)
    assert native is not None
    # Persons only: families are counted in another unit.
    assert list(native.values) == [1, 7, 1, 3, 6, 2, 7]
    assert native.categories[3:5] == ("男女別 男", "男女別 女")
    assert native.cells[0].words[3:5] == ("3人", "6人")
    assert str(exhibit.markup).count('<i class="on"></i>') == 3 * 9
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
