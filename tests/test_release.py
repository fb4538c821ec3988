"""A release can be read by other programs, is complete, and is the same for the same data."""

import csv
import hashlib
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lib import paths
from lib.build import table_rows
from lib.release.__main__ import main, release_tables, write_release
from lib.release.files import csv_bytes
from lib.release.package import package_descriptor, package_faults
from lib.schema import Kind, Table, table

COUNTING = re.compile(r"(_id|_code|_number|_year|position|number|rank|latitude|longitude)$")
# The day on which the newest source was entered.
DAY = max(str(row["entered_on"]) for row in table_rows(paths.DATA)["sources"])
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the shipped data."""
    return write_release(tmp_path_factory.mktemp("release"))


def _rows(release: Path, name: str) -> list[dict[str, str]]:
    with (release / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_bears_the_day_of_the_data(release: Path) -> None:
    assert release.name == DAY
    assert {file.name for file in release.iterdir()} == {
        *("csv", "parquet", "dictionary.csv", "datapackage.json", "README.txt", "SHA256SUMS")
    }


def test_every_table_is_there_as_csv_and_as_parquet_with_all_rows(release: Path) -> None:
    rows = table_rows(paths.DATA)
    for declared in release_tables():
        assert len(_rows(release, declared.name)) == len(rows[declared.name]), declared.name
        found = pq.read_table(release / "parquet" / f"{declared.name}.parquet")
        assert tuple(found.column_names) == declared.column_names
        assert found.num_rows == len(rows[declared.name])


def test_parquet_keeps_the_types(release: Path) -> None:
    found = pq.read_table(release / "parquet" / "results.parquet")
    row = next(row for row in found.to_pylist() if row["value"] == 1459)

    assert str(found.schema.field("as_of_date").type) == "date32[day]"
    assert row["as_of_date"].isoformat() == "2020-12-31"
    assert row["is_approximate"] is False
    assert row["part_of_result_number"] is None
    assert found.schema.field("value").metadata[b"label"].decode() == "値"


def test_two_releases_of_the_same_data_are_the_same_bytes(release: Path, tmp_path: Path) -> None:
    again = write_release(tmp_path)
    files = {file.relative_to(release) for file in release.rglob("*") if file.is_file()}

    assert files == {file.relative_to(again) for file in again.rglob("*") if file.is_file()}
    for file in files:
        assert (release / file).read_bytes() == (again / file).read_bytes(), file


def test_the_digests_are_those_of_the_files(release: Path) -> None:
    lines = (release / "SHA256SUMS").read_text("utf-8").splitlines()
    digests = dict(reversed(line.split("  ")) for line in lines)

    assert len(digests) == sum(file.is_file() for file in release.rglob("*")) - 1
    for name, digest in digests.items():
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest


def test_the_library_finds_no_fault_and_would_find_one(release: Path, tmp_path: Path) -> None:
    descriptor = json.loads((release / "datapackage.json").read_text("utf-8"))
    assert package_faults(descriptor, str(release)) == []

    spoilt = write_release(tmp_path)
    file = spoilt / "csv" / "results.csv"
    file.write_bytes(file.read_bytes().replace(b",1459,", b",many,"))
    assert any("many" in fault for fault in package_faults(descriptor, str(spoilt)))


def test_what_is_declared_stands_in_the_package() -> None:
    descriptor = package_descriptor((table("kpis"),), [], "x", "2026-11-21")
    fields = {field["name"]: field for field in descriptor["resources"][0]["schema"]["fields"]}

    assert fields["target_comparison"]["constraints"]["enum"] == [">=", "<="]
    assert fields["target_value"]["type"] == "number"
    assert fields["as_of_date"]["constraints"]["required"] is False


# The rules of the Ministry of Internal Affairs for tables that machines read.


@pytest.fixture(scope="module", params=release_tables(), ids=lambda item: item.name)
def shipped_table(request: pytest.FixtureRequest) -> Table:
    """Each table of a release."""
    found: Table = request.param
    return found


def test_one_heading_row_and_as_many_cells_in_every_row(
    release: Path, shipped_table: Table
) -> None:
    content = (release / "csv" / f"{shipped_table.name}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))

    assert tuple(rows[0]) == shipped_table.column_names
    assert {len(row) for row in rows} == {len(shipped_table.columns)}


def test_numbers_are_numbers_and_dates_are_dates(release: Path, shipped_table: Table) -> None:
    for row in _rows(release, shipped_table.name):
        for column in shipped_table.columns:
            text = row[column.name]
            if text == "":
                assert column.nullable, (shipped_table.name, column.name)
            elif column.kind in {Kind.INTEGER, Kind.MONEY, Kind.NUMBER}:
                assert re.fullmatch(r"-?\d+(\.\d+)?", text), (column.name, text)
            elif column.kind is Kind.DATE:
                assert ISO_DATE.fullmatch(text), (column.name, text)


def test_no_cell_holds_breaks_blanks_for_looks_formulas_or_odd_characters(
    release: Path, shipped_table: Table
) -> None:
    for row in _rows(release, shipped_table.name):
        for name, text in row.items():
            place = (shipped_table.name, name, text)
            assert text == text.strip(), place
            assert "\n" not in text, place
            assert not text.startswith(("=", "+", "@", "＝", "＋", "＠")), place
            assert not re.search("[①-⑳Ⅰ-Ⅹ㈱ｦ-ﾟ]", text), place


def test_every_number_has_a_unit(shipped_table: Table) -> None:
    names = shipped_table.column_names
    for column in shipped_table.columns:
        if column.kind in {Kind.INTEGER, Kind.NUMBER, Kind.MONEY} and not COUNTING.search(
            column.name
        ):
            has_unit = column.unit or "unit" in names or column.maximum == 1
            assert has_unit, (shipped_table.name, column.name)


def test_areas_have_codes_and_years_are_gregorian(release: Path) -> None:
    codes = {row["prefecture_code"] for row in _rows(release, "prefectures")}
    assert len(codes) == 47
    for row in _rows(release, "bodies"):
        assert row["prefecture_code"] in codes
    for declared in release_tables():
        if "fiscal_year" in declared.column_names:
            years = {row["fiscal_year"] for row in _rows(release, declared.name)} - {""}
            assert all(2010 <= int(year) <= 2030 for year in years), declared.name


def test_a_formula_in_the_data_would_be_guarded() -> None:
    declared = table("themes")
    row = {"theme_id": "x", "name_ja": "=1+1", "theme_group": "支援の方法"}

    assert b"'=1+1" in csv_bytes(declared, [row])


def test_the_command_says_where_the_release_lies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--to", str(tmp_path)]) == 0
    assert str(tmp_path / DAY) in capsys.readouterr().out
