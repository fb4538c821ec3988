"""Reads a document into lines: a text as it is, a PDF page by page."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

_LARGEST_BYTES = 50_000_000
_MOST_PAGES = 2_000
_PDF_START = b"%PDF-"
_ENCODINGS = ("utf-8-sig", "cp932")


class UnreadableDocumentError(ValueError):
    """A file cannot be read as a document; the message says why, in Japanese."""


@dataclass(frozen=True)
class Document:
    """The text of a document.

    Attributes:
        source_id: Key in ``sources``.
        file_name: Name of the file that was read.
        sha256: Digest of that file, in hexadecimal digits.
        lines: The lines; a locator counts them from 1.
        page_starts: The line at which each page begins, from 1; empty for a text.
    """

    source_id: str
    file_name: str
    sha256: str
    lines: tuple[str, ...]
    page_starts: tuple[int, ...] = ()

    def page_of(self, line: int) -> int | None:
        """The page on which a line stands, from 1; None for a text."""
        if not self.page_starts:
            return None
        return sum(start <= line for start in self.page_starts)


def read_document(path: Path, source_id: str) -> Document:
    """Reads a text (UTF-8 or Shift JIS) or a PDF.

    Raises:
        UnreadableDocumentError: It is missing, too large, or neither a text nor a PDF with text.
    """
    if not path.is_file():
        message = f"ファイルがない: {path.name}"
        raise UnreadableDocumentError(message)
    if path.stat().st_size > _LARGEST_BYTES:
        message = f"ファイルが大きすぎる（{_LARGEST_BYTES // 1_000_000}MBまで）: {path.name}"
        raise UnreadableDocumentError(message)
    content = path.read_bytes()
    pages = _pdf_pages(content) if content.startswith(_PDF_START) else None
    lines, starts = _numbered(pages) if pages is not None else (_text_lines(content), [])
    if not any(line.strip() for line in lines):
        message = f"文字がない（画像だけのPDFは読めない）: {path.name}"
        raise UnreadableDocumentError(message)
    digest = hashlib.sha256(content).hexdigest()
    return Document(source_id, path.name, digest, tuple(lines), tuple(starts))


def _text_lines(content: bytes) -> list[str]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text.replace("\r\n", "\n").split("\n")
    message = "文字（UTF-8 か Shift JIS）でもPDFでもない"
    raise UnreadableDocumentError(message)


def _pdf_pages(content: bytes) -> list[str]:
    try:
        with pypdfium2.PdfDocument(content) as document:
            if len(document) > _MOST_PAGES:
                message = f"頁が多すぎる（{_MOST_PAGES}頁まで）"
                raise UnreadableDocumentError(message)
            return [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError as error:
        message = "PDFとして読めない（壊れているか、開くのに合言葉が要る）"
        raise UnreadableDocumentError(message) from error


def _numbered(pages: list[str]) -> tuple[list[str], list[int]]:
    lines: list[str] = []
    starts = []
    for page in pages:
        starts.append(len(lines) + 1)
        lines.extend(page.replace("\r\n", "\n").split("\n"))
    return lines, starts
