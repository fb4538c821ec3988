"""The course of Tochigi's programme: right sums, no detail on persons, nobody guessed."""

import re

import pytest

from lib.database import Database
from lib.exhibits import Exhibit
from lib.figures.theme import LIGHT, PALETTES, Palette
from lib.frames import Record, records
from lib.queries import evidence as evidence_queries
from lib.views import course, reports
from lib.views.project import ProjectState

TOCHIGI = ProjectState("H30-06")
IBARAKI = ProjectState("H30-05")
COURSE_IDS = ("project_participants", "project_retention", "project_intervals")


@pytest.fixture(scope="module")
def by_id(shipped: Database) -> dict[str, Exhibit]:
    return {item.exhibit_id: item for item in reports.report_exhibits(shipped, TOCHIGI)}


@pytest.fixture(scope="module")
def curve(by_id: dict[str, Exhibit]) -> list[Record]:
    return records(by_id["project_retention"].rows)


def test_attendance_adds_up_to_the_sessions_and_the_intervals(by_id: dict[str, Exhibit]) -> None:
    attended = [row["sessions_attended"] for row in records(by_id["project_participants"].rows)]
    by_day = [row["attendees"] for row in records(by_id["project_sessions"].rows)]
    intervals = records(by_id["project_intervals"].rows)

    assert attended == [11, 7, 6, 4, 3, 1, 0, 0, 0]
    assert sum(attended) == sum(by_day) == 32
    assert len(intervals) == 26 == sum(number - 1 for number in attended if number)
    for participant, number in enumerate(attended, start=1):
        own = [row["number"] for row in intervals if row["participant_number"] == participant]
        assert own == list(range(2, number + 1))


def test_no_column_tells_who_a_participant_is(by_id: dict[str, Exhibit]) -> None:
    """Neither age, sex or prison terms of a person, nor any date that a person has."""
    allowed = {
        "project_participants": {"participant_number", "sessions_attended"}
        | {"days_to_first_session"},
        "project_retention": {"number", "at_risk", "stopped", "reached_pct"}
        | {"low_pct", "high_pct", "highest_pct"},
        "project_intervals": {"participant_number", "number", "days_since_previous"},
    }
    for exhibit_id, names in allowed.items():
        exhibit = by_id[exhibit_id]
        own = {"project_id", "source_id", "source_locator"}
        assert set(exhibit.rows.columns) | {c.name for c in exhibit.columns} <= names | own


def test_no_chart_names_a_date_a_sex_or_an_age(by_id: dict[str, Exhibit]) -> None:
    for exhibit_id in COURSE_IDS:
        chart = by_id[exhibit_id].chart(LIGHT)
        assert chart is not None
        words = str(chart.to_dict())
        assert "参加" in words
        assert not re.search(r"(19|20)[0-9]{2}[-年/]|歳|[0-9]代|男|女|入所", words), exhibit_id


def test_the_curve_gives_the_persons_before_the_share(
    by_id: dict[str, Exhibit], curve: list[Record]
) -> None:
    assert [row["number"] for row in curve] == list(range(13))
    assert [row["at_risk"] for row in curve] == [9, 6, 5, 5, 4, 3, 3, 2, 1, 1, 1, 1, 0]
    assert sum(row["stopped"] for row in curve) == 9
    # 6/9, 5/9, 5/9, 4/9 … to one decimal.
    shares = [100.0, 66.7, 55.6, 55.6, 44.4, 33.3, 33.3, 22.2, 11.1, 11.1, 11.1, 11.1, 0.0]
    assert [row["reached_pct"] for row in curve] == shares
    summary = by_id["project_retention"].summary
    assert summary.startswith(
        "9人のうち6人が1回以上、3人が6回以上参加し、1巡の12回に届いた人はいない。"
    )
    assert "95%信頼区間は7.5～70.1%" in summary


def test_nobody_is_guessed_to_have_continued(
    by_id: dict[str, Exhibit], curve: list[Record]
) -> None:
    """The plain curve and its largest share; no column or word names a participant."""
    # At least 8 of 12 sessions: 1 of 9; with the ends of two others unknown at most 3 of 9.
    assert (curve[8]["reached_pct"], curve[8]["highest_pct"]) == (11.1, 33.3)
    for row in curve:
        assert row["reached_pct"] <= row["highest_pct"]
    method = by_id["project_retention"].method
    assert method is not None
    words = "".join(sentence for _, part in method.parts for sentence in part)
    assert "2回以上参加した5人のうちの2人が" in words
    assert "だれが続けた人かは推測していない" in words
    assert "1巡の12回に届かない" in words
    assert "参加者1" not in words


