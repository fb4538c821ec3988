"""Editions under fire: publications that are killed, and readers while others are published."""

import csv
import io
import json
import multiprocessing
import os
import random
import re
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bench.summaries import percentile
from lib import paths
from lib.editions.folder import FolderStore
from lib.editions.model import EditionError, Event, Files
from lib.editions.publishing import proposed, publish
from lib.editions.shipped import Shipped, files_in
from lib.editions.store import EditionStore

KILLS_HEADER = ("終わらせた回数", "公開できた版", "失われた版", "半端な版", "失われた記録")
READS_HEADER = (
    "公開した版",
    "示された版",
    "読んだ回数",
    "誤り",
    "版の混ざった答え",
    "p50（秒）",
    "p99（秒）",
    "最長（秒）",
)
_LONGEST_WAIT_S = 0.3  # before a process is killed: some publications
_SERVED_WITHIN_S = 120
_MARK = re.compile("〔([0-9]+)〕")
_MARKED = {"activities.csv": ("title", "summary"), "projects.csv": ("summary",)}
_VIEWS = (
    "v1=catalogue/catalogue_activities%3Blevel%3Dactivities"
    "&v2=catalogue/catalogue_projects%3Blevel%3Dprojects"
)
_ADDRESSES = (
    "/data/catalogue/catalogue_activities.csv?level=activities",
    "/data/catalogue/catalogue_activities.json?level=activities",
    "/data/catalogue/catalogue_projects.csv?level=projects",
    "/data/catalogue/catalogue_projects.json?level=projects",
    f"/wall?{_VIEWS}",
)
_SESSIONS = ("catalogue", "level=activities")


@dataclass
class Kills:
    """What was found after processes were killed while they published.

    Attributes:
        kills: How many were killed.
        published: How many editions there are beside the shipped one.
        lost: Editions whose publication was acknowledged and that are not there.
        half: Editions that are not whole.
        lost_events: Lines of the audit log that were acknowledged and are not there.
    """

    kills: int = 0
    published: int = 0
    lost: int = 0
    half: int = 0
    lost_events: int = 0

    @property
    def row(self) -> tuple[int, ...]:
        """The numbers as a row of a table."""
        return self.kills, self.published, self.lost, self.half, self.lost_events


def killed(kills: int, seed: int = 0) -> Kills:
    """Kills processes at random moments of their publications, and looks what is left."""
    chance, found = random.Random(seed), Kills()
    with TemporaryDirectory() as folder:
        place = Path(folder)
        acknowledged: dict[int, str] = {}
        events: list[str] = []
        for _ in range(kills):
            told = _killed_once(place, chance.uniform(0, _LONGEST_WAIT_S))
            acknowledged |= {int(name): digest for kind, name, digest in told if kind == "edition"}
            events += [words for kind, words, _ in told if kind == "event"]
            found.kills += 1
            _look(FolderStore(place, Shipped()), acknowledged, events, found)
    return found


