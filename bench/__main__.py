"""The bench, a command for each kind of measurement.

See docs/performance.md. Every command starts the servers that it measures, prints its tables and,
with ``--write``, puts them into docs/performance.md.
"""

import argparse

from bench import (
    browser,
    comparison,
    editions,
    growth,
    handouts,
    load,
    servers,
    stores,
    views,
    workers,
)
from bench.ageing import AGEING_HEADER, aged
from bench.reports import Report
from bench.visitors import streamlit_visitor
from lib.views.pages import PAGES

_PEOPLE = (1, 10, 50, 100, 200, 300)


def _load(options: argparse.Namespace) -> None:
    """Every page under the load of ever more people."""
    report = Report("load", is_written=options.write)
    with servers.dashboard() as server:
        if options.aged:
            report.add("使い込む間", AGEING_HEADER, aged(server, options.aged))
        found = {}
        for topic in options.pages:
            page = PAGES[topic]
            name, queries = page.path.strip("/"), views.queries(page)
            for people in options.people:
                found[topic, people] = load.loaded(
                    server,
                    lambda seed, name=name, queries=queries: streamlit_visitor(
                        server.url, name, queries, seed
                    ),
                    people,
                    options.think,
                    options.seconds,
                )
                print(topic, *found[topic, people].row, sep="\t", flush=True)
    rows = [(PAGES[topic].title, *one.row) for (topic, _), one in found.items()]
    report.add("画面ごと", ("画面", *load.HEADER), rows)
    grown = [
        (PAGES[topic].title, *(found[topic, people].wait(0.5) for people in options.people))
        for topic in options.pages
    ]
    header = ("画面", *(f"{people}人" for people in options.people))
    report.add("人数とp50（秒）", header, grown)


def _lasting(options: argparse.Namespace) -> None:
    """Whether memory stays flat over very many reruns."""
    report = Report("lasting", is_written=options.write)
    with servers.dashboard() as server:
        report.add("続けて使う間", AGEING_HEADER, aged(server, options.reruns))


def _peers(options: argparse.Namespace) -> None:
    """This dashboard beside its peers."""
    report = Report("peers", is_written=options.write)
    found = comparison.compared(options.people, options.think, options.seconds)
    rows = [(name, ratio, *one.row) for name, ratio, one in found]
    report.add("同じ回の比べ", comparison.HEADER, rows)


def _browser(options: argparse.Namespace) -> None:
    """Every page as a browser gets it."""
    report = Report("browser", is_written=options.write)
    report.add("ブラウザー", browser.HEADER, browser.rows(options.pages))


def _workers(options: argparse.Namespace) -> None:
    """One and two processes behind nginx, and one of two that is killed."""
    report = Report("workers", is_written=options.write)
    rows = workers.scaling(options.sessions, options.seconds, options.rounds)
    report.add("1つと2つのプロセス", workers.SCALING_HEADER, rows)
    rows = workers.killed(options.sessions, options.seconds * 2)
    report.add("2つのうち1つを止める", workers.KILLED_HEADER, rows)


def _growth(options: argparse.Namespace) -> None:
    """Ever more rows."""
    report = Report("growth", is_written=options.write)
    report.add("件数の増えた画面", growth.PAGE_HEADER, growth.pages(options.types))
    report.add("多くの行", growth.ROWS_HEADER, growth.rows(options.most_types))


def _handouts(_options: argparse.Namespace) -> None:
    """The hand-outs of a meeting."""
    handouts.main()


def _editions(options: argparse.Namespace) -> None:
    """Publications that are killed, and readers while others are published."""
    is_folder = options.store == "folder"
    report = Report("editions" if is_folder else "editions-postgres", is_written=options.write)
    with stores.placed(options.store) as cluster:
        kills = editions.killed(options.kills, cluster)
        report.add("公開の途中で終わらせたプロセス", editions.KILLS_HEADER, [kills.row])
    with stores.placed(options.store), servers.dashboard() as server:
        found = editions.read(server.url, options.publications, options.readers)
    print(*found.errors[:10], *found.mixed[:10], sep="\n", flush=True)
    report.add(f"公開の間の{options.readers}人の読み手", editions.READS_HEADER, [found.row])


def _all(options: argparse.Namespace) -> None:
    """One after another, as they stand, all that measure speed; takes about two hours."""
    for name in ("load", "peers", "browser", "workers", "growth", "lasting"):
        command = [name, "--write"] if options.write else [name]
        own = _arguments().parse_args(command)
        own.run(own)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench")
    commands = parser.add_subparsers(required=True)
    for run in (_load, _lasting, _peers, _browser, _workers, _growth, _handouts, _editions, _all):
        command = commands.add_parser(run.__name__.strip("_"), help=run.__doc__)
        command.set_defaults(run=run)
        command.add_argument("--write", action="store_true", help="into docs/performance.md")
        if run in {_load, _peers}:
            people = _PEOPLE if run is _load else _PEOPLE[:4]
            command.add_argument("--people", type=int, nargs="+", default=list(people))
            command.add_argument("--think", type=float, default=5.0, help="seconds")
            command.add_argument("--seconds", type=float, default=30.0, help="of each load")
        if run in {_load, _browser}:
            command.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
        if run is _load:
            command.add_argument("--aged", type=int, default=20_000, help="reruns served before")
        if run is _lasting:
            command.add_argument("--reruns", type=int, default=100_000)
        if run is _workers:
            command.add_argument("--sessions", type=int, default=8)
            command.add_argument("--seconds", type=float, default=6.0, help="of each turn")
            command.add_argument("--rounds", type=int, default=12)
        if run is _editions:
            command.add_argument("--store", choices=stores.KINDS, default=stores.KINDS[0])
            command.add_argument("--kills", type=int, default=200)
            command.add_argument("--publications", type=int, default=100)
            command.add_argument("--readers", type=int, default=16)
        if run is _growth:
            command.add_argument("--types", type=int, default=60, help="of 470 counts each")
            command.add_argument("--most-types", type=int, default=2_128)
    return parser


def main() -> None:
    """Runs the command that is asked for."""
    options = _arguments().parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
