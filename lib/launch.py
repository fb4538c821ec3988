"""Sets everything up and serves, tests or checks; needs nothing but Python 3.11 with venv.

Run as ``python3 -m lib.launch serve``, ``… test`` or ``… check`` in the project's folder.
"""

from __future__ import annotations  # an old Python must get as far as the message on its age

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = PROJECT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
REQUIREMENTS = PROJECT / "requirements.txt"
DEVELOPMENT_REQUIREMENTS = PROJECT / "requirements-dev.txt"
OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
)


class SetupError(Exception):
    """Something is missing on this machine; the message says what to do, in Japanese."""


def prepare(requirements: Path) -> None:
    """Makes the virtual environment and installs the pinned packages, if that is not done yet.

    Raises:
        SetupError: Python is too old or the environment cannot be made.
    """
    if sys.version_info < OLDEST_PYTHON:
        found = sys.version.split()[0]
        message = f"Python 3.11 以上が必要です（今は {found}）。新しい Python で実行してください。"
        raise SetupError(message)
    if not PYTHON.exists():
        print("仮想環境 .venv を作ります。", flush=True)
        _make_environment()
    stamp = ENVIRONMENT / f"{requirements.stem}.installed"
    digest = _requirements_digest()
    if stamp.exists() and stamp.read_text("utf-8") == digest:
        return
    print(f"{requirements.name} のパッケージを入れます（初回は数分かかります）。", flush=True)
    options = ("--quiet", "--disable-pip-version-check")
    if _run("pip", "install", *options, "-r", str(requirements)):
        message = (
            "パッケージを入れられませんでした。"
            "ネットワークとパッケージの配布元の設定を確かめてください。"
        )
        raise SetupError(message)
    stamp.write_text(digest, "utf-8")


def _run(module: str, *arguments: str) -> int:
    """Runs a module in the project's environment and folder; returns its exit code."""
    command = [str(PYTHON), "-m", module, *arguments]
    return subprocess.run(command, cwd=PROJECT, check=False).returncode


def _make_environment() -> None:
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        message = (
            "仮想環境を作れませんでした。Debian や Ubuntu では "
            "「apt install python3-venv」を行ってから、もう一度実行してください。"
        )
        raise SetupError(message) from error


def _requirements_digest() -> str:
    files = (REQUIREMENTS, DEVELOPMENT_REQUIREMENTS)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def browser() -> str | None:
    """The path of Chromium on this machine, installed through apt if that is possible."""
    found = _found_browser()
    if found or not shutil.which("apt-get"):
        return found
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    print("ブラウザーの試験のために Chromium を入れます。", flush=True)
    for step in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        command = [*prefix, "apt-get", *step]
        with open(os.devnull, "w", encoding="utf-8") as silence:  # noqa: PTH123 - a device
            subprocess.run(command, check=False, stdout=silence, env=environment)
    return _found_browser()


def _found_browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def serve(address: str, port: int) -> int:
    """Builds the database if it is missing and serves the dashboard until it is stopped."""
    prepare(REQUIREMENTS)
    if _run("lib.build", "--if-missing"):
        return 1
    if not _is_free(address, port):
        message = (
            f"ポート {port} はほかのプログラムが使っています。"
            f"「--port {port + 1}」のように別の番号を指定してください。"
        )
        raise SetupError(message)
    print(f"http://{address}:{port} で表示します。止めるには Ctrl+C を押します。", flush=True)
    return _run("lib.ui.server", address, str(port))


def _is_free(address: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def test(arguments: Sequence[str]) -> int:
    """Runs all tests, those in a browser included; pytest's summary comes last."""
    prepare(DEVELOPMENT_REQUIREMENTS)
    os.environ["BROWSER"] = browser() or ""
    return _run("pytest", *arguments)


def check() -> int:
    """Runs format, lint and types; says which of them found something."""
    prepare(DEVELOPMENT_REQUIREMENTS)
    failed = [name for name, *arguments in CHECKS if _run(name, *arguments)]
    print("直すところ: " + "、".join(failed) if failed else "すべて合格", flush=True)
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    """Does what the command line asks for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m lib.launch")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="準備して表示する")
    serving.add_argument("--address", default="localhost", help="受け付けるアドレス")
    serving.add_argument("--port", type=int, default=8501, help="ポート番号")
    commands.add_parser("test", help="準備してすべての試験を行う（以後の引数は pytest に渡す）")
    commands.add_parser("check", help="書式、規則、型を確かめる")
    options, others = parser.parse_known_args(arguments)
    if others and options.command != "test":
        parser.error(f"{options.command} にない引数: {' '.join(others)}")
    try:
        if options.command == "serve":
            return serve(options.address, options.port)
        return test(others) if options.command == "test" else check()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
