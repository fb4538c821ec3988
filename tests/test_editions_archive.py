"""A set comes back from its zip as it went in; whatever else a zip may hold is refused."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.editions import archive
from lib.editions.archive import packed, unpacked
from lib.editions.model import EditionError, digest_of
from tests.editions import SMALL

ZIP = packed(SMALL)


def test_a_set_comes_back_and_the_same_set_makes_the_same_zip() -> None:
    files = {
        "a.csv": b"",
        "b.csv": bytes(range(256)) * 300,
        "confirmed_rows.txt": "例\r\n".encode(),
    }

    assert unpacked(packed(files)) == files
    assert packed(files) == packed(dict(reversed(files.items())))
    assert len(packed(files)) < 3_000  # of 76,807 bytes


@given(st.integers(0, len(ZIP) - 1), st.binary(max_size=6), st.integers(0, 6))
def test_a_changed_zip_is_refused_or_gives_other_files_never_another_failure(
    place: int, written: bytes, removed: int
) -> None:
    changed = ZIP[:place] + written + ZIP[place + removed :]
    try:
        digest_of(unpacked(changed))
    except ValueError:
        assert changed != ZIP


@pytest.mark.parametrize("end", range(0, len(ZIP), 7))
def test_a_cut_zip_is_refused(end: int) -> None:
    with pytest.raises(ValueError, match="no zip of a set"):
        unpacked(ZIP[:end])


def test_a_zip_of_more_than_any_set_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 2 * 1024**2)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", b"0" * 1024**2)
        made.writestr("b.csv", b"0" * 1024**2 + b"0")
    assert len(written.getvalue()) < 5_000

    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(ValueError, match="larger than any set"):
        unpacked(written.getvalue())


def test_a_set_that_is_too_large_is_not_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 2 * 1024**2)

    assert packed({"a.csv": b"0" * 2 * 1024**2})
    with pytest.raises(EditionError, match=r"データが大きすぎて公開できません（2\.5MB。2MBまで）"):
        packed({"a.csv": b"0" * (5 * 1024**2 // 2)})
