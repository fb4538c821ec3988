"""Like figures side by side over the projects: only those of one measure, unit and count basis."""

from dataclasses import dataclass

from lib import formats
from lib.charts.declared import Axis, Strip
from lib.counting import COUNTED_THING, like_groups, ranked
from lib.database import Database, frame_of
from lib.exhibits import Exhibit, Method
from lib.memory import remembered
from lib.queries import catalogue as queries
from lib.queries import options
from lib.queries.catalogue import FIGURE_EVIDENCE, Figure
from lib.state import choice
from lib.statistics.counts import Distribution, distribution_of
from lib.views import distribution
from lib.views.data import options_from
from lib.views.methods import named_method
from lib.views.notes import named_cautions, source_notes
from lib.vocabulary import COUNT_BASIS

NO_BODY = "none"
_FIRST = "supported_persons-person-total"  # of the groups, as long as its figures are there
_FEWEST_PROJECTS = 3  # that make a distribution
_NAME = "同じ種類の数値の分布"
_COLUMNS = tuple(
    column
    for column in queries.FIGURE_COLUMNS
    if column.name
    not in {
        *("body_code", "prefecture_code", "prefecture_name"),
        *("part_kind", "whole_indicator", "activity_title"),
    }
)
_EXPORT_ONLY = ("result_number", "is_approximate", "measure_name")


@remembered
def groups(database: Database) -> dict[str, list[Figure]]:
    """Like figures by the code of their group, those of most projects first.

    A code names measure, counted thing and count basis, as in supported_persons-person-total.
    Groups of as many projects stand in the order of their number of figures.
    """
    figures = [row for row in queries.whole_figures(database) if row.count_basis != "unstated"]
    wide = [
        group
        for group in like_groups(figures, lambda row: row.count)
        if _projects(group) >= _FEWEST_PROJECTS
    ]
    return {_code(group[0]): group for group in sorted(wide, key=_projects, reverse=True)}


def _projects(group: list[Figure]) -> int:
    return len({row.project_id for row in group})


def _code(row: Figure) -> str:
    return f"{row.measure}-{COUNTED_THING[row.unit]}-{row.count_basis}"


def _type_words(group: list[Figure]) -> str:
    """Units and count basis, as in 人、計."""
    basis = COUNT_BASIS.label(group[0].count_basis)
    return f"{formats.joined((row.unit for row in group), '・')}、{basis}"


def like_options(database: Database) -> dict[str, str]:
    """Code of each group to its measure, unit and count basis in words.

    The first choice is always among them, so that the page stands on any data.
    """
    return {_FIRST: "最も多くの団体が載せる数値"} | {
        code: f"{group[0].measure_name}（{_type_words(group)}）"
        for code, group in groups(database).items()
    }


def body_options(database: Database) -> dict[str, str]:
    """No body, and project id to the body's name."""
    return {NO_BODY: "選ばない"} | options.project_options(database)


@dataclass(frozen=True)
class LikeState:
    """Which figures stand side by side.

    Attributes:
        like: Code of a group of like figures.
        body: Project id of the body that is picked out, or none.
    """

    like: str = choice("並べる数値", options_from(like_options), _FIRST)
    body: str = choice(
        "目立たせる団体",
        options_from(body_options),
        NO_BODY,
        options_from(options.project_readings),
    )


@remembered
def like_exhibit(database: Database, state: LikeState) -> Exhibit:
    """The figures of a group, the project with the largest on top; empty where no group is."""
    found = groups(database)
    group = found.get(state.like) or next(iter(found.values()), None)
    return _like_exhibit(database, state, _in_rows(group)) if group else _empty_exhibit()


def _empty_exhibit() -> Exhibit:
    return Exhibit(
        exhibit_id="like_figures",
        name=_NAME,
        title="同じ種類の数値の団体別の分布（該当する数値なし）",
        summary=f"同じ指標、単位、数え方の数値を{_FEWEST_PROJECTS}団体以上が載せるものがない。",
        rows=frame_of((), _COLUMNS),
        columns=_COLUMNS,
        evidence=FIGURE_EVIDENCE,
        export_only=_EXPORT_ONLY,
        as_of=formats.NOT_GIVEN,
        sources=(),
    )


