"""Several processes behind nginx: a session stays with its process, and outlives none but it."""

import errno
import gzip
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from lib import launch, paths
from lib.database import Database
from lib.workers import __main__ as workers
from lib.workers.proxy import configuration, places
from tests.browser import STARTUP_S
from tests.several import (
    COUNT,
    PREFIX,
    Several,
    children,
    command_of,
    ports_in_a_row,
    several,
    wait_for_port,
    web_server,
)

pytestmark = pytest.mark.slow

COOKIE = "dashboard_worker"
RUN_S = 60


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    with several(tmp_path_factory.mktemp("several")) as found:
        yield found


def _asked(
    url: str,
    headers: dict[str, str] | None = None,
    source: str = "127.0.0.1",
    method: str = "GET",
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of what a request from an address is answered."""
    host, _, path = url.removeprefix("http://").partition("/")
    address = host.replace("localhost", "127.0.0.1")
    connection = http.client.HTTPConnection(address, timeout=60, source_address=(source, 0))
    connection.request(method, f"/{path}", headers={"Host": host} | (headers or {}))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): text for name, text in answer.getheaders()}, body


def _worker(running: Several, cookie: str = "") -> str:
    """Which process answers."""
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    return str(json.loads(_asked(f"{running.url}/health/ready", headers)[2])["worker"])


@contextmanager
def _session(running: Several, cookie: str = "", origin: str = "") -> Iterator[ClientConnection]:
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    headers |= {"Origin": origin} if origin else {}
    with connect(
        f"{running.url.replace('http', 'ws')}/_stcore/stream",
        subprotocols=["streamlit"],
        max_size=None,
        additional_headers=headers,
    ) as socket:
        yield socket


def _led_to(socket: ClientConnection) -> str:
    """The process that the cookie of a session names."""
    return SimpleCookie(socket.response.headers["Set-Cookie"])[COOKIE].value


def _run(socket: ClientConnection) -> None:
    message = BackMsg()
    message.rerun_script.query_string = ""
    socket.send(message.SerializeToString())
    while True:
        sent = ForwardMsg.FromString(socket.recv(timeout=RUN_S))
        if sent.WhichOneof("type") == "script_finished":
            assert sent.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            return


def _until_ready(running: Several, number: int) -> dict[str, object]:
    until = time.monotonic() + STARTUP_S
    while time.monotonic() < until:
        try:
            return dict(json.loads(_asked(f"{running.url_of(number)}/health/ready")[2]))
        except OSError:
            time.sleep(0.1)
    message = f"process {number} did not come back within {STARTUP_S} seconds"
    raise TimeoutError(message)


def test_each_process_shows_the_same_edition_from_a_file_of_its_own(
    running: Several, shipped: Database
) -> None:
    for number in (1, 2):
        assert _until_ready(running, number) == {
            "ready": True,
            "edition": shipped.version,
            "number": 0,
            "worker": str(number),
        }
        environment = Path(f"/proc/{running.process_id(number)}/environ").read_text("utf-8")
        file = f"workers-{running.port}/{number}/dashboard-{shipped.version}.duckdb"
        assert f"DASHBOARD_DATABASE={paths.BUILD / file}" in environment.split("\0")


def test_two_sessions_are_led_to_two_processes_and_each_stays_with_its_own(
    running: Several,
) -> None:
    with _session(running) as one, _session(running) as other:
        assert {_led_to(one), _led_to(other)} == {"1", "2"}
        for socket in (one, other):
            _run(socket)
            assert {_worker(running, _led_to(socket)) for _ in range(5)} == {_led_to(socket)}
            with _session(running, _led_to(socket)) as again:
                assert _led_to(again) == _led_to(socket)


@pytest.mark.parametrize("cookie", ["3", "worker_1", "any_worker", "127.0.0.1:22", "x" * 3000])
def test_a_cookie_that_names_no_process_leads_to_any(running: Several, cookie: str) -> None:
    assert _worker(running, cookie) in {"1", "2"}


def test_the_name_that_the_browser_asked_for_decides_whose_pages_may_connect(
    running: Several,
) -> None:
    with _session(running, origin=f"http://localhost:{running.port}") as socket:
        _run(socket)
    with pytest.raises(InvalidStatus) as refused, _session(running, origin="http://evil.example"):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/assets/looks.css", "/assets/links.js", "/wall?v1=targets/targets"]
)
def test_what_is_text_comes_compressed(running: Several, path: str) -> None:
    status, headers, body = _asked(running.url + path, {"Accept-Encoding": "gzip"})

    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(body)


def test_the_path_leads_to_the_first_page_and_nothing_is_above_it(running: Several) -> None:
    root = running.url.removesuffix(PREFIX)

    status, headers, _ = _asked(f"{root}{PREFIX}?m=a.1")
    assert (status, headers["location"]) == (301, f"{PREFIX}/?m=a.1")
    assert _asked(f"{root}/")[0] == 404
    assert _asked(f"{root}/health/live")[0] == 404


def test_the_figures_of_each_process_are_for_this_machine_alone(running: Several) -> None:
    for number in (1, 2):
        status, _, body = _asked(f"{running.url}/metrics/{number}")
        assert status == 200
        assert f'worker="{number}"'.encode() in body
        assert _asked(f"{running.url}/metrics/{number}", source="127.0.0.2")[0] == 403
    for path in ("/metrics", "/_stcore/metrics", "/metrics/3"):
        assert _asked(running.url + path)[0] == 404


def test_requests_are_recorded_without_who_made_them_and_what_was_looked_for(
    running: Several,
) -> None:
    _asked(f"{running.url}/health/live?text=%E6%A0%83%E6%9C%A8", {"User-Agent": "own browser"})
    while f"{PREFIX}/health/live" not in running.log.read_text("utf-8"):
        time.sleep(0.05)  # it is written behind the answer

    lines = [json.loads(line) for line in running.log.read_text("utf-8").splitlines()]
    assert {tuple(line) for line in lines} == {
        ("time", "method", "path", "status", "seconds", "bytes", "worker")
    }
    text = running.log.read_text("utf-8") + running.errors.read_text("utf-8")
    for private in ("127.0.0.1", "own browser", "text=", "%E6%A0%83"):
        assert private not in text


def _long_addresses(database: Database) -> list[str]:
    """A meeting with long words, and a sum of as many figures as an address takes."""
    of_results = (
        "SELECT figure_id AS value FROM figures WHERE figure_id LIKE 'results.%' ORDER BY 1"
    )
    figures = quote("|".join(database.rows(of_results, str)[:200]), "")
    assert 5_000 < len(figures) < 8_000
    return [
        f"/wall?v1=targets%2Ftargets&t1={'a' * 40_000}",
        *(f"/data/evidence/figures.{form}?figure={figures}" for form in ("csv", "json")),
    ]


def test_an_address_of_any_length_is_answered_as_without_nginx(
    running: Several, shipped: Database
) -> None:
    for address in _long_addresses(shipped):
        status, headers, body = _asked(running.url + address)
        alone, own_headers, own = _asked(running.url_of(1) + address)

        assert (status, alone) == (200, 200), body.decode()[:200]
        assert (headers["content-type"], body) == (own_headers["content-type"], own)


def test_the_head_of_an_address_says_what_its_file_is(running: Several) -> None:
    address = f"{running.url}/data/subsidy/grants.csv?grant_year=2024"
    _, whole, body = _asked(address)

    status, headers, nothing = _asked(address, method="HEAD")

    assert (status, nothing) == (200, b"")
    assert headers["content-length"] == str(len(body))
    for name in ("etag", "content-type", "content-disposition", "link", "x-data-edition"):
        assert headers[name] == whole[name]
    assert _asked(address, {"If-None-Match": headers["etag"]})[0] == 304


@pytest.fixture
def encrypted(running: Several, tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """The documents' example before nginx and the processes: its port, and who trusts it."""
    port, name = ports_in_a_row(1), "dashboard.example.go.jp"
    key, certificate = tmp_path / "own.key", tmp_path / "own.pem"
    subprocess.run(
        (
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"),
            *("-keyout", key, "-out", certificate),
        ),
        check=True,
        capture_output=True,
    )
    text = (paths.PROJECT / "docs" / "deploy" / "nginx-tls.conf").read_text("utf-8")
    for found, own in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/certs/dashboard.pem", f'"{certificate}"'),
        ("/etc/ssl/private/dashboard.key", f'"{key}"'),
        ("http://127.0.0.1:8501;", f"http://127.0.0.1:{running.port};"),
    ):
        assert text.count(found) == 1, found
        text = text.replace(found, own)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f'{kind}_temp_path "{tmp_path}/{kind}";\n' for kind in kinds)
    frame = f'daemon off; pid "{tmp_path}/pid"; events {{}} http {{ access_log off; {folders}'
    (tmp_path / "nginx.conf").write_text(f"{frame}{text}}}", "utf-8")
    command = [web_server(), "-p", tmp_path, "-c", "nginx.conf", "-g", "error_log stderr alert;"]
    with subprocess.Popen(command) as process:
        wait_for_port(port)
        yield port, ssl.create_default_context(cafile=certificate)
        process.terminate()


