"""Downloads open right in Japanese Excel, run nothing, and say what they are."""

import csv
import datetime as dt
import io
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import exports
from lib.database import Database
from lib.exhibits import Caution, Exhibit, SourceNote
from lib.schema import Column, Kind
from lib.views.catalogue import CatalogueState, catalogue_exhibit
from lib.vocabulary import COUNT_BASIS

TODAY = dt.date(2026, 11, 21)
COLUMNS = (
    Column("name", Kind.TEXT, "名前", "名前"),
    Column("basis", Kind.TEXT, "数え方", "数え方", vocabulary=COUNT_BASIS),
    Column("count", Kind.INTEGER, "人数", "人数", unit="人", missing="不明"),
    Column("share", Kind.NUMBER, "割合", "割合", unit="%", missing="不明"),
    Column("day", Kind.DATE, "時点", "時点", missing="記載なし"),
    Column("about", Kind.BOOLEAN, "概数", "概数か"),
)


def _rows(**values: object) -> pd.DataFrame:
    row = {
        "name": "栃木県",
        "basis": "actual",
        "count": 1234,
        "share": 36.5,
        "day": "2020-12-31",
        "about": False,
    } | values
    dtypes = {
        "name": "string",
        "basis": "string",
        "count": "Int64",
        "share": "Float64",
        "day": "datetime64[s]",
        "about": "boolean",
    }
    return pd.DataFrame([row]).astype(dtypes)


def _exhibit(rows: pd.DataFrame) -> Exhibit:
    return Exhibit(
        exhibit_id="sample",
        name="試し",
        title="試しの一覧（人）",
        summary="1件。",
        rows=rows,
        columns=COLUMNS,
        as_of="令和2年12月末（2020年）現在",
        sources=(SourceNote("S1", "文書", "栃木県", "2026-11-21"),),
        cautions=(Caution("少ない", "少ない"),),
        filters=(("地方", "関東"),),
    )


def test_bytes_of_a_file() -> None:
    assert (
        exports.csv_bytes(_rows(), COLUMNS)
        == (
            "\ufeff名前,数え方,人数（人）,割合（%）,時点,概数\r\n"
            "栃木県,実人員,1234,36.5,2020-12-31,いいえ\r\n"
        ).encode()
    )


def test_missing_values_are_empty_cells() -> None:
    rows = _rows(count=None, share=None, day=None)

    assert exports.csv_bytes(rows, COLUMNS).decode("utf-8-sig").splitlines()[1] == (
        "栃木県,実人員,,,,いいえ"
    )


def test_whole_numbers_carry_no_decimals() -> None:
    assert b",36," in exports.csv_bytes(_rows(share=36.0), COLUMNS)


@pytest.mark.parametrize(
    "text", ["=1+1", "+81", "-1", "@x", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1"]
)
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert exports.guarded(text)[0] not in "=+-@＝＋－＠\t\r"


def test_numbers_are_never_guarded() -> None:
    assert b",-5," in exports.csv_bytes(_rows(count=-5), COLUMNS)


def test_circled_numbers_and_line_breaks_are_replaced() -> None:
    assert exports.guarded("①会議\n②研修") == "(1)会議 (2)研修"


def test_the_bundle_holds_the_rows_and_what_belongs_beside_them() -> None:
    download = exports.bundle(_exhibit(_rows()), TODAY)

    assert download.file_name == "試し_関東_1件_2026-11-21.zip"
    with zipfile.ZipFile(io.BytesIO(download.content)) as archive:
        assert archive.namelist() == [
            "試し_関東_1件_2026-11-21.csv",
            "試し_関東_1件_2026-11-21_説明.txt",
        ]
        notes = archive.read(archive.namelist()[1]).decode("utf-8-sig")
    for words in (
        "時点: 令和2年12月末（2020年）現在",
        "データの更新日: 2026-11-21",
        "  地方: 関東",
        "  少ない",
        "  [S1] 文書（栃木県）",
        "  人数（人）: 人数。 空欄は「不明」。",
    ):
        assert words in notes, notes


def test_the_same_rows_and_day_give_the_same_bytes() -> None:
    first = exports.bundle(_exhibit(_rows()), TODAY)

    assert exports.bundle(_exhibit(_rows()), TODAY) == first


def test_file_names_hold_nothing_that_windows_refuses() -> None:
    exhibit = _exhibit(_rows())
    odd = Exhibit(
        **{**exhibit.__dict__, "filters": (("検索", 'a/b:"c"?*<>|\\ d\x00\x1fe\x7f\x9f'),)}
    )

    assert exports.file_stem(odd, TODAY) == "試し_a-b-c-d-e-_1件_2026-11-21"


@given(scope=st.text(max_size=300))
def test_a_file_name_keeps_name_rows_and_date_within_255_bytes(scope: str) -> None:
    exhibit = _exhibit(_rows())
    long = Exhibit(**{**exhibit.__dict__, "filters": (("検索", f"{scope}薬物𠮷" * 30),)})

    stem = exports.file_stem(long, TODAY)

    assert stem.startswith("試し_")
    assert stem.endswith("…_1件_2026-11-21")
    assert 250 < len(f"{stem}_説明.txt".encode()) <= 255
    assert "\ufffd" not in stem


def test_a_scope_that_fits_is_not_cut() -> None:
    exhibit = _exhibit(_rows())
    fitting = Exhibit(**{**exhibit.__dict__, "filters": (("検索", "あ" * 70),)})

    assert exports.file_stem(fitting, TODAY) == f"試し_{'あ' * 70}_1件_2026-11-21"


def test_what_is_exported_is_what_is_shown(shipped: Database) -> None:
    exhibit = catalogue_exhibit(shipped, CatalogueState(theme=("drug",)))

    text = exports.csv_bytes(exhibit.rows, exhibit.columns).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert [row["項目"] for row in rows] == list(exhibit.rows["indicator"])
    assert [float(row["値"]) for row in rows] == list(exhibit.rows["value"])


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


@given(name=texts, count=st.one_of(st.none(), st.integers(-(10**9), 10**9)))
def test_a_file_reads_back_as_written(name: str, count: int | None) -> None:
    content = exports.csv_bytes(_rows(name=name, count=count), COLUMNS)

    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))

    assert row["名前"] == exports.guarded(name)
    assert row["人数（人）"] == ("" if count is None else str(count))
    assert row["名前"][:1] not in set("=+-@＝＋－＠")


def test_many_rows_are_written_piece_by_piece_and_give_one_file() -> None:
    rows = _rows().loc[[0] * 20_001]

    parts = list(exports.csv_parts(rows, COLUMNS))

    assert [part.count(b"\r\n") for part in parts] == [1, 10_000, 10_000, 1]
    header, row = exports.csv_bytes(_rows(), COLUMNS).splitlines(keepends=True)
    assert b"".join(parts) == header + row * 20_001
