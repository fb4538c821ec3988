"""How measurements get into docs/performance.md: with their day, machine and command."""

import os
import platform
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import streamlit

from bench.summaries import Cell, table, write_section
from lib import formats, paths

DOCUMENT = paths.PROJECT / "docs" / "performance.md"


def circumstances() -> str:
    """When, where and how it is measured, and how busy the machine was with other things."""
    memory_gb = psutil.virtual_memory().total / 1e9
    busy = " ".join(f"{average:.1f}" for average in os.getloadavg())
    command = shlex.join(["python", "-m", "bench", *sys.argv[1:]])
    return (
        f"測った日 {formats.day(formats.today())}。"
        f"機械 {_processor()}、{os.cpu_count()}コア、{memory_gb:.0f}GB、"
        f"Python {platform.python_version()}、Streamlit {streamlit.__version__}。"
        f"始める前の負荷（1、5、15分の平均）{busy}。命令 `{command}`"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "不明")


class Report:
    """Tables that are printed as they come, and written where asked."""

    def __init__(self, section: str, *, is_written: bool) -> None:
        """Notes the circumstances before the measuring changes them."""
        self._section = section
        self._is_written = is_written
        self._parts = [circumstances()]
        print(self._parts[0], flush=True)

    def add(self, title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Adds a table below a title and writes what there is so far."""
        part = f"**{title}**\n\n{table(header, rows)}"
        print(part, flush=True)
        self._parts.append(part)
        if self._is_written:
            write_section(DOCUMENT, self._section, "\n\n".join(self._parts))
