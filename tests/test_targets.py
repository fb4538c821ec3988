"""Results stand beside targets as arithmetic, with the body's own rating and no judgement."""

import csv
from pathlib import Path

import duckdb
import pytest

from lib import paths
from lib.build import build
from lib.charts.declared import Rows
from lib.charts.drawn import DrawnRows, Place, drawn_rows
from lib.confirmation import main as confirm
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import Record, records
from lib.meetings.native import chart_data
from lib.meetings.reading import reading
from lib.views import national, overview, project, remarks, reports, targets
from tests.exhibit_samples import exhibits

TOCHIGI = targets.TargetState("H30-06")
EFFECT = "効果の有無は判断できない"


def _rows(database: Database) -> dict[str, Record]:
    rows = records(targets.target_exhibit(database, targets.TargetState()).rows)
    return {row["indicator"]: row for row in rows}


@pytest.fixture
def without_targets(shipped: Database, tmp_path: Path) -> Database:
    """The shipped database without any target."""
    path = tmp_path / "dashboard.duckdb"
    path.write_bytes(shipped.path.read_bytes())
    with duckdb.connect(path) as connection:
        connection.execute("DELETE FROM kpis")
    return Database(path)


def test_each_result_is_subtracted_and_divided(shipped: Database) -> None:
    found = {
        name: (row["difference"], row["difference_unit"], row["share_pct"])
        for name, row in _rows(shipped).items()
    }

    assert found == {
        "支援の対象となった人": (-10, "人", 16.7),  # 2 of 12
        "事業参加者の再入率": (-16, "ポイント", None),  # 0 % against at most 16 %
        "薬物再犯防止推進会議": (0, "回", 100),
        "薬物依存症対策研修会": (0, "回", 100),
        "プログラム参加人数": (-31, "人", 22.5),  # 9 of 40
        "プログラム実施回数": (-95, "回", 24.6),  # 31 of 126
        "プログラム参加率": (-80, "ポイント", 20),
        "住居支援実施件数": (-15, "件", 6.3),  # 1 of 16
        "就労支援件数": (-10, "件", 0),
        "生活福祉支援数": (-17, "件", 0),
        "家族会参加人数": (-73, "人", 8.8),  # 7 of 80
        "家族会参加率": (-30, "ポイント", 62.5),  # 50 % of 80 %
    }


def test_the_ratings_of_a_body_are_counted_and_named_as_its_own(shipped: Database) -> None:
    exhibit = targets.target_exhibit(shipped, TOCHIGI)

    assert exhibit.summary == (
        "栃木県の評価は11項目中○3、△1、×7。"
        "栃木県の事業参加者の再入率は0%（目標16%以下、団体の評価○）。"
    )
    assert {total.label: total.shown for total in exhibit.recalculations[:3]} == {
        "団体の評価が○の項目": 3,
        "団体の評価が△の項目": 1,
        "団体の評価が×の項目": 7,
    }


def test_an_expectation_is_neither_met_nor_missed(shipped: Database) -> None:
    exhibit = targets.target_exhibit(shipped, targets.TargetState("H30-05"))

    assert exhibit.summary == "茨城県の支援の対象となった人は2人で、当初の想定12人を10人下回る。"


def test_no_exhibit_judges_a_target_or_gives_its_result_an_interval(shipped: Database) -> None:
    for state in (targets.TargetState(), TOCHIGI, targets.TargetState("H30-05")):
        exhibit = targets.target_exhibit(shipped, state)
        words = "".join(
            [
                *(exhibit.summary, exhibit.title, exhibit.rows.to_csv(), str(exhibit.markup)),
                *(f"{column.label}{column.meaning}" for column in exhibit.columns),
                *(caution.text for caution in exhibit.cautions),
            ]
        )
        for word in ("達成", "未達", "判定", "区間", "偶然"):
            assert word not in words, word
        assert exhibit.method is None


def test_that_nothing_can_be_said_on_effect_stands_with_that_body_only(
    shipped: Database,
) -> None:
    holding = {
        exhibit.name
        for exhibit in exhibits(shipped)
        if any(EFFECT in caution.text for caution in exhibit.cautions)
    }

    own = {name for name in holding if name.startswith("栃木県の")}
    assert "栃木県の目標と結果" in own
    assert holding - own == {"モデル事業の目標・想定と結果"}


def test_the_sentence_on_effect_is_read_aloud_and_says_what_is_missing(shipped: Database) -> None:
    exhibit = targets.target_exhibit(shipped, TOCHIGI)
    (text,) = (caution.text for caution in exhibit.cautions if EFFECT in caution.text)

    assert EFFECT in reading(exhibit)
    for part in ("事業期間中の値", "県は○", "一定の効果", "分母と追跡期間", "受講0回"):
        assert part in text


