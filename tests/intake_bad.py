"""Files that are refused, or that hold cells which could mean two things, made in code."""

import datetime as dt
import struct
from collections.abc import Callable

from lib import paths
from lib.intake.reading import Options
from tests.intake_samples import (
    csv_file,
    ods,
    part_of,
    with_part,
    workbook,
    workbook_of,
    zipped,
)

KEPT = paths.PROJECT / "tests" / "kept"
GRANT = ("年度", "順位", "都道府県", "交付額（円）", "出典", "出典の位置")
TOKYO = ("令和6年度", 1, "東京都", 1500000, "rs_2024", "5-1")
COUNT = ("年度", "直接支援の種類", "都道府県", "値", "単位", "数え方", "出典", "出典の位置")
INDICATOR = ("指標", "期間", "都道府県", "値", "単位", "出典", "出典の位置")
SERIES = ("系列", "区分", "期間", "期間の種類", "値", "単位", "数値の入手元", "出典", "出典の位置")
SOURCE = ("出典ID", "題名", "公表者", "公表日", "出典の種類", "入力日")
CONTRACTOR = ("事業ID", "順", "再委託先", "定着支援センター")
GOOD = workbook(GRANT, TOKYO)
GOOD_ODS = ods(GRANT, TOKYO)


def grants(*rows: tuple[object, ...]) -> bytes:
    return workbook(GRANT, *rows)


def amount(value: object, heading: str = "交付額（円）") -> bytes:
    return workbook((*GRANT[:3], heading, *GRANT[4:]), (*TOKYO[:3], value, *TOKYO[4:]))


def year(value: object) -> bytes:
    return grants((value, *TOKYO[1:]))


def prefecture(value: object) -> bytes:
    return grants((*TOKYO[:2], value, *TOKYO[3:]))


def count(value: object, heading: str = "値", unit: object = "件", **formats: str) -> bytes:
    head = (*COUNT[:3], heading, *COUNT[4:])
    row = ("令和8年度", "就労支援", "東京", value, unit, "延べ", "S2", "L12")
    return workbook(head, row, **formats)


def count_with(**changed: object) -> bytes:
    row = dict(zip(COUNT, ("R8", "就労支援", "東京", 5, "件", "延べ", "S2", "L12"), strict=True))
    return workbook(COUNT, tuple({**row, **changed}.values()))


def indicator(value: object) -> bytes:
    return workbook(INDICATOR, ("就職", "2024", "東京", value, "件", "S2", "p1"))


def reasoned(value: object, reason: object) -> bytes:
    head = (*INDICATOR[:4], "値のない理由", *INDICATOR[4:])
    return workbook(head, ("就職", "2024", "東京", value, reason, "件", "S2", "p1"))


def series(period: object, basis: str, value: object, **formats: str) -> bytes:
    row = ("試験の率", "総数", period, basis, value, "%", "公表元", "S2", "p1")
    return workbook(SERIES, row, **formats)


def source(source_id: object = "new", published: object = None, title: object = "資料") -> bytes:
    row = (source_id, title, "法務省", published, "白書", "2026-11-21")
    return workbook(SOURCE, row)


def share(value: object, heading: str = "補助率") -> bytes:
    head = ("年度", heading, "補助上限（円）", "交付先", "出典", "出典の位置")
    return workbook(head, ("R8", value, 1500000, "都道府県", "S2", "L10"))


def contractor(value: object) -> bytes:
    return workbook(CONTRACTOR, ("H30-01", 2, "試験の会", value))


def far_away(row: int, column: str) -> bytes:
    """A workbook with one cell far from all others."""
    text = part_of(GOOD, "xl/worksheets/sheet1.xml")
    cell = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>'
    return with_part(GOOD, "xl/worksheets/sheet1.xml", text.replace("</sheetData>", cell))


def with_entities() -> bytes:
    text = part_of(GOOD, "xl/worksheets/sheet1.xml")
    doctype = '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return with_part(GOOD, "xl/worksheets/sheet1.xml", f"{doctype}{text}")


