"""This dashboard beside a plain Streamlit page and a Dash app, in one run, with ratios."""

import random
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

import aiohttp

from bench import load, servers
from bench.load import Load
from bench.servers import Server
from bench.visitors import DashVisitor, streamlit_visitor

HEADER = ("サーバー", "比（p50）", *load.HEADER)
_YEARS = ("2023", "2024")
_OWN_PAGE = "subsidy"  # what the peers show of it is a part


@asynccontextmanager
async def _dash_visitor(url: str, seed: int) -> AsyncIterator[DashVisitor]:
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{url}/_dash-dependencies") as answer:
            output = (await answer.json())[0]["output"]
        asked = [one.split(".") for one in output.strip(".").split("...")]
        bodies = [
            {
                "output": output,
                "outputs": [{"id": name, "property": part} for name, part in asked],
                "inputs": [{"id": "year", "property": "value", "value": year}],
                "changedPropIds": ["year.value"],
            }
            for year in _YEARS
        ]
        target = f"{url}/_dash-update-component"
        yield DashVisitor(http, target, bodies, random.Random(seed))


def _opened(server: Server, page: str) -> load.Opened:
    return lambda seed: streamlit_visitor(server.url, page, ("",), seed)


def compared(people: list[int], think_s: float, seconds: float) -> list[tuple[str, float, Load]]:
    """Name of the server, p50 by that of this dashboard, and the load; by number of people."""
    found = []
    with ExitStack() as opened:
        own = opened.enter_context(servers.dashboard())
        plain = opened.enter_context(servers.plain_streamlit())
        dash = opened.enter_context(servers.dash())
        sites: list[tuple[Server, load.Opened]] = [
            (own, _opened(own, _OWN_PAGE)),
            (plain, _opened(plain, "")),
            (dash, lambda seed: _dash_visitor(dash.url, seed)),
        ]
        for count in people:
            loads = [
                (server.name, load.loaded(server, site, count, think_s, seconds))
                for server, site in sites
            ]
            base = loads[0][1].wait(0.5)
            found += [(name, one.wait(0.5) / base, one) for name, one in loads]
    return found
