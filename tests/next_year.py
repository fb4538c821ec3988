"""Rows of a year to come: all values are invented, for tests only, and none of them is in data/.

They are added to a copy of the shipped rows, confirmed and built as those of a release are:
a sixth document; ranges and counts of FY2025; bodies, terms and a higher cap of FY2026; grants of
FY2025; a seventh project of 令和元年度 and a 31st of 平成30年度, of which the sixth document gives
final results at the end of 令和2年度.
"""

from lib.schema import table

Rows = list[dict[str, str]]

_PREFECTURES = tuple(f"{code:02}" for code in range(1, 48))
# Counts in 件 of FY2025 by type; prefectures without a row count as 該当なし.
COUNTS: dict[str, dict[str, int]] = {
    "special_drug": {"09": 20, "23": 280},
    "employment": dict(
        zip(
            ("05", "13", "14", "23", "27", "31", "40"),
            (30, 45, 60, 90, 120, 210, 400),
            strict=True,
        )
    ),
    "housing": dict(
        zip(_PREFECTURES[:12], (3, 5, 5, 8, 9, 12, 15, 18, 21, 30, 41, 66), strict=True)
    ),
    "consultation_own": {code: 2 * int(code) for code in _PREFECTURES},  # 2 to 94
}
# FY2025: smallest, largest and unit. Of the other types there is none, so those of FY2024 stand.
RANGES = {
    "special_drug": (20, 280, "件"),
    "employment": (30, 400, "件"),
    "special_lawyer": (47, 120, "人"),
}
# Of FY2025, together 12,100,000 yen.
GRANTS: dict[str, int] = {
    "05": 1_500_000,
    **dict.fromkeys(("13", "14", "16", "18", "23", "25", "27", "31", "35"), 900_000),
    "": 2_500_000,
}

_LINES = {
    "sources": (
        "S6,試しの文書（支援実績と最終の実績）,試しの公表者,2026-10-30,document,,,2026-11-21,,試し",
    ),
    "subsidy_terms": ("2026,0.5,2000000,prefecture,,S6,L10",),
    "support_type_bodies": (
        "2026,special_drug,3,団体,S6,L20",
        "2026,employment,11,団体,S6,L21",
        "2026,housing,12,団体,S6,L22",
        "2026,consultation_own,47,団体,S6,L23",
    ),
    "discrepancies": tuple(
        f"D9{number},inconsistent,support_type_bodies,2025/{name},bodies,{printed},{entered},"
        f"試しの数は多い,S2:bodies:2025:{name},S6,L50"
        for number, name, printed, entered in (
            ("01", "housing", "1団体", "12団体"),
            ("02", "consultation_own", "9団体", "47団体"),
        )
    ),
    "bodies": (
        "020001,青森県,prefecture,02,40.824623,140.740593,localgovjp",
        "180009,福井県,prefecture,18,36.065219,136.221642,localgovjp",
    ),
    "projects": (
        "H30-31,2018,31,180009,2021-03-31,試しの事業。住まいの相談と研修を行った。,S6",
        "R1-07,2019,7,020001,2020-12-31,試しの事業。就労の相談を行った。,S3",
    ),
    "departments": ("H30-31,1,試しの部 福祉課", "R1-07,1,試しの部 県民課"),
    "contractors": ("R1-07,1,試しの支援の会,特定非営利活動法人,false",),
    "activities": (
        "H30-31,1,①,住まいの相談,住まいの相談を受けた。,exit,",
        "R1-07,1,①,就労の相談,仕事の相談を受けた。,both,1",
        "R1-07,2,②,連絡会議,関係機関の会議を開いた。,none,",
    ),
    "activity_themes": ("H30-31,1,housing", "R1-07,1,employment", "R1-07,2,council"),
    "results": (
        "H30-31,1,支援人数,supported_persons,21,人,actual,false,2021-03-31,heading,,,,,1,S6,L30",
        "R1-07,1,支援人数,supported_persons,13,人,actual,false,2020-12-31,heading,,,,,1,S3,L100",
        "R1-07,2,会議開催回数,meetings_held,4,回,total,false,2020-12-31,heading,,,,,2,S3,L101",
    ),
    "context_series": (
        "地域再犯防止推進モデル事業の委託団体数,総数,2018-2021,fiscal_year,38,団体,official,S6,L40,",
    ),
}
_PLACE = {"source_id": "S6", "source_locator": "L50"}


def _read(table_name: str, line: str) -> dict[str, str]:
    return dict(zip(table(table_name).column_names, line.split(","), strict=True))


def added_rows() -> dict[str, Rows]:
    """The rows to add, by table."""
    year = {"fiscal_year": "2025"}
    return {name: [_read(name, line) for line in lines] for name, lines in _LINES.items()} | {
        "support_ranges": [
            year
            | {"support_type_id": name, "minimum": str(low), "maximum": str(high), "unit": unit}
            | _PLACE
            for name, (low, high, unit) in RANGES.items()
        ],
        "support_counts": [
            year
            | {"support_type_id": name, "prefecture_code": code, "value": str(value)}
            | {"unit": "件", "count_basis": "total"}
            | _PLACE
            for name, values in COUNTS.items()
            for code, value in values.items()
        ],
        "subsidy_grants": [
            year
            | {"grant_number": str(number), "prefecture_code": code, "amount_yen": str(amount)}
            | _PLACE
            for number, (code, amount) in enumerate(GRANTS.items(), start=1)
        ],
    }
