"""Derives who runs an activity, by the kind of contractor that a filter offers."""

from collections.abc import Iterator

from lib.validation import Loaded, Row

_KIND_OF_LEGAL_FORM = {
    "社会福祉法人": "social_welfare",
    "特定非営利活動法人": "npo",
    "一般社団法人": "association",
    "公益社団法人": "association",
    "更生保護法人": "rehabilitation",
    "株式会社": "company",
}


def activity_contractor_kind_rows(tables: Loaded) -> Iterator[Row]:
    """Rows of ``activity_contractor_kinds``, sorted by key.

    An activity has the kind of its contractor's legal form and, where it applies, that of a
    Community Settlement Support Center; without a contractor the body runs it itself.
    """
    contractors = {(row["project_id"], row["position"]): row for row in tables["contractors"].rows}
    for row in tables["activities"].rows:
        contractor = contractors.get((row["project_id"], row["contractor_position"]))
        for kind in sorted(_kinds(contractor)):
            yield {
                "project_id": row["project_id"],
                "activity_number": row["activity_number"],
                "contractor_kind": kind,
            }


def _kinds(contractor: Row | None) -> set[str]:
    if contractor is None:
        return {"own"}
    kinds = {_KIND_OF_LEGAL_FORM.get(str(contractor["legal_form"]), "other")}
    if contractor["is_settlement_support_center"]:
        kinds.add("settlement_center")
    return kinds
