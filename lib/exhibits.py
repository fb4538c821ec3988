"""An exhibit: a table with everything that must stand beside it, and how it is drawn."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from lib.cells import Evidence
from lib.charts.declared import Chart
from lib.charts.figures import figure
from lib.charts.markup import markup
from lib.charts.tokens import Palette
from lib.frames import Record, records
from lib.schema import Column, Role
from lib.vocabulary import METHOD_PART

OWN_READING = "画面の読み方であり、法務省の見解ではない"  # said wherever the rail goes
_BYTES_A_SIGN = 20  # measured on the charts of all pages, with tracemalloc
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: none is taken for another


@dataclass(frozen=True)
class SourceNote:
    """One source of an exhibit.

    Attributes:
        source_id: Key in ``sources``.
        title: Title of the document.
        publisher: Who published it.
        entered_on: ISO date on which its figures were last entered and checked.
    """

    source_id: str
    title: str
    publisher: str
    entered_on: str


@dataclass(frozen=True)
class Caution:
    """What a reader must know.

    Attributes:
        text: One sentence.
        short_text: The same for reading aloud.
        is_publishers: Whether the publisher of the figures says so; it then stands in the chart
            itself and in every row of an export, which may be passed on without the rest.
    """

    text: str
    short_text: str
    is_publishers: bool = False


@dataclass(frozen=True)
class Method:
    """How values were calculated, in words for readers who calculate nothing.

    Attributes:
        steps: What was done, with the names of the methods and their sources.
        assumptions: What must hold for the values to mean what they say.
        changes: What would change the conclusion.
    """

    steps: tuple[str, ...]
    assumptions: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The three parts with their Japanese headings."""
        labels = METHOD_PART.labels
        parts = (self.steps, self.assumptions, self.changes)
        return tuple((label, own) for label, own in zip(labels.values(), parts, strict=True) if own)


@dataclass(frozen=True)
class Total:
    """A number in the summary that the rows give again.

    Attributes:
        label: What it is.
        function: SUM, MEDIAN, MIN, MAX, COUNT (of numbers) or COUNTIF.
        column: The column that it is calculated from.
        shown: The number as the summary has it, without rounding.
        criterion: What COUNTIF counts: a text that is equal, or a number as in >=10.
        only: Which rows; None for all.
    """

    label: str
    function: str
    column: str
    shown: float
    criterion: str = ""
    only: Callable[[Record], bool] | None = None


@dataclass(frozen=True)
class Share:
    """A column that each row gives again from its other columns.

    Attributes:
        column: The column.
        part: Column that is divided.
        base: Column by which it is divided.
        factor: What the quotient is multiplied by, as in 100 for percent.
        decimals: Digits behind the point to which the column is rounded; None if it is not.
    """

    column: str
    part: str
    base: str
    factor: float = 1
    decimals: int | None = None


class Drawing(go.Figure):  # type: ignore[misc] # plotly publishes no types
    """A finished chart, which is taken apart once and not each time that it is sent.

    Plotly copies a chart with all it holds whenever it is turned into a dictionary; in a rerun of
    a page with many charts that is what takes longest.
    """

    @cached_property
    def _parts(self) -> dict[str, Any]:
        return super().to_dict()  # type: ignore[no-any-return]

    def to_dict(self) -> dict[str, Any]:
        """The parts of the chart; callers share them and must not change them."""
        return self._parts

    def __sizeof__(self) -> int:
        """Bytes, from those of its text: Plotly holds a chart as nested dictionaries, twice."""
        return _BYTES_A_SIGN * len(self.to_json())


