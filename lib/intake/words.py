"""Words for what may stand in a column, and words that stand for a missing number."""

import re

from lib.counting import UNIT_PATTERN
from lib.intake import known, numbers, years
from lib.intake.known import Known
from lib.schema import Column, Kind, Role
from lib.schema.model import LOCATOR_PATTERN
from lib.schema.projects import PROJECT_ID_PATTERN

# Other words in use for a reason (in their compared form), and the words of the vocabulary.
REASONS = {
    known.plain(word): reason
    for reason, others in {
        "秘匿": ("X", "秘", "秘匿値"),
        "不明": ("不詳", "未把握", "把握していない", "わからない", "分からない"),
        "該当なし": ("該当無し", "該当せず", "非該当"),
    }.items()
    for word in others
}
ALL_REASONS = {*REASONS, *map(known.plain, ("秘匿", "不明", "該当なし"))}
# Signs and words that say that something is missing, but not what.
LINES = {"-", "－", "―", "—", "–", "‐", "−", "ー", "─", "…", "..."}
DASHES = LINES | {"・", "/", "*", "**", "***", "なし", "無し", "無", "N/A", "n/a", "NA", "未定"}
DASHES |= {"非公表", "非公開", "未公表", "空欄"}
NEAREST_REASONS = {"非公表": "秘匿", "非公開": "秘匿"}
_MOST_LISTED = 8  # values of a list that a message repeats
_PATTERNS = {
    LOCATOR_PATTERN: "L12 または L12-14（文書の行番号）",
    PROJECT_ID_PATTERN: "H30-01、R1-06 のような事業ID",
    r"[A-Za-z0-9_]+": "半角の英数字と _",
    "[a-z_]+": "半角の英小文字と _",
    "[0-9a-f]{64}": "SHA-256（半角の0～9、a～f を64字）",
}
_NUMBER_WORDS = {Kind.INTEGER: "整数", Kind.MONEY: "整数の円", Kind.NUMBER: "数"}


def allowed(column: Column, of_list: Known | None, reasons: Known | None) -> str:
    """What may stand in a column, in Japanese."""
    parts = [_values(column, of_list)]
    if reasons:
        parts += reasons.names.values()
    elif column.nullable:
        parts.append(f"空欄（＝{column.missing}）")
    return "、".join(parts)


def _values(column: Column, of_list: Known | None) -> str:
    if of_list:
        names = [of_list.words(code) for code in of_list.names]
        return (
            "、".join(names)
            if len(names) <= _MOST_LISTED
            else f"{of_list.title}の一覧の{len(names)}個"
        )
    if column.role is Role.YEAR:
        first = f"{int(column.minimum)}年度以降の" if column.minimum else ""
        return f"{first}年度（令和6年度、R6、2024年度、2024）"
    if column.is_number:
        return f"{_bounds(column)}{_NUMBER_WORDS[column.kind]}"
    if column.kind is Kind.BOOLEAN:
        return "はい、いいえ"
    if column.kind is Kind.DATE:
        return "1990年以降の日付（2024-04-01、令和6年4月1日、令和6年4月末）"
    return pattern_words(column.pattern) if column.pattern else "文字"


def _bounds(column: Column) -> str:
    low = "" if column.minimum is None else f"{column.minimum:g}以上"
    high = "" if column.maximum is None else f"{column.maximum:g}以下"
    return f"{low}{high}の" if low or high else ""


def pattern_words(pattern: str) -> str:
    """What a pattern allows, in words."""
    if pattern in _PATTERNS:
        return _PATTERNS[pattern]
    if pattern == UNIT_PATTERN or not re.search(r"[\[\](){}?*+\\.]", pattern):
        return "、".join(pattern.split("|"))
    if re.fullmatch(pattern, "2024"):
        return "西暦の年（2024）など"
    return f"形式 {pattern}"


def near(column: Column, text: str) -> str:
    """The value that a text may mean in a column with a pattern; empty if none is near."""
    digits = re.findall("[0-9]+", years.flat(text))
    if column.pattern == LOCATOR_PATTERN and 1 <= len(digits) <= 2:
        return f"L{'-'.join(digits)}"
    return ""


def year_of_heisei(plain: str) -> str:
    """The year that a year of 平成 behind its end came to be; empty for anything else."""
    found = re.fullmatch("(?:平成|H)([0-9]{2})(?:年度?)?", plain)
    return f"令和{int(found[1]) - 30}年度" if found and int(found[1]) > 31 else ""


def unit(name: str, multiple: int) -> str:
    """A unit with its multiple, such as 千円."""
    return f"{next(word for word, factor in numbers.MULTIPLES.items() if factor == multiple)}{name}"
