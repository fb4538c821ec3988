"""Makes the shipped fonts: subsets of Noto Sans JP, so that Japanese shows on any machine.

Run as ``python -m lib.assets.fonts PACKAGE_DIR`` with the unpacked npm package
``@expo-google-fonts/noto-sans-jp`` (``npm pack @expo-google-fonts/noto-sans-jp@0.4.3``).

Two subsets are written: *core* holds every character of the data and of the screens; *rest* holds
the other characters of JIS X 0208, which a browser fetches only when a user types one of them.
"""

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from lib import paths

_SOURCES = {
    "regular": Path("400Regular/NotoSansJP_400Regular.ttf"),
    "bold": Path("700Bold/NotoSansJP_700Bold.ttf"),
}
_LICENSE = Path("LICENSE_FONT")
_FIRST_EUC, _LAST_EUC = 0xA1, 0xFE  # byte range of the two-byte characters of EUC-JP
_ENDINGS = ("py", "html", "css", "js")  # of what holds words of the screens
_WIDE_SPACE = "\u3000"  # not printable; without it each page would fetch the rest font
_BULLET = "•"  # in Streamlit's own fields
_ALWAYS = "".join(chr(code) for code in [*range(0x20, 0x7F), *range(0x3041, 0x30FF)])


def used_characters() -> set[str]:
    """Every printable character of the CSV files and of the source code."""
    files = [
        *paths.DATA.glob("*.csv"),
        *paths.DATA.glob("geo/*.geojson"),
        *(file for ending in _ENDINGS for file in (paths.PROJECT / "lib").rglob(f"*.{ending}")),
        *(paths.PROJECT / "pages").glob("*.py"),
    ]
    text = _ALWAYS + "".join(file.read_text("utf-8") for file in files)
    return {_WIDE_SPACE, _BULLET, *filter(str.isprintable, text)}


def jis_x_0208_characters() -> set[str]:
    """The characters of JIS X 0208, which Japanese office software can be expected to hold."""
    codes = range(_FIRST_EUC, _LAST_EUC + 1)
    pairs = (bytes((first, second)) for first in codes for second in codes)
    return set("".join(pair.decode("euc_jp", errors="ignore") for pair in pairs))


def write_subset(source: Path, target: Path, characters: set[str]) -> None:
    """Writes the glyphs of some characters of a font as woff2, without a date of its own."""
    options = Options(flavor="woff2", layout_features=["*"], hinting=False, desubroutinize=True)
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text="".join(sorted(characters)))
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(target)


def main(package: Path) -> None:
    """Writes the subsets and the licence to ``lib/ui/fonts``."""
    core = used_characters()
    paths.FONTS.mkdir(parents=True, exist_ok=True)
    for weight, source in _SOURCES.items():
        write_subset(package / source, paths.FONTS / f"core-{weight}.woff2", core)
    rest = jis_x_0208_characters() - core
    write_subset(package / _SOURCES["regular"], paths.FONTS / "rest-regular.woff2", rest)
    shutil.copyfile(package / _LICENSE, paths.FONTS / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