def test_the_example_with_encryption_leads_to_the_processes(
    encrypted: tuple[int, ssl.SSLContext],
) -> None:
    port, trust = encrypted
    name = "dashboard.example.go.jp"
    with (
        socket.create_connection(("127.0.0.1", port)) as raw,
        connect(
            f"wss://{name}{PREFIX}/_stcore/stream",
            sock=raw,
            ssl=trust,
            subprotocols=["streamlit"],
            max_size=None,
            additional_headers={"Origin": f"https://{name}"},
        ) as opened,
    ):
        _run(opened)
        assert SimpleCookie(opened.response.headers["Set-Cookie"])[COOKIE]["secure"] is True

    long_name = "a" * 40_000
    for host, path, status in (
        (name, f"{PREFIX}/map", 200),
        (name, f"{PREFIX}/wall?v1=targets%2Ftargets&t1={long_name}", 200),
        (name, PREFIX, 301),
        (name, f"{PREFIX}/metrics/1", 404),
        ("evil.example", f"{PREFIX}/map", 421),
    ):
        with (
            socket.create_connection(("127.0.0.1", port)) as raw,
            trust.wrap_socket(raw, server_hostname=name) as secure,
        ):
            secure.sendall(
                f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
            )
            assert secure.recv(12).decode() == f"HTTP/1.1 {status}"