def _like_exhibit(database: Database, state: LikeState, rows: list[Figure]) -> Exhibit:
    figures = frame_of(rows, _COLUMNS)
    found = distribution_of([row.value for row in rows])
    name = body_options(database)[state.body]
    body_words = _body_sentence(name, [row for row in rows if row.project_id == state.body])
    return Exhibit(
        exhibit_id="like_figures",
        name=_NAME,
        title=f"{rows[0].measure_name}の団体別の分布（{_type_words(rows)}）",
        summary=_summary(database, rows, found) + ("" if state.body == NO_BODY else body_words),
        rows=figures,
        columns=_COLUMNS,
        evidence=FIGURE_EVIDENCE,
        export_only=_EXPORT_ONLY,
        as_of=formats.as_of(row.as_of_date for row in rows),
        sources=source_notes(database, figures["source_id"]),
        cautions=named_cautions(database, *_caution_ids(rows)),
        method=_method(database, rows, found),
        filters=(("並べる数値", f"{rows[0].measure_name}（{_type_words(rows)}）"),),
        recalculations=distribution.totals(found, "数値の数"),
        chart=Strip(
            "{body_name}",
            "value",
            Axis(f"{rows[0].measure_name}（{_type_words(rows)}）", rows[0].unit),
            is_picked=lambda row: row["project_id"] == state.body,
            middle=found.median,
        ),
    )


def _in_rows(group: list[Figure]) -> list[Figure]:
    """The figures by project, the largest of each and of all first; ties by project."""
    largest_first = ranked(group, lambda row: row.count)  # raises where two of them are not alike
    order = list(dict.fromkeys(row.project_id for row in largest_first))
    return sorted(largest_first, key=lambda row: order.index(row.project_id))


def _summary(database: Database, rows: list[Figure], found: Distribution) -> str:
    reporting = {row.project_id for row in rows}
    others = queries.all_projects_count(database) - len(reporting)
    otherwise = len(queries.projects_with_measure(database, rows[0].measure) - reporting)
    of_one_year = sum(row.fiscal_year is not None for row in rows)
    return (
        f"{len(reporting) + others}団体のうち{len(reporting)}団体が載せる{len(rows)}件の数値は、"
        f"{_measure_words(rows, found)}。{distribution.quartile_sentence(found, rows[0].unit)}"
        + (f"うち{of_one_year}件は1つの年度だけの数。" if of_one_year else "")
        + f"ほかの{others}団体はこの単位と数え方では{formats.NOT_GIVEN}（0ではない）"
        + (f"で、うち{otherwise}団体は別の単位や数え方、内訳などで載せる。" if otherwise else "。")
    )


def _measure_words(rows: list[Figure], found: Distribution) -> str:
    """Ends and median; the values themselves where they are too few."""
    if found.median is None:
        return "、".join(_words(row) for row in rows)
    smallest = min(rows, key=lambda row: row.value)
    middle = f"{formats.number(found.median)}{smallest.unit}"
    return f"最小{_words(smallest)}、数値の中央値{middle}、最大{_words(rows[0])}"


def _words(row: Figure) -> str:
    return formats.count(row.value, row.unit, is_approximate=row.is_approximate)


def _body_sentence(name: str, own: list[Figure]) -> str:
    words = "、".join(f"{row.indicator} {_words(row)}" for row in own)
    return f"{name}は{words or f'この単位と数え方では{formats.NOT_GIVEN}'}。"


def _caution_ids(rows: list[Figure]) -> list[str]:
    found = ["contents_differ"]
    if len({row.as_of_date for row in rows}) > 1:
        found.append("different_as_of")
    if COUNTED_THING[rows[0].unit] == "person":
        found.append("people_may_overlap")
    return found


def _method(database: Database, rows: list[Figure], found: Distribution) -> Method:
    is_person_total = (COUNTED_THING[rows[0].unit], rows[0].count_basis) == (
        "person",
        "total",
    )
    return named_method(
        database,
        "like_figures",
        *distribution.method_ids(found),
        *(["person_totals"] if is_person_total else []),
        words=[{"measure": rows[0].measure_name, "type": _type_words(rows)}],
    )
