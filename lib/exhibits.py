"""An exhibit: a table with everything that must stand beside it, and how it is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.cells import Evidence
from lib.figures.theme import Palette, with_cautions
from lib.frames import records
from lib.schema import Column


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
        is_publishers: Whether the publisher of the figures says so; it then stands in the chart
            itself and in every row of an export, which may be passed on without the rest.
    """

    text: str
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
        return (
            ("計算のしかた", self.steps),
            ("仮定", self.assumptions),
            ("結論が変わるとき", self.changes),
        )


class Drawing(go.Figure):  # type: ignore[misc] # plotly publishes no types
    """A finished chart, which is taken apart once and not each time that it is sent.

    Plotly copies a figure with all it holds whenever it is turned into a dictionary; in a rerun of
    a page with many charts that is what takes longest.
    """

    @cached_property
    def _parts(self) -> dict[str, Any]:
        return super().to_dict()  # type: ignore[no-any-return]

    def to_dict(self) -> dict[str, Any]:
        """The parts of the chart; callers share them and must not change them."""
        return self._parts


@dataclass(frozen=True, eq=False)  # an exhibit is itself; frames cannot be compared as a whole
class Exhibit:
    """What is shown, exported and projected as one unit.

    Attributes:
        exhibit_id: Stable ASCII name, unique within a page.
        name: Short Japanese name, used in file names.
        title: Says content, kind (推移, 内訳, 一覧 …) and unit.
        summary: One sentence with the main figure; also the alternative text of the chart.
        rows: The rows behind the figure, one value a cell.
        columns: The declared columns of ``rows`` that are exported, in order.
        export_only: Names of columns with codes, which only machines read; not shown on screen.
        evidence: Column name to the figures behind its cells, for every column of figures.
        as_of: As-of date or span, in words.
        sources: Where the figures come from.
        cautions: What a reader must know; goes into every export.
        method: How the values were calculated; goes into every export. None if the rows hold
            published figures and plain sums and shares of them only.
        filters: Label and value of every filter that narrowed the rows.
        draw: Draws the chart in a palette; None if the table is all there is.
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
    draw: Callable[[Palette], go.Figure] | None = None
    export_only: tuple[str, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    _drawn: dict[str, go.Figure] = field(default_factory=dict, repr=False)

    def chart(self, palette: Palette) -> go.Figure | None:
        """The chart in a palette, drawn once; None if the table is all there is."""
        if self.draw is None:
            return None
        if palette.name not in self._drawn:
            figure = with_cautions(self.draw(palette), self.publishers_cautions, palette)
            self._drawn[palette.name] = Drawing(figure)
        return self._drawn[palette.name]

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
            if column.name not in self.export_only and not self._is_empty(column)
        )

    def _is_empty(self, column: Column) -> bool:
        return len(self.rows) > 0 and bool(self.rows[column.name].isna().all())

    @cached_property
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

    @property
    def updated_on(self) -> str:
        """ISO date on which the figures of the sources were last entered and checked."""
        return max((source.entered_on for source in self.sources), default="")
