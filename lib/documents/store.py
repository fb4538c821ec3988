"""Keeps documents that were imported on this machine; they are never part of the repository."""

import json
from dataclasses import asdict
from pathlib import Path

from lib import paths
from lib.documents.reading import Document


def save(document: Document, directory: Path = paths.DOCUMENTS) -> Path:
    """Keeps a document, in place of an earlier one of the same source."""
    directory.mkdir(parents=True, exist_ok=True)
    path = _path(document.source_id, directory)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(asdict(document), ensure_ascii=False), encoding="utf-8")
    temporary.replace(path)
    return path


def stored(source_id: str, directory: Path = paths.DOCUMENTS) -> Document | None:
    """The imported document of a source; None if there is none."""
    path = _path(source_id, directory)
    if not path.is_file():
        return None
    kept = json.loads(path.read_text("utf-8"))
    return Document(
        kept["source_id"],
        kept["file_name"],
        kept["sha256"],
        tuple(kept["lines"]),
        tuple(kept["page_starts"]),
    )


def _path(source_id: str, directory: Path) -> Path:
    return directory / f"{source_id}.json"