@dataclass(frozen=True, eq=False)  # an exhibit is itself; frames cannot be compared as a whole
class Exhibit:
    """What is shown, exported and projected as one unit.

    Attributes:
        exhibit_id: Stable ASCII name, unique within a page.
        name: Short Japanese name, used in file names.
        title: Says content, kind (推移, 内訳, 一覧 …) and unit; a noun.
        summary: One sentence with the main figure; also the alternative text of the chart.
        rows: The rows behind the chart, one value a cell.
        columns: The declared columns of ``rows`` that are exported, in order.
        export_only: Names of further columns that are exported and not shown, beside those of keys.
        evidence: Column name to the figures behind its cells, for every column of figures.
        as_of: As-of date or span, in words.
        sources: Where the figures come from.
        cautions: What a reader must know; goes into every export.
        method: How the values were calculated; goes into every export. None if the rows hold
            published figures and plain sums and shares of them only.
        filters: Label and value of every filter that narrowed the rows.
        recalculations: The totals and shares that a spreadsheet works out again.
        disputes: Figures on whose rows discrepancies are registered, with the ids of these.
        chart: The chart as data, from which every output draws it; None if the table is all.
        headline: The finding in one sentence with its number; empty where there is none to state.
        subtitle: What is counted, kind, unit and period, with the key of the marks.
        can_tell: What the rows tell, calculated from them.
        cannot_tell: What they do not tell.
        stage_note: One sentence for the wall; empty for none.
    """

    exhibit_id: str
    name: str
    title: str
    summary: str
    rows: pd.DataFrame
    columns: tuple[Column, ...]
    as_of: str
    sources: tuple[SourceNote, ...]
    cautions: tuple[Caution, ...] = ()
    method: Method | None = None
    filters: tuple[tuple[str, str], ...] = ()
    recalculations: tuple[Total | Share, ...] = ()
    export_only: tuple[str, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    disputes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chart: Chart | None = None
    headline: str = ""
    subtitle: str = ""
    can_tell: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    stage_note: str = ""

    def drawing(self, palette: Palette) -> Drawing | None:
        """The chart in a palette; None if another library draws it, or the table is all there is.

        It is drawn anew at each call: ``lib.views.drawings`` keeps what was drawn.
        """
        if self.chart is None or self.rows.empty:
            return None
        drawn = figure(self.chart, records(self.rows), self._by_name, palette)
        return None if drawn is None else Drawing(drawn)

    @cached_property
    def markup(self) -> Markup | None:
        """The chart as HTML; None if another library draws it, or the table is all there is."""
        if self.chart is None or self.rows.empty:
            return None
        return markup(self.chart, records(self.rows), self._by_name)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def heading(self) -> str:
        """What stands over the exhibit: its finding, or its title where it has none."""
        return self.headline or self.title

    @property
    def publishers_cautions(self) -> tuple[str, ...]:
        """What the publisher of the figures warns of."""
        return tuple(caution.text for caution in self.cautions if caution.is_publishers)

    @cached_property
    def shown_columns(self) -> tuple[Column, ...]:
        """The columns that are shown on screen: not those for machines, not those all empty."""
        return tuple(
            column
            for column in self.columns
            if column.role is not Role.KEY
            and column.name not in self.export_only
            and not self._is_empty(column)
        )

    def _is_empty(self, column: Column) -> bool:
        return len(self.rows) > 0 and bool(self.rows[column.name].isna().all())

    @property
    def figure_ids(self) -> tuple[str, ...]:
        """The published figures that the rows show or were calculated from, each once."""
        found = (
            figure_id
            for row in records(self.rows)
            for name, figures in self.evidence.items()
            if row[name] is not None
            for figure_id in figures(row)
        )
        return tuple(dict.fromkeys(found))

    @cached_property
    def code(self) -> str:
        """Six characters that change with what the exhibit shows: its scope and its rows."""
        scope = [self.exhibit_id, self.title, *(f"{name}={words}" for name, words in self.filters)]
        names = [column.name for column in self.columns]
        shown = "\n".join([*scope, self.rows[names].to_csv(index=False)])
        number = int.from_bytes(hashlib.sha256(shown.encode()).digest()[:4], "big")
        return "".join(_LETTERS[number >> shift & 31] for shift in range(25, -1, -5))

    @property
    def updated_on(self) -> str:
        """ISO date on which the figures of the sources were last entered and checked."""
        return max((source.entered_on for source in self.sources), default="")
