"""The list for review: what stands over and beside each exhibit, in the state it opens in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lib import formats
from lib.database import Database, frame_of
from lib.exhibits import OWN_READING, Caution, Exhibit
from lib.queries import sources as queries
from lib.schema import Column, Kind, key, sentence
from lib.views.notes import source_notes

_SEPARATOR = "／"
_NONE = "なし"

COLUMNS = (
    Column("page", Kind.TEXT, "画面", "図のある画面"),
    key("exhibit_id", "図のコード", "図の名前（アドレスの中の名前）"),
    Column("name", Kind.TEXT, "図", "図の短い名前"),
    sentence("title", "名詞の題", "内容、種類、単位を述べる題"),
    sentence("headline", "見出し", "図から読める事実1つ", missing="なし（題を示す）"),
    sentence("subtitle", "副題", "数えたもの、単位、期間、印の意味"),
    sentence("can_tell", "読めること", "図の行から計算した文", missing=_NONE),
    sentence("cannot_tell", "分からないこと", "図からは分からないこと", missing=_NONE),
    sentence("publishers_cautions", "公表者の注意", "公表者による注意", missing=_NONE),
    sentence("own_cautions", "本システムの注意", "公表者によらない注意", missing=_NONE),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of ``COLUMNS``."""

    page: str
    exhibit_id: str
    name: str
    title: str
    headline: str | None
    subtitle: str
    can_tell: str | None
    cannot_tell: str | None
    publishers_cautions: str | None
    own_cautions: str | None


def _joined(words: Iterable[str]) -> str | None:
    return formats.joined(words, _SEPARATOR) or None


def _row(page: str, exhibit: Exhibit) -> _Row:
    own = (caution.text for caution in exhibit.cautions if not caution.is_publishers)
    return _Row(
        page=page,
        exhibit_id=exhibit.exhibit_id,
        name=exhibit.name,
        title=exhibit.title,
        headline=exhibit.headline or None,
        subtitle=exhibit.subtitle,
        can_tell=_joined(exhibit.can_tell),
        cannot_tell=_joined(exhibit.cannot_tell),
        publishers_cautions=_joined(exhibit.publishers_cautions),
        own_cautions=_joined(own),
    )


def wording_exhibit(database: Database, shown: Mapping[str, Iterable[Exhibit]]) -> Exhibit:
    """One row an exhibit.

    Args:
        database: The database.
        shown: Title of a page to its exhibits, in their order.
    """

    def found() -> Iterator[_Row]:
        for page, exhibits in shown.items():
            yield from (_row(page, exhibit) for exhibit in exhibits)

    rows = frame_of(tuple(found()), COLUMNS)
    return Exhibit(
        exhibit_id="wording",
        name="見出しと読み方",
        title="図の見出しと読み方の一覧（件）",
        summary=f"{len(rows)}件の図の見出し、副題、読めること、分からないこと、注意。",
        rows=rows,
        columns=COLUMNS,
        as_of="この版のデータ。図は開いたときの状態",
        sources=source_notes(database, queries.document_ids(database)),
        cautions=(Caution(OWN_READING, OWN_READING),),
    )
