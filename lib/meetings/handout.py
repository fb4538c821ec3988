"""One HTML file of a meeting that opens without a server: charts, tables, notes and paper layout.

The file asks for nothing: fonts, program and figures stand in it, and its own security policy
forbids every request. All words go through ``escape``, all figures through ``script_json``.
"""

import base64
import datetime as dt
import hashlib
import json
from functools import cache
from html import escape
from pathlib import Path

import plotly.io
import plotly.offline

from lib.charts.theme import PALETTES
from lib.exhibits import Exhibit
from lib.exports import Download, csv_cells, file_name_part
from lib.formats import era_day
from lib.frames import Record, records
from lib.meetings.handout_sheet import sheet
from lib.meetings.slides import Deck, Missing, Slide
from lib.schema import Column, Role
from lib.views.words import cell_words

_BESIDE = Path(__file__).resolve().parent
_WIDE_COLUMNS = 7  # more need smaller letters on upright A4
_VERY_WIDE_COLUMNS = 12  # more need A4 on its side
_CLASSES = {
    Role.FIGURE: "figure",
    Role.ORDINAL: "figure",
    Role.YEAR: "short",
    Role.WORD: "short",
    Role.PLACE: "short",
    Role.LINK: "address",
}
_NAMING = 3  # columns at the left, one of which names the rows
_KEYS = (
    ("→　Page Down　スペース", "次へ（図が窓より長いときは、先に下へ）"),
    ("←　Page Up", "前へ"),
    ("Home　End", "一覧、最後の図"),
    ("t", "図と表を切り替える（Esc で図に戻る）"),
    ("b", "明るい地と暗い地を切り替える"),
    ("+　−", "文字の大きさ"),
    ("Tab", "横に長い表に入る（← → で表が動く）"),
)


def make(deck: Deck, made_on: dt.date) -> Download:
    """The file of a meeting; a browser opens, projects and prints it.

    Notes to the speaker and likely questions are left out, because the file is handed out.

    Args:
        deck: The slides.
        made_on: The date that stands on it and in its name.
    """
    name = f"{file_name_part(deck.title)}_{len(deck.slides)}件_{made_on.isoformat()}.html"
    return Download(name, page(deck, made_on).encode(), "text/html")


