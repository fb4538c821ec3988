"""Rows as the ministry may enter them: all values are invented, for tests only; none is in data/.

For every type of support in FY2024 each prefecture has a row: as many counts as S2 names bodies.
One of 保護司会に委託 is suppressed and one of その他の団体に委託 unknown; the others are 該当なし.
The ends are those that S2 publishes.
"""

Rows = list[dict[str, str]]

SUPPRESSED, UNKNOWN, NOT_APPLICABLE = "suppressed", "unknown", "not_applicable"
PREFECTURES = tuple(f"{code:02}" for code in range(1, 48))
_PLACE = {"source_id": "S2", "source_locator": "L175"}

# By type: what is entered by prefecture, a count or a reason.
ENTERED: dict[str, dict[str, int | str]] = {
    "employment": dict(
        zip(
            ("05", "13", "14", "23", "27", "31", "40"), (24, 40, 55, 90, 130, 200, 313), strict=True
        )
    ),
    "housing": {"13": 21},
    "special_drug": {"23": 17, "27": 274},
    "special_sexual": {"13": 0, "27": 153},
    "consultation_settlement": dict(
        zip(
            ("05", "13", "14", "16", "23", "25", "27", "31", "40"),
            (1, 4, 9, 12, 20, 31, 45, 60, 76),
            strict=True,
        )
    ),
    "consultation_hogoshi": dict(
        zip(
            ("05", "13", "14", "23", "25", "27", "31", "40"),
            (15, 20, 30, 41, 52, 60, 95, SUPPRESSED),
            strict=True,
        )
    ),
    "consultation_other": dict(
        zip(("13", "14", "23", "27", "31", "40"), (7, 18, 0, 33, 25, UNKNOWN), strict=True)
    ),
    "consultation_own": dict(
        zip(
            ("05", "13", "14", "16", "23", "25", "27", "31", "47"),
            (2, 3, 5, 8, 13, 21, 34, 55, 89),
            strict=True,
        )
    ),
    "consultation_welfare": dict(
        zip(("05", "13", "23", "27", "31"), (6, 11, 14, 28, 30), strict=True)
    ),
    "consultation_supporters": dict(
        zip(
            ("05", "13", "14", "16", "18", "23", "25", "27", "29", "31", "35", "40"),
            (9, 12, 15, 21, 22, 30, 33, 40, 48, 55, 61, 70),
            strict=True,
        )
    ),
}
# Numbers of bodies of FY2024, as many as S2 names for FY2025.
BODIES = {
    "employment": 7,
    "housing": 1,
    "special_drug": 2,
    "special_sexual": 2,
    "consultation_settlement": 9,
    "consultation_hogoshi": 8,
    "consultation_other": 6,
    "consultation_own": 9,
    "consultation_welfare": 5,
    "consultation_supporters": 12,
}


def count_row(support_type: str, code: str, entered: int | str) -> dict[str, str]:
    """A row of ``support_counts`` of FY2024 with a count, or with a reason in its place."""
    is_reason = isinstance(entered, str)
    return {
        "fiscal_year": "2024",
        "support_type_id": support_type,
        "prefecture_code": code,
        "value": "" if is_reason else str(entered),
        "missing_reason": str(entered) if is_reason else "",
        "unit": "件",
        "count_basis": "total",
        **_PLACE,
    }


def entered_rows() -> dict[str, Rows]:
    """The rows to add, by table."""
    return {
        "support_counts": [
            count_row(support_type, code, entered.get(code, NOT_APPLICABLE))
            for support_type, entered in ENTERED.items()
            for code in PREFECTURES
        ],
        "support_type_bodies": [
            {"fiscal_year": "2024", "support_type_id": name, "bodies": str(bodies), "unit": "団体"}
            | _PLACE
            for name, bodies in BODIES.items()
        ],
    }
