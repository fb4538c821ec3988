"""What there is, is documented, and what is documented, is there."""

import re
from dataclasses import fields

import pytest

from lib import paths
from lib.assets import dictionary
from lib.meetings.staging import InspectionState
from lib.schema import TABLES
from lib.state import parameters
from lib.ui import data_addresses, meeting_files
from lib.ui.data_addresses import FORMS, METADATA
from lib.views.pages import PAGES, state_of

DOCS = paths.PROJECT / "docs"
README = (paths.PROJECT / "README.md").read_text("utf-8")


def test_the_document_of_the_tables_is_up_to_date() -> None:
    assert dictionary.DOCUMENT.read_text("utf-8") == dictionary.document()


def test_every_table_and_column_is_explained() -> None:
    text = dictionary.document()
    for table in TABLES:
        section = text.split(f"## {table.name} — ")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"| `{column.name}` | {column.label} | {column.meaning}" in section
            assert len(column.meaning) > 1


def test_every_page_and_each_of_its_parameters_is_explained() -> None:
    text = (DOCS / "pages.md").read_text("utf-8")
    for page in PAGES.values():
        (row,) = [line for line in text.splitlines() if line.startswith(f"| {page.title} |")]
        assert f"`{page.path}`" in row
        for state in (InspectionState,) if page.topic == "meeting" else page.states:
            for field in fields(state):
                assert f"`{field.name}`" in row


@pytest.mark.parametrize("command", ["serve", "test", "check"])
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"python3 -m lib.launch {command}" in README


def test_every_module_that_is_run_by_hand_says_how() -> None:
    for file in (paths.PROJECT / "lib").rglob("*.py"):
        text = file.read_text("utf-8")
        if 'if __name__ == "__main__"' in text:
            name = file.relative_to(paths.PROJECT).with_suffix("")
            module = ".".join(part for part in name.parts if part != "__main__")
            assert re.search(rf"python3? -m {re.escape(module)}", text), module


def test_links_lead_to_files_that_are_there() -> None:
    documents = [paths.PROJECT / "README.md", paths.PROJECT / "CHANGELOG.md", *DOCS.rglob("*.md")]
    for document in documents:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_file_that_the_architecture_names_is_there() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:lib|pages|tests|docs|data|bench)/[\w/.]*)`", text)
    assert len(named) > 30
    for name in named:
        assert (paths.PROJECT / name).exists(), name


def test_every_package_of_the_library_is_described() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    for folder in (paths.PROJECT / "lib").iterdir():
        if (folder / "__init__.py").exists():
            assert f"`lib/{folder.name}/`" in text, folder.name


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(file.name[:3]) for file in (DOCS / "decisions").glob("*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_page_has_a_picture() -> None:
    text = (DOCS / "pages.md").read_text("utf-8")
    for topic in PAGES:
        assert f"pictures/{topic}.png" in text
        assert (DOCS / "pictures" / f"{topic}.png").is_file()


def test_every_address_of_data_is_explained_with_its_conditions() -> None:
    text = (DOCS / "data_addresses.md").read_text("utf-8")
    for page in PAGES.values():
        for name in page.exhibits:
            (row,) = [line for line in text.splitlines() if f"`/data/{page.topic}/{name}`" in line]
            state = state_of(page.topic, name)
            assert re.findall(r"`(\w+)`", row) == (list(parameters(state)) if state else [])
    for form in (*FORMS, METADATA):
        assert f"| `.{form}` |" in text
    for route in data_addresses.ROUTES:
        known = "/data/<画面>/<表>.<形>" if "{" in route.path else f"`{route.path.rstrip('/')}"
        assert known in text, route.path
    for kind in meeting_files.KINDS:
        assert f"`{kind}`" in text.split("## 会議の資料")[1]