def page(deck: Deck, made_on: dt.date) -> str:
    """The text of the file."""
    slides = "".join(_slide(slide) for slide in deck.slides)
    drawings = script_json({slide.place: _drawings(slide) for slide in deck.slides})
    script = _beside("handout.js")
    return (
        '<!DOCTYPE html>\n<html lang="ja" data-tone="light">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(deck.title)}</title>\n<style>{sheet(deck, made_on)}</style>\n"
        f"</head>\n<body>\n<main>\n{_cover(deck, made_on)}{slides}</main>\n{_bar()}"
        f'<script type="application/json" id="drawings">{drawings}</script>\n'
        f"<script>{_plotly()}</script>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def script_json(content: object) -> str:
    """JSON that may stand in a script element: no character of it can end that element."""
    return _without_markup(json.dumps(content, ensure_ascii=False))


def _without_markup(text: str) -> str:
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@cache
def _beside(name: str) -> str:
    return (_BESIDE / name).read_text("utf-8")


@cache
def _plotly() -> str:
    return str(plotly.offline.get_plotlyjs())


@cache
def _policy(script: str) -> str:
    """Only the two scripts of the file run, and nothing is fetched.

    Plotly writes the look of its words into style attributes, so styles cannot be hashed.
    """
    digests = (hashlib.sha256(text.encode()).digest() for text in (_plotly(), script))
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; font-src data:; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _drawings(slide: Slide) -> dict[str, object]:
    """The chart of a slide in each palette, as Plotly's JSON; empty if it has none."""
    charts = {name: slide.exhibit.chart(palette) for name, palette in PALETTES.items()}
    return {
        name: json.loads(plotly.io.to_json(chart, validate=False, remove_uids=False))
        for name, chart in charts.items()
        if chart is not None
    }


def _cover(deck: Deck, made_on: dt.date) -> str:
    """The first page: what there is, and how to move in it."""
    rows = "".join(
        f'<li><a href="#v{slide.place}">{_numbered(slide)}</a>'
        f"<span>{escape(slide.exhibit.as_of)}　照合コード {slide.code}</span></li>\n"
        for slide in deck.slides
    )
    keys = "".join(f"<dt><kbd>{key}</kbd></dt><dd>{words}</dd>" for key, words in _KEYS)
    return (
        f'<section id="v0" class="slide cover" aria-labelledby="h0">\n'
        f'<h1 id="h0" tabindex="-1">{escape(deck.title)}</h1>\n'
        f'<p class="made">{escape(era_day(made_on))}作成　図表 {len(deck.slides)}件　'
        f"データの版 {escape(deck.data_version)}</p>\n"
        f'<ol class="agenda">\n{rows}</ol>\n{_missing(deck.missing)}'
        f'<div class="help"><h2>操作</h2><dl>{keys}</dl>'
        '<p><label><input type="checkbox" id="letters" checked> 文字のキー'
        "（t、b、+、−）を使う</label></p></div>\n</section>\n"
    )


def _missing(slides: tuple[Missing, ...]) -> str:
    if not slides:
        return ""
    names = "".join(f"<li>{escape(f'{slide.heading}　{slide.words}')}</li>" for slide in slides)
    return f"<p>次の図表はこの資料にない。</p><ul>{names}</ul>\n"


def _numbered(slide: Slide) -> str:
    number = (
        f'<span class="number">{escape(slide.item.number)}</span> ' if slide.item.number else ""
    )
    return f"{number}{escape(slide.title)}"


def _slide(slide: Slide) -> str:
    """One slide: title, main figure, chart, table and notes."""
    exhibit = slide.exhibit
    place = slide.place
    own = exhibit.title != slide.title
    content = f'<p class="content">{escape(exhibit.title)}</p>\n' if own else ""
    chart = (
        f'<div class="chart" role="img" aria-label="{escape(slide.reading)}"></div>\n'
        f'<div class="paper" role="img" aria-label="{escape(slide.reading)}"></div>\n'
    )
    kind = "slide" if exhibit.draw else "slide plain"
    return (
        f'<section id="v{place}" class="{kind}" aria-labelledby="h{place}">\n'
        f'<h2 id="h{place}" tabindex="-1">{_numbered(slide)}</h2>\n{content}'
        f'<p class="summary">{escape(exhibit.summary)}</p>\n'
        f"{chart if exhibit.draw else ''}{_notes(slide)}{_rows(exhibit)}</section>\n"
    )


def _notes(slide: Slide) -> str:
    notes = (("読み上げ文", slide.reading), *slide.notes)
    return (
        '<dl class="notes">'
        + "".join(
            f"<div><dt>{escape(label)}</dt><dd>{escape(words)}</dd></div>" for label, words in notes
        )
        + "</dl>\n"
    )


def _rows(exhibit: Exhibit) -> str:
    """The table of an exhibit and how its values were calculated.

    A number carries what the CSV says for it beside the words that people read.
    """
    columns = exhibit.shown_columns
    head = "".join(
        f'<th scope="col"{_class(column)}>{escape(column.heading)}</th>' for column in columns
    )
    written = csv_cells(exhibit.rows, columns)[1:]
    name = _naming(exhibit)
    body = "".join(
        "<tr>"
        + "".join(
            _cell(row, column, cell, is_name=column is name)
            for column, cell in zip(columns, cells, strict=True)
        )
        + "</tr>\n"
        for row, cells in zip(records(exhibit.rows), written, strict=True)
    )
    return (
        f'<div class="rows {_width(exhibit)}"><h3>表（{len(exhibit.rows)}行）</h3>'
        '<div class="scroll" role="region" tabindex="0" '
        f'aria-label="{escape(exhibit.name)}の表">\n<table aria-label="{escape(exhibit.title)}">'
        f"\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n"
        f"{_method(exhibit)}</div>\n"
    )


def _naming(exhibit: Exhibit) -> Column:
    """The column that names the rows: one of words without repeats near the left, if any."""
    columns = exhibit.shown_columns
    words = (column for column in columns[:_NAMING] if not column.is_number)
    unique = (column for column in words if exhibit.rows[column.name].is_unique)
    return next(unique, columns[0])


def _cell(row: Record, column: Column, written: str, *, is_name: bool) -> str:
    words = escape(cell_words(row, column))
    if column.is_number and written:
        words = f'<data value="{escape(written)}">{words}</data>'
    if is_name:
        return f'<th scope="row"{_class(column)}>{words}</th>'
    return f"<td{_class(column)}>{words}</td>"


def _class(column: Column) -> str:
    name = _CLASSES.get(column.role)
    return f' class="{name}"' if name else ""


def _method(exhibit: Exhibit) -> str:
    if exhibit.method is None:
        return ""
    parts = "".join(
        f"<h4>{title}</h4><ul>{''.join(f'<li>{escape(words)}</li>' for words in sentences)}</ul>"
        for title, sentences in exhibit.method.parts
    )
    return f'<div class="method"><h3>方法</h3>{parts}</div>'


def _width(exhibit: Exhibit) -> str:
    columns = len(exhibit.shown_columns)
    if columns > _VERY_WIDE_COLUMNS:
        return "very-wide"
    return "wide" if columns > _WIDE_COLUMNS else "narrow"


def _bar() -> str:
    return (
        '<nav class="bar" id="bar" aria-label="図表の移動">'
        '<button type="button" id="back">← 前へ</button>'
        '<button type="button" id="next">次へ →</button>'
        '<span id="where" aria-live="polite"></span>'
        '<a href="#v0">一覧</a>'
        '<button type="button" id="table" aria-pressed="false">表</button>'
        '<button type="button" id="tone" aria-pressed="false">暗い地</button></nav>\n'
    )
