"""Every exhibit carries what must stand beside a figure, and its words agree with its rows."""

import csv
import datetime as dt
import io
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

from lib import exports
from lib.build import build
from lib.charts.drawn import Place
from lib.charts.tokens import LIGHT
from lib.confirmation import main as confirm
from lib.counting import COUNTED_THING
from lib.database import Database
from lib.dictionary import dictionary
from lib.exhibits import Exhibit
from lib.frames import Record, records
from lib.schema import Role
from lib.views import (
    calculator,
    catalogue,
    framing,
    overview,
    prefecture_values,
    remarks,
    sources,
    variance,
)
from lib.views.map_state import MapState
from lib.views.notes import named_cautions
from tests.conftest import Edit
from tests.exhibit_samples import exhibits

KINDS = "推移|一覧|分布|幅|割合|内訳|参加回数"
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def all_exhibits(shipped: Database) -> list[Exhibit]:
    return list(exhibits(shipped))


def test_titles_say_content_kind_and_unit(all_exhibits: list[Exhibit]) -> None:
    for exhibit in all_exhibits:
        assert re.search(KINDS, exhibit.title), exhibit.title
        is_of_words = exhibit.exhibit_id in {
            *("catalogue_activities", "catalogue_projects", "project_activities"),
            *("project_discrepancies", "programme_items"),
            *("project_findings", "project_follow_up", "project_notes"),
        }
        assert is_of_words or re.search(r"（.+）$", exhibit.title), exhibit.title


def test_every_exhibit_has_summary_as_of_source_and_date_of_update(
    all_exhibits: list[Exhibit],
) -> None:
    for exhibit in all_exhibits:
        assert exhibit.summary.endswith("。"), exhibit.title
        assert exhibit.as_of, exhibit.title
        if not exhibit.rows.empty:
            assert exhibit.sources, exhibit.title
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", exhibit.updated_on), exhibit.title


def test_every_exhibit_can_be_exported_with_its_cautions(all_exhibits: list[Exhibit]) -> None:
    for exhibit in all_exhibits:
        content = exports.csv_bytes(exhibit.rows, exhibit.columns)
        lines = content.decode("utf-8-sig").splitlines()
        assert len(lines) == len(exhibit.rows) + 1, exhibit.title
        notes = exports.notes_text(exhibit, TODAY)
        for caution in exhibit.cautions:
            assert caution.text in notes


def test_exports_hold_no_machine_dependent_characters(all_exhibits: list[Exhibit]) -> None:
    for exhibit in all_exhibits:
        text = exports.csv_bytes(exhibit.rows, exhibit.columns).decode("utf-8-sig")
        assert not re.search("[①-⑳㈱ｦ-ﾟ]", text), exhibit.title


def test_headings_of_a_table_are_unique(all_exhibits: list[Exhibit]) -> None:
    for exhibit in all_exhibits:
        labels = [column.label for column in exhibit.columns]
        assert len(labels) == len(set(labels)), (exhibit.title, labels)


def test_no_total_is_made_of_counts_with_overlaps(shipped: Database) -> None:
    (exhibit,) = variance.range_exhibits(shipped, variance.VarianceState())

    assert int(exhibit.rows["bodies"].sum()) == 63
    assert "63" not in exhibit.title + exhibit.summary
    assert any("重複計上" in caution.text for caution in exhibit.cautions)


def test_the_publishers_caution_stands_on_every_range_and_count(shipped: Database) -> None:
    (caution,) = named_cautions(shipped, "types_differ")
    for category in ("all", "specialised"):
        state = variance.VarianceState(category)
        assert caution in variance.range_exhibits(shipped, state)[0].cautions
        assert caution in variance.named_count_exhibit(shipped, state).cautions


def test_the_publishers_caution_stands_once_in_each_frame_and_in_each_row_of_its_export(
    all_exhibits: list[Exhibit],
) -> None:
    warned = [exhibit for exhibit in all_exhibits if exhibit.publishers_cautions]
    assert {exhibit.exhibit_id for exhibit in warned} >= {"support_ranges", "symposium"}
    for exhibit in warned:
        words = "。".join(exhibit.publishers_cautions)
        for row in list(csv.reader(io.StringIO(exports.exhibit_csv(exhibit).decode("utf-8-sig"))))[
            1:
        ]:
            assert all(text in row[-1] for text in exhibit.publishers_cautions), exhibit.title
        framed = framing.head(exhibit, exhibit.heading).unescape()
        assert framed.count(words) == 1, exhibit.title


