"""Streamlit's scripts and styles in brotli, compressed once for all starts of the server.

The best compression takes 36 seconds for all files and saves a tenth more than this one, which
takes 3. The names of the files carry a digest of their content, so that what was compressed before
holds for as long as it has the same name.
"""

import logging
import os
from collections.abc import Iterable
from pathlib import Path

import brotli

from lib import paths

FOLDER = paths.BUILD / "frontend"
_LOGGER = logging.getLogger(__name__)
_QUALITY = 9  # of 11


def prepared(file: Path) -> Path:
    """Where a file is found in brotli, once it was compressed."""
    return FOLDER / f"{file.name}.br"


def prepare(files: Iterable[Path]) -> None:
    """Compresses the files that were not compressed before; without room on the disk, none."""
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for file in files:
            if not prepared(file).exists():
                _write(prepared(file), brotli.compress(file.read_bytes(), quality=_QUALITY))
    except OSError as error:
        _LOGGER.warning("The frontend is sent with gzip: %s", error)


def _write(target: Path, content: bytes) -> None:
    """Writes a file so that nobody finds half of it, another process of the server included."""
    unfinished = target.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(target)
