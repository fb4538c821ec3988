"""A module imports only from its left, and each library is used in its place only."""

import ast
from pathlib import Path

import pytest

from lib import paths

# From left to right. Modules of one group may import each other.
GROUPS: tuple[tuple[str, ...], ...] = (
    (
        "lib.addresses",
        "lib.paths",
        "lib.vocabulary",
        "lib.formats",
        "lib.amounts",
        "lib.folding",
        "lib.frames",
        "lib.memory",
        "lib.subsidy",
    ),
    ("lib.counting", "lib.cells"),
    ("lib.statistics",),
    ("lib.schema",),
    ("lib.access",),
    ("lib.validation",),
    ("lib.checks", "lib.derived", "lib.dictionary", "lib.confirmation"),
    ("lib.documents",),
    ("lib.intake",),
    ("lib.build",),
    ("lib.database",),
    ("lib.queries",),
    ("lib.state",),
    ("lib.words",),
    ("lib.charts",),
    ("lib.exhibits",),
    ("lib.exports", "lib.typed_exports", "lib.descriptions", "lib.views"),
    ("lib.meetings",),
    ("lib.editions",),
    ("lib.update",),
    ("lib.ui",),
    ("lib.workers",),
    ("pages",),
    ("app",),
)
STANDING_ALONE = {
    "lib",
    "lib.launch",
    "lib.assets",
    "lib.release",
}  # started by hand, used by no other module
STREAMLIT_USERS = ("lib.ui", "pages", "app")
# What unpacks files that people send in, in a process of its own.
UNPACKERS = ("lib.intake.files", "lib.intake.zipped_workbooks", "lib.intake.old_workbooks")
DUCKDB_USERS = ("lib.validation.rules", "lib.build", "lib.database")


def _modules() -> dict[str, Path]:
    files = [*(paths.PROJECT / "lib").rglob("*.py"), *(paths.PROJECT / "pages").glob("*.py")]
    found = {"app": paths.PROJECT / "app.py"}
    for file in files:
        parts = file.relative_to(paths.PROJECT).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = file
    return found


MODULES = _modules()


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
    return found


def _is_in(module: str, packages: tuple[str, ...] | set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _is_in_any(modules: set[str], packages: set[str]) -> bool:
    return any(_is_in(module, packages) for module in modules)


def _place(module: str) -> int:
    places = [place for place, group in enumerate(GROUPS) if _is_in(module, group)]
    assert len(places) == 1, f"{module} stands in {len(places)} groups"
    return places[0]


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"lib"}))
def test_a_module_imports_only_from_its_left(module: str) -> None:
    if _is_in(module, {"lib.release"}):
        assert not any(_is_in(name, {"lib.ui", "pages"}) for name in _imported(MODULES[module]))
        return
    if _is_in(module, {"lib.launch", "lib.assets"}):
        allowed = {"lib", "lib.paths", "lib.schema", "lib.assets"}
        own = {name for name in _imported(MODULES[module]) if name.split(".")[0] == "lib"}
        assert all(name in allowed or _is_in(name, {"lib.assets"}) for name in own), own
        return
    for name in _imported(MODULES[module]):
        if name.split(".")[0] in {"lib", "pages", "app"} and name != "lib":
            assert not _is_in(name, STANDING_ALONE - {"lib"}), f"{module} imports {name}"
            assert _place(name) <= _place(module), f"{module} imports {name}"


@pytest.mark.parametrize(
    ("library", "users"),
    [
        ("streamlit", STREAMLIT_USERS),
        ("duckdb", DUCKDB_USERS),
        ("python_calamine", UNPACKERS),
        ("olefile", UNPACKERS),
    ],
)
def test_a_library_is_used_in_its_place_only(library: str, users: tuple[str, ...]) -> None:
    found = [
        module
        for module, file in MODULES.items()
        if any(name.split(".")[0] == library for name in _imported(file))
    ]

    assert found
    assert [module for module in found if not _is_in(module, users)] == []


def test_what_draws_is_handed_its_rows_and_asks_no_database() -> None:
    # These find out what a page shows before it is drawn, name the version, or start the server.
    openers = {
        "lib.ui.agenda",
        "lib.ui.agreed",
        "lib.ui.editions",
        "lib.ui.health",
        "lib.ui.layers",
        "lib.ui.map_chart",
        "lib.ui.page",
        "lib.ui.meeting_files",
        "lib.ui.data_addresses",
        "lib.ui.data_list",
        "lib.ui.template_addresses",
        "lib.ui.wall",
    }
    askers = {*openers, "lib.ui.server"}
    for module, file in MODULES.items():
        if _is_in(module, {"lib.ui"}):
            names = _imported(file)
            assert module in askers or not _is_in_any(names, {"lib.database"}), module
            assert not _is_in_any(names, {"lib.queries"}), module


@pytest.mark.parametrize("module", [name for name in sorted(MODULES) if name.startswith("pages.")])
def test_a_page_is_a_short_script_without_sql_reshaping_or_colours(module: str) -> None:
    text = MODULES[module].read_text("utf-8")

    assert len(text.splitlines()) <= 60
    assert not {"pandas", "plotly", "duckdb", "pydeck"} & {
        name.split(".")[0] for name in _imported(MODULES[module])
    }
    for forbidden in ("SELECT", "groupby", "merge(", "pivot", "#0", "rgb("):
        assert forbidden not in text


def test_nothing_is_unpickled_or_evaluated() -> None:
    for module, file in MODULES.items():
        tree = ast.parse(file.read_text("utf-8"))
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"eval", "exec", "compile", "__import__"}, module
        assert not _imported(file) & {"pickle", "shelve", "marshal", "dill", "joblib"}, module


def test_files_and_functions_stay_small() -> None:
    for module, file in MODULES.items():
        text = file.read_text("utf-8")
        assert len(text.splitlines()) <= 350, module
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 50, f"{module}.{node.name}: {length} lines"
