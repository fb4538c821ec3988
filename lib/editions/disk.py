"""Files that outlive a power failure."""

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Writes a new file and waits until its content has reached the disk.

    Raises:
        OSError: It is there already, or cannot be written.
    """
    with path.open("xb") as file:
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