def with_false_size() -> bytes:
    """A workbook that says that a part is smaller than it is."""
    content = bytearray(zipped({"xl/workbook.xml": b"0" * 5_000}))
    central = content.rfind(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<I", 10)
    return bytes(content)


def old(change: Callable[[bytearray], None] = lambda _: None, name: str = "grants.xls") -> bytes:
    """The kept xls file with some bytes changed."""
    content = bytearray((KEPT / name).read_bytes())
    change(content)
    return bytes(content)


def renamed(before: str, after: str) -> Callable[[bytearray], None]:
    """Renames a part of an xls file: 64 bytes of name, then its length."""

    def change(content: bytearray) -> None:
        entry = content.find(f"{before}\0".encode("utf-16-le"))
        assert entry > 0
        name = f"{after}\0".encode("utf-16-le")
        content[entry : entry + 64] = name.ljust(64, b"\0")
        content[entry + 64 : entry + 66] = struct.pack("<H", len(name))

    return change


def with_huge_boundary(content: bytearray) -> None:
    """Makes a record ask its reader for a terabyte."""
    content[3720] = 169


def record(before: bytes, after: bytes) -> Callable[[bytearray], None]:
    """Replaces a record of an xls file by another of the same length."""

    def change(content: bytearray) -> None:
        place = content.find(before)
        assert place > 0
        content[place : place + len(after)] = after

    return change


_CODE_PAGE = b"\x42\x00\x02\x00"
_ODS_LINK = '<table:table-source xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="../a.ods"/>'
_ODS_ROWS = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell'
    ' office:value-type="float" office:value="1"/></table:table-row>'
)
_NO_OPTIONS = Options()

