"""Queries on the shipped data, with results counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import paths, vocabulary
from lib.database import Database
from lib.frames import records
from lib.queries import catalogue, money, national, overview, projects, variance
from lib.queries.catalogue import CatalogueFilter


def _bodies(database: Database, wanted: CatalogueFilter) -> list[str]:
    return [row["body_name"] for row in records(catalogue.projects(database, wanted))]


def test_without_a_filter_everything_passes(shipped: Database) -> None:
    everything = CatalogueFilter()

    for query, table in (
        (catalogue.projects, "projects"),
        (catalogue.activities, "activities"),
        (catalogue.figures, "results"),
    ):
        assert len(query(shipped, everything)) == len(csv_rows(table)), table


def csv_rows(table: str) -> list[str]:
    """The lines of a shipped table; none of these holds a line break."""
    return (paths.DATA / f"{table}.csv").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize("text", ["ダルク", "ﾀﾞﾙｸ", "だるく"])
def test_a_search_finds_contractors_in_any_width_or_kana(shipped: Database, text: str) -> None:
    # 栃木ダルク and 鶴岡ダルク are contractors; 長崎 works with ダルク in an activity's summary.
    assert _bodies(shipped, CatalogueFilter(text=text)) == ["栃木県", "長崎県", "山形県"]


@pytest.mark.parametrize("text", ["とちぎ", "トチギ", "ﾄﾁｷﾞ", "tochigi", "Ｔochigi"])
def test_a_search_finds_a_prefecture_by_its_reading(shipped: Database, text: str) -> None:
    assert _bodies(shipped, CatalogueFilter(text=text)) == ["栃木県"]


def test_a_search_finds_a_prefecture_and_its_cities_by_reading_and_code(shipped: Database) -> None:
    assert _bodies(shipped, CatalogueFilter(text="ほっかいどう")) == ["北海道", "旭川市"]
    assert "栃木県" in _bodies(shipped, CatalogueFilter(text="09"))


def test_all_words_of_a_search_must_be_found(shipped: Database) -> None:
    assert _bodies(shipped, CatalogueFilter(text="ダルク 家族")) == ["栃木県", "山形県"]


def test_a_search_for_nothing_that_exists_finds_nothing(shipped: Database) -> None:
    assert catalogue.figures(shipped, CatalogueFilter(text="該当しない語")).empty


def test_characters_with_a_meaning_in_sql_are_just_characters(shipped: Database) -> None:
    for text in ("%", "_", "'", "' OR 1=1 --", "\\"):
        assert _bodies(shipped, CatalogueFilter(text=text)) == []


def test_a_figure_passes_with_its_own_activity_only(shipped: Database) -> None:
    found = records(catalogue.figures(shipped, CatalogueFilter(themes=("sexual_offence",))))
    osaka = [row["indicator"] for row in found if row["body_name"] == "大阪府"]

    assert osaka == ["支援実施人数（心理カウンセリング）"]


def test_a_figure_without_an_activity_passes_with_any_activity_of_its_project(
    shipped: Database,
) -> None:
    found = records(catalogue.figures(shipped, CatalogueFilter(stages=("exit",))))
    akashi = [row["indicator"] for row in found if row["body_name"] == "明石市"]

    assert akashi == [
        "支援実施人数",
        "支援実施人数（出口支援）",
        "支援実施人数（その他関係機関からの依頼等）",
    ]


def test_what_is_both_entry_and_exit_support_passes_either_filter(shipped: Database) -> None:
    for stage in ("entry", "exit", "both"):
        assert "愛知県" in _bodies(shipped, CatalogueFilter(stages=(stage,)))


def test_a_center_run_by_a_welfare_corporation_passes_both_kinds(shipped: Database) -> None:
    centers = _bodies(shipped, CatalogueFilter(contractor_kinds=("settlement_center",)))
    welfare = _bodies(shipped, CatalogueFilter(contractor_kinds=("social_welfare",)))

    assert len(centers) == 13
    assert "岩手県" in centers
    assert "岩手県" in welfare
    assert "明石市" not in centers  # its welfare council holds no such contract


facet_filters = st.builds(
    CatalogueFilter,
    text=st.sampled_from(["", "支援", "会議", "薬物", "い"]),
    cohorts=st.sets(st.sampled_from([2018, 2019])).map(tuple),
    body_kinds=st.sets(st.sampled_from(vocabulary.BODY_KIND.codes)).map(tuple),
    regions=st.sets(st.sampled_from(vocabulary.REGION.codes)).map(tuple),
    stages=st.sets(st.sampled_from(vocabulary.STAGE.codes)).map(tuple),
    contractor_kinds=st.sets(st.sampled_from(vocabulary.CONTRACTOR_KIND.codes)).map(tuple),
)


@given(facet_filters)
def test_a_filtered_part_never_exceeds_the_whole(
    shipped: Database, wanted: CatalogueFilter
) -> None:
    figures = records(catalogue.figures(shipped, wanted))
    keys = {(row["project_id"], row["result_number"]) for row in figures}
    found_projects = {row["project_id"] for row in records(catalogue.projects(shipped, wanted))}

    assert len(keys) == len(figures) <= len(csv_rows("results"))
    assert {project_id for project_id, _ in keys} <= found_projects


def test_ranges_stand_beside_the_bodies_of_the_next_year(shipped: Database) -> None:
    rows = {row.support_type_id: row for row in variance.support_ranges(shipped, "")}

    assert len(rows) == 12
    assert (rows["employment"].maximum, rows["employment"].bodies) == (313, 7)
    assert (rows["employment_direct"].maximum, rows["employment_direct"].bodies) == (0, None)
    assert (rows["housing"].maximum, rows["housing"].bodies) == (None, 1)


def test_a_category_narrows_ranges_and_counts(shipped: Database) -> None:
    assert len(variance.support_ranges(shipped, "consultation")) == 6
    assert len(variance.named_counts(shipped, "specialised")) == 2
    assert variance.named_counts(shipped, "consultation") == ()


def test_budget_and_payments_of_the_grant(shipped: Database) -> None:
    totals = {row["fiscal_year"]: row for row in records(money.grant_totals(shipped))}

    assert (totals[2023]["budget_yen"], totals[2023]["paid_yen"]) == (49_500_000, 18_053_000)
    assert totals[2024]["paid_share_pct"] == pytest.approx(100 * 27.5 / 55.5, abs=0.051)
    assert totals[2025]["paid_yen"] is None


def test_the_sum_of_unnamed_prefectures_comes_last(shipped: Database) -> None:
    last = money.grant_rows(shipped, 2024)[-1]

    assert (last.prefecture_code, last.amount_yen) == (None, 12_952_000)


def test_coverage_of_the_country_by_the_shipped_rows(shipped: Database) -> None:
    assert overview.coverage(shipped) == overview.Coverage(
        bodies=36,
        prefectures=28,
        prefecture_bodies=27,
        designated_cities=4,
        cities=5,
        supporting=22,
        # and those with persons in programmes, work experience or job fairs only:
        # H30-02, H30-20, H30-23, H30-29, R1-01, R1-04
        with_persons=28,
    )


def test_both_programmes_in_time(shipped: Database) -> None:
    found = [
        (row["words"], row["first_fiscal_year"], row["last_fiscal_year"])
        for row in records(overview.programme_periods(shipped))
    ]

    assert found == [
        ("モデル事業（委託）30団体", 2018, 2020),
        ("モデル事業（委託）6団体", 2019, 2020),
        ("交付金（都道府県）", 2023, 2025),
    ]


def test_only_whole_figures_are_offered_to_the_map(shipped: Database) -> None:
    aichi = [
        row.value
        for row in catalogue.whole_figures(shipped, "supported_persons")
        if row.prefecture_code == "23"
    ]

    assert aichi == [31, 112, 82]


def test_neighbours_share_themes_and_never_include_the_project_itself(shipped: Database) -> None:
    found = projects.neighbours(shipped, "H30-06")

    assert len(found) == projects.MOST_NEIGHBOURS
    assert found[0].project_id == "R1-03"  # 山形県: drugs, families, programme, training …
    assert "H30-06" not in {row.project_id for row in found}


def test_a_series_is_ordered_by_period(shipped: Database) -> None:
    periods = list(national.series(shipped, "出所受刑者の2年以内再入率", "総数")["period"])

    assert periods == sorted(periods)
    assert periods[-1] == "2022"
