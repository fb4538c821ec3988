"""How much an uploaded file may hold; checked before anything is unpacked."""

from lib.intake.sheets import RefusedFileError

LARGEST_FILE = 5 * 1024**2  # bytes
LARGEST_CONTENT = 60 * 1024**2  # bytes of everything in a zipped workbook
LARGEST_RATIO = 200  # of unpacked to packed bytes; sheets of repeated numbers come to about 40
SMALL_PART = 1024**2  # bytes up to which the ratio does not matter
MOST_PARTS = 1_000  # files in a zipped workbook
MOST_SHEETS = 30
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 400_000  # of one sheet, from A1 to its last cell


# What keeps a workbook of either kind from being read.
BROKEN = "ファイルが壊れていて読めない。Excel などで開けるか確かめ、保存し直す。"
LOCKED = "パスワードで保護されたファイル。パスワードを外して保存し直す。"
MACROS = "マクロのあるファイルは受け取らない。「Excel ブック（xlsx）」で保存し直す。"
OUTSIDE = (
    "外部のファイルやデータへのリンクがある。Excel の「データ」→「リンクの編集」→"
    "「リンクの解除」で値にし、保存し直す。"
)


def refuse_large_sheet(name: str, rows: int, columns: int) -> None:
    """Refuses a sheet whose last cell lies too far away; readers fill all cells up to it.

    Raises:
        RefusedFileError: It has too many rows, columns or cells.
    """
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        sheet = f"シート「{name}」" if name else "ファイル"
        message = (
            f"{sheet}の表が大きすぎる（{rows:,}行 × {columns:,}列）。"
            f"{MOST_ROWS:,}行、{MOST_COLUMNS}列、合わせて{MOST_CELLS:,}セルまでにする。"
            "離れた所にある余分なセルを消し、保存し直す。"
        )
        raise RefusedFileError(message)


def refuse_many_sheets(number: int) -> None:
    """Refuses a workbook with too many sheets.

    Raises:
        RefusedFileError: It has too many.
    """
    if number > MOST_SHEETS:
        message = f"シートが多すぎる（{number}枚）。{MOST_SHEETS}枚までにする。"
        raise RefusedFileError(message)
