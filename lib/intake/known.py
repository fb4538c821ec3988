"""Finds the row that a code or a name means among the rows that are known."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lib.folding import folded
from lib.schema import Table
from lib.validation import local_government_check_digit
from lib.vocabulary import Vocabulary

Rows = Mapping[str, Sequence[Mapping[str, str]]]  # the text of the cells, by name of the table

# Columns that name a row for people, in any table.
NAMES = ("name", "name_ja", "name_short", "short_name", "title")
# Old and other forms of characters in the names of prefectures, and the forms in use today.
_VARIANTS = str.maketrans(
    "靑茨栃杤亰泻冨靜廣德髙﨑兒嶋繩縣澤瀉濱龍櫻齋邊邉國學會澁嶽藏驛鄕",
    "青茨栃栃京潟富静広徳高崎児島縄県沢潟浜竜桜斎辺辺国学会渋岳蔵駅郷",
)
_SELECTORS = dict.fromkeys((*range(65024, 65040), *range(917760, 918000)))
_PREFECTURE_DIGITS = "000"  # digits 3 to 5 of a prefecture's local government code


def plain(text: str) -> str:
    """A text as it is compared: folded, without variants, spaces and middle dots."""
    return folded(text.translate(_SELECTORS).translate(_VARIANTS)).translate(_VARIANTS)


@dataclass(frozen=True)
class Known:
    """What may stand in a column.

    Attributes:
        names: Name to show for each code, in the order of display.
        codes: Codes that a compared text may mean.
        title: What they are, in Japanese.
    """

    names: Mapping[str, str]
    codes: Mapping[str, frozenset[str]]
    title: str

    def found(self, text: str) -> frozenset[str]:
        """The codes that a text may mean; one if it is clear."""
        return self.codes.get(plain(text), frozenset())

    def nearest(self, text: str) -> str:
        """The code and name nearest to a text; empty if none is near."""
        if text.isdigit():
            return ""
        near = difflib.get_close_matches(plain(text), self.codes, n=1, cutoff=0.5)
        codes = sorted(self.codes[near[0]]) if near else []
        return " または ".join(self.words(code) for code in codes)

    def words(self, code: str) -> str:
        """A code with its name."""
        name = self.names[code]
        return code if name == code else f"{name}（{code}）"


def of_vocabulary(vocabulary: Vocabulary) -> Known:
    """The codes of a closed list."""
    labels = vocabulary.labels
    pairs = [(text, code) for code, label in labels.items() for text in (code, label)]
    return Known(labels, _codes(pairs), vocabulary.title)


def of_rows(table: Table, rows: Iterable[Mapping[str, str]]) -> Known:
    """The keys of the rows of a table that has one key column."""
    key = table.key[0]
    names = [name for name in NAMES if name in table.column_names]
    by_code = {row[key]: row for row in rows}
    pairs = [(row[name], code) for code, row in by_code.items() for name in names if row[name]]
    pairs += [(text, code) for code in by_code for text in _writings(code, table.name)]
    shown = {code: next((row[name] for name in names), code) for code, row in by_code.items()}
    return Known(shown, _codes(pairs), table.title)


def _codes(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for text, code in pairs:
        found[plain(text)].add(code)
    return {text: frozenset(codes) for text, codes in found.items()}


def _writings(code: str, table_name: str) -> Iterable[str]:
    """A code as it is written, with its zeros lost, and a prefecture's in five and six digits."""
    written = {code}
    if table_name == "prefectures":
        five = f"{code}{_PREFECTURE_DIGITS}"
        written |= {five, f"{five}{local_government_check_digit(five)}"}
    if code.isdigit():
        written |= {text.lstrip("0") for text in written}
    return written
