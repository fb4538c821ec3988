"""Rows that the build derives from the CSV files to make queries simple."""

from lib.derived.contractor_kinds import activity_contractor_kind_rows
from lib.derived.figures import figure_rows
from lib.derived.search_texts import search_text_rows

__all__ = ["activity_contractor_kind_rows", "figure_rows", "search_text_rows"]
