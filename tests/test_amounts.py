"""Amounts of money as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.amounts import yen


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3000000", 3_000_000),
        ("3,000,000", 3_000_000),
        ("３，０００，０００円", 3_000_000),
        ("¥3,000,000", 3_000_000),
        ("￥３００万", 3_000_000),
        ("300万", 3_000_000),
        ("３００万円", 3_000_000),
        (" 300 万 円 ", 3_000_000),
        ("1.5億", 150_000_000),
        ("１．５億円", 150_000_000),
        ("1億2,000万", 120_000_000),
        ("1億2000万3000円", 120_003_000),
        ("1億5千万", 150_000_000),
        ("2千万", 20_000_000),
        ("3百万円", 3_000_000),
        ("1,500千円", 1_500_000),
        ("1.2345万", 12_345),
        ("1万5000", 15_000),
        ("1万500円", 10_500),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text: str, amount: int) -> None:
    assert yen(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "円",
        "万",
        "abc",
        "3.000.000",  # points between thousands, or a fraction
        "3,00",
        "30,0000",
        "3、000",
        "1万5",  # 10,005 or 15,000
        "1億5000",
        "1.5億2000万",
        "1億20000万",
        "1万2億",
        "1万2万",
        "1.5",  # no half yen
        "0.00001万",
        "-300万",
        "▲300",
        "約300万",
        "300万人",
        "300〜400万",
        "3²",  # folded, this would be 32
        "①00万",
        "三百万",
        "1e6",
        "9" * 31,  # cut off, this would be another number
    ],
)
def test_what_could_be_no_or_another_amount_is_refused(text: str) -> None:
    assert yen(text) is None


_FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")


@given(st.integers(0, 10**15))
def test_every_way_to_write_a_whole_amount_reads_the_same(amount: int) -> None:
    plain, with_commas = str(amount), f"{amount:,}"

    for text in (plain, with_commas, plain.translate(_FULL_WIDTH), f"{with_commas}円"):
        assert yen(text) == amount
    assert yen(f"{amount}万") == amount * 10_000


@given(st.integers(1, 999), st.integers(1, 9999), st.integers(1, 9999))
def test_parts_add_up(oku: int, man: int, rest: int) -> None:
    assert yen(f"{oku}億{man}万{rest}円") == oku * 10**8 + man * 10**4 + rest


@given(st.text(alphabet="0123456789,.億万千百円¥ ０９", max_size=12))
def test_nothing_typed_breaks_the_reading_or_gives_less_than_zero(text: str) -> None:
    amount = yen(text)

    assert amount is None or amount >= 0
