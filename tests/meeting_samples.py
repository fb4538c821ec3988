"""A meeting of eight slides of every kind, for tests and for looking at its exports."""

from lib.meetings.agenda import Item, Meeting

MEETING = Meeting(
    "第3回 再犯防止推進検討会",
    (
        Item(
            "variance",
            "support_ranges",
            (("category", "specialised"),),
            title="支援実績の幅",
            number="資料1",
            note="幅の端は団体を名指ししていないことを先に断る。",
        ),
        Item("variance", "like_figures", number="資料2-1"),
        Item(
            "targets",
            "targets",
            (("body", "H30-06"),),
            number="資料2-2",
            note="0%から効果の有無は判断できないことを述べる。",
        ),
        Item("overview", "repeat_offenders", title="再犯者率", number="資料2-3"),
        Item("subsidy", "grant_totals", number="資料3-1"),
        Item("overview", "reentry", number="資料3-2"),
        Item("project", "project_participants", (("project", "H30-06"),), number="資料4"),
        Item("map", "prefecture_map", number="参考1"),
    ),
)
