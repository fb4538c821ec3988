"""Counts of different things, or counted differently, are never combined."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.counting import COUNTED_THING, Count, MixedCountsError, counts_the_same, total
from lib.vocabulary import COUNT_BASIS

counts = st.builds(
    Count,
    st.integers(0, 10_000).map(float),
    st.sampled_from(sorted(COUNTED_THING)),
    st.sampled_from(COUNT_BASIS.codes),
)


def test_counts_of_one_type_add_up_as_of_all_their_dates() -> None:
    february, december = dt.date(2020, 2, 29), dt.date(2020, 12, 31)
    counts = [Count(82, "人", "total", (december,)), Count(31, "人", "total", (february,))]

    assert total(counts) == Count(113, "人", "total", (february, december))


def test_two_counters_of_persons_add_up() -> None:
    assert total([Count(46, "人", "total"), Count(36, "名", "total")]).quantity == 82


def test_persons_and_cases_do_not_add_up_and_the_message_names_both() -> None:
    with pytest.raises(MixedCountsError, match=r"「人（計）」と「件（計）」"):
        total([Count(31, "人", "total"), Count(664, "件", "total")])


def test_individuals_and_cumulative_counts_do_not_add_up() -> None:
    with pytest.raises(MixedCountsError, match=r"「人（実人員）」と「人（延べ）」"):
        total([Count(9, "人", "actual"), Count(32, "人", "cumulative")])


def test_an_unknown_counter_is_refused() -> None:
    with pytest.raises(KeyError):
        counts_the_same("人", "匹")


@given(st.lists(counts, min_size=1, max_size=6))
def test_a_sum_exists_only_for_one_basis_and_one_thing(found: list[Count]) -> None:
    types = {(COUNTED_THING[count.unit], count.basis) for count in found}
    if len(types) > 1:
        with pytest.raises(MixedCountsError):
            total(found)
    else:
        assert total(found).quantity == sum(count.quantity for count in found)
