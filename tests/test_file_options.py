"""What is said of a file before it is read: its table, and the one value of a column it lacks."""

import csv
import io
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from lib import paths
from lib.editions.folder import FolderStore
from lib.editions.publishing import proposed, publish
from lib.editions.serving import serving
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import ShippedOnly
from lib.intake.given import PART, may_be_given
from lib.intake.reading import Options
from lib.schema import CSV_TABLES
from lib.update.uploads import UnclearFileError, uploaded
from tests.editions import with_cell
from tests.filled_templates import all_bodies
from tests.pages import TIMEOUT_S, folded_lines, shown_words
from tests.update_command import Command

FILES = files_in(paths.DATA)
STORE = ShippedOnly(Shipped())
TABLES = {table.name: table for table in CSV_TABLES}
COUNTS = [row for row in all_bodies(FILES) if row["直接支援ID"] == "その他の団体に委託"]
YEAR = {"fiscal_year": "令和6年度", "support_type_id": "consultation_other"}
SOURCE = {"source_id": "S2", "source_locator": "L79-80"}
UNIT = {"unit": "件", "count_basis": "延べ"}


def _csv(rows: list[dict[str, object]], *columns: str) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def _new_rows(table: str, content: bytes, options: Options) -> list[str]:
    """The lines that a file adds to the CSV of a table."""
    found = uploaded(STORE, "表.csv", content, options).proposal.files[f"{table}.csv"]
    before = set(FILES[f"{table}.csv"].decode("utf-8-sig").splitlines())
    return [line for line in found.decode("utf-8-sig").splitlines() if line not in before]


@pytest.mark.parametrize(
    ("table", "labels"),
    [
        (
            "support_counts",
            "年度 直接支援ID 都道府県コード 単位 数え方 出典 出典の位置",
        ),
        ("support_ranges", "年度 直接支援ID 単位 出典 出典の位置"),
        ("subsidy_grants", "年度 出典 出典の位置"),
        ("subsidy_terms", "年度 交付先 出典 出典の位置"),
        ("budget_lines", "予算の費目 年度 区分 範囲 出典 出典の位置"),
        ("sources", "公表者 出典の種類 入力日"),
    ],
)
def test_what_may_be_the_same_in_all_rows(table: str, labels: str) -> None:
    found = [one.label for one in TABLES[table].columns if may_be_given(TABLES[table], one)]

    assert found == labels.split()


def test_counts_without_year_type_and_source_are_read_with_what_was_said() -> None:
    content = _csv(COUNTS[:2], "都道府県", "値", "値のない理由")
    given = {**YEAR, **UNIT, **SOURCE}
    found = _new_rows("support_counts", content, Options("support_counts", given))

    value = COUNTS[0]["値"]
    assert [line.split(",")[:4] for line in found] == [
        ["2024", "consultation_other", "01", str(value)],
        ["2024", "consultation_other", "02", str(COUNTS[1]["値"])],
    ]
    assert all(line.endswith(",S2,L79-80") for line in found)


def test_the_same_file_without_it_says_where_it_can_be_said() -> None:
    content = _csv(COUNTS[:2], "都道府県", "値", "値のない理由")
    with pytest.raises(UnclearFileError) as refused:
        uploaded(STORE, "表.csv", content, Options("support_counts"))

    faults = refused.value.intake.faults
    assert [one.column for one in faults] == ["年度", "直接支援ID", "数え方", "出典", "出典の位置"]
    assert all(f"{PART}で、どの行にも同じ値を選ぶ" in one.sentence for one in faults)


def test_a_file_of_one_prefecture_is_read_with_its_name() -> None:
    columns = [name for name in COUNTS[0] if not name.startswith("都道府県")]
    given = {"prefecture_code": "沖縄"}
    (found,) = _new_rows(
        "support_counts", _csv(COUNTS[:1], *columns), Options("support_counts", given)
    )

    assert found.startswith("2024,consultation_other,47,")


def test_a_column_of_the_file_goes_before_what_was_said_and_that_is_told() -> None:
    upload = uploaded(
        STORE,
        "表.csv",
        _csv(COUNTS[:2], *COUNTS[0]),
        Options("support_counts", {"fiscal_year": "令和5年度"}),
    )

    assert "「年度」は、ファイルの列から読んだ。" in upload.notes
    assert {row.row_key.split("・")[0][:4] for row in upload.proposal.changes} == {"2024"}


def test_what_was_said_wrongly_is_told_with_what_is_allowed() -> None:
    content = _csv(COUNTS[:2], *(name for name in COUNTS[0] if name != "出典"))
    with pytest.raises(UnclearFileError, match="選んだ値: 一覧にない値"):
        uploaded(STORE, "表.csv", content, Options("support_counts", {"source_id": "S999"}))


