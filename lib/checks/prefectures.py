"""Checks the indicators of prefectures: a share against the numbers that it is made of."""

from collections.abc import Iterator, Mapping

from lib.checks.model import Check, Side, Statement, rounded_share, select
from lib.validation import Loaded

# Share, its part and its whole, as rows of ``indicators`` name them.
_SHARES = (("repeat_offender_share", "repeat_offenders", "persons_cleared"),)


def prefecture_checks(tables: Loaded) -> Iterator[Check]:
    """Every share of a prefecture and period of which both numbers are entered too."""
    names = {row["prefecture_code"]: row["name"] for row in tables["prefectures"].rows}
    for share_id, part_id, whole_id in _SHARES:
        for share in select(tables, "prefecture_indicators", indicator_id=share_id):
            code, period = share.row["prefecture_code"], share.row["period"]
            place = {"prefecture_code": code, "period": period}
            part, whole = (_value(tables, name, place) for name in (part_id, whole_id))
            if share.row["value"] is None or part is None or whole is None or not whole.number:
                continue
            yield Statement(
                f"prefecture:{share_id}:{period}:{code}",
                "prefecture",
                f"{names[code]}の{period}年の再犯者率（%）と、再犯者数を検挙人員で割った値",
            ).equal(share.only("value"), rounded_share(part, whole))


def _value(tables: Loaded, indicator_id: str, place: Mapping[str, object]) -> Side | None:
    """The value of an indicator; None if there is none."""
    found = select(tables, "prefecture_indicators", indicator_id=indicator_id, **place)
    return found.only("value") if len(found) and found.row["value"] is not None else None
