"""Where the project's files lie."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
GEO = DATA / "geo"
FONTS = PROJECT / "lib" / "ui" / "fonts"
BUILD = DATA / "build"  # products, never committed
DOCUMENTS = DATA / "documents"  # imported on this machine, never committed
