"""The editions of the data as a list, and on the page for everybody with their comparison."""

from collections.abc import Sequence

from lib import formats
from lib.addresses import EDITION, address
from lib.editions.model import Edition, name_of
from lib.editions.serving import serving
from lib.ui import changed, comparison, frame
from lib.ui.markdown import plain

_MOST_LISTED = 50  # the newest first


def show() -> None:
    """Lists the editions once one was published, and compares two; nothing says who published."""
    editions = serving().editions()
    if len(editions) < 2:
        return
    line = f"{editions[-1].name}まで{len(editions)}つ"
    with frame.folded("データの版", line, "editions") as is_open:
        if is_open:
            show_list(editions, has_accounts=False)
            comparison.offer(editions)


def show_list(editions: Sequence[Edition], *, has_accounts: bool) -> None:
    """The editions, each with a link to the figures of it.

    Args:
        editions: The oldest first.
        has_accounts: Whether it says who published.
    """
    shown = editions[::-1][:_MOST_LISTED]
    links = (address("sources", **{EDITION: str(one.number)}) for one in shown)
    pairs = zip(shown, links, strict=True)
    accounts = _accounts(shown) if has_accounts else {}
    changed.show_table_of(
        {
            "版": [f"[{one.name}]({link})" for one, link in pairs],
            "公開": [formats.moment(one.published_at) for one in shown],
            "理由": [plain(one.reason) for one in shown],
            "もとの版": [_origin(one) for one in shown],
            **accounts,
        },
        len(editions) - len(shown),
    )


def _origin(edition: Edition) -> str:
    if edition.takes_back is not None:
        return f"{name_of(edition.takes_back)}に戻した"
    return "なし" if edition.parent is None else name_of(edition.parent)


def _accounts(editions: Sequence[Edition]) -> dict[str, list[str]]:
    """Who published, and who entered the same a second time, where anybody did."""
    confirmed = {"二度目の入力": [plain(one.confirmed_by or "") for one in editions]}
    return {"担当": [plain(one.account) for one in editions]} | (
        confirmed if any(one.confirmed_by for one in editions) else {}
    )