def test_the_governments_target_is_named_with_its_year_and_as_another_measure(
    shipped: Database,
) -> None:
    of_targets = targets.target_exhibit(shipped, TOCHIGI).cautions
    of_nation = national.reentry_exhibit(shipped)
    headline = overview.headlines(shipped)[-1]

    assert any("令和3年" in item.text and "別の指標" in item.text for item in of_targets)
    assert "政府目標は令和3年（2021年）までに16%以下で" in of_nation.summary
    assert any("別の指標" in caution.text for caution in of_nation.cautions)
    assert headline.limit is not None
    assert headline.limit.words == "目標16%以下（令和3年まで）"
    assert headline.words == "効果は示さない"


def test_the_overview_links_ratings_to_their_body_with_what_they_do_not_say(
    shipped: Database,
) -> None:
    (remark,) = [item for item in remarks.remarks(shipped) if item.topic == "targets"]

    assert remark.query == {"body": "H30-06"}
    assert "栃木県の再入率0%から効果の有無は判断できない" in remark.words


def _drawn(exhibit: Exhibit) -> DrawnRows:
    assert isinstance(exhibit.chart, Rows)
    columns = {column.name: column for column in exhibit.columns}
    return drawn_rows(exhibit.chart, records(exhibit.rows), columns)


def test_bars_end_at_the_share_on_a_track_to_the_target(shipped: Database) -> None:
    drawn = _drawn(targets.target_exhibit(shipped, TOCHIGI))
    marks = [mark for _, rows in drawn.groups for row in rows for mark in row.marks]

    assert [mark.end_pct for mark in marks] == [100, 100, 22.5, 24.6, 20, 6.3, 0, 0, 8.8, 62.5]
    assert [mark.whole_pct for mark in marks] == [100] * 10
    assert drawn.limit == Place(100, "目標")


def test_a_limit_has_words_and_no_bar(shipped: Database) -> None:
    exhibit = targets.target_exhibit(shipped, TOCHIGI)
    native = chart_data(exhibit)
    (row,) = [row for _, rows in _drawn(exhibit).groups for row in rows if "再入率" in row.name]

    assert (row.before, row.after, row.marks) == (("16%以下", "0%"), ("○",), ())
    assert row.note == "以下の目標は棒にしない"
    assert row.note in str(exhibit.markup)
    assert native is not None
    assert len(native.values) == 10


def test_the_projects_page_shows_the_same_targets(shipped: Database) -> None:
    shown = reports.BUILDERS["targets"](shipped, project.ProjectState("H30-06"))

    own = targets.target_exhibit(shipped, TOCHIGI)
    assert shown is not None
    assert (shown.exhibit_id, shown.code) == ("targets", own.code)
    assert shown.rows is own.rows


def test_targets_of_another_project_appear_by_their_rows_alone(
    data_copy: Path, tmp_path: Path
) -> None:
    path = data_copy / "kpis.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names, *_ = csv.reader(file)
    common = {
        **dict.fromkeys(names, ""),
        "project_id": "H30-07",
        "pillar": "柱",
        "target_kind": "target",
        "unit": "人",
        "target_comparison": ">=",
        "source_id": "S3",
        "source_locator": "L1",
        "as_of_basis": "unstated",
    }
    rows = (
        {"kpi_number": "1", "indicator": "相談", "target_value": "8", "actual_value": "10"},
        {"kpi_number": "2", "indicator": "訪問", "target_value": "0", "actual_value": "3"},
        {"kpi_number": "3", "indicator": "参加", "target_value": "5", "actual_value": "6"}
        | {"target_kind": "expected"},
    )
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writerows(common | row for row in rows)
    confirm(data_copy)
    database = Database(build(data_copy, tmp_path / "build"))

    exhibit = targets.target_exhibit(database, targets.TargetState("H30-07"))
    found = [(row["difference"], row["share_pct"]) for row in records(exhibit.rows)]
    name = exhibit.rows["body_name"].iloc[0]
    assert found == [(2, 125), (3, None), (1, 120)]
    assert exhibit.summary == (
        f"{name}の目標2項目には、団体の評価の記載がない。"
        f"{name}の参加は6人で、当初の想定5人を1人上回る。"
    )
    assert exhibit.markup is not None
    assert not any("栃木県" in caution.text for caution in exhibit.cautions)
    everything = targets.target_exhibit(database, targets.TargetState())
    assert exhibit.summary in everything.summary
    shown = reports.BUILDERS["targets"](database, project.ProjectState("H30-07"))
    assert shown is not None
    assert shown.exhibit_id == "targets"


def test_without_any_target_the_page_says_that_there_is_none(without_targets: Database) -> None:
    exhibit = targets.target_exhibit(without_targets, targets.TargetState())

    assert exhibit.summary == "目標と結果を示した文書は、まだ入っていない。"
    assert exhibit.rows.empty
    assert exhibit.markup is None
    assert chart_data(exhibit) is None
    assert reading(exhibit)
    assert all(remark.topic != "targets" for remark in remarks.remarks(without_targets))


def test_nothing_of_the_targets_names_a_project_or_a_year_in_code() -> None:
    for name in ("lib/views/targets.py", "lib/queries/targets.py"):
        text = (paths.PROJECT / name).read_text("utf-8")
        for typed in ("H30-", "R1-", "栃木", "茨城", "202", "令和"):
            assert typed not in text, (name, typed)