def test_one_process_is_killed_and_only_its_own_sessions_move(running: Several) -> None:
    with _session(running) as one, _session(running) as other:
        _run(one)
        _run(other)
        dead = _led_to(one)
        left = _led_to(other)
        os.kill(running.process_id(int(dead)), signal.SIGKILL)

        # At once, while the process is gone:
        assert _worker(running, dead) == left
        with _session(running, dead) as moved:
            assert _led_to(moved) == left
            _run(moved)
        with pytest.raises(ConnectionClosed):
            _run(one)
        _run(other)
        assert _worker(running, left) == left

    former = _until_ready(running, int(left))
    assert _until_ready(running, int(dead)) == former | {"worker": dead}
    (line,) = [line for line in running.errors.read_text("utf-8").splitlines() if "again" in line]
    assert json.loads(line)["message"].startswith(f"Process {dead} ended with -9")


def test_requests_are_recorded_in_a_journal_too_and_the_end_of_the_first_is_the_end_of_all(
    tmp_path: Path,
) -> None:
    journal, out = socket.socketpair()  # systemd's journal is a socket
    with journal, out, several(tmp_path, out=out) as found:
        assert json.loads(journal.recv(10_000).splitlines()[0])["method"] == "GET"
        started = children(found.process.pid)
        assert len(started) == COUNT + 1
        found.process.terminate()
        assert found.process.wait(30) == 0

    assert [command_of(one) for one in started if any(command_of(one))] == []


def test_without_nginx_nothing_is_left_running(tmp_path: Path) -> None:
    with several(tmp_path) as found:
        started = children(found.process.pid)
        (nginx,) = [one for one in started if "nginx" in command_of(one)[0]]
        os.kill(nginx, signal.SIGTERM)
        assert found.process.wait(30) == 1

    assert [command_of(one) for one in started if any(command_of(one))] == []


def test_a_machine_without_nginx_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workers, "program", lambda: None)
    monkeypatch.setattr(workers.signal, "signal", lambda *_arguments: None)

    assert workers.serve("localhost", 8501, 2) == 1
    assert "apt install nginx" in capsys.readouterr().err


