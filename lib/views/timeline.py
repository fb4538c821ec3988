"""Both programmes by fiscal year, with the phases of the model project in words."""

from collections.abc import Iterable, Sequence

from lib import formats
from lib.database import Database
from lib.exhibits import Exhibit
from lib.frames import rows_of
from lib.memory import remembered
from lib.queries import national, overview
from lib.queries.national import Phase
from lib.queries.overview import Period
from lib.views.notes import named_cautions, source_notes


@remembered
def timeline_exhibit(database: Database) -> Exhibit:
    """Both programmes by fiscal year."""
    periods = overview.programme_periods(database)
    rows = rows_of(periods, Period)
    last = max((row.last_fiscal_year for row in rows), default=None)
    phases = national.scheme_phases(database)
    return Exhibit(
        exhibit_id="timeline",
        name="二つの制度の年表",
        title="モデル事業と交付金の実施期間の推移（年度）",
        summary=_timeline_summary(rows, phases),
        rows=periods,
        columns=overview.PERIOD_COLUMNS,
        as_of=f"{formats.fiscal_year(last)}の文書まで" if last else formats.NOT_GIVEN,
        sources=source_notes(database, [*periods["source_id"], *(row.source_id for row in phases)]),
        cautions=named_cautions(database, "model_and_grant_differ", "reentry_not_held"),
    )


def _timeline_summary(periods: Iterable[Period], phases: Sequence[Phase]) -> str:
    words = [
        f"{name}は{formats.fiscal_year(min(row.first_fiscal_year for row in found))}から"
        f"{formats.fiscal_year(max(row.last_fiscal_year for row in found))}{end}。"
        for programme, name, end in (
            ("model_project", "モデル事業", "まで"),
            ("grant", "交付金", "の文書まで続く"),
        )
        if (found := [row for row in periods if row.programme == programme])
    ]
    return "".join((*words, _phase_words(phases))) or "実施期間の記載がない。"


def _phase_words(phases: Sequence[Phase]) -> str:
    """The phases of the model project with their lengths; the last row is the whole of it."""
    parts = [
        f"{row.name.replace('、', 'と')}（{'約' if row.is_duration_approximate else ''}"
        f"{row.duration_months}か月）"
        for row in phases[:-1]
    ]
    return f"モデル事業は{formats.joined(parts)}の順に進めた。" if parts else ""