def test_every_method_has_its_three_parts(all_exhibits: list[Exhibit]) -> None:
    with_method = [exhibit for exhibit in all_exhibits if exhibit.method]
    assert with_method
    for exhibit in with_method:
        assert exhibit.method is not None
        notes = exports.notes_text(exhibit, TODAY)
        for heading, sentences in exhibit.method.parts:
            assert sentences, (exhibit.title, heading)
            for words in sentences:
                assert words.endswith("。"), words
                assert words in notes


def _by_code(database: Database, state: MapState) -> dict[str, Record]:
    rows = records(prefecture_values.prefecture_values(database, state))
    return {row["prefecture_code"]: row for row in rows}


def test_a_prefecture_that_is_not_named_is_unknown_and_not_zero(shipped: Database) -> None:
    values = _by_code(shipped, MapState(show="grant_2024"))

    assert (values["13"]["status"], values["13"]["value"]) == ("value", 150.0)
    assert (values["01"]["status"], values["01"]["value"]) == ("unknown", None)
    assert {row["status"] for row in values.values()} == {"value", "unknown"}


def test_a_prefecture_without_a_project_counts_zero_projects(shipped: Database) -> None:
    values = _by_code(shipped, MapState())

    assert (values["02"]["status"], values["02"]["value"]) == ("zero", 0)
    assert values["23"]["words"] == "2事業（愛知県、名古屋市）"


def test_charts_of_different_dates_are_listed_and_not_added(shipped: Database) -> None:
    each = _by_code(shipped, MapState(show="supported"))["23"]
    same = _by_code(shipped, MapState(show="supported", as_of="same"))["23"]

    # 愛知県 31 (February) and 112 (September), 名古屋市 82 (December).
    assert (each["status"], each["value"]) == ("several", None)
    assert each["words"].startswith("時点が違うため合計しない（愛知県 ")
    assert (same["status"], same["value"]) == ("value", 82)


def test_supported_persons_are_told_apart_by_how_they_were_counted(shipped: Database) -> None:
    def value(code: str, basis: str) -> tuple[str, float | None]:
        state = MapState(show="supported", basis=basis)
        rows = records(prefecture_values.prefecture_values(shipped, state))
        row = next(row for row in rows if row["prefecture_code"] == code)
        return row["status"], row["value"]

    assert value("28", "total") == ("reference", 84)  # 兵庫県 11 and 明石市 73
    assert value("25", "total")[0] == "value"  # one count needs no sum
    assert value("28", "cumulative") == ("value", 246)
    assert value("46", "actual") == ("value", 7)
    assert value("46", "total") == ("unknown", None)
    assert value("02", "total") == ("not_applicable", None)  # no project there


def test_headline_figures_stand_beside_what_they_are_compared_with(shipped: Database) -> None:
    found = overview.headlines(shipped)

    assert [headline.value + headline.unit for headline in found] == [
        *("36団体", "22／36団体", "2,750万円", "13.0%")
    ]
    bodies, persons, grant, reentry = found
    assert bodies.words == "都道府県27・指定都市4・市5。28都道府県にある"
    assert persons.words == "数え方が団体で違い、人数は合計しない"
    assert grant.words == "予算5,550万円の49.5%（前年度は36.5%）"
    # 22 of 36, 27.5 of 55.5 million, and 13.0 on a scale to 25 with the target at 16.
    assert [found.bar.end_pct for found in (persons, grant, reentry) if found.bar] == [
        *(61.11, 49.55, 52.0)
    ]
    assert reentry.limit == Place(64.0, "目標16%以下（令和3年まで）")


def test_the_overview_states_what_came_after_what(shipped: Database) -> None:
    found = overview.strip(shipped)

    assert overview.title(shipped) == "36団体のモデル事業のあと、都道府県への交付金が始まった"
    assert found is not None
    assert found.years == ("H30", "R1", "R2", "R3", "R4", "R5", "R6", "R7")
    assert [(phase.first, phase.last, phase.words) for phase in found.phases] == [
        (1, 3, "モデル事業（国が委託）36団体　うち6団体はR1から"),
        (4, 5, "どちらもない"),
        (6, 8, "交付金（都道府県へ。R7は補助率1/2、上限150万円）"),
    ]