class _Ending:
    """A process that ends as soon as it is started."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        self.returncode = 1

    def poll(self) -> int:
        return self.returncode


def test_a_process_that_keeps_ending_is_started_ever_more_seldom(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    now = 0.0
    monkeypatch.setattr(workers.time, "monotonic", lambda: now)
    monkeypatch.setattr(workers.subprocess, "Popen", _Ending)
    (tmp_path / "dashboard-x.duckdb").touch()
    worker = workers.Worker(places(8501, 1)[0], tmp_path, {})
    starts: list[float] = []
    for tick in range(1000):
        now = tick / 10
        before = worker.started_at
        worker.look_after()
        if worker.started_at != before:
            starts.append(now)

    pauses = [round(later - earlier, 1) for earlier, later in pairwise(starts)]
    # Each pause begins with the tick after the start that failed.
    assert pauses == [1.1, 2.1, 4.1, 8.1, 16.1, 30.1, 30.1]


def test_while_no_process_answers_the_page_says_so_and_tries_again(tmp_path: Path) -> None:
    nginx, port = web_server(), ports_in_a_row(3)
    text = configuration(tmp_path, "localhost", port, places(port, 2))
    (tmp_path / "nginx.conf").write_text(text, "utf-8")
    with subprocess.Popen([nginx, "-p", tmp_path, "-c", "nginx.conf"]) as process:
        wait_for_port(port)
        status, headers, body = _asked(f"http://localhost:{port}/map")
        process.terminate()

    assert (status, headers["cache-control"]) == (503, "no-store")
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="ja">' in body.decode()
    assert 'http-equiv="refresh"' in body.decode()
    assert "準備しています" in body.decode()


def _has_ipv6() -> bool:
    with socket.socket(socket.AF_INET6) as probe:
        return probe.connect_ex(("::1", 9)) != errno.EADDRNOTAVAIL


@pytest.mark.parametrize("address", ["localhost", "0.0.0.0", "127.0.0.1", "::1", "::"])  # noqa: S104
@pytest.mark.parametrize("access_log", ["none", "plain", "addresses"])
@pytest.mark.parametrize("prefix", ["", "/dashboard", "/a/b.c"])
def test_nginx_accepts_the_configuration(
    tmp_path: Path, address: str, access_log: str, prefix: str
) -> None:
    if ":" in address and not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    nginx, port = web_server(), ports_in_a_row(1)
    text = configuration(
        tmp_path, address, port, places(port, 3), prefix=prefix, access_log=access_log
    )
    (tmp_path / "nginx.conf").write_text(text, "utf-8")

    found = subprocess.run(
        [nginx, "-t", "-p", tmp_path, "-c", "nginx.conf"], capture_output=True, check=False
    )

    assert found.returncode == 0, found.stderr.decode()
    assert ("remote_addr" in text) == (access_log == "addresses")


def test_nginx_says_who_is_connected_only_where_a_proxy_may_be_believed(tmp_path: Path) -> None:
    nginx, port = web_server(), ports_in_a_row(1)
    text = configuration(tmp_path, "localhost", port, places(port, 2), peer_secret="s3cret")  # noqa: S106
    (tmp_path / "nginx.conf").write_text(text, "utf-8")

    found = subprocess.run(
        [nginx, "-t", "-p", tmp_path, "-c", "nginx.conf"], capture_output=True, check=False
    )

    assert found.returncode == 0, found.stderr.decode()
    assert 'proxy_set_header Dashboard-Peer "s3cret $remote_addr";' in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--workers", "0"], "1 から 64 までの整数"),
        (["--workers", "two"], "1 から 64 までの整数"),
        (["--prefix", "dashboard"], "英数字のパス"),
        (["--prefix", "/a b"], "英数字のパス"),
        (["--prefix", "/;}"], "英数字のパス"),
        (["--prefix", "//evil.example"], "英数字のパス"),
        (["--prefix", "/.."], "英数字のパス"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit):
        launch.main(["serve", *arguments])

    assert words in capsys.readouterr().err


def test_the_launcher_starts_the_processes_below_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "prepare", lambda _requirements: None)
    monkeypatch.setattr(launch, "_require_free", lambda *_place: None)
    monkeypatch.setattr(launch, "_run", lambda *_arguments: 0)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(launch, "_run_until_stopped", lambda *words: started.append(words) or 0)

    assert launch.main(["serve", "--workers", "2", "--prefix", "/dashboard/"]) == 0
    assert started == [("lib.workers", "localhost", "8501", "2")]
    assert os.environ["DASHBOARD_PREFIX"] == "/dashboard"
    assert launch.main(["serve", "--workers", "2", "--port", "65534"]) == 1
