"""What single cells say: years, dates, numbers, missing words, names of prefectures."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import formats
from lib.intake import numbers, years
from lib.intake.known import plain
from lib.intake.reading import known_values
from lib.schema import CSV_TABLES
from tests.intake_samples import TABLES, base

PREFECTURES = known_values(TABLES, base())["prefectures"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和6年度", 2024),
        ("令和６年", 2024),
        ("令和元年度", 2019),
        ("R6", 2024),
        ("Ｒ６年度", 2024),
        ("令6", 2024),
        ("H30", 2018),
        ("平成31年度", 2019),
        ("昭和63年", 1988),
        ("2024年度", 2024),
        ("FY2024", 2024),
        ("西暦2024年", 2024),
        ("令和6年度（2024）", 2024),
        ("令和6年度（2023）", None),
        ("平成32年度", None),
        ("令和0年度", None),
        ("6", None),
        ("24", None),
        ("2024年4月", None),
        ("令和6・7年度", None),
    ],
)
def test_a_year_in_words(text: str, expected: int | None) -> None:
    assert years.year(text) == expected


@given(st.integers(1989, 2099))
def test_a_fiscal_year_as_the_screens_write_it_is_read_back(year: int) -> None:
    assert years.year(formats.fiscal_year(year)) == year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-04-01", dt.date(2024, 4, 1)),
        ("２０２４／４／１", dt.date(2024, 4, 1)),
        ("2024年4月1日", dt.date(2024, 4, 1)),
        ("20240401", dt.date(2024, 4, 1)),
        ("令和6年4月1日", dt.date(2024, 4, 1)),
        ("R6.4.1", dt.date(2024, 4, 1)),
        ("令和2年12月末", dt.date(2020, 12, 31)),
        ("令和6年2月末日", dt.date(2024, 2, 29)),
        ("平成31年4月30日", dt.date(2019, 4, 30)),
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("平成31年5月1日", None),
        ("令和元年4月30日", None),
        ("2023-02-29", None),
        ("2024-13-01", None),
        ("24/4/1", None),
        ("6.4.1", None),
        ("2024年4月", None),
    ],
)
def test_a_date_in_words(text: str, expected: dt.date | None) -> None:
    assert years.day(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,234", "1234", ""),
        ("１，２３４．５", "1234.5", ""),
        ("▲1,234", "-1234", ""),
        ("△ 5", "-5", ""),
        ("−3", "-3", ""),
        ("12※1", "12", ""),
        ("12 (注2)", "12", ""),
        ("12件", "12", "件"),
        ("1,500千円", "1500000", "円"),
        ("1.5百万円", "1500000", "円"),
        ("16.5％", "16.5", "%"),
        ("3ヶ月", "3", "か月"),
    ],
)
def test_a_number_in_words(text: str, value: str, unit: str) -> None:
    found = numbers.number(text)

    assert isinstance(found, numbers.ReadNumber)
    assert (found.value * found.multiple, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        *("1,23", "12,3456", "1,234,5", "1、234", "1 234", "1.2.3", "12 1)", "12①", "3²", "(12)"),
        *("約5", "5程度", "5以上", "5未満", "1～2", "1-2", "1E+5", "十二", "5匹", "", "-", "--5"),
    ],
)
def test_what_could_be_two_numbers_is_none(text: str) -> None:
    assert isinstance(numbers.number(text), numbers.Unread)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3), st.booleans())
def test_a_number_with_separators_is_read_exactly(value: Decimal, is_triangle: bool) -> None:  # noqa: FBT001
    text = f"{abs(value):,}"
    sign = ("▲" if is_triangle else "-") if value < 0 else ""

    found = numbers.number(f"{sign}{text}")

    assert isinstance(found, numbers.ReadNumber)
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("東京都", "13"),
        ("東京", "13"),
        ("東 京 都", "13"),
        ("とうきょう", ""),
        ("北海道", "01"),
        ("1", "01"),
        ("01", "01"),
        ("０１", "01"),
        ("01000", "01"),
        ("010006", "01"),
        ("10006", "01"),
        ("130001", "13"),
        ("130002", ""),
        ("48", ""),
        ("髙知", "39"),
        ("長﨑縣", "42"),
        ("廣島", "34"),
        ("德島", "36"),
        ("靜岡", "22"),
        ("沖繩", "47"),
        ("京都", "26"),
        ("大坂", ""),
        ("東京県", ""),
    ],
)
def test_a_prefecture_by_code_or_name(text: str, code: str) -> None:
    assert PREFECTURES.found(text) == (frozenset({code}) if code else frozenset())


def test_no_writing_of_a_prefecture_means_two() -> None:
    assert len(PREFECTURES.names) == 47
    assert {len(codes) for codes in PREFECTURES.codes.values()} == {1}


def test_no_two_labels_of_a_vocabulary_are_read_as_one() -> None:
    for table in CSV_TABLES:
        for column in table.columns:
            if column.vocabulary:
                found = known_values(CSV_TABLES, base())[f"{table.name}.{column.name}"]
                for code, label in column.vocabulary.labels.items():
                    assert found.found(label) == {code}, (table.name, column.name, label)


def test_headings_of_a_table_never_name_two_columns() -> None:
    for table in CSV_TABLES:
        labels = [plain(column.label) for column in table.columns]
        assert len(labels) == len(set(labels)), table.name
