"""Writes a release: all tables as CSV and Parquet, described, checked and with digests.

Run as ``python -m lib.release`` (the development packages are needed). The folder is named after
the day on which the data were last confirmed; the same data give the same bytes.
"""

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from lib import exports, formats, paths
from lib.build import data_digest, table_rows
from lib.dictionary import DICTIONARY_COLUMNS, dictionary
from lib.release.files import csv_bytes, parquet_bytes
from lib.release.package import package_descriptor, package_faults
from lib.schema import TABLES, Table
from lib.validation import InvalidDataError, Row

_SUMS = "SHA256SUMS"
_ONLY_FOR_SEARCHES = frozenset({"search_texts", "activity_contractor_kinds"})
_README = """{title}

版: {version}
データの日付: {released_on}

入っているもの
  csv/            表ごとのCSV（{tables}表、BOMつきUTF-8、改行CRLF、1行目は列の名前）
  parquet/        同じ表のParquet
  dictionary.csv  すべての表の列の意味、単位、空欄の意味、認められる値
  datapackage.json  Frictionless の記述（型、キー、参照）
  {sums}      すべてのファイルのSHA-256

読み方
  数値は台帳 csv/figures.csv に1つずつあり、単位、数え方、時点、出典、出典の中の場所を持つ。
  単位や数え方の違う数を足したり、並べたりしない。空欄の意味は列ごとに違い、0ではない。
  出典は csv/sources.csv、文書の読み違いや矛盾は csv/discrepancies.csv、
  検算は csv/checks.csv にある。
  年度は西暦年の整数（2018 は平成30年度）。
  都道府県は2桁、団体は6桁のコードで、名前は csv/prefectures.csv と csv/bodies.csv にある。
  文書に印字された丸数字は、機種によらない数字に置き換えた。

注意
{cautions}
"""


def release_tables() -> tuple[Table, ...]:
    """The tables of a release: all but those that only serve searches."""
    return tuple(table for table in TABLES if table.name not in _ONLY_FOR_SEARCHES)


def write_release(target: Path, data: Path = paths.DATA) -> Path:
    """Writes a release below a folder, in place of an earlier one of the same day.

    Returns:
        The folder of the release, named after the day of the data.

    Raises:
        InvalidDataError: The CSV files have faults; nothing was written.
        ValueError: The frictionless library finds fault with what was written.
    """
    rows = table_rows(data)
    released_on = max(str(row["entered_on"]) for row in rows["sources"])
    folder = target / released_on
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("csv", "parquet"):
        (folder / name).mkdir(parents=True)
    tables = release_tables()
    for table in tables:
        (folder / "csv" / f"{table.name}.csv").write_bytes(csv_bytes(table, rows[table.name]))
        content = parquet_bytes(table, rows[table.name])
        (folder / "parquet" / f"{table.name}.parquet").write_bytes(content)
    (folder / "dictionary.csv").write_bytes(exports.csv_bytes(dictionary(), DICTIONARY_COLUMNS))
    descriptor = package_descriptor(tables, rows["sources"], data_digest(data), released_on)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(text + "\n", "utf-8")
    (folder / "README.txt").write_text(_readme(descriptor, released_on, rows["cautions"]), "utf-8")
    _write_sums(folder)
    faults = package_faults(descriptor, str(folder))
    if faults:
        raise ValueError("\n".join(faults))
    return folder


def _readme(descriptor: dict[str, object], released_on: str, cautions: list[Row]) -> str:
    return _README.format(
        title=descriptor["title"],
        version=descriptor["version"],
        released_on=released_on,
        tables=len(release_tables()),
        sums=_SUMS,
        cautions="\n".join(f"  {row['text']}" for row in cautions),
    )


def _write_sums(folder: Path) -> None:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}"
        for file in files
    ]
    (folder / _SUMS).write_text("\n".join(lines) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Writes a release and says where; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m lib.release", description=__doc__)
    parser.add_argument("--to", type=Path, default=paths.BUILD / "release", help="書き出す場所")
    options = parser.parse_args(arguments)
    try:
        folder = write_release(options.to)
    except InvalidDataError as error:
        print(
            f"データに{len(error.faults)}件の誤りがあり、公開用の版を作れません。", file=sys.stderr
        )
        for fault in error.faults:
            print(f"  {fault}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"公開用の版を書けません（{error.strerror}）: {options.to}", file=sys.stderr)
        return 1
    files = [file for file in folder.rglob("*") if file.is_file()]
    size = formats.number(sum(file.stat().st_size for file in files) / 1000, 0)
    print(f"公開用の版を作りました: {folder}（{len(files)}ファイル、{size}kB）")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
