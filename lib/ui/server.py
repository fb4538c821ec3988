"""The web server: Streamlit with start-up work, own assets, headers and compression.

Run as ``python -m lib.ui.server ADDRESS PORT``; DASHBOARD_ORIGINS in the environment holds the
origins, separated by spaces, at which a proxy shows the dashboard without passing Host on, and
DASHBOARD_ACCESS the file that says who may do what.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from streamlit.runtime.pages_manager import PagesManager

from lib import paths
from lib.access.configuration import Access, AccessError, configured
from lib.addresses import PREFIX, below
from lib.charts.prefecture_map import EMPTY_STYLE, EMPTY_STYLE_URL
from lib.ui import (
    data_addresses,
    editions,
    export_log,
    health,
    logs,
    sign_in,
    template_addresses,
    wall,
)
from lib.ui.collecting import collected
from lib.ui.compressed import prepare
from lib.ui.frame import show_error
from lib.ui.looks import LOOKS_PATH, style_sheet
from lib.ui.map_chart import (
    DRAWING_URL,
    FEATURES_URL,
    LIST_URL,
    map_drawing,
    map_features,
    map_list,
)
from lib.ui.measures import Measured
from lib.ui.meeting_files import FILES_URL, meeting_file
from lib.ui.middleware import SCRIPTS, CompressedFrontend, OwnDocument, OwnOrigin, frontend_files
from lib.ui.sign_in_requests import SignInRequests, keep_out_of_logs
from lib.views.pages import PAGES

_DAY_S = 24 * 3600
_OWN = Path(__file__).parent

# app.py declares the pages itself. Left to find the folder pages/ by itself, Streamlit answers the
# first deep link of a new process with "Page not found".
PagesManager.uses_pages_directory = False


class _Assets(StaticFiles):
    """Files that change only with a release: a browser may keep them for a day."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = f"public, max-age={_DAY_S}"
        return response


@asynccontextmanager
async def _prepared(_app: st.App) -> AsyncIterator[None]:
    """Opens the database and makes what pages open with, before anybody is answered."""
    logs.begin()
    keep_out_of_logs()
    compressing = asyncio.create_task(asyncio.to_thread(prepare, frontend_files().values()))
    async with editions.watched(), export_log.recorded(), collected():
        yield
    await compressing


async def _map_style(_request: Request) -> Response:
    return JSONResponse(EMPTY_STYLE)


async def _map_features(request: Request) -> Response:
    """The boundaries with the values and colours of a state of the map page, as GeoJSON."""
    query = dict(request.query_params)
    body = await run_in_threadpool(map_features, query, query.get("theme", ""))
    headers = {"cache-control": f"public, max-age={_DAY_S}"}  # the address names the data's version
    return Response(body, media_type="application/geo+json", headers=headers)


async def _map_drawing(request: Request) -> Response:
    """The map as a drawing, for browsers without WebGL, narrow windows and paper."""
    body = await run_in_threadpool(map_drawing, dict(request.query_params))
    headers = {"cache-control": f"public, max-age={_DAY_S}"}  # the address names the data's version
    return Response(body, media_type="image/svg+xml", headers=headers)


async def _map_list(request: Request) -> Response:
    """The prefectures of the map by region, for narrow windows."""
    body = await run_in_threadpool(map_list, dict(request.query_params))
    headers = {"cache-control": f"public, max-age={_DAY_S}"}  # the address names the data's version
    return Response(body, media_type="application/xhtml+xml", headers=headers)


async def _looks(_request: Request) -> Response:
    headers = {"cache-control": f"public, max-age={_DAY_S}"}  # the address names the release's own
    return Response(style_sheet(), 200, headers, "text/css")


async def _script(request: Request) -> Response:
    headers = {"cache-control": f"public, max-age={_DAY_S}"}  # the address names the release's own
    return FileResponse(_OWN / Path(request.url.path).name, 200, headers, "text/javascript")


def _placed(*routes: Mount | Route) -> list[BaseRoute]:
    """The routes below the prefix, as Streamlit places its own, each answer of one edition."""
    return [
        Mount(below(route.path), route.app)
        if isinstance(route, Mount)
        else Route(
            below(route.path),
            editions.of_request(route.endpoint),
            methods=list(route.methods or ()),
        )
        for route in routes
    ]


def _access() -> Access | None:
    """Who may do what; without a sound configuration the server does not start."""
    try:
        return configured()
    except AccessError as error:
        raise SystemExit(str(error)) from None


_ACCESS = _access()
app = st.App(
    paths.PROJECT / "app.py",
    secrets=sign_in.secrets_of(_ACCESS),
    lifespan=_prepared,
    routes=_placed(
        Mount("/assets/fonts", _Assets(directory=paths.FONTS)),
        Route(EMPTY_STYLE_URL, _map_style),
        Route(FEATURES_URL, _map_features),
        Route(DRAWING_URL, _map_drawing),
        Route(LIST_URL, _map_list),
        Route(LOOKS_PATH, _looks),
        Route(FILES_URL, meeting_file, methods=["GET", "POST"]),
        *data_addresses.ROUTES,
        *template_addresses.ROUTES,
        *(Route(url, _script) for url in SCRIPTS),
        *health.ROUTES,
        *wall.ROUTES,
    ),
    middleware=[
        Middleware(Measured),
        Middleware(
            OwnDocument,
            pages={page.path: page.title for page in PAGES.values()},
            complete=[below(path) for path in (*wall.PAGES, data_addresses.PAGE)],
        ),
        Middleware(OwnOrigin, origins=os.environ.get("DASHBOARD_ORIGINS", "").split()),
        Middleware(SignInRequests, access=_ACCESS, landing=PAGES["update"].path),
        Middleware(CompressedFrontend),
    ],
    on_script_error=show_error,
    exception_handlers={Exception: health.failed},
)

if __name__ == "__main__":
    _, address, port = sys.argv
    # A header's word on who is connected would let anybody claim to be the proxy that is believed.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    app.run(
        config={
            "server.address": address,
            "server.port": int(port),
            "server.baseUrlPath": PREFIX,
        }
    )
