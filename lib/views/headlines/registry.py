"""The words of every exhibit, by its id."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from lib.database import Database
from lib.exhibits import Exhibit
from lib.queries.sources import reading_limits
from lib.views.headlines import lists, money, national, projects, support
from lib.views.headlines.lists import counted
from lib.views.headlines.words import ALWAYS, Words
from lib.views.variance import RANGE_IDS

LONGEST_HEADLINE = 44  # characters; two lines of a headline on the narrowest screen
LONGEST_ITEM = 40  # of the rail
_MOST_CAN, _MOST_CANNOT = 2, 3  # items of the rail

WORDS: Mapping[str, Callable[[Database, Exhibit], Words]] = {
    "prefecture_map": national.prefecture_map,
    "prefecture_indicators": national.prefecture_indicators,
    "reentry": national.reentry,
    "repeat_offenders": national.repeat_offenders,
    "timeline": national.timeline,
    "symposium": national.symposium,
    **dict.fromkeys(RANGE_IDS, support.support_ranges),
    "named_counts": support.named_counts,
    "body_count_types": support.body_count_types,
    "body_counts": support.body_counts,
    "body_count_rates": support.body_count_rates,
    "like_figures": support.like_figures,
    "targets": projects.targets,
    "expected": projects.expected,
    "grant_totals": money.grant_totals,
    "budget_line": money.budget_line,
    "grants": money.grants,
    "commissions": money.commissions,
    "terms_cost": money.terms_cost,
    "programme_items": money.programme_items,
    "catalogue_figures": lists.catalogue_figures,
    "catalogue_activities": lists.catalogue_activities,
    "catalogue_projects": lists.catalogue_projects,
    "project_figures": projects.figures,
    "project_activities": projects.activities,
    "project_findings": projects.reasons,
    "project_follow_up": counted("その後の動きの記載は{}件", "報告書の記載の要約（件）"),
    "project_notes": counted("しくみと結果の記載は{}件", "報告書の記載の要約（件）"),
    "programme_persons": projects.persons,
    "project_sessions": projects.sessions,
    "project_participants": projects.participants,
    "project_groups": projects.groups,
    "project_families": projects.families,
    "project_discrepancies": projects.discrepancies,
    "checks": lists.checks,
    "discrepancies": lists.discrepancies,
    "sources": lists.sources,
    "scheme": counted(
        "制度について文書が記すことは{}件", "役割、背景、問いなど（件）。文書の記載の要約"
    ),
    "wording": counted(
        "図{}件の見出しと読み方", "図の初めの状態での見出し、副題、読めること、分からないこと（件）"
    ),
    "dictionary": lists.dictionary,
    "figures": counted("もとになった数値は{}個", "選んだ数を数えるか計算したもとの数値（個）"),
    "figure_checks": counted("この数値を使う検算は{}件", "両側の値と判定（件）"),
    "figure_discrepancies": counted(
        "この数値に関わる記録は{}件", "この数値の行または表に関わる相違の記録（件）"
    ),
}


def worded(database: Database, exhibit: Exhibit) -> Exhibit:
    """An exhibit with its words; what is too long for its place is left out.

    Raises:
        KeyError: ``WORDS`` does not name the exhibit.
    """
    words = WORDS[exhibit.exhibit_id](database, exhibit)
    shown = (*words.shown, ALWAYS)
    limits = reading_limits(database, words.limits_of or exhibit.exhibit_id, shown)[:_MOST_CANNOT]
    can_tell = [item for item in words.can_tell if len(item) <= LONGEST_ITEM]
    return replace(
        exhibit,
        headline=words.headline if len(words.headline) <= LONGEST_HEADLINE else "",
        subtitle=words.subtitle,
        can_tell=tuple(can_tell[:_MOST_CAN]),
        cannot_tell=limits,
        stage_note=words.stage_note or _usual_note(exhibit, limits),
    )


def _usual_note(exhibit: Exhibit, limits: tuple[str, ...]) -> str:
    """The publisher's first caution, or else the first limit, which says that it is one."""
    unknown = (f"分からないこと: {limit}" for limit in limits)
    return next(iter((*exhibit.publishers_cautions, *unknown)), "")
