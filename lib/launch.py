"""Sets everything up and serves, tests or checks; needs nothing but Python 3.11 with venv.

Run as ``python3 -m lib.launch serve``, ``… test`` or ``… check`` in the project's folder.
"""

from __future__ import annotations  # an old Python must get as far as the message on its age

import argparse
import contextlib
import errno
import hashlib
import io
import os
import re
import shutil
import signal
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
PORTS = range(1, 65536)
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OFFICES = ("soffice", "libreoffice")
WEB_SERVERS = ("nginx", "/usr/sbin/nginx")
DATABASE_SERVERS = tuple(f"/usr/lib/postgresql/{n}/bin/postgres" for n in range(30, 13, -1))
MOST_WORKERS = 64
MOST_SIDE_BY_SIDE = 4  # files of tests; each may take a browser and a gigabyte and a half
# Asks nothing, and starts no service: a web server just installed is not to take port 80.
INSTALLATION = ("DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "SYSTEMD_OFFLINE=1")
# Without a desktop, and installed without what is only recommended.
OFFICE_PACKAGES = ("libreoffice-calc-nogui", "libreoffice-impress-nogui")
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
    stamp = ENVIRONMENT / f"{requirements.stem}.installed"
    digest = _requirements_digest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text("utf-8") == digest:
        return
    if not _has_pip():
        print("仮想環境 .venv を作ります。", flush=True)
        _make_environment()
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


def _has_pip() -> bool:
    """Whether the environment is complete: pip comes last, so an interrupted one has none."""
    command = [str(PYTHON), "-m", "pip", "--version"]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:  # there is no environment, or its Python was taken away
        return False


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
    return _program(BROWSERS, "ブラウザーの試験のために Chromium を入れます。", "chromium")


def office() -> str | None:
    """The path of LibreOffice on this machine, installed through apt if that is possible."""
    words = "資料を開く試験のために LibreOffice を入れます。"
    return _program(OFFICES, words, "--no-install-recommends", *OFFICE_PACKAGES)


def web_server() -> str | None:
    """The path of nginx on this machine, installed through apt if that is possible."""
    words = "複数のプロセスの試験のために nginx を入れます。"
    return _program(WEB_SERVERS, words, "--no-install-recommends", "nginx")


def database_server() -> str | None:
    """The path of PostgreSQL on this machine, installed through apt if that is possible."""
    words = "版の置き場の試験のために PostgreSQL を入れます。"
    return _program(DATABASE_SERVERS, words, "--no-install-recommends", "postgresql")


def _program(names: Sequence[str], words: str, *packages: str) -> str | None:
    found = _found(names)
    if found or not shutil.which("apt-get"):
        return found
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    print(words, flush=True)
    for step in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        command = [*prefix, "env", *INSTALLATION, "apt-get", *step]
        with open(os.devnull, "w", encoding="utf-8") as silence:  # noqa: PTH123 - a device
            subprocess.run(command, check=False, stdout=silence)
    return _found(names)


def _found(names: Sequence[str]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def serve(address: str, port: int, workers: int | None = None) -> int:
    """Builds the database if it is missing and serves the dashboard until it is stopped."""
    prepare(REQUIREMENTS)
    if _run("lib.build"):
        return 1
    _require_free(address, port)
    if port + (workers or 0) not in PORTS:
        message = f"プロセスごとに {port} の後のポートを使います。--port を小さくしてください。"
        raise SetupError(message)
    for number in range(1, (workers or 0) + 1):
        _require_free("127.0.0.1", port + number)
    shown = f"[{address}]" if ":" in address else address
    prefix = os.environ.get("DASHBOARD_PREFIX", "")
    url = f"http://{shown}:{port}{prefix}"
    print(f"{url} で表示します。止めるには Ctrl+C を押します。", flush=True)
    if workers is None:
        return _run_until_stopped("lib.ui.server", address, str(port))
    return _run_until_stopped("lib.workers", address, str(port), str(workers))


def _run_until_stopped(module: str, *arguments: str) -> int:
    """Runs a module until it ends or this program is told to end; then the module ends too.

    The module stands in a group of its own, or the terminal would send Ctrl+C to it as well: the
    request to end that it gets instead leaves no traces on the terminal.
    """
    children: list[subprocess.Popen[bytes]] = []
    received: list[int] = []

    def stop(number: int, _frame: object) -> None:
        received.append(number)
        for child in children:
            if len(received) == 1:
                child.terminate()
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)  # with all that it started

    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        command = [str(PYTHON), "-m", module, *arguments]
        children.append(subprocess.Popen(command, cwd=PROJECT, process_group=0))
        if received:  # in the moment in which there was no child yet
            children[0].terminate()
        code = children[0].wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if not received:
        return code
    return 0 if received[0] == signal.SIGINT else 128 + received[0]


def _require_free(address: str, port: int) -> None:
    """Tries the address and the port as the server will.

    Raises:
        SetupError: The server could not take them; the message says which of them, and what to do.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            probe.bind((address, port))
    except (OSError, UnicodeError) as error:
        raise SetupError(_refusal(error, address, port)) from error


def _refusal(error: Exception, address: str, port: int) -> str:
    """Why a server cannot take an address and a port, and what to do about it."""
    number = None if isinstance(error, socket.gaierror) else getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        other = port + 1 if port + 1 in PORTS else port - 1
        return (
            f"ポート {port} はほかのプログラムが使っています。"
            f"「--port {other}」のように別の番号を指定してください。"
        )
    if number in {errno.EACCES, errno.EPERM}:
        return (
            f"ポート {port} を使う許可がありません。"
            "「--port 8501」のように 1024 以上の番号を指定してください。"
        )
    return (
        f"アドレス「{address}」では受け付けられません（この機械のアドレスではないか、名前が違います）。"
        "--address を外すか、localhost、0.0.0.0 またはこの機械のアドレスを指定してください。"
    )


def test(arguments: Sequence[str]) -> int:
    """Runs all tests, those in a browser included; pytest's summary comes last.

    As many files side by side as there are processors: a browser test waits half of its time.
    """
    prepare(DEVELOPMENT_REQUIREMENTS)
    os.environ["BROWSER"] = browser() or ""
    office()  # the tests look for these where every program is looked for
    web_server()
    database_server()
    side_by_side = min(os.cpu_count() or 1, MOST_SIDE_BY_SIDE)
    return _run("pytest", "-n", str(side_by_side), "--dist", "loadfile", *arguments)


def check() -> int:
    """Runs format, lint and types; says which of them found something."""
    prepare(DEVELOPMENT_REQUIREMENTS)
    failed = [name for name, *arguments in CHECKS if _run(name, *arguments)]
    print("直すところ: " + "、".join(failed) if failed else "すべて合格", flush=True)
    return 1 if failed else 0


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) not in PORTS:
        message = f"{PORTS[0]} から {PORTS[-1]} までの整数を指定してください（今は {text}）"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _origin(text: str) -> str:
    if not re.fullmatch(r"https?://(\[[0-9a-fA-F:.]+\]|[^\s/?#@*:\[\]]+)(:[0-9]{1,5})?", text):
        example = "https://dashboard.example.go.jp"
        message = f"{example} のように、ブラウザーの欄の始まりを指定してください（今は {text}）"
        raise argparse.ArgumentTypeError(message)
    return text


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        message = f"1 から {MOST_WORKERS} までの整数を指定してください（今は {text}）"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _prefix(text: str) -> str:
    found = text.rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9_~-]+(\.[A-Za-z0-9_~-]+)*)*", found):
        message = f"/dashboard のように、英数字のパスを指定してください（今は {text}）"
        raise argparse.ArgumentTypeError(message)
    return found


def _print_what_cannot_be_shown() -> None:
    """A terminal without Japanese shows codes; a report must not stop what it reports on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def main(arguments: Sequence[str]) -> int:
    """Does what the command line asks for; returns the exit code."""
    _print_what_cannot_be_shown()
    parser = argparse.ArgumentParser(prog="python3 -m lib.launch")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="準備して表示する")
    serving.add_argument("--address", default="localhost", help="受け付けるアドレス")
    serving.add_argument("--port", type=_port, default=8501, help="ポート番号")
    serving.add_argument(
        "--origin",
        type=_origin,
        action="append",
        default=[],
        help="前に置くサーバーで見せるアドレス（https://…、何度でも）",
    )
    serving.add_argument("--workers", type=_workers, help="プロセスの数（nginx が要る）")
    serving.add_argument(
        "--prefix", type=_prefix, default="", help="/dashboard などのパスの下に置く"
    )
    serving.add_argument(
        "--access-log",
        choices=("none", "plain", "addresses"),
        default="none",
        help="要求の記録（plain は訪れた人のアドレスなし。--workers のとき）",
    )
    commands.add_parser("test", help="準備してすべての試験を行う（以後の引数は pytest に渡す）")
    commands.add_parser("check", help="書式、規則、型を確かめる")
    options, others = parser.parse_known_args(arguments)
    if others and options.command != "test":
        parser.error(f"{options.command} にない引数: {' '.join(others)}")
    try:
        if options.command == "serve":
            os.environ["DASHBOARD_ORIGINS"] = " ".join(options.origin)
            os.environ["DASHBOARD_PREFIX"] = options.prefix
            os.environ["DASHBOARD_ACCESS_LOG"] = options.access_log
            return serve(options.address, options.port, options.workers)
        return test(others) if options.command == "test" else check()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
