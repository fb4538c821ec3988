"""A selection of figures is added up only where that says something, with the reason otherwise."""

from lib.database import Database
from lib.frames import records
from lib.views.catalogue import CatalogueState, shown_figures
from lib.views.combination import combination


def test_a_mixed_selection_is_refused_and_the_largest_part_of_one_type_is_offered(
    shipped: Database,
) -> None:
    found = combination(shipped, CatalogueState())

    assert found.sentences[0].startswith("合計できない。「会議の開催・回（数え方の記載なし）」と")
    assert found.offer == "合計できる最大のまとまりに絞る: 支援した人・人（計）の22件"
    assert found.offered == CatalogueState(
        measure=("supported_persons",), thing=("person",), basis=("total",)
    )


def test_the_offer_leads_to_one_type_and_then_to_one_date(shipped: Database) -> None:
    state = CatalogueState(measure=("supported_persons",), thing=("person",), basis=("total",))
    found = combination(shipped, state)

    assert found.sentences == ("時点が2020年2月末から2020年12月末まで違うため、合計しない。",)
    assert found.offered == CatalogueState(
        measure=("supported_persons",), thing=("person",), basis=("total",), as_of="same"
    )


def test_charts_of_one_type_and_date_are_added_up_without_their_parts(shipped: Database) -> None:
    state = CatalogueState(text="兵庫", measure=("supported_persons",), basis=("total",))
    rows = records(shown_figures(shipped, state))
    found = combination(shipped, state)

    # 兵庫県 11 and 明石市 73; their breakdowns are left out. Nobody says what a 計 counts twice.
    assert sum(row["part_kind"] is None for row in rows) == 2
    assert found.sentences[0].startswith(
        "参考: 2件の合計は84人、平均は42.0人（支援した人・人（計）、令和2年12月末（2020年）現在）。"
    )
    assert len(found.figure_ids) == 2


def test_charts_that_do_not_say_how_they_were_counted_are_not_added_up(shipped: Database) -> None:
    state = CatalogueState(measure=("materials_distributed",), basis=("unstated",), thing=("copy",))
    found = combination(shipped, state)

    assert found.sentences[0].startswith("数え方の記載がなく")
    assert found.offer is None


def test_one_figure_makes_no_sum(shipped: Database) -> None:
    found = combination(shipped, CatalogueState(text="鹿児島", measure=("supported_persons",)))

    assert found.sentences == ("合計できる数値が2件に満たない。",)


def test_the_same_date_leaves_only_figures_of_the_commonest_one(shipped: Database) -> None:
    each = shown_figures(shipped, CatalogueState())
    same = shown_figures(shipped, CatalogueState(as_of="same"))

    december = each["as_of_date"].astype(str) == "2020-12-31"
    assert len(same) == december.sum() < len(each)
    assert same["as_of_date"].nunique() == 1
