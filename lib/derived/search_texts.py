"""Collects the words under which an activity or a figure is found in a search."""

from collections import defaultdict
from collections.abc import Iterator

from lib import vocabulary
from lib.folding import folded
from lib.validation import Loaded, Row

_GAP = "\n"  # between fields, so that no search matches across two of them


def search_text_rows(tables: Loaded) -> Iterator[Row]:
    """Rows of ``search_texts``: one for each activity and result, sorted by key.

    An activity is found under its project's words and its own; a figure also under those of the
    activity that it belongs to.
    """
    project_words = _project_words(tables)
    activity_words = _activity_words(tables)
    measures = {row["measure"]: str(row["name_ja"]) for row in tables["measures"].rows}
    for (project_id, number), words in sorted(activity_words.items()):
        yield _row("activity", project_id, number, [*project_words[project_id], *words])
    for row in tables["results"].rows:
        project_id = str(row["project_id"])
        own = activity_words.get((project_id, _number(row["activity_number"])), [])
        words = [str(row["indicator"]), measures[row["measure"]], *own]
        number = _number(row["result_number"])
        yield _row("result", project_id, number, [*project_words[project_id], *words])


def _row(level: str, project_id: str, number: int, words: list[str]) -> Row:
    text = _GAP.join(folded(word) for word in words)
    return {"level": level, "project_id": project_id, "number": number, "folded_text": text}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _project_words(tables: Loaded) -> dict[str, list[str]]:
    bodies = {row["body_code"]: row for row in tables["bodies"].rows}
    prefectures = {row["prefecture_code"]: row for row in tables["prefectures"].rows}
    words: dict[str, list[str]] = {}
    for row in tables["projects"].rows:
        body = bodies[row["body_code"]]
        prefecture = prefectures[body["prefecture_code"]]
        readings = (prefecture["kana"], prefecture["romaji"], prefecture["prefecture_code"])
        names = (body["name"], prefecture["name"], prefecture["region"], row["summary"], *readings)
        words[str(row["project_id"])] = [str(name) for name in names]
    for table in ("departments", "contractors"):
        for row in tables[table].rows:
            words[str(row["project_id"])].append(str(row["name"]))
            if row.get("legal_form"):
                words[str(row["project_id"])].append(str(row["legal_form"]))
    return words


def _activity_words(tables: Loaded) -> dict[tuple[str, int], list[str]]:
    themes = {row["theme_id"]: str(row["name_ja"]) for row in tables["themes"].rows}
    words: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in tables["activities"].rows:
        key = (str(row["project_id"]), _number(row["activity_number"]))
        stage = vocabulary.STAGE.label(str(row["stage"]))
        words[key] += [str(row["title"]), str(row["summary"]), stage]
    for row in tables["activity_themes"].rows:
        key = (str(row["project_id"]), _number(row["activity_number"]))
        words[key].append(themes[row["theme_id"]])
    return words
