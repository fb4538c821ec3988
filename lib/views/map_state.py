"""What the map shows: figures, basis of counting, part of the country, prefecture."""

from dataclasses import dataclass, replace

from lib import vocabulary
from lib.charts.prefecture_outline import ISLANDS
from lib.database import Database, database
from lib.queries import options
from lib.state import choice, field_words
from lib.views.data import options_from
from lib.views.dates import AS_OF_CHOICES, EACH
from lib.views.mapped import Mapped, mapped
from lib.views.place import prefecture_choice

_PROJECTS = {"projects": "モデル事業の数"}
_PERSONS = {"supported": "支援した人", "training": "研修の参加"}
MEASURES = {"supported": "supported_persons", "training": "training_attendance"}
_GRANT = "grant_"  # before a fiscal year
BASES = {code: vocabulary.COUNT_BASIS.label(code) for code in ("total", "cumulative", "actual")}
FORMS = {"geographic": "地図", "tiles": "マス"}
_ISLANDS = "okinawa"
REGIONS = {"all": "全国"} | vocabulary.REGION_CODE.labels | {_ISLANDS: "沖縄・奄美"}


def _shown(database: Database) -> dict[str, str]:
    """What a map can show: projects, persons, grants by fiscal year, and what is entered."""
    years = options.grant_year_options(database)
    grants = {f"{_GRANT}{year}": f"交付金 {words}" for year, words in years.items()}
    entered = {code: one.words for code, one in mapped(database).items()}
    return _PROJECTS | _PERSONS | grants | entered


_SHOWN = options_from(_shown)


@dataclass(frozen=True)
class MapState:
    """What the map shows.

    Attributes:
        show: Which figures.
        basis: How persons were counted, for figures that count persons.
        as_of: ``same`` leaves only figures of the most frequent as-of date.
        form: The geographic map, or one tile a prefecture.
        region: What part of the country is shown at first.
        order: Order of the table: by code or by value.
        prefecture: Code of the prefecture whose projects are listed, or none.
    """

    show: str = choice("表示する数", _SHOWN, "projects")
    basis: str = choice("数え方", BASES, "total")
    as_of: str = choice("時点", AS_OF_CHOICES, EACH)
    form: str = choice("形", FORMS, "geographic")
    region: str = choice("表示範囲", REGIONS, "all")
    order: str = choice("表の順", {"code": "コード順", "value": "値の大きい順"}, "code")
    prefecture: str = prefecture_choice()

    @property
    def counts_persons(self) -> bool:
        """Whether the basis of counting matters."""
        return self.show in MEASURES

    @property
    def is_of_projects(self) -> bool:
        """Whether projects, or persons whom they counted, are shown."""
        return self.show == "projects" or self.counts_persons

    @property
    def has_numbers(self) -> bool:
        """Whether tiles print their values; a number of projects is in their fill."""
        return self.show != "projects"

    @property
    def is_geographic(self) -> bool:
        """Whether the part of the country that is shown matters."""
        return self.form == "geographic"

    @property
    def region_name(self) -> str:
        """The region that is shown at first, as the drawing names it; empty for the country."""
        if self.region == _ISLANDS:
            return ISLANDS
        return vocabulary.REGION_CODE.labels.get(self.region, "")

    @property
    def grant_year(self) -> int | None:
        """The fiscal year of the grants shown; None if no grants are shown."""
        return int(self.show.removeprefix(_GRANT)) if self.show.startswith(_GRANT) else None

    @property
    def entered(self) -> Mapped | None:
        """What is shown of rows that are entered one a prefecture; None if something else is."""
        return mapped(database()).get(self.show)

    @property
    def unit(self) -> str:
        """Unit of the values shown."""
        if self.counts_persons:
            return "人"
        if entered := self.entered:
            return entered.unit
        return "事業" if self.grant_year is None else "万円"

    @property
    def scope(self) -> tuple[tuple[str, str], ...]:
        """Label and words of the choices that decide on the rows."""
        basis = ("basis", "as_of") if self.counts_persons else ()
        return field_words(self, "show", *basis)

    @property
    def drawn(self) -> "MapState":
        """The part of the state that the areas of the map depend on."""
        if not self.counts_persons:
            return MapState(show=self.show)
        return MapState(show=self.show, basis=self.basis, as_of=self.as_of)

    @property
    def effective(self) -> "MapState":
        """The state without choices that the figures shown do not know."""
        return self if self.counts_persons else replace(self, basis="total", as_of=EACH)

    @property
    def of_rows(self) -> "MapState":
        """The part of the state that the rows depend on, with their order."""
        return replace(self.drawn, order=self.order)

    @property
    def title(self) -> str:
        """Content, kind and unit."""
        basis = f"・{BASES[self.basis]}" if self.counts_persons else ""
        return f"都道府県別にみた{_SHOWN()[self.show]}の分布（{self.unit}{basis}）"


TILES = MapState(form="tiles")  # the map of the overview
