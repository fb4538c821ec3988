"""Targets are judged by what their numbers allow, and plans are drawn from published ratios."""

import re

import pytest

from lib.database import Database
from lib.figures.theme import LIGHT
from lib.frames import Record, records
from lib.views import no_cases, outcomes, plan, project, reports, targets


def _targets(database: Database, state: targets.TargetState) -> dict[str, Record]:
    rows = records(targets.target_exhibit(database, state).rows)
    return {row["indicator"]: row for row in rows}


def test_each_target_is_judged_by_its_own_kind_of_result(shipped: Database) -> None:
    found = _targets(shipped, targets.TargetState())

    assert {name: row["verdict"] for name, row in found.items()} == {
        "支援の対象となった人": "想定を下回る",  # 2 of 12: at most 7.2
        "事業参加者の再入率": "判定できない",  # 0 of 9 against 16 %
        "薬物再犯防止推進会議": "達成",
        "薬物依存症対策研修会": "達成",
        "プログラム参加人数": "未達",  # 9 of 40: at most 17.1
        "プログラム実施回数": "未達",
        "プログラム参加率": "未達",  # 20 % of 100 %, of however many
        "住居支援実施件数": "未達",
        "就労支援件数": "未達",  # 0 of 10: at most 3.7
        "生活福祉支援数": "未達",
        "家族会参加人数": "未達",
        "家族会参加率": "判定できない",  # 50 % of an unknown number
    }


def test_the_interval_of_a_share_is_in_percent_and_says_k_of_n(shipped: Database) -> None:
    row = _targets(shipped, targets.TargetState())["事業参加者の再入率"]

    assert (row["interval_low"], row["interval_high"]) == (0, pytest.approx(33.6267, abs=1e-3))
    assert row["reason"] == "9人のうち0人。95%区間は0～33.6%"


def test_a_share_without_its_base_has_no_interval(shipped: Database) -> None:
    row = _targets(shipped, targets.TargetState())["家族会参加率"]

    assert row["interval_low"] is row["interval_high"] is None
    assert "記載がなく" in row["reason"]


def test_a_lower_target_changes_the_verdicts(shipped: Database) -> None:
    found = _targets(shipped, targets.TargetState(scale=10))

    assert found["プログラム参加人数"]["judged_target"] == 4
    assert found["プログラム参加人数"]["verdict"] == "達成"  # at least 4.1
    assert found["就労支援件数"]["verdict"] == "判定できない"  # 0 to 3.7 against 1
    assert found["事業参加者の再入率"]["judged_target"] == 16  # a limit is not lowered


def test_the_documents_rating_stands_beside_the_verdict(shipped: Database) -> None:
    exhibit = targets.target_exhibit(shipped, targets.TargetState("H30-06"))

    assert exhibit.summary.startswith(
        "目標11項目の判定は、偶然の幅を考えて達成2項目、未達7項目、判定できない2項目。"
        "文書の評価では11項目のうち○が3項目。"
    )
    assert "9人のうち0人（0%、目標16%以下、文書の評価○）" in exhibit.summary
    words = [annotation.text for annotation in exhibit.chart(LIGHT).layout.annotations]
    assert sum("文書の評価 ×" in text for text in words) == 7


def test_no_bar_of_a_limit_that_is_not_to_be_exceeded(shipped: Database) -> None:
    exhibit = targets.target_exhibit(shipped, targets.TargetState("H30-06"))
    chart = exhibit.chart(LIGHT)

    assert chart is not None
    assert len(chart.data[1].x) == 10
    assert not any("再入率" in (item.text or "") for item in chart.layout.annotations)


def test_the_projects_page_shows_the_same_targets(shipped: Database) -> None:
    shown = reports.report_exhibits(shipped, project.ProjectState("H30-06"))[0]

    assert shown is targets.target_exhibit(shipped, targets.TargetState("H30-06"))