def _killed_once(place: Path, seconds: float) -> list[tuple[str, str, str]]:
    """What a process told that it had done until it was killed."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_publish_without_end, args=(place, sending))
    process.start()
    sending.close()
    time.sleep(seconds)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    told = []
    while True:
        try:
            told.append(receiving.recv())
        except EOFError:
            return told


def _publish_without_end(place: Path, told: Connection) -> None:
    store, shipped = FolderStore(place, Shipped()), files_in(paths.DATA)
    while True:
        parent = store.editions()[-1].number
        files = marked(shipped, parent + 1)
        made = store.publish(files, parent=parent, account="試し", reason="試し")
        told.send(("edition", str(made.number), made.digest))
        words = f"{made.number}件"
        store.record(Event(made.published_at, "試し", "exported", words))
        told.send(("event", words, ""))


def _look(
    store: EditionStore, acknowledged: dict[int, str], events: Sequence[str], found: Kills
) -> None:
    there = {edition.number: edition.digest for edition in store.editions()}
    found.lost += sum(there.get(number) != digest for number, digest in acknowledged.items())
    for number in range(found.published, max(there) + 1):  # the others were looked at before
        try:
            store.files(number)
        except EditionError:
            found.half += 1
    found.published = max(there)
    logged = {event.words for event in store.events() if event.kind == "exported"}
    found.lost_events += len(set(events) - logged)


def marked(files: Files, number: int) -> Files:
    """A set that names its edition in many cells of several tables."""
    return {
        name: _with_mark(content, _MARKED[name], number) if name in _MARKED else content
        for name, content in files.items()
    }


def _with_mark(content: bytes, columns: Iterable[str], number: int) -> bytes:
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    for row in rows:
        for column in columns:
            row[column] = f"{_MARK.sub('', row[column])}〔{number}〕"
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


@dataclass
class Reads:
    """What readers were answered while editions were published.

    Attributes:
        published: How many editions were published.
        served: The editions that readers saw.
        seconds: How long each answer took.
        errors: What was answered instead of data.
        mixed: Answers that hold cells of several editions, or of another one than they say.
    """

    published: int = 0
    served: set[int] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)

    @property
    def row(self) -> tuple[float, ...]:
        """The numbers as a row of a table."""
        waits = (percentile(self.seconds, share) for share in (0.5, 0.99, 1))
        counts = (len(self.served), len(self.seconds), len(self.errors), len(self.mixed))
        return (self.published, *counts, *waits)


def read(url: str, place: Path, publications: int, readers: int) -> Reads:
    """Readers ask a server without pause while one edition after the other is published.

    Every fourth reader is a session, whose page is drawn again and again; the others ask for data
    and for the page of the wall.

    Args:
        url: The server.
        place: The folder of its editions.
        publications: How many.
        readers: How many at once.
    """
    found, store = Reads(), FolderStore(place, Shipped())
    with _reading(url, readers, found):
        for number in range(1, publications + 1):
            changed = marked(files_in(paths.DATA), number)
            publish(store, proposed(store, _tables(changed)), "試し", "試し")
            found.published += 1
        _wait_until_served(url, publications)
    return found


def _tables(files: Files) -> Files:
    return {name: content for name, content in files.items() if name in _MARKED}


@contextmanager
def _reading(url: str, readers: int, found: Reads) -> Iterator[None]:
    is_over = threading.Event()
    kinds: list[Callable[[], None]] = [
        (lambda: _use_session(url, is_over, found))
        if place % 4 == 3
        else (lambda place=place: _ask(url, place, is_over, found))  # type: ignore[misc]
        for place in range(readers)
    ]
    threads = [threading.Thread(target=kind, daemon=True) for kind in kinds]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def _ask(url: str, place: int, is_over: threading.Event, found: Reads) -> None:
    turn = place
    while not is_over.is_set():
        address = _ADDRESSES[turn % len(_ADDRESSES)]
        turn += 1
        began = time.perf_counter()
        try:
            with urllib.request.urlopen(f"{url}{address}", timeout=60) as answer:  # noqa: S310 - our own server
                text = answer.read().decode()
                said = answer.headers.get("x-data-edition-number")
        except urllib.error.HTTPError as error:
            if error.code == 503:  # busy, which the answer says when many ask at once
                time.sleep(0.2)
            else:
                found.errors.append(f"{address}: {error}")
            continue
        except OSError as error:
            found.errors.append(f"{address}: {error}")
            time.sleep(0.2)
            continue
        wall = re.search('data-edition="([0-9]+)"', text)
        _judge(text, said or (wall[1] if wall else ""), address, began, found)


def _use_session(url: str, is_over: threading.Event, found: Reads) -> None:
    stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    page, query = _SESSIONS
    with connect(stream, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        while not is_over.is_set():
            message = BackMsg()
            message.rerun_script.query_string = query
            message.rerun_script.page_name = page
            began = time.perf_counter()
            try:
                socket.send(message.SerializeToString())
                text, is_fine = _run_of(socket.recv)
            except ConnectionClosed as error:
                found.errors.append(f"/{page}: {error}")
                return
            if not is_fine:
                found.errors.append(f"/{page}?{query}")
            foot = re.search("データの版 第([0-9]+)版", text)
            _judge(text, foot[1] if foot else "0", f"/{page}", began, found)


def _run_of(receive: Callable[[], str | bytes]) -> tuple[str, bool]:
    """All that a run of a page sends, and whether it holds no error."""
    parts, is_fine = [], True
    while True:
        payload = receive()
        parts.append(payload if isinstance(payload, str) else payload.decode("utf-8", "replace"))
        sent = ForwardMsg.FromString(payload)  # type: ignore[arg-type]
        element = sent.delta.new_element
        kind = element.WhichOneof("type")
        is_error = kind == "alert" and element.alert.format == Alert.ERROR
        is_fine = is_fine and kind != "exception" and not is_error
        if sent.WhichOneof("type") == "script_finished":
            return "".join(parts), is_fine


def _judge(text: str, said: str, address: str, began: float, found: Reads) -> None:
    found.seconds.append(time.perf_counter() - began)
    marks = set(_MARK.findall(text))
    if marks - {said} or (said not in {"", "0"} and not marks):
        found.mixed.append(f"{address}: 版 {said}、欄 {sorted(marks)}")
    found.served.update(int(mark) for mark in marks)


def _wait_until_served(url: str, number: int) -> None:
    until = time.monotonic() + _SERVED_WITHIN_S
    while time.monotonic() < until:
        with urllib.request.urlopen(f"{url}/health/ready", timeout=60) as answer:  # noqa: S310 - our own server
            if json.load(answer)["number"] == number:
                return
        time.sleep(0.2)
    message = f"edition {number} is not served"
    raise TimeoutError(message)
