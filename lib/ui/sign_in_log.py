"""Writes sign-ins into the audit log, each once."""

import logging

from lib.build import WRITE_ERRORS
from lib.editions.model import EditionError
from lib.editions.serving import serving
from lib.ui import drafts, sign_in

_LOGGER = logging.getLogger(__name__)
_warned: set[str] = set()  # of what keeps failing, as where the log may not be written to


def note() -> None:
    """Writes a sign-in into the log the first time that a page sees it."""
    account = sign_in.signed_in()
    if account is None or serving().is_away:
        return
    try:
        if not sign_in.is_first_sight():
            return
    except OSError as error:
        _warn_once("Sign-ins cannot be told apart, and are not in the log", error)
        return
    try:
        drafts.record(account, "signed_in", account.role.value)
    except (EditionError, *WRITE_ERRORS) as error:
        # Nobody who only looks is to hear of it; the next run writes it once the store is back.
        sign_in.forget_sight()
        _warn_once("A sign-in is not in the log yet", error)


def _warn_once(words: str, error: Exception) -> None:
    """Logs an error, unless this process did so before."""
    if words not in _warned:
        _warned.add(words)
        _LOGGER.warning(words, exc_info=error)
