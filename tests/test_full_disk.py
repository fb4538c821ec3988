"""On a disk of any size a build ends with a whole database, or says why and leaves the old one."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lib import build, paths
from lib.database import Database

pytestmark = pytest.mark.slow

# Bytes: from too little for anything to enough for everything.
SIZES = [*range(100_000, 3_400_000, 300_000), 8_000_000]


@contextmanager
def disk(folder: Path, size: int) -> Iterator[None]:
    """A disk of that many bytes at a folder, for as long as the block runs."""
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    try:
        subprocess.run(mounting, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no disk can be mounted here, which needs root: {error}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="module")
def rows() -> build.Rows:
    return build.table_rows(paths.DATA)


@pytest.fixture
def build_on(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    rows: build.Rows,
) -> Callable[[], bool]:
    """Builds in the test's folder; whether a database was reported there, which then is whole."""
    monkeypatch.setattr(build, "table_rows", lambda _directory: rows)  # only the writing differs
    monkeypatch.setattr(paths, "BUILD", tmp_path)

    def build_and_report() -> bool:
        code = build.main()
        words = capsys.readouterr().err
        assert ("ディスクに空きがありません" in words) == (code == 1), words
        assert ("空きを作ってから" in words) == (code == 1)
        return code == 0

    return build_and_report


def test_a_disk_of_any_size_holds_the_whole_database_or_none(
    build_on: Callable[[], bool], tmp_path: Path
) -> None:
    ends = []
    for size in SIZES:
        with disk(tmp_path, size):
            ends.append(build_on())
            left = list(tmp_path.iterdir())
            assert [build.is_intact(path) for path in left] == ([True] if ends[-1] else [])

    assert ends == sorted(ends)  # with more room it does not become worse
    assert (ends[0], ends[-1]) == (False, True)


def test_where_a_new_database_has_no_room_the_old_one_stays(
    build_on: Callable[[], bool], shipped: Database, tmp_path: Path
) -> None:
    old = shipped.path.read_bytes()
    ends = []
    for size in SIZES:
        with disk(tmp_path, len(old) + size):
            path = tmp_path / "dashboard-0000000000000000.duckdb"  # of other data
            path.write_bytes(old)
            ends.append(build_on())
            assert path.read_bytes() == old
            assert all(build.is_intact(left) for left in tmp_path.iterdir())
            assert len(list(tmp_path.iterdir())) == (2 if ends[-1] else 1)

    assert (ends[0], ends[-1]) == (False, True)


def test_where_the_same_database_is_built_again_without_room_it_stays(
    build_on: Callable[[], bool], monkeypatch: pytest.MonkeyPatch, shipped: Database, tmp_path: Path
) -> None:
    monkeypatch.setattr(build, "built_database", build.build)
    old = shipped.path.read_bytes()
    for size in SIZES:
        with disk(tmp_path, len(old) + size):
            path = Path(shutil.copy(shipped.path, tmp_path))
            build_on()
            assert list(tmp_path.iterdir()) == [path]
            assert build.is_intact(path)