def test_the_curve_shows_its_persons_at_every_number_of_sessions(
    by_id: dict[str, Exhibit], curve: list[Record]
) -> None:
    chart = by_id["project_retention"].chart(LIGHT)
    assert chart is not None
    persons = [re.sub(r".*<b>|</b>", "", text) for text in chart.layout.xaxis.ticktext]

    assert persons == [str(row["at_risk"]) for row in curve]
    line = next(trace for trace in chart.data if trace.mode == "lines+markers")
    assert (line.line.shape, list(line.y)) == ("vh", [row["reached_pct"] for row in curve])
    assert "6回以上: 9人のうち3人（33.3%）<br>95%信頼区間 7.5～70.1%" in line.text


def test_behind_every_share_stand_all_nine_participants(
    shipped: Database, by_id: dict[str, Exhibit], curve: list[Record]
) -> None:
    exhibit = by_id["project_retention"]

    assert len(exhibit.evidence["reached_pct"](curve[6])) == 9
    behind = exhibit.evidence["highest_pct"](curve[6])
    assert len(behind) == 10
    found = records(evidence_queries.figures(shipped, behind))
    assert [row["value"] for row in found if row["table_name"] == "findings"] == [2]


def test_long_intervals_are_marked_and_written_out(by_id: dict[str, Exhibit]) -> None:
    chart = by_id["project_intervals"].chart(LIGHT)
    assert chart is not None
    drawn = sorted(day for trace in chart.data for day in trace.x)
    rows = records(by_id["project_intervals"].rows)

    assert drawn == sorted(row["days_since_previous"] for row in rows)
    written = [text for trace in chart.data for text in trace.text if text]
    assert written == ["210日", "100日"]
    assert (
        "6日から210日で、中央値は21日。100日以上あいたのは2個" in by_id["project_intervals"].summary
    )


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_no_interval_hides_another(by_id: dict[str, Exhibit], palette: Palette) -> None:
    chart = by_id["project_intervals"].chart(palette)
    assert chart is not None
    points = [(x, y) for trace in chart.data for x, y in zip(trace.x, trace.y, strict=True)]

    assert len(points) == len(set(points)) == 26


def test_the_first_session_came_after_20_to_118_days(by_id: dict[str, Exhibit]) -> None:
    exhibit = by_id["project_participants"]
    days = [row["days_to_first_session"] for row in records(exhibit.rows)]

    assert days == [50, 27, 20, 70, 28, 118, None, None, None]
    # Median of 20 27 28 50 70 118.
    assert "申込みから初回までは20日から118日で、中央値は39日。" in exhibit.summary
    chart = exhibit.chart(LIGHT)
    assert chart is not None
    words = [annotation.text for annotation in chart.layout.annotations]
    assert words[0] == "<b>参加者1</b>　11回　初回まで50日"
    assert words[8] == "<b>参加者9</b>　0回　初回なし"


def test_the_intake_adds_up_by_year(by_id: dict[str, Exhibit]) -> None:
    chart = by_id["project_intake"].chart(LIGHT)
    assert chart is not None

    # S1: 0 + 1, 1 + 6 and 1 + 0 by referral.
    assert [list(trace.x) for trace in chart.data] == [[0, 1, 1], [1, 6, 0]]


def test_few_persons_are_cautioned_everywhere(by_id: dict[str, Exhibit]) -> None:
    for exhibit_id in (*COURSE_IDS, "project_intake"):
        assert any("人数が少なく" in caution.text for caution in by_id[exhibit_id].cautions)


def test_a_body_without_a_course_has_no_curve(shipped: Database) -> None:
    assert course.retention_exhibit(shipped, IBARAKI) is None
    assert course.interval_exhibit(shipped, IBARAKI) is None
    assert not {item.exhibit_id for item in reports.report_exhibits(shipped, IBARAKI)} & {
        *COURSE_IDS
    }
