"""A server that has been used for a while: reruns of ever other states, before it is measured."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlencode

import aiohttp

from bench.servers import Server
from bench.views import varied
from bench.visitors import streamlit_visitor
from lib.ui.map_chart import FEATURES_URL
from lib.views.pages import PAGES

AGEING_HEADER = ("描き直し", "CPU（ミリ秒/回）", "メモリー（MB）")
_SESSIONS = 4
_VISITS = 50  # of one session, before another one comes in its place
_REPORTS = 10


def aged(server: Server, reruns: int) -> list[tuple[int, float, float]]:
    """Serves reruns as fast as they come, of all pages in ever other states.

    Every tenth rerun is followed by a request for the values of a map in a state of its own.

    Returns:
        After each tenth of them: the reruns so far, milliseconds of processor time of one, and the
        memory in 1,000,000 bytes.
    """
    return asyncio.run(_aged(server, reruns))


async def _aged(server: Server, reruns: int) -> list[tuple[int, float, float]]:
    course = []
    for step in range(_REPORTS):
        count = reruns // _REPORTS
        cpu_s = server.cpu_s()
        await asyncio.gather(
            *(
                _use(server, step * _SESSIONS + place, count // _SESSIONS)
                for place in range(_SESSIONS)
            )
        )
        spent_ms = (server.cpu_s() - cpu_s) / count * 1000
        course.append(((step + 1) * count, spent_ms, server.memory_mb()))
        print(*course[-1], sep="\t", flush=True)
    return course


async def _use(server: Server, seed: int, reruns: int) -> None:
    views = varied(seed)
    async with aiohttp.ClientSession() as http:
        for begin in range(0, reruns, _VISITS):
            async with streamlit_visitor(server.url, "", ("",), seed) as visitor:
                for place in range(min(_VISITS, reruns - begin) - 1):
                    page, query = next(views)
                    visitor.page = page.path.strip("/")
                    await visitor.open(query)
                    if place % 10 == 0:
                        await _ask_for_a_map(http, server, views)


async def _ask_for_a_map(
    http: aiohttp.ClientSession, server: Server, views: Iterator[tuple[object, str]]
) -> None:
    query = next(query for page, query in views if page is PAGES["map"])
    unknown = urlencode({"version": str(id(query))})
    async with http.get(f"{server.url}{FEATURES_URL}?{query}&{unknown}") as response:
        await response.read()