def _asked() -> None:
    import streamlit as st  # noqa: PLC0415 - the script of a test stands alone

    from lib.ui import file_options  # noqa: PLC0415

    if not st.session_state.get("elsewhere"):
        st.session_state["said"] = file_options.ask()


def _source(app: AppTest) -> Selectbox[str]:
    return app.selectbox(key="file-support_counts-source_id")


def _said(app: AppTest) -> Options:
    assert not app.exception, app.exception
    found: Options = app.session_state["said"]
    return found


def test_the_page_asks_for_the_columns_of_a_table_and_keeps_what_was_said() -> None:
    app = AppTest.from_function(_asked, default_timeout=TIMEOUT_S).run()
    assert _said(app) == Options("", {}, 0)
    assert "ファイルの読み方を指定する" in folded_lines(app)
    assert "自動（見出しから決める）" in folded_lines(app)
    assert "表を選ぶと" in shown_words(app)

    app.selectbox(key="file-table").select("support_counts").run()
    app.selectbox(key="file-support_counts-fiscal_year").select("令和6年度（2024）")
    (source,) = [words for words in _source(app).options if words.startswith("S2\u3000")]
    _source(app).select(source)
    app.text_input(key="file-support_counts-source_locator").input(" L79-80 ")
    app.number_input(key="file-threshold").set_value(5).run()
    said = {"fiscal_year": "令和6年度（2024）", **SOURCE}
    assert _said(app) == Options("support_counts", said, 5)
    app.run()
    assert "団体別の支援実績（年度、出典、出典の位置を指定）" in folded_lines(app)

    app.session_state["elsewhere"] = True  # as while what was read is shown
    app.run()
    app.session_state["elsewhere"] = False
    app.run()
    assert _said(app) == Options("support_counts", said, 5)

    app.selectbox(key="file-table").select("").run()
    assert _said(app) == Options("", {}, 5)


def _asked_anew() -> None:
    import streamlit as st  # noqa: PLC0415 - the script of a test stands alone

    from lib.ui import file_options  # noqa: PLC0415

    if st.session_state.pop("is_another", False):
        file_options.forget()
    st.session_state["said"] = file_options.ask()


def test_another_officer_begins_with_nothing_said() -> None:
    app = AppTest.from_function(_asked_anew, default_timeout=TIMEOUT_S).run()
    app.number_input(key="file-threshold").set_value(5)
    app.selectbox(key="file-table").select("support_counts").run()
    app.selectbox(key="file-support_counts-fiscal_year").select("令和6年度（2024）").run()
    assert _said(app) == Options("support_counts", {"fiscal_year": "令和6年度（2024）"}, 5)

    app.session_state["is_another"] = True
    app.run()

    assert _said(app) == Options("", {}, 0)


def _asked_of_1() -> None:
    from lib.ui import file_options  # noqa: PLC0415 - the script of a test stands alone

    file_options.ask(1)


def test_the_values_of_an_edition_are_offered_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(tmp_path / "store", Shipped())
    files = with_cell(FILES, "sources", 1, "title", "試しの資料")
    publish(store, proposed(store, {"sources.csv": files["sources.csv"]}), "係", "試し")
    monkeypatch.setattr(serving(), "_store", store)
    offered = []
    for script in (_asked, _asked_of_1):
        app = AppTest.from_function(script, default_timeout=TIMEOUT_S).run()
        app.selectbox(key="file-table").select("support_counts").run()
        assert not app.exception, app.exception
        offered.append("S2\u3000試しの資料" in _source(app).options)

    assert offered == [False, True]


def test_the_command_is_told_by_label_or_name(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "件数.csv"
    file.write_bytes(_csv(COUNTS[:2], "都道府県", "値", "値のない理由"))
    code, _, warned = command("check", file, "--table", "support_counts")
    assert (code, "は、ここでは --table と --given です" in warned) == (1, True)

    pairs = {"年度": "R6", "support_type_id": "その他の団体に委託", "数え方": "延べ", **SOURCE}
    given = [part for name, text in pairs.items() for part in ("--given", f"{name}={text}")]
    code, said, _ = command(
        "check", file, "--table", "support_counts", *given, "--given", "単位=件"
    )
    assert (code, "「年度」は、どの行も「R6」とした。" in said) == (0, True)


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--table", "nothing"), 1, "この表はありません: nothing。ある表: support_counts、"),
        (("--given", "年度=R6"), 1, "--table で書いてください"),
        (("--given", "年度"), 2, "列=値 の形ではありません"),
        (("--table", "support_counts", "--given", "値=5"), 1, "書ける列ではありません: 値。書ける"),
    ],
)
def test_the_command_refuses_what_cannot_be_said(
    command: Command, tmp_path: Path, more: tuple[str, ...], code: int, words: str
) -> None:
    file = tmp_path / "件数.csv"
    file.write_bytes(_csv(COUNTS[:2], *COUNTS[0]))
    found, _, warned = command("check", file, *more)

    assert (found, words in warned) == (code, True)
