"""Files that outlive a power failure."""

import os
from pathlib import Path


def write(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Writes a new file and waits until its content has reached the disk.

    Args:
        path: Where.
        content: Its bytes.
        mode: Who may read and write it, less what the umask of the process takes away.

    Raises:
        OSError: It is there already, or cannot be written.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def reach_disk(folder: Path) -> None:
    """Waits until the names in a folder outlive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
