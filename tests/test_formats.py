"""Numbers, years and dates as Japanese readers write them."""

import datetime as dt

import pytest

from lib import formats


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (1459, "1,459"), (13.0, "13"), (49.45, "49.45"), (-3, "−3"), (0.1234, "0.123")],
)
def test_numbers_have_separated_thousands_and_no_needless_decimals(
    value: float, expected: str
) -> None:
    assert formats.number(value) == expected


def test_a_fixed_number_of_decimals_is_kept() -> None:
    assert formats.number(13, 1) == "13.0"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (18_053_000, "1,805.3万円"),
        (1_500_000, "150万円"),
        (53_547_596, "5,354.8万円"),
        (0, "0万円"),
    ],
)
def test_amounts_are_written_in_ten_thousands_to_one_decimal(amount: int, expected: str) -> None:
    assert formats.man_yen(amount) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2018, "平成30年度（2018）"), (2019, "令和元年度（2019）"), (2025, "令和7年度（2025）")],
)
def test_fiscal_years_carry_era_and_western_year(year: int, expected: str) -> None:
    assert formats.fiscal_year(year) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (dt.date(2020, 12, 31), "令和2年12月末（2020年）"),
        (dt.date(2020, 2, 29), "令和2年2月末（2020年）"),
        (dt.date(2019, 4, 30), "平成31年4月末（2019年）"),
        (dt.date(2019, 5, 1), "令和元年5月1日（2019年）"),
    ],
)
def test_the_era_changes_with_the_first_of_may_2019(date: dt.date, expected: str) -> None:
    assert formats.era_day(date) == expected


def test_one_as_of_date_is_said_as_a_date_and_several_as_a_span() -> None:
    february, december = dt.date(2020, 2, 29), dt.date(2020, 12, 31)

    assert formats.as_of([december, december]) == "令和2年12月末（2020年）現在"
    assert formats.as_of([december, february]) == "2020年2月末～12月末（数値ごとに異なる）"


def test_no_as_of_date_is_said_as_not_given() -> None:
    assert formats.as_of([None]) == "記載なし"


def test_approximate_counts_say_so() -> None:
    assert formats.count(1500, "部", is_approximate=True) == "約1,500部"


def test_a_number_keeps_the_words_that_it_is_printed_with() -> None:
    assert formats.qualified("20件", "at_least") == "20件以上"
    assert formats.qualified("2倍", "about") == "約2倍"
    assert formats.qualified("112人", None) == "112人"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2026-11-20T14:59:59+00:00", "2026-11-20"), ("2026-11-20T15:00:00+00:00", "2026-11-21")],
)
def test_the_day_changes_at_midnight_in_japan(
    monkeypatch: pytest.MonkeyPatch, moment: str, expected: str
) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime.fromisoformat(moment).astimezone(tz)

    monkeypatch.setattr(formats.dt, "datetime", Clock)

    assert formats.today().isoformat() == expected


def test_a_small_number_is_not_written_as_none_at_all() -> None:
    assert formats.shown_number(1e-20) == "0.001未満"
    assert formats.shown_number(0) == "0"
    assert formats.shown_number(0.0006) == "0.001"
    assert formats.shown_number(1234.5) == "1,234.5"
