"""Imports a document and reports where its figures stand.

Run as ``python -m lib.documents import FILE --source S3`` or ``python -m lib.documents report``.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lib import paths
from lib.derived import figure_rows
from lib.documents.locating import Finding, Status, figure_from, locate
from lib.documents.reading import Document, UnreadableDocumentError, read_document
from lib.documents.store import save, stored
from lib.validation import InvalidDataError, Loaded, Row, validated_tables

_REPORT_HEADING = ("数値ID", "内容", "値", "単位", "出典の位置", "結果", "見つかった行", "頁")


def findings_in(document: Document, tables: Loaded) -> list[Finding]:
    """Where the figures of a document's source stand in it."""
    own = (row for row in figure_rows(tables) if row["source_id"] == document.source_id)
    return locate(filter(None, map(figure_from, own)), document)


def write_report(document: Document, findings: Sequence[Finding], directory: Path) -> Path:
    """Writes one row a figure as CSV; returns the file."""
    path = directory / f"{document.source_id}_report.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_REPORT_HEADING)
        for finding in findings:
            figure, line = finding.figure, finding.mark.line if finding.mark else None
            named = f"L{figure.first_line}-{figure.last_line}"
            page = document.page_of(line) if line else None
            writer.writerow(
                [
                    *(figure.figure_id, figure.subject, f"{figure.value:g}", figure.unit or ""),
                    *(named, finding.status.value, line or "", page or ""),
                ]
            )
    return path


def main(arguments: Sequence[str], directory: Path = paths.DOCUMENTS) -> int:
    """Runs the command; returns 0 if every figure stands where it should."""
    parser = argparse.ArgumentParser(prog="python -m lib.documents", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    importing = commands.add_parser("import", help="文書を取り込み、数値の位置を確かめる")
    importing.add_argument("file", type=Path, help="文書の文字（.txt）またはPDF")
    importing.add_argument("--source", required=True, help="sources.csv の source_id（S1 など）")
    commands.add_parser("report", help="取り込んだ文書のすべてについて確かめ直す")
    options = parser.parse_args(arguments)
    try:
        tables = validated_tables(paths.DATA)
    except InvalidDataError as error:
        print(*error.faults, sep="\n", file=sys.stderr)
        return 1
    sources = {str(row["source_id"]): row for row in tables["sources"].rows}
    if options.command == "report":
        documents = [found for name in sources if (found := stored(name, directory))]
        if not documents:
            print("取り込んだ文書がない。import で取り込む。", file=sys.stderr)
            return 1
    elif options.source not in sources:
        print(f"出典 {options.source} は sources.csv にない。", file=sys.stderr)
        return 1
    else:
        try:
            documents = [read_document(options.file, options.source)]
        except UnreadableDocumentError as error:
            print(f"取り込めない。{error}", file=sys.stderr)
            return 1
        save(documents[0], directory)
    results = [_report(item, sources[item.source_id], tables, directory) for item in documents]
    return 0 if all(results) else 1


def _report(document: Document, source: Row, tables: Loaded, directory: Path) -> bool:
    """Prints and writes the report on one document; True if every figure stands in its place."""
    findings = findings_in(document, tables)
    path = write_report(document, findings, directory)
    is_confirmed = document.sha256 == source["text_sha256"]
    version = "確認した版と同じ" if is_confirmed else "確認した版と違う"
    print(f"{document.source_id} {document.file_name}（{version}）")
    counted = Counter(finding.status for finding in findings)
    for status in Status:
        print(f"  {status.value}: {counted[status]}件")
    faults = [item for item in findings if item.status in {Status.MOVED, Status.MISSING}]
    for finding in faults:
        figure = finding.figure
        place = f"L{finding.mark.line}" if finding.mark else "なし"
        print(
            f"  {figure.figure_id}　{figure.subject} {figure.value:g}{figure.unit or ''}"
            f"　L{figure.first_line}-{figure.last_line} → {place}（{finding.status.value}）"
        )
    print(f"  すべての結果: {path}")
    return not faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