# What is tried, and the file with what was chosen for it.
WHOLE_FILES: dict[str, bytes] = {
    "nothing": b"",
    "more than 5 MB": b"a" * (5 * 1024**2 + 1),
    "a PDF": b"%PDF-1.7\n",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a web page saved as xls": b"<html><body><table>",
    "an XML spreadsheet": b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>',
    "gzip": b"\x1f\x8b\x08\x00",
    "rich text": b"{\\rtf1 a}",
    "a Word document": zipped({"[Content_Types].xml": "", "word/document.xml": ""}),
    "an xlsx cut off": GOOD[: len(GOOD) // 2],
    "an xlsx with damaged bytes": GOOD[:60] + b"\0" * 40 + GOOD[100:],
    "a part packed too tightly": with_part(GOOD, "xl/big.xml", b"0" * 30_000_000),
    "many parts that unpack to too much": zipped(
        {f"xl/{number}.xml": b"0" * 1_000_000 for number in range(63)}
    ),
    "too many parts": zipped({f"xl/{number}.xml": b"" for number in range(1_001)}),
    "a part larger than it says": with_false_size(),
    "macros": with_part(GOOD, "xl/vbaProject.bin", b"0"),
    "macros of Excel 4": with_part(GOOD, "xl/macrosheets/sheet1.xml", b"0"),
    "links to other files": with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"0"),
    "connections to data": with_part(GOOD, "xl/connections.xml", b"0"),
    "xlsb": zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""}),
    "entities": with_entities(),
    "an xlsx with a password": old(renamed("Workbook", "EncryptedPackage")),
    "an xls with a password": old(record(_CODE_PAGE, b"\x2f\x00\x02\x00")),
    "an xls with macros": old(renamed("\x01CompObj", "_VBA_PROJECT_CUR")),
    "an xls with links": old(record(_CODE_PAGE, b"\xae\x01\x02\x00")),
    "an xls of Excel 95": old(renamed("Workbook", "Book")),
    "a Word document of old": old(renamed("Workbook", "WordDocument")),
    "an xls cut off": old()[:2000],
    "an xls that asks for a terabyte": old(with_huge_boundary),
    "an ods with links": ods(body=_ODS_LINK),
    "an ods with macros": with_part(GOOD_ODS, "Basic/Standard/Module1.xml", "0"),
    "an ods with a password": with_part(
        GOOD_ODS, "META-INF/manifest.xml", "<a><manifest:encryption-data/></a>"
    ),
    "an ods with a million rows": ods(body=_ODS_ROWS),
    "a cell in the last row": far_away(1_048_576, "A"),
    "a cell in the last column": far_away(9, "XFD"),
    "too many cells": far_away(15_000, "AZ"),
    "too many sheets": workbook_of({f"表{number}": [("a",)] for number in range(31)}),
    "csv that is neither UTF-8 nor CP932": "年度\n".encode() + b"\xff\xfe\xff,1\n",
    "UTF-16 without a byte order mark": "年度,a".encode("utf-16-le"),
    "UTF-16 cut off": "年度,値".encode("utf-16")[:-1],
    "csv in two encodings at once": b"a,b\r\n" + b"\xc3\xb1,1\r\n",
    "csv already garbled": csv_file(GRANT, ("令和\ufffd年度", 1)),
    "csv with an open quote": '年度,値\r\n"令和6年度,1\r\n'.encode(),
    "csv with text behind a quote": '年度,値\r\n"令和"6年度,1\r\n'.encode(),
    "csv with an endless cell": csv_file(("年度", "あ" * 32_768)),
    "csv with too many rows": b"a,b\r\n" * 20_001,
}
HEADINGS: dict[str, tuple[bytes, Options]] = {
    "no table": (workbook(("お知らせ",), ("来週まで",)), _NO_OPTIONS),
    "an empty workbook": (workbook(), _NO_OPTIONS),
    "headings without rows": (workbook(GRANT), _NO_OPTIONS),
    "nothing but prefectures": (
        workbook(INDICATOR, (None, None, "東京"), (None, None, "大阪")),
        _NO_OPTIONS,
    ),
    "no year": (workbook(GRANT[1:], TOKYO[1:]), _NO_OPTIONS),
    "no source": (workbook(GRANT[:4], TOKYO[:4]), _NO_OPTIONS),
    "a heading that is nearly right": (
        amount(5, heading="交付金の額（円）"),
        _NO_OPTIONS,
    ),
    "a column too many": (workbook((*GRANT, "担当"), (*TOKYO, "係")), _NO_OPTIONS),
    "a unit that is none": (amount(5, heading="交付額（ドル）"), _NO_OPTIONS),
    "an amount without unit": (amount(5, heading="交付額"), _NO_OPTIONS),
    "a unit above that its heading contradicts": (
        workbook(("単位：千円",), GRANT, TOKYO),
        _NO_OPTIONS,
    ),
    "a heading twice": (workbook((*GRANT, "出典"), (*TOKYO, "rs_2024")), _NO_OPTIONS),
    "a column without heading": (workbook((*GRANT, None, None), (*TOKYO, None, 7)), _NO_OPTIONS),
    "another table than was chosen": (GOOD, Options(table="budget_lines")),
    "a sheet beside that is no table": (
        workbook_of({"交付額": [GRANT, TOKYO], "連絡先": [("係",), ("電話",)]}),
        _NO_OPTIONS,
    ),
    "a year that was chosen wrongly": (
        workbook(GRANT[1:], TOKYO[1:]),
        Options(given={"fiscal_year": "6"}),
    ),
}
CELLS: dict[str, bytes] = {
    "separators in wrong places": amount("1,23"),
    "separators of other countries": amount("1.234,5"),
    "about": amount("約100"),
    "a span": amount("10～20"),
    "at least": amount("5以上"),
    "brackets": amount("(12)"),
    "a circled digit": amount("12①"),
    "an exponent": amount("1.5E+06"),
    "a space within": amount("1 234"),
    "words": amount("多数"),
    "a dash": amount("－"),
    "dots": amount("…"),
    "an unknown amount": amount("不明"),
    "a blank amount": amount(None),
    "a negative amount": amount("▲5"),
    "a part of a yen": amount(1.2345, heading="交付額（千円）"),
    "an amount in another unit than its heading": amount("5円", heading="交付額（千円）"),
    "more digits than a spreadsheet keeps": amount(12345678901234567),
    "more than can be stored": amount("99999999999999999999"),
    "a date for an amount": amount(dt.date(2024, 1, 2)),
    "true for an amount": amount(value=True),
    "a formula": amount("=1+1"),
    "an error": amount("#N/A"),
    "a count with decimals": count(2.5),
    "a count in per cent": count(0.5, D2="0%"),
    "a count in another unit than its row": count("5人"),
    "a heading in another unit than its row": count(5, heading="値（人）"),
    "a count without unit": count(5, unit=None),
    "a unit that nobody counts by": count(5, unit="匹"),
    "a blank that could be four things": indicator(None),
    "a dash that could be four things": indicator("－"),
    "none": indicator("なし"),
    "not available": indicator("N/A"),
    "unpublished": indicator("非公表"),
    "a number that is missing": reasoned(5, "秘匿"),
    "two reasons": reasoned("不明", "秘匿"),
    "a reason that is none": reasoned(None, "内緒"),
    "a year without era": year(6),
    "a year of two digits": year("24"),
    "a year after an era": year("平成32年度"),
    "a year in two calendars that differ": year("令和6年度（2023年度）"),
    "a date for a year": year(dt.date(2024, 4, 1)),
    "a year before the first": year("平成29年度"),
    "this year": year("今年度"),
    "two years": year("2023-2024"),
    "a day that is none": source(published="2024-02-30"),
    "a day after its era": source(published="平成31年5月1日"),
    "a month without day": source(published="2024年4月"),
    "a day as a number": source(published=45383),
    "a day of a year of two digits": source(published="24/4/1"),
    "a day long ago": source(published="昭和63年4月1日"),
    "a prefecture by an old name": prefecture("大坂府"),
    "a prefecture that is none": prefecture("48"),
    "a prefecture with a wrong ending": prefecture("東京県"),
    "a code and a name that differ": workbook(
        (*GRANT[:2], "都道府県コード", *GRANT[2:]), (*TOKYO[:2], "13", "大阪府", *TOKYO[3:])
    ),
    "a source that is not known": grants((*TOKYO[:4], "rs_2042", "x")),
    "a kind of support that is not known": count_with(直接支援の種類="住居支援"),
    "a way of counting that is not known": count_with(数え方="実人数"),
    "a locator in words": count_with(出典の位置="175行目"),
    "neither yes nor no": contractor("たぶん"),
    "an id in Japanese": source(source_id="新資料"),
    "a character for private use": source(title="資料\ue000"),
    "a dash for a name": source(title="―"),
    "more than one whole": share(50),
    "one whole or one per cent": share(1),
    "half a per cent or a half": share(0.5, heading="補助率（%）"),
    "a rate of 0.5": series(2030, "暦年", 0.5),
    "a fiscal year among calendar years": series("令和12年度", "暦年", 16.5),
    "a period that is none": series("R6～R7", "年度", 16.5),
    "the same key twice": grants(TOKYO, TOKYO),
    "the same key on two sheets": workbook_of({"一": [GRANT, TOKYO], "二": [GRANT, TOKYO]}),
    "rows below the notes": grants(TOKYO, ("※ 注",), (*TOKYO[:1], 2, *TOKYO[2:])),
    "a row that is half filled": grants(TOKYO, ("令和6年度", 2)),
    "a heading among the rows": grants(TOKYO, ("（関東）",)),
    "the removal of a row that is not there": workbook(
        (*GRANT, "削除"), ("令和9年度", 1, *[None] * 4, "削除")
    ),
    "a removal in other words": workbook((*GRANT, "削除"), (*TOKYO, "？")),
    "merged amounts": workbook(GRANT, TOKYO, (*TOKYO[:1], 2, *TOKYO[2:]), merged=["D2:D3"]),
    "a formula and an error in xls": old(name="formulas.xls"),
}
