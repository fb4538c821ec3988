"""What all processes must know of sign-ins: which have begun, and which were ended.

Streamlit keeps a sign-in in a cookie only, so that a copy of it would outlive the sign-out, and
another window would not hear of it. Each sign-in that was ended leaves an empty file here, named by
a digest that tells nothing of the account.
"""

import time
from pathlib import Path

_KEPT_S = 25 * 3600  # longer than any sign-in lasts
_BEGUN, _ENDED = "begun", "ended"


class SignIns:
    """The sign-ins of the last day.

    Args:
        folder: Holds a file for each; made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, key: str) -> bool:
        """Notes that a sign-in was seen; whether that is the first time, in any process."""
        return self._note(key, _BEGUN)

    def forget(self, key: str) -> None:
        """Has a sign-in count as not seen yet; one that was ended stays so."""
        (self._folder / f"{key}.{_BEGUN}").unlink(missing_ok=True)

    def end(self, key: str) -> None:
        """Ends a sign-in, wherever its cookie may be."""
        self._note(key, _ENDED)

    def is_ended(self, key: str) -> bool:
        """Whether a sign-in was ended."""
        return (self._folder / f"{key}.{_ENDED}").exists()

    def _note(self, key: str, what: str) -> bool:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            (self._folder / f"{key}.{what}").touch(exist_ok=False)
        except FileExistsError:
            return False
        self._forget(time.time() - _KEPT_S)
        return True

    def _forget(self, before: float) -> None:
        for file in self._folder.iterdir():
            try:
                if file.stat().st_mtime < before:
                    file.unlink()
            except FileNotFoundError:  # another process was first
                continue
