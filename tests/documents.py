"""Where the five documents lie on a machine that has them; they are no part of the project."""

from pathlib import Path

import pytest

from lib import paths

_FOLDER = paths.PROJECT.parent / "shared" / "sources"
DOCUMENTS = {
    "S1": "S1_tochigi_results_2021-06-18.txt",
    "S2": "S2_regional_programme_R7.txt",
    "S3": "S3_model_project_catalogue_2020-12.txt",
    "S4": "S4_ibaraki_results_report.txt",
    "S5": "S5_scheme_and_symposium.txt",
}


def document_path(source_id: str) -> Path:
    """The text of a document; skips the test where it is absent."""
    path = _FOLDER / DOCUMENTS[source_id]
    if not path.is_file():
        pytest.skip(f"{path.name} is not in shared/sources beside the project")
    return path
