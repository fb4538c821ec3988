"""A complete set as one zip, and back; what comes back is bounded, whatever the zip holds."""

import io
import struct
import zipfile
import zlib

from lib.editions.model import EditionError, Files

MOST_BYTES = 256 * 1024 * 1024  # of all files together; the shipped set has a thousandth of it

# What a zip that was cut or changed leads to.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError)


def packed(files: Files) -> bytes:
    """The zip of a set.

    Raises:
        EditionError: The set is too large.
    """
    size = sum(map(len, files.values()))
    if size > MOST_BYTES:
        most = f"{MOST_BYTES // 1024**2:,}MB"
        message = f"データが大きすぎて公開できません（{size / 1024**2:,.1f}MB。{most}まで）。"
        raise EditionError(message)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def unpacked(archive: bytes, most: int | None = None) -> Files:
    """The set in a zip.

    Args:
        archive: The zip.
        most: How many bytes its files may have together; as many as any set's for None.

    Raises:
        ValueError: It is no such zip, or its files are larger than any set.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            members = opened.infolist()
            # No more is read of a member than it says that it holds.
            if sum(member.file_size for member in members) > (most or MOST_BYTES):
                message = "files larger than any set"
                raise ValueError(message)
            return {member.filename: opened.read(member) for member in members}
    except _DAMAGE as error:
        message = "no zip of a set"
        raise ValueError(message) from error
