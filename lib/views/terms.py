"""What grants would cost under other terms, and how many prefectures they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib import formats
from lib.cells import Cell, evidence_in, row_key
from lib.database import Database, frame_of
from lib.exhibits import ChartKind, Exhibit, Method, NativeChart
from lib.figures.money import amount_ranges
from lib.frames import Record, records
from lib.queries import money as queries
from lib.schema import Column, Kind, declared
from lib.state import amount, field_words, whole_number
from lib.subsidy import (
    Amounts,
    Terms,
    fewest_grants,
    regranted,
    regranted_rest,
    together,
)
from lib.views.data import remembered
from lib.views.notes import named_cautions, source_notes
from lib.views.subsidy import paid_figure_ids

_PREFECTURES = 47
_WHOLE = 100  # %
_GRANT = evidence_in("subsidy_grants", "amount_yen", "fiscal_year", "grant_number")


@dataclass(frozen=True)
class TermsState:
    """The terms that are tried.

    Attributes:
        rate: Share of the cost that the State pays, in %.
        cap: Upper limit of one grant in yen.
        prefectures: How many prefectures take the grant.
    """

    rate: int = whole_number("補助率（%）", 50, 1, _WHOLE)
    cap: int = amount("上限（円）", 2_000_000, 100_000, 20_000_000)
    prefectures: int = whole_number("交付を受ける都道府県の数", _PREFECTURES, 1, _PREFECTURES)


def _yen(name: str, label: str, meaning: str) -> Column:
    return Column(name, Kind.MONEY, label, meaning, unit="円")


COST_COLUMNS = (
    Column("scenario", Kind.TEXT, "場合", "何が変わるとみたか"),
    Column("status", Kind.TEXT, "値の種類", "公表値か推計か"),
    _yen("low_yen", "少なくとも", "必要な交付金の下限"),
    _yen("high_yen", "多くとも", "必要な交付金の上限"),
    _yen("change_low_yen", "実績との差の下限", "下限から最新の交付額を引いた額"),
    _yen("change_high_yen", "実績との差の上限", "上限から最新の交付額を引いた額"),
)
_COST_METHOD = Method(
    steps=(
        (
            "上限に届いていない交付額からは、交付額÷補助率で事業費が分かる。その事業費に新しい補助率を掛け、"
            "新しい上限までとした。"
        ),
        (
            "上限と同じ額の交付からは、事業費が「上限÷補助率」以上であることしか分からない。"
            "下限はちょうどその事業費、上限は新しい上限まで使うとみた。"
        ),
        (
            "名前の示されない都道府県は合計だけが公表されている。1団体の額は10番目の額を超えないとして、"
            "あり得る合計の幅を計算した。名前の示されない都道府県は47から名前の示された数を引いた数を"
            "超えないので、その合計は新しい上限のその数倍も超えない。"
        ),
        "すべての都道府県が上限まで使う場合は、上限に都道府県の数を掛けた。",
    ),
    assumptions=(
        "公表されている補助率と上限は令和7年度のもので、令和6年度も同じだったとみた。",
        "補助率や上限が変わっても、申請する都道府県と事業費は変わらない。",
    ),
    changes=(
        "補助率や上限が上がれば、申請する都道府県や事業費が増え、必要な額はもっと大きくなり得る。",
        "上限に達した都道府県の事業費が公表されれば、幅は狭くなる。",
    ),
)


@remembered
def cost_exhibit(database: Database, state: TermsState) -> Exhibit:
    """What the newest grants would cost under other terms, and what all prefectures would."""
    terms = records(queries.subsidy_terms(database))[-1]
    paid = [row for row in records(queries.grant_totals(database)) if row["paid_yen"] is not None]
    year, total = paid[-1]["fiscal_year"], int(paid[-1]["paid_yen"])
    grants = records(queries.grants(database, year))
    old = Terms(terms["subsidy_rate"], int(terms["cap_yen"]))
    new = Terms(state.rate / _WHOLE, state.cap)
    same = _regranted(grants, old, new)
    everyone = state.prefectures * state.cap
    found = [
        _scenario(f"{formats.fiscal_year(year)}の実績", "公表値", Amounts(total, total), total),
        _scenario("同じ都道府県が同じ事業費で申請", "推計", same, total),
        _scenario(
            f"{state.prefectures}都道府県が上限まで使う",
            "推計",
            Amounts(everyone, everyone),
            total,
        ),
    ]
    figure_ids = (*paid_figure_ids(database, year), *_term_figures(terms))
    rows = frame_of(found, COST_COLUMNS)
    return Exhibit(
        exhibit_id="terms_cost",
        name="補助率と上限を変えたときの交付金",
        title="補助率と上限を変えたときに必要な交付金の幅（万円、推計を含む）",
        summary=_cost_summary(state, same, everyone, total),
        rows=rows,
        columns=COST_COLUMNS,
        evidence=dict.fromkeys(
            (column.name for column in COST_COLUMNS if column.kind is Kind.MONEY),
            lambda _row: figure_ids,
        ),
        as_of=f"交付額は{formats.fiscal_year(year)}、条件は{formats.fiscal_year(terms['fiscal_year'])}",
        sources=source_notes(database, [terms["source_id"], *(row["source_id"] for row in grants)]),
        cautions=named_cautions(database, "grants_top_ten"),
        method=_COST_METHOD,
        filters=field_words(state, "rate", "cap", "prefectures"),
        draw=lambda palette: amount_ranges(rows, palette),
        native=NativeChart(
            ChartKind.RANGES,
            "{scenario}（{status}）",
            ("low_yen", "high_yen"),
            "万円（濃い部分は少なくとも、薄い部分は多くとも）",
            divisor=10_000,
            is_stacked=True,
        ),
    )


def _term_figures(terms: Record) -> tuple[str, ...]:
    key = row_key((terms["fiscal_year"],))
    return tuple(Cell("subsidy_terms", key, name).figure_id for name in ("subsidy_rate", "cap_yen"))


def _regranted(grants: list[Record], old: Terms, new: Terms) -> Amounts:
    """The grants of a year under other terms; the last row is the sum of those not named."""
    named = [row for row in grants if row["prefecture_code"] is not None]
    smallest = min(int(row["amount_yen"]) for row in named)
    rest = [
        regranted_rest(int(row["amount_yen"]), smallest, _PREFECTURES - len(named), old, new)
        for row in grants
        if row["prefecture_code"] is None
    ]
    return together([*(regranted(int(row["amount_yen"]), old, new) for row in named), *rest])


def _scenario(scenario: str, status: str, amounts: Amounts, paid_yen: int) -> Record:
    return {
        "scenario": scenario,
        "status": status,
        "low_yen": amounts.low_yen,
        "high_yen": amounts.high_yen,
        "change_low_yen": amounts.low_yen - paid_yen,
        "change_high_yen": amounts.high_yen - paid_yen,
    }


def _cost_summary(state: TermsState, same: Amounts, everyone_yen: int, paid_yen: int) -> str:
    low, high = formats.man_yen(same.low_yen), formats.man_yen(same.high_yen)
    amount = low if low == high else f"{low}～{high}"
    return (
        f"補助率{state.rate}%、上限{formats.man_yen(state.cap)}とすると、同じ都道府県が同じ事業費で"
        f"申請した場合の交付金は{amount}（実績は{formats.man_yen(paid_yen)}）。"
        f"{state.prefectures}都道府県が上限まで使うと{formats.man_yen(everyone_yen)}。実績のほかは推計。"
    )


NUMBER_COLUMNS = (
    declared("subsidy_grants", "fiscal_year"),
    Column(
        "named", Kind.INTEGER, "名前の示された都道府県", "交付額の上位として示された数", unit="団体"
    ),
    Column(
        "at_cap", Kind.INTEGER, "上限と同じ額の都道府県", "そのうち上限と同じ額の数", unit="団体"
    ),
    _yen("rest_yen", "名前の示されない都道府県の合計", "名前の示されない都道府県の交付額の合計"),
    _yen("largest_yen", "1団体の額の最大", "名前の示された都道府県の最も小さい額。これを超えない"),
    Column(
        "fewest",
        Kind.INTEGER,
        "交付を受けた数（推計の下限）",
        "名前の示された数と残りの数の下限",
        unit="団体",
    ),
    Column("most", Kind.INTEGER, "交付を受けた数（推計の上限）", "すべての都道府県", unit="団体"),
    Column(
        "covered",
        Kind.INTEGER,
        "全団体が上限まで使うとき予算で賄える数（推計）",
        "予算を上限で割った数",
        unit="団体",
        missing="予算の公表値なし",
    ),
    declared("subsidy_grants", "source_id"),
)
_NUMBER_METHOD = Method(
    steps=(
        (
            "名前の示されない都道府県の1団体の額は、示された中で最も小さい額を超えない。合計をその額で割り、"
            "切り上げた数を残りの都道府県の数の下限とした。"
        ),
        "予算を1団体の上限で割り、切り捨てた数を、予算で賄える数とした。",
    ),
    assumptions=(
        "名前が示されるのは、額の大きい順である。",
        "上限は令和7年度の文書のもので、ほかの年度も同じだったとみた。",
    ),
    changes=("交付を受けた都道府県の数が公表されれば、推計は要らない。",),
)


@remembered
def number_exhibit(database: Database) -> Exhibit:
    """How many prefectures the grants of each year stand for, as far as sums can tell."""
    terms = records(queries.subsidy_terms(database))[-1]
    totals = [row for row in records(queries.grant_totals(database)) if row["paid_yen"] is not None]
    found = [_number_row(database, row, int(terms["cap_yen"])) for row in totals]
    rows = frame_of(found, NUMBER_COLUMNS)
    parts = [
        f"{formats.fiscal_year(row['fiscal_year'])}は少なくとも{row['fewest']}団体" for row in found
    ]
    return Exhibit(
        exhibit_id="grant_numbers",
        name="交付を受けた都道府県の数の推計",
        title="交付を受けた都道府県の数の幅（団体、年度別、推計）",
        summary=f"公表された額から推計すると、交付を受けた都道府県は{'、'.join(parts)}。",
        rows=rows,
        columns=NUMBER_COLUMNS,
        evidence=_number_evidence(database, terms),
        as_of=formats.joined(formats.fiscal_year(row["fiscal_year"]) for row in found),
        sources=source_notes(database, [terms["source_id"], *rows["source_id"]]),
        cautions=named_cautions(database, "grants_top_ten"),
        method=_NUMBER_METHOD,
    )


def _number_row(database: Database, total: Record, cap_yen: int) -> Record:
    grants = records(queries.grants(database, total["fiscal_year"]))
    named = [int(row["amount_yen"]) for row in grants if row["prefecture_code"] is not None]
    rest = next((int(row["amount_yen"]) for row in grants if row["prefecture_code"] is None), 0)
    budget = total["budget_yen"]
    return {
        "fiscal_year": total["fiscal_year"],
        "named": len(named),
        "at_cap": named.count(cap_yen),
        "rest_yen": rest,
        "largest_yen": min(named),
        "fewest": len(named) + fewest_grants(rest, min(named)),
        "most": _PREFECTURES,
        "covered": None if budget is None else int(budget) // cap_yen,
        "source_id": total["paid_source_id"],
    }


def _number_evidence(database: Database, terms: Record) -> dict[str, Any]:
    def paid(row: Mapping[str, Any]) -> tuple[str, ...]:
        return paid_figure_ids(database, row["fiscal_year"])

    def rest(row: Mapping[str, Any]) -> tuple[str, ...]:
        grants = records(queries.grants(database, row["fiscal_year"]))
        return _GRANT(grants[-1])

    def budgeted(row: Mapping[str, Any]) -> tuple[str, ...]:
        key = row_key((queries.GRANT_LINE, row["fiscal_year"], "当初予算"))
        return (Cell("budget_lines", key, "amount_yen").figure_id, *_term_figures(terms))

    names = ("named", "at_cap", "largest_yen", "fewest")
    return dict.fromkeys(names, paid) | {"rest_yen": rest, "covered": budgeted}
