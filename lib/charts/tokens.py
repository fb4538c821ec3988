"""Colours, sizes and distances of everything that is drawn, from which CSS and charts take them."""

from dataclasses import dataclass, fields

FONT_FAMILY = "dashboard-core, dashboard-rest, sans-serif"

# Letters as size and height of a line, in px at 16 px a rem.
TYPE_PX = {
    "page": (24, 32),
    "headline": (20, 28),
    "body": (16, 26),
    "label": (15, 22),
    "small": (14, 20),
}
SPACE_PX = (4, 8, 12, 16, 24, 32)
_REM_PX = 16


@dataclass(frozen=True)
class Palette:
    """Colours of one theme: text reaches 4.5:1 and marks 3:1 on ``surface``.

    Attributes:
        name: ``light`` or ``dark``.
        ground: Behind everything.
        surface: Behind an exhibit; also words on ``main`` and the fill of hollow marks.
        text: Words and numbers.
        muted: Words of less weight.
        hair: Grid lines and separators, quieter than marks on purpose.
        track: The whole of which a bar is a part.
        main: The data.
        soft: The same data with less weight: between two ends, an earlier year.
        accent: What the data are compared with: a target, a limit, what is picked out.
        missing: Words and hatching of what is not published.
        ramp: Five steps from few to many.
    """

    name: str
    ground: str
    surface: str
    text: str
    muted: str
    hair: str
    track: str
    main: str
    soft: str
    accent: str
    missing: str
    ramp: tuple[str, str, str, str, str]


LIGHT = Palette(
    name="light",
    ground="#F8F8FB",
    surface="#FFFFFF",
    text="#1A1A1C",
    muted="#595960",
    hair="#DDDDE4",
    track="#E6E8F0",
    main="#0017C1",
    soft="#B9CBF5",
    accent="#C74700",
    missing="#6F6F79",
    ramp=("#E8F1FE", "#C5D7FB", "#7096F8", "#3460FB", "#0017C1"),
)
DARK = Palette(
    name="dark",
    ground="#11131C",
    surface="#181B27",
    text="#F2F2F5",
    muted="#B8BBC8",
    hair="#343A4E",
    track="#2B3044",
    main="#9DB7F9",
    soft="#41558F",
    accent="#FF9A52",
    missing="#8F93A3",
    ramp=("#16224F", "#26408F", "#3E63D6", "#7096F8", "#C5D7FB"),
)
PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}


def _colours(palette: Palette) -> dict[str, str]:
    """Name to colour; the steps of the ramp are numbered from 1."""
    single = {
        field.name: getattr(palette, field.name)
        for field in fields(palette)
        if field.name not in {"name", "ramp"}
    }
    return single | {f"ramp-{step}": colour for step, colour in enumerate(palette.ramp, start=1)}


def css() -> str:
    """The custom properties of CSS, as one rule; colours follow the scheme of each element."""
    dark = _colours(DARK)
    colours = [
        f"--{name}: light-dark({colour}, {dark[name]})" for name, colour in _colours(LIGHT).items()
    ]
    sizes = [
        f"--{name}: {size / _REM_PX}rem/{height / _REM_PX}rem var(--family)"
        for name, (size, height) in TYPE_PX.items()
    ]
    spaces = [f"--space-{step}: {px / _REM_PX}rem" for step, px in enumerate(SPACE_PX, start=1)]
    family = f"--family: {FONT_FAMILY}"
    return f":root {{ {'; '.join([family, *colours, *sizes, *spaces])}; }}"


def css_of_dark_on_paper() -> str:
    """Rules that print what Plotly drew in the dark palette in the light one.

    Plotly writes its colours into each mark, where no property of CSS reaches them.
    """
    light, dark = _colours(LIGHT), _colours(DARK)
    rules = [
        f'.js-plotly-plot [style*="{name}: {_rgb(colour)}"] {{ {name}: {light[key]} !important }}'
        for key, colour in dark.items()
        for name in ("fill", "stroke")
    ]
    return f"@media print {{ {' '.join(rules)} }}"


def _rgb(colour: str) -> str:
    """A colour as browsers write it, as in rgb(24, 27, 39)."""
    return f"rgb({', '.join(map(str, bytes.fromhex(colour.removeprefix('#'))))})"
