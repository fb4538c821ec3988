"""What more rows cost: the real pages over them, and how they are read, built, asked and exported.

Counts of support are added for ten years, every prefecture and as many types as are asked for, 470
counts each. The project is copied, so that its own data and database stay as they are.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase

from bench import load, servers
from bench.rows import add_rows
from bench.visitors import streamlit_visitor
from lib import paths
from lib.views.pages import PAGES

PAGE_HEADER = ("画面", "件数", "p50（秒）", "今のデータとの比", "受信p50（kB）")
ROWS_HEADER = ("仕事", "行", "秒", "行/秒", "最大のメモリー（MB）")
YEARS = range(2018, 2028)  # no later year than the next is accepted
_TOPICS = ("variance", "map", "targets", "sources")
_PEOPLE, _THINK_S, _SECONDS = 10, 1.0, 20.0
_PARTS = ("lib", "pages", "bench", "tests", "app.py", ".streamlit", "data")
_TASKS = {
    "confirm": "検証と確認",
    "build": "検証と組み立て",
    "query": "問い合わせ（1種類の全行）",
    "export": "CSV（この画面の出口）",
    "copy": "CSV（DuckDBのCOPY）",
}


@contextmanager
def grown(types: int) -> Iterator[Path]:
    """A copy of the project with counts of so many further types."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in _PARTS:
            source = paths.PROJECT / part
            if source.is_file():
                shutil.copy(source, copy / part)
            else:
                ignored = shutil.ignore_patterns("__pycache__", "build", ".venv")
                shutil.copytree(source, copy / part, ignore=ignored)
        _add_counts(copy / "data", types)
        yield copy


def _add_counts(data: Path, types: int) -> None:
    names = ("".join(letters) for letters in product(ascii_lowercase, repeat=3))
    known = len((data / "support_types.csv").read_text("utf-8").splitlines()) - 1
    kinds = [f"grown_{name}" for name in islice(names, types)]
    add_rows(
        data / "support_types.csv",
        [
            {
                "support_type_id": kind,
                "category": "consultation",
                "name": f"試しの種類{place}",
                "short_name": "",
                "position": str(1 + known + place),
            }
            for place, kind in enumerate(kinds)
        ],
    )
    add_rows(
        data / "support_counts.csv",
        [
            {
                "fiscal_year": str(year),
                "support_type_id": kind,
                "prefecture_code": f"{code:02}",
                "value": str(code * 7 % 100 + year % 10),
                "unit": "件",
                "count_basis": "total",
                "source_id": "S2",
                "source_locator": "L175",
            }
            for year in YEARS
            for kind in kinds
            for code in range(1, 48)
        ],
    )


def _task(project: Path, name: str) -> dict[str, float]:
    """Runs one of ``bench.tasks`` in a process of its own."""
    command = [sys.executable, "-m", "bench.tasks", name]
    done = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _waits(project: Path) -> dict[str, load.Load]:
    with servers.dashboard(project) as server:
        return {
            topic: load.loaded(
                server,
                lambda seed, page=PAGES[topic]: streamlit_visitor(
                    server.url, page.path.strip("/"), page.examples, seed
                ),
                _PEOPLE,
                _THINK_S,
                _SECONDS,
            )
            for topic in _TOPICS
        }


def pages(types: int) -> list[tuple[str | int | float, ...]]:
    """The waits on pages over the counts of so many types, beside those over today's."""
    today = _waits(paths.PROJECT)
    with grown(types) as project:
        _task(project, "confirm")
        count = int(_task(project, "build")["rows"])
        more = _waits(project)
    return [
        (
            PAGES[topic].title,
            count,
            more[topic].wait(0.5),
            more[topic].wait(0.5) / today[topic].wait(0.5),
            more[topic].received / 1000,
        )
        for topic in _TOPICS
    ]


def rows(types: int) -> list[tuple[str | int | float, ...]]:
    """What it takes to read, build, ask and export the counts of so many types."""
    found: list[tuple[str | int | float, ...]] = []
    with grown(types) as project:
        for name, words in _TASKS.items():
            began = time.perf_counter()
            done = _task(project, name)
            print(words, f"{time.perf_counter() - began:.1f}", flush=True)
            count, seconds = int(done["rows"]), done["seconds"]
            found.append((words, count, seconds, round(count / seconds), done["memory_mb"]))
    return found
