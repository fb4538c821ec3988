"""The linking attack: whoever puts the shipped tables together learns nothing about one person."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from lib import paths
from lib.schema import CSV_TABLES
from lib.validation import Row, validated_tables

PROJECT = "H30-06"
_ANSWERS = {"came": True, "stayed away": False}
TRAITS = ("fiscal_year", "sex", "referral")
# One solution's traits of every participant, in the order of their sessions.
Traits = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Span:
    """A month or a day on which sessions were held."""

    name: str
    fiscal_year: int
    sessions: int
    attendances: int


@dataclass(frozen=True)
class Published:
    """All that an attacker reads.

    Attributes:
        spans: When sessions were held, in their order.
        attended: Sessions of each participant.
        groups: For one or several traits together, how many participants have each value.
        rows: What is known of a participant's own spans: their lists that are possible.
        split: For a trait, the attendances of those who have a value.
    """

    spans: tuple[Span, ...]
    attended: tuple[int, ...]
    groups: Mapping[tuple[str, ...], Mapping[tuple[str, ...], int]]
    rows: Mapping[int, Sequence[tuple[int, ...]]] = field(default_factory=dict)
    split: Mapping[tuple[str, str], int] = field(default_factory=dict)


def _shipped() -> Published:
    tables = validated_tables(paths.DATA)

    def own(name: str) -> list[Row]:
        return [row for row in tables[name].rows if row["project_id"] == PROJECT]

    groups: dict[tuple[str, ...], dict[tuple[str, ...], int]] = defaultdict(dict)
    for row in own("participants_by_group"):
        if row["grouping"] in TRAITS:
            number = int(str(row["participants"]))
            groups[str(row["grouping"]),][str(row["category"]),] = number
    return Published(
        tuple(_month(row) for row in own("program_sessions")),
        tuple(int(str(row["sessions_attended"])) for row in own("program_participants")),
        groups,
    )


def _month(row: Row) -> Span:
    year, month, _ = (int(part) for part in str(row["month"]).split("-"))
    held, attended = int(str(row["sessions"])), int(str(row["attendances"]))
    return Span(f"{year}-{month}", year - (month < 4), held, attended)


def _traits(known: Published) -> Iterator[Traits]:
    """Every assignment of traits to participants that fits the tables on groups."""
    persons = len(known.attended)
    columns = [
        list(_orders({value: n for (value,), n in known.groups[trait,].items()}, persons))
        for trait in TRAITS
    ]
    crossed = [names for names in known.groups if len(names) > 1]
    for chosen in itertools.product(*columns):
        found = tuple(zip(*chosen, strict=True))
        if all(_counted(found, names) == Counter(known.groups[names]) for names in crossed):
            yield found


def _counted(found: Traits, names: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    places = [TRAITS.index(name) for name in names]
    return Counter(tuple(person[place] for place in places) for person in found)


def _orders(numbers: Mapping[str, int], left: int) -> Iterator[tuple[str, ...]]:
    """Every way to give so many participants their values."""
    if not left:
        yield ()
        return
    for value, number in numbers.items():
        if number:
            for rest in _orders({**numbers, value: number - 1}, left - 1):
                yield (value, *rest)


def _can_attend(
    known: Published, years: Sequence[str], person: int = 0, span: int = 0, *, came: bool | None
) -> bool:
    """Whether attendances can be given so that all totals fit, nobody came before the own year,
    and, unless ``came`` is None, one person came in one span or did not."""
    spans = range(len(known.spans))
    rooms = [
        [known.spans[j].sessions * (known.spans[j].fiscal_year >= int(year)) for j in spans]
        for year in years
    ]
    persons, needs = list(known.attended), [item.attendances for item in known.spans]
    if came is False:
        rooms[person][span] = 0
    elif came:
        if min(rooms[person][span], persons[person], needs[span]) < 1:
            return False
        rooms[person][span] -= 1
        persons[person] -= 1
        needs[span] -= 1
    return sum(persons) == sum(needs) and _fills(rooms, persons, needs)


def _fills(rooms: list[list[int]], persons: list[int], needs: list[int]) -> bool:
    """Whether a matrix within ``rooms`` has these sums of rows and columns (augmenting paths)."""
    given = [[0] * len(needs) for _ in persons]

    def place(person: int, seen: set[int]) -> bool:
        for span, room in enumerate(rooms[person]):
            if span in seen or given[person][span] >= room:
                continue
            seen.add(span)
            if sum(row[span] for row in given) < needs[span]:
                given[person][span] += 1
                return True
            for other, row in enumerate(given):
                if row[span] and other != person and place(other, seen):
                    row[span] -= 1
                    given[person][span] += 1
                    return True
        return False

    return all(place(person, set()) for person, number in enumerate(persons) for _ in range(number))


def _fixed(known: Published) -> Iterator[Published]:
    """One case for each choice of the participants whose own spans are known."""
    for chosen in itertools.product(*known.rows.values()):
        at = Counter(span for row in chosen for span in row)
        spans = tuple(
            replace(item, attendances=item.attendances - at[place])
            for place, item in enumerate(known.spans)
        )
        if all(item.attendances >= 0 for item in spans):
            own = dict(zip(known.rows, chosen, strict=True))
            attended = tuple(0 if p in own else n for p, n in enumerate(known.attended))
            yield replace(known, spans=spans, attended=attended, rows=own)


def learned(known: Published) -> set[tuple[str, str, str]]:
    """What holds for a group of participants in every solution: the group, the trait, the value.

    A group are all who share something that the tables tell: the number of sessions, or a trait.
    """
    possible: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_years: dict[tuple[str, ...], set[tuple[int, tuple[str, ...]]]] = defaultdict(set)
    for found in _traits(known):
        if _fits_split(known, found):
            persons = zip(known.attended, found, strict=True)
            by_years[tuple(person[0] for person in found)].update(persons)
    for years, persons in by_years.items():
        if _note_attendance(known, years, possible):
            for number, person in persons:
                _note_traits(f"{number} sessions", person, possible)
    return {
        (group, trait, next(iter(values)))
        for (group, trait), values in possible.items()
        # Who never came stayed away in every month: that is published of all.
        if len(values) == 1 and not (group == "0 sessions" and values == {"stayed away"})
    }


def _fits_split(known: Published, found: Traits) -> bool:
    return all(
        sum(
            number
            for number, person in zip(known.attended, found, strict=True)
            if person[TRAITS.index(trait)] == value
        )
        == attendances
        for (trait, value), attendances in known.split.items()
    )


def _note_traits(
    sessions: str, person: tuple[str, ...], possible: dict[tuple[str, str], set[str]]
) -> None:
    named = {"sessions": sessions, **dict(zip(TRAITS, person, strict=True))}
    for (by, group), (trait, value) in itertools.permutations(named.items(), 2):
        possible[group if by == "sessions" else f"{by} {group}", trait].add(value)


def _note_attendance(
    known: Published, years: tuple[str, ...], possible: dict[tuple[str, str], set[str]]
) -> bool:
    """Notes who can have come when; returns whether the years can be so at all."""
    is_possible = False
    for case in _fixed(known):
        own_years = [
            min(known.spans[place].fiscal_year for place in row) if row else 9999
            for row in (case.rows.get(p, ()) for p in range(len(years)))
        ]
        if any(int(year) > first for year, first in zip(years, own_years, strict=True)):
            continue
        if not _can_attend(case, years, came=None):
            continue
        is_possible = True
        for person, number in enumerate(known.attended):
            for place, span in enumerate(known.spans):
                known_answers = possible[f"{number} sessions", span.name]
                if len(known_answers) < len(_ANSWERS):
                    known_answers |= _answers(case, years, person, place)
    return is_possible


def _answers(case: Published, years: tuple[str, ...], person: int, place: int) -> set[str]:
    if person in case.rows:
        return {"came" if place in case.rows[person] else "stayed away"}
    return {
        words
        for words, came in _ANSWERS.items()
        if _can_attend(case, years, person, place, came=came)
    }


@pytest.fixture(scope="module")
def shipped_tables() -> Published:
    return _shipped()


def test_the_attack_reads_all_that_is_shipped(shipped_tables: Published) -> None:
    assert sum(span.sessions for span in shipped_tables.spans) == 31
    assert sum(span.attendances for span in shipped_tables.spans) == 32
    assert shipped_tables.attended == (11, 7, 6, 4, 3, 1, 0, 0, 0)
    assert shipped_tables.groups == {
        ("fiscal_year",): {("2018",): 1, ("2019",): 7, ("2020",): 1},
        ("sex",): {("male",): 3, ("female",): 6},
        ("referral",): {("penal_institution",): 2, ("probation_office",): 7},
    }


def test_no_other_table_is_about_the_participants() -> None:
    """A new table or column on persons must be put into the attack before it is shipped."""
    about = {
        table.name: table.column_names
        for table in CSV_TABLES
        if table.name.startswith(("program_", "participants_"))
    }
    behind = ("source_id", "source_locator")
    assert about == {
        "program_sessions": ("project_id", "month", "sessions", "attendances", *behind),
        "program_participants": ("project_id", "participant_number", "sessions_attended", *behind),
        "participants_by_group": (
            *("project_id", "grouping", "category", "participants", "unit"),
            *behind,
        ),
    }


def test_nothing_about_a_participant_follows_from_the_shipped_tables(
    shipped_tables: Published,
) -> None:
    assert learned(shipped_tables) == set()


def test_the_attack_succeeds_where_year_and_sex_are_crossed(shipped_tables: Published) -> None:
    """Invented cells with the shipped totals: a year of one participant tells the sex."""
    crossed = {("2018", "male"): 1, ("2019", "male"): 2, ("2019", "female"): 5}
    finer = replace(
        shipped_tables,
        groups={
            **shipped_tables.groups,
            ("fiscal_year", "sex"): {**crossed, ("2020", "female"): 1},
        },
    )

    assert learned(finer) == {
        ("fiscal_year 2018", "sex", "male"),
        ("fiscal_year 2020", "sex", "female"),
    }


def test_the_attack_succeeds_where_attendances_are_split_by_sex(shipped_tables: Published) -> None:
    """Invented: if three men came 5 times, they came 4 times, once and never: nothing else fits."""
    finer = replace(shipped_tables, split={("sex", "male"): 5})

    assert learned(finer) == {
        *((f"{number} sessions", "sex", "male") for number in (4, 1)),
        *((f"{number} sessions", "sex", "female") for number in (11, 7, 6, 3)),
    }


# Invented: three participants, sessions on six days, and the days between each one's sessions.
_DAYS = (1, 8, 50, 400, 420, 427)
_GAPS = {0: (7, 42), 1: (7,)}


def _tiny() -> Published:
    spans = tuple(Span(f"day {day}", 2018 + (day > 365), 1, 1) for day in _DAYS)
    groups = {
        ("fiscal_year",): {("2018",): 2, ("2019",): 1},
        ("sex",): {("male",): 1, ("female",): 2},
        ("referral",): {("penal_institution",): 1, ("probation_office",): 2},
    }
    return Published(spans, (3, 2, 1), groups)


def _with_gaps(known: Published) -> Published:
    rows = {}
    for person, gaps in _GAPS.items():
        steps = tuple(itertools.accumulate((0, *gaps)))
        starts = [day for day in _DAYS if all(day + step in _DAYS for step in steps)]
        rows[person] = [tuple(_DAYS.index(day + step) for step in steps) for day in starts]
    return replace(known, rows=rows)


def test_dates_without_intervals_leave_everyone_hidden() -> None:
    assert learned(_tiny()) == set()


def test_the_attack_succeeds_where_dates_stand_beside_intervals() -> None:
    """7 and 42 days fit 1, 8, 50 only; then 7 days fit 420, 427, and day 400 is left."""
    found = learned(_with_gaps(_tiny()))

    came = {(group, span) for group, span, answer in found if answer == "came"}
    assert came == {
        *(("3 sessions", f"day {day}") for day in (1, 8, 50)),
        *(("2 sessions", f"day {day}") for day in (420, 427)),
        ("1 sessions", "day 400"),
    }
    assert ("3 sessions", "fiscal_year", "2018") in found
