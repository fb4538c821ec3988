"""The two commands: what they do, and what they say when something is missing."""

import socket
import subprocess
import sys
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
    monkeypatch.setenv("BROWSER", "")
    monkeypatch.setattr(launch, "_run", lambda *command: passed_on.extend(command) or 0)

    assert launch.main(["test", "-k", "state", "tests/test_state.py"]) == 0
    assert passed_on == ["pytest", "-k", "state", "tests/test_state.py"]


def test_packages_that_are_installed_are_not_installed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(launch, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(launch, "PYTHON", python)
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
    monkeypatch.setattr(launch, "_run", lambda *_arguments: 1)

    for _ in range(2):
        with pytest.raises(launch.SetupError, match="パッケージを入れられませんでした"):
            launch.prepare(launch.REQUIREMENTS)


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