def test_four_things_can_be_said_each_with_a_small_chart(shipped: Database) -> None:
    found = remarks.remarks(shipped)

    assert [remark.text for remark in found] == [
        "就労支援の支援実績は、団体により24件～313件",
        "栃木県が自ら付けた評価は11項目中○3、△1、×7",
        "交付額は予算の49.5%、前年度は36.5%",
        # 12,952,000 of 27,500,000 yen
        "交付額の47%は、どの都道府県か公表されていない",
    ]
    assert found[1].signs == "○○○△×××××××"
    assert all(remark.lines or remark.signs for remark in found)


def test_the_calculator_says_where_the_cap_is_reached(shipped: Database) -> None:
    found = calculator.calculation(shipped, 4_000_000)

    assert isinstance(found, calculator.Calculation)
    assert found.share.grant_yen == 1_500_000
    assert "事業費300万円で上限の150万円に達し" in found.sentence
    assert "補助率50%" in found.rule


def test_a_filter_by_stage_says_what_it_leaves_out_and_only_then(shipped: Database) -> None:
    def cautions(level: str, *stages: str) -> list[str]:
        state = catalogue.CatalogueState(level=level, stage=stages)
        return [item.text for item in catalogue.catalogue_exhibit(shipped, state).cautions]

    (words,) = cautions("activities", "exit")
    assert "千葉県の⑥、栃木県の③" in words
    for level in ("figures", "projects"):
        assert words in cautions(level, "exit")
        assert words not in cautions(level)


def test_a_further_document_counts_as_one_by_its_kind_alone(data_copy: Path, edit: Edit) -> None:
    edit("sources", {"source_id": "kobe"}, "kind", "document")
    assert confirm(data_copy) == 0
    changed = Database(build(data_copy, data_copy / "build"))
    state = sources.SourcesState(part="sources")

    found = sources.sources_exhibit(changed, state)

    assert found.summary.startswith("6つの文書と、")
    assert list(found.rows["source_id"])[:6] == ["S1", "S2", "S3", "S4", "S5", "kobe"]
    assert "kobe" in {note.source_id for note in found.sources}


def test_what_the_document_asks_stands_as_a_question_with_its_place(shipped: Database) -> None:
    ((label, ((text, place),)),) = variance.questions(shipped).items()

    assert label == "文書の問い（答えの記載なし）"
    assert place == "（出典 S2 の111～116行目）"
    assert text.endswith("違うのではないか")


def test_the_dictionary_holds_every_column_with_its_meaning() -> None:
    rows = dictionary()

    assert not rows["meaning"].eq("").any()
    assert {"results", "checks", "search_texts"} <= set(rows["table"])


def test_a_drawing_is_sent_as_it_was_drawn(all_exhibits: list[Exhibit]) -> None:
    for exhibit in all_exhibits:
        drawing = exhibit.drawing(LIGHT)
        if drawing is not None:
            copy = go.Figure(drawing)
            assert drawing.to_json() == copy.to_json(), exhibit.title
            assert drawing.to_dict() is drawing.to_dict()


def _units(exhibit: Exhibit) -> set[str]:
    """The units of the columns of figures that are shown, as their headings or rows give them."""
    figures = [column for column in exhibit.shown_columns if column.role is Role.FIGURE]
    fixed = {column.unit for column in figures if column.unit}
    varying = {name for column in figures if (name := column.unit_in)}
    return fixed | {row[name] for row in records(exhibit.rows) for name in varying if row[name]}


def test_every_column_of_figures_says_its_unit(shipped: Database) -> None:
    for exhibit in exhibits(shipped):
        for column in exhibit.shown_columns:
            if column.role is Role.FIGURE:
                name = (exhibit.exhibit_id, column.name)
                assert (column.unit is None) != (column.unit_in is None), name
                assert column.unit_in is None or column.unit_in in exhibit.rows, name


def test_the_unit_in_a_title_is_that_of_its_columns(shipped: Database) -> None:
    known = {*COUNTED_THING, "円", "%", "万円", "事業"}
    for exhibit in exhibits(shipped):
        said = re.search(r"（([^（）]*)[^（）]*(?:（[^（）]*）[^（）]*)*）$", exhibit.title)
        words = set(re.split(r"[、・]|延べ", said[1])) & known if said else set()
        units = _units(exhibit)
        if words and units:
            assert words <= units, (exhibit.exhibit_id, exhibit.title, units)
        if len(units) == 1:
            assert words == units or "単位は行ごと" in exhibit.title, (exhibit.title, units)
