"""Checks national series: shares against their numerators, counts of bodies, events."""

from collections.abc import Iterator

from lib import formats
from lib.checks.model import Check, Side, Statement, combined, number_in, rounded_share, select
from lib.validation import Loaded

REPEAT_OFFENDERS = "刑法犯検挙者中の再犯者数"
FIRST_OFFENDERS = "刑法犯検挙者中の初犯者数"
CLEARED = "刑法犯検挙人員"
REPEAT_SHARE = "刑法犯検挙者中の再犯者率"
PLANS = "地方再犯防止推進計画を策定した"
SYMPOSIUM = "再犯防止シンポジウム"  # behind its fiscal year
SYMPOSIUM_SERIES = "再犯防止シンポジウム（広報・啓発イベント）参加者数"


def national_checks(tables: Loaded) -> Iterator[Check]:
    """All checks on national series, the scheme's phases and the symposium."""
    yield from _repeat_share_checks(tables)
    yield from _reentry_checks(tables)
    yield from _plan_checks(tables)
    yield from _phase_checks(tables)
    yield from _symposium_checks(tables)


def _value(tables: Loaded, series: str, period: str, breakdown: str = "総数") -> Side | None:
    """The published value; None if there is none."""
    found = select(tables, "context_series", series=series, period=period, breakdown=breakdown)
    return found.only("value") if len(found) else None


def _repeat_share_checks(tables: Loaded) -> Iterator[Check]:
    for share in select(tables, "context_series", series=REPEAT_SHARE, breakdown="全国"):
        year = str(share.row["period"])
        repeat, first, cleared = (
            _value(tables, series, year, "全国")
            for series in (REPEAT_OFFENDERS, FIRST_OFFENDERS, CLEARED)
        )
        if cleared is None and repeat is not None and first is not None:
            cleared = combined(repeat.number + first.number, repeat, first)
        if repeat is not None and cleared is not None:
            yield Statement(
                f"national:repeat_share:{year}",
                "national",
                f"{year}年の再犯者率（%）と、再犯者数を検挙人員で割った値",
            ).equal(share.only("value"), rounded_share(repeat, cleared))


def _reentry_checks(tables: Loaded) -> Iterator[Check]:
    for rate in select(
        tables, "context_series", series="出所受刑者の2年以内再入率", breakdown="総数"
    ):
        year = str(rate.row["period"])
        released = _value(tables, "出所受刑者数", year)
        reentered = _value(tables, "出所受刑者の2年以内再入者数", year)
        if released is not None and reentered is not None:
            yield Statement(
                f"national:reentry:{year}",
                "national",
                f"{year}年出所者の2年以内再入率（%）と、再入者数を出所受刑者数で割った値",
            ).equal(rate.only("value"), rounded_share(reentered, released))


def _plan_checks(tables: Loaded) -> Iterator[Check]:
    kinds = ("都道府県", "指定都市", "その他の市町村（特別区を含む）")
    bodies = f"{PLANS}地方公共団体"
    for whole in select(tables, "context_series", series=bodies, breakdown="総数"):
        day, published = str(whole.row["period"]), whole.only("value")
        found = [_value(tables, f"{PLANS}{kind}", day) for kind in kinds]
        parts = [part for part in found if part is not None]
        if len(parts) == len(kinds):
            yield Statement(
                f"national:plans_by_kind:{day[:4]}",
                "national",
                f"計画を策定した団体（{day}）と、都道府県、指定都市、その他の合計",
            ).equal(published, combined(sum(part.number for part in parts), *parts))
        year = int(day[:4]) - 1  # the fiscal year that ended the day before
        reviewed = _value(tables, f"{bodies}の累積数", str(year))
        if reviewed is not None and day.endswith("-04-01"):
            yield Statement(
                f"national:plans:{year}",
                "across_sources",
                f"計画を策定した団体：{year}年度の累積数（レビュー）と{day}の数（白書）",
            ).equal(reviewed, published)


def _phase_checks(tables: Loaded) -> Iterator[Check]:
    """The last phase is the whole."""
    phases = list(select(tables, "scheme_phases", programme="model_project"))
    if not phases:
        return
    *parts, whole = sorted(phases, key=lambda phase: number_in(phase.row, "phase_number"))
    lengths = [part.only("duration_months") for part in parts]
    yield Statement(
        f"{whole.row['source_id']}:phases",
        "within_source",
        f"モデル事業の全期間と{len(parts)}つの段階の長さの合計（か月）",
    ).equal(
        whole.only("duration_months"),
        combined(sum(length.number for length in lengths), *lengths),
    )


def _symposium_checks(tables: Loaded) -> Iterator[Check]:
    for published in select(tables, "context_series", series=SYMPOSIUM_SERIES):
        year = str(published.row["period"])
        event = f"{formats.era_year(int(year))}度{SYMPOSIUM}"
        blocks = select(tables, "event_attendance", event=event)
        if not len(blocks):
            continue
        # A published total may add a cumulative count to the others, against its kind.
        cumulative = [row for row in blocks.rows if row["count_basis"] == "cumulative"]
        names = "、".join(str(row["block"]) for row in cumulative)
        yield Statement(
            f"national:symposium:{year}",
            "across_sources",
            f"シンポジウム参加者数（レビュー、{year}年度）と中央・ブロックの合計",
        ).equal(
            published.only("value"),
            Side(sum(blocks.numbers("attendees")), blocks.cells("attendees")),
            f"公表の合計は、延べで数えた{names}ブロックを含む" if names else None,
        )
