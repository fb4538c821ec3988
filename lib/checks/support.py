"""Checks the counts of single prefectures against what is published of their type and year.

Suppressed (秘匿) and unknown (不明) counts are never taken for 0: where one of them may decide, the
check says that it cannot be made.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from lib.checks.model import Check, Selection, Side, Statement, number_in, select
from lib.counting import counts_the_same
from lib.validation import Loaded
from lib.vocabulary import COUNT_BASIS, MISSING_REASON

_ENDS: dict[str, tuple[str, Callable[[Sequence[float]], float]]] = {
    "minimum": ("最小", min),
    "maximum": ("最大", max),
}


def support_checks(tables: Loaded) -> Iterator[Check]:
    """Every count against the published range; those of a whole type against its ends and bodies.

    The ends of a type are compared once all prefectures have a row in its year.
    """
    yield from _count_checks(tables)
    rows = tables["support_counts"].rows
    for year, support_type in sorted(
        {(row["fiscal_year"], row["support_type_id"]) for row in rows}
    ):
        named = {"fiscal_year": year, "support_type_id": support_type}
        counts = select(tables, "support_counts", **named)
        absent = len(tables["prefectures"].rows) - len(counts)
        ranges = select(tables, "support_ranges", **named)
        if not absent and len(ranges) and ranges.row["maximum"] is not None:
            yield from _end_checks(ranges, counts)
        bodies = select(tables, "support_type_bodies", **named)
        if len(bodies):
            yield _body_check(bodies, counts, absent)


def _count_checks(tables: Loaded) -> Iterator[Check]:
    """Counts of named prefectures against the ends of the published range of their type."""
    for count in _with_value(select(tables, "support_counts")):
        row = count.row
        year, support_type = row["fiscal_year"], row["support_type_id"]
        published = select(tables, "support_ranges", fiscal_year=year, support_type_id=support_type)
        if not len(published) or published.row["maximum"] is None:
            continue
        source_id = published.row["source_id"]
        check_id = f"{source_id}:range:{year}:{support_type}:{row['prefecture_code']}"
        subject = (
            f"名前の示された都道府県の数（{row['unit']}、"
            f"{COUNT_BASIS.label(str(row['count_basis']))}）"
        )
        largest = Statement(
            check_id,
            "within_source",
            f"{year}年度の支援実績の最大（{published.row['unit']}）と、{subject}",
        )
        maximum, value = published.only("maximum"), count.only("value")
        if not counts_the_same(str(row["unit"]), str(published.row["unit"])):
            yield largest.not_comparable(maximum, value, _unit_reason(published, count))
            continue
        yield largest.at_most(maximum, value)
        yield Statement(
            f"{check_id}:minimum",
            "within_source",
            f"{year}年度の支援実績の最小（{published.row['unit']}）と、{subject}",
        ).at_most(value, published.only("minimum"))


def _with_value(counts: Selection) -> Selection:
    return replace(counts, rows=tuple(row for row in counts.rows if row["value"] is not None))


def _unit_reason(published: Selection, counts: Selection) -> str:
    units = "・".join(sorted({str(row["unit"]) for row in counts.rows}))
    return f"{published.row['unit']}と{units}は単位が違う"


def _missing(counts: Selection) -> Counter[str]:
    """How many rows have no value, by code of the reason."""
    return Counter(str(row["missing_reason"]) for row in counts.rows if row["value"] is None)


def _missing_words(missing: Counter[str], *reasons: str) -> list[str]:
    """As in 秘匿 2, for those reasons that occur."""
    return [f"{MISSING_REASON.label(name)} {missing[name]}" for name in reasons if missing[name]]


def _end_checks(published: Selection, counts: Selection) -> Iterator[Check]:
    """The smallest and largest count that is entered against the ends of the range."""
    row, known = published.row, _with_value(counts)
    hidden = _missing_words(_missing(counts), "suppressed", "unknown")
    for end, (words, extreme) in _ENDS.items():
        statement = Statement(
            f"{row['source_id']}:range_{end}:{row['fiscal_year']}:{row['support_type_id']}",
            "within_source",
            f"{row['fiscal_year']}年度の支援実績の{words}（{row['unit']}）と、"
            f"都道府県ごとに入れた数の{words}",
        )
        expected = published.only(end)
        values = known.numbers("value")
        found = Side(extreme(values) if values else "数なし", known.cells("value"))
        if not all(counts_the_same(str(one["unit"]), str(row["unit"])) for one in known.rows):
            yield statement.not_comparable(expected, found, _unit_reason(published, known))
        elif hidden:
            reason = f"{'、'.join(hidden)}の都道府県の数が{words}かもしれない"
            yield statement.not_comparable(expected, found, reason)
        else:
            yield statement.equal(expected, found)


def _body_check(published: Selection, counts: Selection, absent: int) -> Check:
    """The prefectures with a count or a suppressed one against the published number of bodies."""
    row, missing = published.row, _missing(counts)
    doing = len(_with_value(counts)) + missing["suppressed"]
    statement = Statement(
        f"{row['source_id']}:bodies:{row['fiscal_year']}:{row['support_type_id']}",
        "within_source",
        f"{row['fiscal_year']}年度の団体数（{row['unit']}）と、数または秘匿のある都道府県の数",
    )
    cells = _with_value(counts).cells("value")
    expected, found = published.only("bodies"), Side(doing, cells)
    open_words = [
        *_missing_words(missing, "unknown"),
        *([f"行のない都道府県 {absent}"] if absent else []),
    ]
    bodies = number_in(row, "bodies")
    is_open = missing["unknown"] or (absent and doing < bodies)
    if is_open and doing <= bodies:
        return statement.not_comparable(expected, found, f"{'、'.join(open_words)}が残っている")
    return statement.equal(expected, found)
