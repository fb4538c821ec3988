"""The words of lists: the catalogue, sources and quality, and the figures behind a number."""

from collections import Counter
from collections.abc import Callable

from lib import formats, vocabulary
from lib.database import Database
from lib.exhibits import Exhibit
from lib.views.headlines.words import Words


def catalogue_figures(_database: Database, exhibit: Exhibit) -> Words:
    """How many figures of how many projects are listed."""
    return Words(
        headline=_of_projects(exhibit, "の数値は{}件"),
        subtitle=f"モデル事業の活動実績。単位と数え方は行ごと。{_as_of(exhibit)}",
    )


def catalogue_activities(_database: Database, exhibit: Exhibit) -> Words:
    """How many activities of how many projects are listed."""
    return Words(
        headline=_of_projects(exhibit, "の取組は{}件（予定を含む）"),
        subtitle=f"モデル事業の取組。{_as_of(exhibit)}",
    )


def _of_projects(exhibit: Exhibit, words: str) -> str:
    projects = exhibit.rows["project_id"].nunique()
    return f"{projects}事業{words.format(formats.number(len(exhibit.rows)))}" if projects else ""


def catalogue_projects(_database: Database, exhibit: Exhibit) -> Words:
    """How many projects are listed."""
    condition = "条件に合う" if len(exhibit.filters) > 1 else ""
    number = len(exhibit.rows)
    return Words(
        headline=f"{condition}モデル事業は{number}事業" if number else "",
        subtitle=f"モデル事業の団体、開始年度、担当、概要。{_as_of(exhibit)}",
    )


def _as_of(exhibit: Exhibit) -> str:
    """The as-of date of all rows in its era alone."""
    if "～" in exhibit.as_of:
        return "時点は数値ごと"
    if exhibit.as_of == formats.NOT_GIVEN:
        return f"時点は{formats.NOT_GIVEN}"
    return formats.without_western_years(exhibit.as_of)


def checks(_database: Database, exhibit: Exhibit) -> Words:
    """How many checks came out how."""
    found = Counter(exhibit.rows["verdict"])
    counts = "、".join(
        f"{label}{found[code]}件"
        for code, label in vocabulary.VERDICT.labels.items()
        if found[code]
    )
    return Words(
        headline=f"検算{len(exhibit.rows)}件のうち{counts}" if counts else "",
        subtitle="数値どうしの検算（件）。両側の値と判定",
    )


def discrepancies(_database: Database, exhibit: Exhibit) -> Words:
    """How many discrepancies are registered, and of which kinds."""
    found = Counter(exhibit.rows["kind"]).most_common(2)
    kinds = (
        f"「{vocabulary.DISCREPANCY_KIND.label(str(kind))}」は{number}件" for kind, number in found
    )
    return Words(
        headline=_number(exhibit, "文書の相違と読み方の記録は{}件"),
        subtitle="文書の読み違い、位置のずれ、矛盾、記載のない所（件）",
        can_tell=tuple(kinds),
    )


def sources(_database: Database, exhibit: Exhibit) -> Words:
    """How many documents and other sources there are."""
    documents = sum(exhibit.rows["kind"] == "document")
    others = len(exhibit.rows) - documents
    return Words(
        headline=f"出典は文書{documents}件と、統計や予算などの資料{others}件" if documents else "",
        subtitle="数値の出典（件）。公表者、公表日、入力日",
    )


def _number(exhibit: Exhibit, words: str) -> str:
    number = len(exhibit.rows)
    return words.format(formats.number(number)) if number else ""


def dictionary(_database: Database, exhibit: Exhibit) -> Words:
    """How many columns of how many tables there are."""
    tables = exhibit.rows["table"].nunique()
    return Words(
        headline=_number(exhibit, f"データは{tables}の表の{{}}列"),
        subtitle="データの項目（列）の意味、単位、空欄の意味",
    )


def counted(headline: str, subtitle: str) -> Callable[[Database, Exhibit], Words]:
    """The words of a list that are its number of rows alone."""
    return lambda _database, exhibit: Words(_number(exhibit, headline), subtitle)
