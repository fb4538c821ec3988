"""The shipped data as edition 0."""

import datetime as dt
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from lib import paths
from lib.confirmation import FILE_NAME
from lib.editions.model import FILE_NAMES, Edition, Files, digest_of
from lib.validation import Fault, InvalidDataError

REASON = "同梱のデータ"
_ALLOWED = "表の名前（英小文字、数字、_）のCSVファイルだけ"


def files_in(folder: Path) -> Files:
    """The CSV files and the confirmed rows of a folder, as they stand there.

    Raises:
        InvalidDataError: A CSV file has a name that no table can have.
        OSError: A file cannot be read.
    """
    found = [*sorted(folder.glob("*.csv")), folder / FILE_NAME]
    wrong = [file.name for file in found if not FILE_NAMES.fullmatch(file.name)]
    if wrong:
        raise InvalidDataError([Fault(name, 0, "", "宣言のない表", _ALLOWED) for name in wrong])
    return {file.name: file.read_bytes() for file in found if file.is_file()}


class Shipped:
    """The shipped data as they were when they were first asked for.

    Args:
        data: Their folder.
    """

    def __init__(self, data: Path = paths.DATA) -> None:
        self._data = data

    @cached_property
    def files(self) -> Files:
        """The complete set."""
        return MappingProxyType(dict(files_in(self._data)))

    @cached_property
    def edition(self) -> Edition:
        """What is known of them; published when the newest of their files was put there."""
        places = (self._data / name for name in self.files)
        put_at = max((place.stat().st_mtime for place in places if place.is_file()), default=0)
        at = dt.datetime.fromtimestamp(int(put_at), dt.UTC)
        return Edition(0, None, digest_of(self.files), "", at, REASON)
