"""The addresses of a meeting on the wall and before its presenter, and what these pages load."""

import hashlib
from functools import cache
from pathlib import PurePath

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.addresses import below
from lib.database import database
from lib.meetings import offline, wall
from lib.meetings.agenda import MOST_ADDRESS

WALL, PRESENTER = "/wall", "/presenter"
PAGES = frozenset({WALL, PRESENTER})
_LOOKS = "/assets/wall.css"
_PLOTLY = "/assets/plotly.js"
_PROGRAMS = ("canvas.js", "wall.js", "presenter.js")
_DAY_S = 24 * 3600
_TYPES = {_LOOKS: "text/css"}
_NO_VIEW = (
    "映す図がありません。会議の画面で図を加えてから、もう一度開いてください。"
    "図があるのにこの文が出るときは、アドレスが途中で切れています。"
)
_TOO_LONG = "会議のアドレスが長すぎます。会議の画面で図を減らしてください。"


@cache
def _files() -> dict[str, bytes]:
    """What the pages load, by address."""
    programs = {f"/assets/{name}": offline.beside(name).encode() for name in _PROGRAMS}
    looks = offline.looks_with_fonts("fonts") + "\n" + offline.beside("wall.css")
    return {_LOOKS: looks.encode(), _PLOTLY: offline.plotly_code().encode(), **programs}


@cache
def _address(path: str) -> str:
    """The address of a file, which changes with it."""
    return f"{below(path)}?{hashlib.sha256(_files()[path]).hexdigest()[:12]}"


async def _file(request: Request) -> Response:
    path = f"/assets/{PurePath(request.url.path).name}"
    headers = {"cache-control": f"public, max-age={_DAY_S}"}  # the address names what it holds
    return Response(_files()[path], 200, headers, _TYPES.get(path, "text/javascript"))


async def _page(request: Request) -> Response:
    if len(request.url.query) > MOST_ADDRESS:
        return PlainTextResponse(_TOO_LONG, status_code=414)
    text = await run_in_threadpool(
        wall.page,
        database(),
        dict(request.query_params),
        is_presenter=request.url.path == below(PRESENTER),
        looks=_address(_LOOKS),
        scripts=tuple(map(_address, (_PLOTLY, *(f"/assets/{name}" for name in _PROGRAMS)))),
    )
    if not text:
        return PlainTextResponse(_NO_VIEW, status_code=404)
    return HTMLResponse(text, headers={"cache-control": "no-cache"})


ROUTES = [
    *(Route(path, _page) for path in PAGES),
    *(Route(path, _file) for path in (_LOOKS, _PLOTLY, *(f"/assets/{name}" for name in _PROGRAMS))),
]
