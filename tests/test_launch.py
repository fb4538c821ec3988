"""The two commands: what they do, and what they say when something is missing."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lib import launch, paths


def _says(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> tuple[int, str]:
    code = launch.main(arguments)
    return code, capsys.readouterr().err


def test_a_port_in_use_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launch, "prepare", lambda _requirements: None)
    monkeypatch.setattr(launch, "_run", lambda *_arguments: 0)
    with socket.socket() as other:
        other.bind(("localhost", 0))
        other.listen()
        port = other.getsockname()[1]
        code, words = _says(capsys, ["serve", "--port", str(port)])

    assert code == 1
    assert f"ポート {port} はほかのプログラムが使っています" in words
    assert f"--port {port + 1}" in words


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_a_port_in_use_at_an_ipv6_address_is_named() -> None:
    with socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(launch.SetupError, match=f"ポート {port} はほかのプログラムが使って"):
            launch._require_free("::1", port)  # noqa: SLF001 - the server is not started

    launch._require_free("::1", port)  # noqa: SLF001 - it is free again


def test_the_port_below_is_proposed_for_the_last_one() -> None:
    error = OSError(errno.EADDRINUSE, "in use")

    assert "--port 65534" in launch._refusal(error, "localhost", 65535)  # noqa: SLF001 - the words


def test_a_port_that_needs_a_permission_is_named() -> None:
    error = PermissionError(errno.EACCES, "denied")

    assert "ポート 80 を使う許可がありません" in launch._refusal(error, "localhost", 80)  # noqa: SLF001


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8501.0", ""])
def test_a_port_that_does_not_exist_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    monkeypatch.setattr(launch, "prepare", lambda _requirements: pytest.fail("it was started"))

    with pytest.raises(SystemExit) as caught:
        launch.main(["serve", f"--port={port}"])

    assert caught.value.code == 2
    assert f"1 から 65535 までの整数を指定してください（今は {port}）" in capsys.readouterr().err


@pytest.mark.parametrize(
    "address", ["none.invalid", "203.0.113.9", "2001:db8::1", "a..b", "unix://socket"]
)
def test_an_address_that_is_not_of_this_machine_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    monkeypatch.setattr(launch, "prepare", lambda _requirements: None)
    monkeypatch.setattr(launch, "_run", lambda *_arguments: 0)
    monkeypatch.setattr(launch, "_run_until_stopped", lambda *_arguments: pytest.fail("served"))

    code, words = _says(capsys, ["serve", "--address", address])

    assert code == 1
    assert f"アドレス「{address}」では受け付けられません" in words
    assert "ポート" not in words


@pytest.mark.parametrize(("address", "shown"), [("::1", "[::1]"), ("127.0.0.1", "127.0.0.1")])
def test_the_address_is_shown_as_a_browser_takes_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str, shown: str
) -> None:
    monkeypatch.setattr(launch, "prepare", lambda _requirements: None)
    monkeypatch.setattr(launch, "_require_free", lambda *_place: None)
    monkeypatch.setattr(launch, "_run", lambda *_arguments: 0)
    monkeypatch.setattr(launch, "_run_until_stopped", lambda *_arguments: 0)

    assert launch.main(["serve", "--address", address]) == 0
    assert f"http://{shown}:8501 " in capsys.readouterr().out


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize(
    ("request_to_end", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 0), (signal.SIGHUP, 129)]
)
def test_whatever_ends_the_launcher_ends_the_server(
    request_to_end: signal.Signals, code: int
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = (
        "import sys; from lib import launch; launch.PYTHON = sys.executable; "
        "arguments = ('http.server', '--bind', '127.0.0.1', sys.argv[1]); "
        "sys.exit(launch._run_until_stopped(*arguments))"
    )
    command = [sys.executable, "-c", program, str(port)]
    with subprocess.Popen(command, cwd=paths.PROJECT, stderr=subprocess.DEVNULL) as launcher:
        waits_until = time.monotonic() + 30
        while not _answers(port) and time.monotonic() < waits_until:
            time.sleep(0.05)
        launcher.send_signal(request_to_end)

        assert launcher.wait(30) == code
    assert not _answers(port)


def test_a_terminal_without_japanese_stops_nothing() -> None:
    command = [sys.executable, "-m", "lib.launch", "serve", "--help"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}

    found = subprocess.run(
        command, cwd=paths.PROJECT, env=environment, capture_output=True, check=False
    )

    assert (found.returncode, found.stderr) == (0, b"")


def test_faulty_data_are_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []

    def run(module: str, *_arguments: str) -> int:
        started.append(module)
        return 1 if module == "lib.build" else 0

    monkeypatch.setattr(launch, "prepare", lambda _requirements: None)
    monkeypatch.setattr(launch, "_run", run)

    assert launch.main(["serve"]) == 1
    assert started == ["lib.build"]


@pytest.mark.parametrize(
    "arguments", [["serve", "--prot", "8502"], ["serve", "8502"], ["check", "--fix"]]
)
def test_options_that_a_command_does_not_know_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.setattr(launch, "prepare", lambda _requirements: pytest.fail("it was started"))

    with pytest.raises(SystemExit) as caught:
        launch.main(arguments)

    assert caught.value.code == 2
    assert f"{arguments[0]} にない引数: {' '.join(arguments[1:])}" in capsys.readouterr().err


def test_the_tests_pass_all_other_options_on(monkeypatch: pytest.MonkeyPatch) -> None:
    passed_on: list[str] = []
    monkeypatch.setattr(launch, "prepare", lambda _requirements: None)
    monkeypatch.setattr(launch, "browser", lambda: None)
    monkeypatch.setattr(launch, "office", lambda: None)
    monkeypatch.setattr(launch, "web_server", lambda: None)
    monkeypatch.setattr(launch, "database_server", lambda: None)
    monkeypatch.setattr(launch.os, "cpu_count", lambda: 2)
    monkeypatch.setenv("BROWSER", "")
    monkeypatch.setattr(launch, "_run", lambda *command: passed_on.extend(command) or 0)

    assert launch.main(["test", "-k", "state", "tests/test_state.py"]) == 0
    side_by_side = ["-n", "2", "--dist", "loadfile"]
    assert passed_on == ["pytest", *side_by_side, "-k", "state", "tests/test_state.py"]


@pytest.mark.parametrize(
    ("program", "packages"),
    [
        ("browser", {"chromium"}),
        ("office", {*launch.OFFICE_PACKAGES}),
        ("web_server", {"nginx"}),
        ("database_server", {"postgresql"}),
    ],
)
@pytest.mark.parametrize(
    "already_there",
    [{"apt-get"}, {"apt-get", "chromium", "soffice", "nginx", launch.DATABASE_SERVERS[-1]}],
)
def test_programs_of_the_tests_are_installed_only_where_they_are_missing(
    monkeypatch: pytest.MonkeyPatch, program: str, packages: set[str], already_there: set[str]
) -> None:
    installed: list[str] = []

    def run(command: list[str], **_options: object) -> None:
        installed.extend(command)

    def which(name: str) -> str | None:
        return f"/bin/{name}" if name in already_there or packages <= {*installed} else None

    monkeypatch.setattr(launch.shutil, "which", which)
    monkeypatch.setattr(launch.subprocess, "run", run)

    assert getattr(launch, program)() is not None
    assert packages.isdisjoint(installed) == ("soffice" in already_there)


@pytest.mark.parametrize("program", ["browser", "office", "web_server", "database_server"])
def test_a_machine_without_apt_goes_on_without_the_programs_of_the_tests(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(launch.shutil, "which", lambda _name: None)
    monkeypatch.setattr(launch.subprocess, "run", lambda *_command, **_options: pytest.fail("ran"))

    assert getattr(launch, program)() is None


def test_packages_that_are_installed_are_not_installed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(launch, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(launch, "PYTHON", python)
    monkeypatch.setattr(launch, "_has_pip", lambda: True)
    calls: list[str] = []
    monkeypatch.setattr(launch, "_run", lambda module, *_arguments: calls.append(module) or 0)

    launch.prepare(launch.REQUIREMENTS)
    launch.prepare(launch.REQUIREMENTS)

    assert calls == ["pip"]


def test_packages_that_cannot_be_installed_are_reported_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(launch, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(launch, "PYTHON", python)
    monkeypatch.setattr(launch, "_has_pip", lambda: True)
    monkeypatch.setattr(launch, "_run", lambda *_arguments: 1)

    for _ in range(2):
        with pytest.raises(launch.SetupError, match="パッケージを入れられませんでした"):
            launch.prepare(launch.REQUIREMENTS)


@pytest.mark.parametrize("remains", [None, "#!/bin/sh\nexit 1\n"])
def test_an_environment_that_was_interrupted_is_made_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, remains: str | None
) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    if remains:
        python.write_text(remains, "utf-8")
        python.chmod(0o755)
    made: list[Path] = []
    monkeypatch.setattr(launch, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(launch, "PYTHON", python)
    monkeypatch.setattr(launch, "_run", lambda *_arguments: 0)
    monkeypatch.setattr(launch.venv, "create", lambda folder, **_options: made.append(folder))

    launch.prepare(launch.REQUIREMENTS)

    assert made == [tmp_path]


def test_an_old_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))

    with pytest.raises(launch.SetupError, match=r"Python 3\.11 以上が必要です"):
        launch.prepare(launch.REQUIREMENTS)


def test_a_machine_without_venv_is_told_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(launch, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(launch.venv, "create", fail)

    with pytest.raises(launch.SetupError, match="apt install python3-venv"):
        launch.prepare(launch.REQUIREMENTS)


def test_every_requirement_is_pinned() -> None:
    for file in (launch.REQUIREMENTS, launch.DEVELOPMENT_REQUIREMENTS):
        for line in file.read_text("utf-8").splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert "==" in line, line


def test_the_launcher_needs_nothing_but_python() -> None:
    code = "import sys; sys.path.insert(0, '.'); import lib.launch; print('ready')"
    command = [sys.executable, "-I", "-S", "-c", code]  # no site-packages

    found = subprocess.run(command, cwd=paths.PROJECT, capture_output=True, text=True, check=True)

    assert found.stdout == "ready\n"


@pytest.mark.parametrize("check", launch.CHECKS, ids=" ".join)
def test_format_rules_and_types_are_clean(check: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", *check]

    found = subprocess.run(command, cwd=paths.PROJECT, capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stdout + found.stderr