def test_none_of_nine_says_little(shipped: Database) -> None:
    (exhibit,) = no_cases.no_case_exhibits(shipped, targets.TargetState())
    rows = {row["assumed_persons"]: row for row in records(exhibit.rows)}

    assert "確率は18.7%ある" in exhibit.summary
    assert "22人以上のとき" in exhibit.summary
    assert rows[9]["upper_limit"] == pytest.approx(33.6267, abs=1e-3)
    assert (rows[21]["is_enough"], rows[22]["is_enough"]) == (False, True)
    assert rows[9]["probability"] == pytest.approx(0.83**9)
    assert exhibit.figure_ids == (
        "kpis.H30-06/1.target_value",
        "context_series.薬物事犯の2年以内再入率/薬物事犯/不詳.value",
        "kpis.H30-06/1.actual_value",
    )


def test_a_body_without_such_a_target_has_no_such_exhibit(shipped: Database) -> None:
    assert no_cases.no_case_exhibits(shipped, targets.TargetState("H30-05")) == ()


def test_a_plan_follows_the_published_ratios(shipped: Database) -> None:
    exhibit = plan.plan_exhibit(shipped, plan.PlanState(100, "H30-06-4"))
    rows = {row["stage"]: row for row in records(exhibit.rows)}

    assert rows["始める人"]["expected"] == pytest.approx(22.5)  # 9 of 40
    assert rows["始める人"]["expected_high"] == pytest.approx(42.712, abs=1e-3)  # 17.0848 / 40
    assert rows["1回以上参加する人"]["expected"] == pytest.approx(15)  # 6 of 9
    assert rows["続けて参加する人"]["expected"] == pytest.approx(5)  # 2 of 9
    assert rows["続けて参加する人"]["expected_low"] < 1
    assert rows["同意する人"]["expected"] is None
    assert "どの文書にもない" in rows["同意する人"]["basis"]


def test_a_plan_for_families_says_what_is_not_known(shipped: Database) -> None:
    exhibit = plan.plan_exhibit(shipped, plan.PlanState(80, "H30-06-10"))
    rows = records(exhibit.rows)

    assert rows[2]["expected"] == 7
    assert [row["expected"] for row in rows[3:]] == [None, None]


def test_every_expected_number_names_how_many_it_rests_on(shipped: Database) -> None:
    for reference in ("H30-05-1", "H30-06-4"):
        exhibit = plan.plan_exhibit(shipped, plan.PlanState(10, reference))
        for row in records(exhibit.rows)[2:]:
            if row["expected"] is not None:
                assert re.search(r"[0-9]+人(の計画に|のうち)[0-9]+人", row["basis"])
                assert row["stage"] == "1回以上参加する人" or row["basis"] in exhibit.summary


def test_one_projects_course_is_not_put_on_another(shipped: Database) -> None:
    rows = records(plan.plan_exhibit(shipped, plan.PlanState(12, "H30-05-1")).rows)

    assert rows[2]["expected"] == 2
    assert [row["expected"] for row in rows[3:]] == [None, None]


def test_how_many_targets_a_lower_aim_would_have_reached(shipped: Database) -> None:
    rows = {row["scale"]: row for row in records(plan.lowered_exhibit(shipped).rows)}

    assert (rows[100]["targets"], rows[100]["reached"], rows[100]["met"]) == (11, 2, 2)
    # At 20 %: 4 of 4, 5 of 5, 9 of 8, 31 of 25.2, 20 of 20, 50 of 16; not 2 of 2.4, 7 of 16.
    assert rows[20]["reached"] == 6
    assert all(row["met"] + row["missed"] + row["undecided"] == 11 for row in rows.values())


def test_a_printed_share_is_taken_back_to_its_persons() -> None:
    def row(share: float, persons: int | None) -> Record:
        return {"result_kind": "share", "actual_value": share, "base_persons": persons}

    assert outcomes.events(row(22.2, 9)) == 2
    assert outcomes.events(row(33, 9)) == 3
    assert outcomes.events(row(25, 9)) is None  # no number of nine persons rounds to 25 %
    assert outcomes.events(row(50, 1000)) is None  # 495 to 504 of 1,000 all round to 50 %
    assert outcomes.events(row(50, None)) is None
    assert outcomes.events(row(50, 0)) is None
