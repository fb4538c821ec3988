"""Charts as data: what of an exhibit's rows is drawn, from which every output draws it.

The screen, the stage, paper, the offline file, slides and pictures are made from one declaration.
A declaration names columns of the rows; it holds no numbers of its own but limits of an axis.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lib.frames import Record

POINTS_SEPARATOR = "、"  # between the numbers of a list in one cell


@dataclass(frozen=True)
class Axis:
    """What the numbers of a chart are measured on; it begins at 0.

    Attributes:
        words: What is counted, with the unit, as in 最小～最大（件）.
        unit: The unit, printed once at the end of the axis.
        divisor: What the values are divided by, as in 10,000 for yen in 万円.
        end: The end of the axis in units; None ends it at the largest number drawn.
        is_drawn: Whether ticks are drawn; without them the numbers stand beside the marks.
        limit: Where a stroke in the accent colour crosses each row that has a mark, in units: a
            target or a cap; None for none.
        limit_words: What it is, written in the same colour above the rows.
        decimals: Digits behind the point, at most, of values that were divided.
    """

    words: str
    unit: str
    divisor: float = 1
    end: float | None = None
    is_drawn: bool = True
    limit: float | None = None
    limit_words: str = ""
    decimals: int = 1


@dataclass(frozen=True)
class Bar:
    """A bar from 0.

    Attributes:
        column: Its length.
        whole: Column with the whole of which it is a part, drawn as a track; empty for none.
        is_tracked: Whether a track leads from 0 to the limit of the axis.
        is_soft: Whether it is drawn with less weight.
        is_labelled: Whether its number stands at its end.
        is_missing: Whether it is hatched: an amount that nobody is named for, as the sum of the
            others. It does not set the end of the axis; one that is longer is cut visibly. Slides
            leave it out: there it would set the axis.
        key: What it is, in the line above the rows; empty for none.
        only: In which rows it is drawn; None for all.
    """

    column: str
    whole: str = ""
    is_tracked: bool = False
    is_soft: bool = False
    is_labelled: bool = True
    is_missing: bool = False
    key: str = ""
    only: Callable[[Record], bool] | None = None


@dataclass(frozen=True)
class Span:
    """A line from a hollow dot to a full one, with both numbers: the smallest and the largest.

    Attributes:
        low: Column of the smallest number.
        high: Column of the largest number.
        points: Column that lists all numbers, parted by ``POINTS_SEPARATOR``, each of which is a
            dot then; empty for the ends alone.
    """

    low: str
    high: str
    points: str = ""


@dataclass(frozen=True)
class Dot:
    """A hollow dot, as the same number of the year before.

    Attributes:
        column: Where it stands.
        key: What it is, in the line above the rows; empty for none.
        only: In which rows it is drawn; None for all.
    """

    column: str
    key: str = ""
    only: Callable[[Record], bool] | None = None


@dataclass(frozen=True)
class Units:
    """One square a unit, filled up to a number and hollow up to the whole.

    Attributes:
        column: How many are filled.
        whole: Column with how many there are; empty if all are filled.
        is_aim: Which rows are hollow in the accent colour: what was aimed at and not counted; None
            for none.
    """

    column: str
    whole: str = ""
    is_aim: Callable[[Record], bool] | None = None


Mark = Bar | Span | Dot | Units


@dataclass(frozen=True)
class Cell:
    """Words of a row in a column beside the marks.

    Attributes:
        words: The words, with the names of columns in braces, or a function that makes them.
        heading: Head of the column.
        is_number: Whether it stands at the right edge.
        is_strong: Whether it is bold.
        is_sign: Whether it holds ○, △ or ×, which the bold letters lack.
        divisor: What its numbers are divided by, as in 10,000 for yen in 万円.
    """

    words: str | Callable[[Record], str]
    heading: str
    is_number: bool = True
    is_strong: bool = False
    is_sign: bool = False
    divisor: float = 1


@dataclass(frozen=True)
class Rows:
    """A table in whose widest cell something is drawn.

    Attributes:
        name: The words of a row, with the names of columns in braces.
        marks: What is drawn in a row, the first below the next.
        axis: What the marks are measured on.
        heading: Head of the column of names.
        short: Shorter words of a row for the stage, as of ``Cell``; empty as ``name``.
        alone: Words of a row where its group does not stand beside it, as on a slide; empty as
            ``name``.
        group: Column whose value parts the rows; empty for none.
        before: Cells between the name and the marks.
        after: Cells behind the marks.
        note: Words of a row beside its marks, or in their place; None for none.
        only: Which rows are drawn; None for all.
        is_strong: Which rows are bold; None for none.
    """

    name: str
    marks: tuple[Mark, ...]
    axis: Axis
    heading: str = ""
    short: str | Callable[[Record], str] = ""
    alone: str = ""
    group: str = ""
    before: tuple[Cell, ...] = ()
    after: tuple[Cell, ...] = ()
    note: Callable[[Record], str] | None = None
    only: Callable[[Record], bool] | None = None
    is_strong: Callable[[Record], bool] | None = None


@dataclass(frozen=True)
class Stacks:
    """Columns of squares, one square a unit, as sessions a month or by participant.

    Attributes:
        name: The words below a column, with the names of columns in braces.
        alone: Longer words for where there is room, as on a slide; empty as ``name``.
        column: How many squares.
        axis: What they count.
        months: Column with a date in each month; months without a row stay as gaps. Empty for none.
        note: Words below the name of a column; empty for none.
        remark: Words below that in the accent colour, where it differs from the others; None
            for none.
        only: Which rows are drawn; None for all.
    """

    name: str
    column: str
    axis: Axis
    alone: str = ""
    months: str = ""
    note: str = ""
    remark: Callable[[Record], str] | None = None
    only: Callable[[Record], bool] | None = None


@dataclass(frozen=True)
class Columns:
    """Upright bars over years; of many, the first, the highest and the last bear their numbers.

    Attributes:
        years: Column with the year; years without a row stay as gaps.
        values: Columns of the values, each a series.
        axis: What is counted.
        split: Column whose values part the rows into series; empty for none.
        order: The values of that column in the order of the series; empty as they come.
        is_stacked: Whether the series stand on each other.
        only: Which rows are drawn; None for all.
    """

    years: str
    values: tuple[str, ...]
    axis: Axis
    split: str = ""
    order: tuple[str, ...] = ()
    is_stacked: bool = False
    only: Callable[[Record], bool] | None = None


@dataclass(frozen=True)
class Lines:
    """A line over years, between following years only; the ends bear their numbers.

    Attributes:
        years: Column with the year; years without a row are gaps.
        value: Column of the values.
        axis: What is counted, with the limit that is not to be exceeded.
        breaks: The first years that count another group than the years before.
        is_copy: Which values are copies of what was published elsewhere, drawn hollow; None for
            none.
        only: Which rows are drawn; None for all.
    """

    years: str
    value: str
    axis: Axis
    breaks: tuple[int, ...] = ()
    is_copy: Callable[[Record], bool] | None = None
    only: Callable[[Record], bool] | None = None


@dataclass(frozen=True)
class Strip:
    """One point a row on one line.

    Attributes:
        name: The words of a point, with the names of columns in braces.
        column: Where it stands.
        axis: What is counted.
        is_picked: Which points are picked out and named; None for none.
        middle: Where a stroke marks the middle of the points, in the unit; None for none.
        note: The line below on what has no point and why; empty for nothing.
    """

    name: str
    column: str
    axis: Axis
    is_picked: Callable[[Record], bool] | None = None
    middle: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Prefectures:
    """One area a prefecture, as tiles or in its true shape; the rows bear ``PrefectureRow``.

    Attributes:
        axis: What is counted.
        is_geographic: Whether areas have their true shape; tiles else.
        has_numbers: Whether a tile prints its value.
        region: The part of the country that is shown, as areas name it; empty for all of it.
        chosen: Code of the prefecture that is picked out; empty for none.
    """

    axis: Axis
    is_geographic: bool = False
    has_numbers: bool = True
    region: str = ""
    chosen: str = ""


@dataclass(frozen=True)
class Sayings:
    """What documents say in words: a list under the heading of each kind.

    Attributes:
        text: Column with the words.
        group: Column with the kind.
        is_numbered: Whether the lists are numbered.
    """

    text: str
    group: str
    is_numbered: bool = False


Chart = Rows | Stacks | Columns | Lines | Strip | Prefectures | Sayings
