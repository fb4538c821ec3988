"""Templates filled in by code as an officer does by hand; the counts are made up."""

import csv
import io

import openpyxl

from lib.editions.model import Files
from lib.update.uploads import rows_of, template

HEADINGS_ROW = 4
YEAR = "令和6年度"
_SHARES = (0.0, 1.0, 0.5, 0.25, 0.75, 0.4, 0.1, 0.9, 0.3, 0.6, 0.2, 0.8)  # between the two ends
_NO_RANGE = (3, 40)  # where no range is published


def all_bodies(files: Files) -> list[dict[str, object]]:
    """Rows for all prefectures and all types: as many with a count as the document has bodies.

    The first two have the ends of the published range, the others counts inside it, and all that
    are left 該当なし. What is there already stays.
    """
    base = rows_of(files)
    ranges = {row["support_type_id"]: row for row in base["support_ranges"]}
    names = {row["support_type_id"]: row["name"] for row in base["support_types"]}
    found: list[dict[str, object]] = []
    for row in base["support_type_bodies"]:
        published = ranges.get(row["support_type_id"], {})
        low, high = (
            int(published.get(end) or usual)
            for end, usual in zip(("minimum", "maximum"), _NO_RANGE, strict=True)
        )
        bodies = int(row["bodies"])
        there = {
            one["prefecture_code"]
            for one in base["support_counts"]
            if (one["fiscal_year"], one["support_type_id"]) == ("2024", row["support_type_id"])
        }
        free = [one for one in base["prefectures"] if one["prefecture_code"] not in there]
        for place, prefecture in enumerate(free):
            has_count = place < bodies
            count = round(low + _SHARES[place] * (high - low)) if has_count else None
            found.append(
                {
                    "年度": YEAR,
                    "直接支援ID": names[row["support_type_id"]],
                    "都道府県コード": prefecture["prefecture_code"],
                    "都道府県": prefecture["name"],
                    "値": count,
                    "値のない理由": None if has_count else "該当なし",
                    "単位": "件",
                    "数え方": "延べ",
                    "出典": "S2",
                    "出典の位置": "L79-80",
                }
            )
    return found


def workbook(files: Files, rows: list[dict[str, object]], table: str = "support_counts") -> bytes:
    """The empty template of a table with some rows, as a spreadsheet program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(template(table, "xlsx", files, filled=False)))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[HEADINGS_ROW]]
    sheet.delete_rows(HEADINGS_ROW + 1, sheet.max_row)
    for place, row in enumerate(rows, start=HEADINGS_ROW + 1):
        for column, heading in enumerate(headings, start=1):
            sheet.cell(place, column, row.get(str(heading)))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def csv_file(rows: list[dict[str, object]]) -> bytes:
    """Rows as CSV, under the headings of their first."""
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode("utf-8-sig")
