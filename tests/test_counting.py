"""Counts of different things, or counted differently, are never combined."""

import ast
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from lib import paths
from lib.counting import (
    COUNTED_THING,
    Count,
    MixedCountsError,
    counts_the_same,
    like_groups,
    mean,
    ranked,
    total,
)
from lib.schema import TABLES
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


def test_measures_are_part_of_the_type() -> None:
    supported, trained = (
        Count(10, "人", "total", measure=measure) for measure in ("支援した人", "研修の参加")
    )

    with pytest.raises(
        MixedCountsError, match=r"「支援した人・人（計）」と「研修の参加・人（計）」"
    ):
        mean([supported, trained])


def test_counts_of_one_type_have_a_mean_and_an_order() -> None:
    small, large = Count(7, "人", "total"), Count(46, "名", "total")

    assert mean([small, large]).quantity == 26.5
    assert ranked([small, large], lambda count: count) == [large, small]


@pytest.mark.parametrize("combine", [total, mean, lambda counts: ranked(counts, lambda own: own)])
def test_every_operation_refuses_mixed_types_and_names_both(
    combine: Callable[[list[Count]], object],
) -> None:
    with pytest.raises(MixedCountsError, match=r"「回（計）」と「人（延べ）」"):
        combine([Count(31, "回", "total"), Count(32, "人", "cumulative")])


def test_the_largest_group_of_like_counts_comes_first() -> None:
    cases = [Count(value, "件", "total") for value in (1, 2)]
    persons = [Count(3, "人", "total"), Count(4, "名", "total"), Count(5, "人", "total")]

    assert like_groups([*cases, *persons], lambda count: count) == [persons, cases]


def test_a_bare_number_cannot_be_added_to_a_count() -> None:
    with pytest.raises(AttributeError):
        Count(3, "人", "total") + 4  # type: ignore[operator]
    with pytest.raises((TypeError, AttributeError)):
        sum([Count(3, "人", "total")])  # type: ignore[list-item] # begins with the number 0


def _type_of(count: Count) -> tuple[str, str, str]:
    return COUNTED_THING[count.unit], count.basis, count.measure


class ChainsOfOperations(RuleBasedStateMachine):
    """Whatever is called after whatever, no result is made of counts of two types."""

    found = Bundle("found")

    def __init__(self) -> None:
        super().__init__()
        self.made_of: dict[int, set[tuple[str, str, str]]] = {}
        self.kept: list[Count] = []  # so that no id is used twice

    def _keep(self, result: Count, *parts: Count) -> Count:
        types = set().union(*(self.made_of[id(part)] for part in parts))
        own = replace(result)
        self.kept.append(own)
        self.made_of[id(own)] = types or {_type_of(own)}
        return own

    @rule(target=found, count=counts, measure=st.sampled_from(["", "支援した人"]))
    def publish(self, count: Count, measure: str) -> Count:
        return self._keep(replace(count, measure=measure))

    @rule(target=found, parts=st.lists(found, min_size=1, max_size=4), how=st.sampled_from("+Σμ"))
    def combine(self, parts: list[Count], how: str) -> Count:
        calls: dict[str, Callable[[], Count]] = {
            "+": lambda: parts[0] + parts[-1],
            "Σ": lambda: total(parts),
            "μ": lambda: mean(parts),
        }
        used = parts if how in "Σμ" else [parts[0], parts[-1]]
        try:
            return self._keep(calls[how](), *used)
        except MixedCountsError:
            assert len(set().union(*(self.made_of[id(part)] for part in used))) > 1
            return parts[0]

    @rule(first=found, second=found)
    def compare(self, first: Count, second: Count) -> None:
        if self.made_of[id(first)] == self.made_of[id(second)]:
            larger, smaller = ranked([first, second], lambda count: count)
            assert larger.quantity >= smaller.quantity
        else:
            with pytest.raises(MixedCountsError):
                ranked([first, second], lambda count: count)

    @invariant()
    def nothing_is_mixed(self) -> None:
        for count in self.kept:
            assert self.made_of[id(count)] == {_type_of(count)}


TestChainsOfOperations = ChainsOfOperations.TestCase
TestChainsOfOperations.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


# Outside lib/counting.py only columns of one declared unit are added up.
_AGGREGATES = {"sum", "mean", "median", "cumsum"}
AGGREGATE = re.compile(r"\b(?:sum|avg|median|mean|stddev|var_pop)\(([a-z_.]+)\)")


@pytest.mark.parametrize("file", sorted((paths.PROJECT / "lib" / "queries").glob("*.py")), ids=str)
def test_a_query_adds_up_only_columns_whose_unit_is_declared(file: Path) -> None:
    columns = {column.name: column for table in TABLES for column in table.columns}
    for name in AGGREGATE.findall(file.read_text("utf-8")):
        assert columns[name.rpartition(".")[2]].unit, f"{file.name}: {name}"


@pytest.mark.parametrize(
    "file",
    sorted(
        file
        for folder in ("queries", "views", "figures")
        for file in (paths.PROJECT / "lib" / folder).glob("*.py")
    ),
    ids=lambda file: f"{file.parent.name}/{file.name}",
)
def test_python_adds_up_no_bare_numbers(file: Path) -> None:
    # sum() counts rows that meet a condition; published numbers go through lib.counting.
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "sum":
            (argument,) = node.args
            assert isinstance(argument, ast.GeneratorExp), ast.unparse(node)
            assert isinstance(argument.elt, ast.Compare), ast.unparse(node)
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in _AGGREGATES:
            text = ast.unparse(node)
            assert "'attendees'" in text, text  # a column of persons, whatever the row
