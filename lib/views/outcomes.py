"""What may be said of targets that few persons decide on."""

from lib import formats
from lib.frames import Record
from lib.statistics.intervals import Interval, share_interval
from lib.statistics.targets import Verdict, verdict

_WHOLE = 100  # %


def limits(targets: list[Record]) -> list[Record]:
    """The targets that are not to be exceeded."""
    return [row for row in targets if row["target_comparison"] == "<="]


def events(target: Record) -> int | None:
    """How many persons a printed share stands for; None where no one number of them fits.

    Args:
        target: A row of ``queries.targets``.
    """
    persons = target["base_persons"]
    if target["result_kind"] != "share" or not persons:
        return None
    fitting = [
        count
        for count in range(persons + 1)
        if round(_WHOLE * count / persons, _decimals(target)) == target["actual_value"]
    ]
    return fitting[0] if len(fitting) == 1 else None


def _decimals(target: Record) -> int:
    """The digits behind the point with which a share is printed."""
    text = formats.number(target["actual_value"])
    return len(text.partition(".")[2])


def interval_words(interval: Interval, unit: str) -> str:
    """An interval with its unit, as in 4.1～17.1人, 0～33.6%."""
    low, high = (formats.number(round(end, 1)) for end in (interval.low, interval.high))
    return f"{low}～{high}{unit}"


def limit_words(target: Record) -> str:
    """One sentence on a share that is not to be exceeded, with how much its persons can say.

    Where the number of persons is not known, the sentence gives only what is printed.

    Args:
        target: A row of ``queries.targets``.
    """
    result = formats.count(target["actual_value"], target["unit"])
    limit = formats.count(target["target_value"], target["unit"])
    rating = f"、文書の評価{target['rating_printed']}" if target["rating_printed"] else ""
    affected, persons = events(target), target["base_persons"]
    if affected is None:
        return f"{target['indicator']}は{result}（目標{limit}以下{rating}）。"
    first = (
        f"{target['indicator']}は{persons}人のうち{affected}人（{result}、目標{limit}以下{rating}）"
    )
    share = share_interval(affected, persons)
    interval = Interval(_WHOLE * share.low, _WHOLE * share.high)
    if verdict("<=", target["target_value"], interval) is not Verdict.UNDECIDED:
        return f"{first}。"
    return (
        f"{first}だが、95%信頼区間（正確法）は{interval_words(interval, '%')}。この{persons}人では"
        f"目標以下でも、事業の{target['indicator']}が{limit}以下とまでは言えない。"
    )
