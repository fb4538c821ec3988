"""Every exhibit at addresses of its own, ``/data/<page>/<exhibit>.<form>``, without a session.

The state stands in the parameters, so that any process answers, also right after a restart. What is
not understood is refused (``lib.views.asked``). No answer is kept here; the caches of exhibits are
bounded by themselves.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib import exports, formats, typed_exports
from lib.addresses import DATA, EDITION, address, below, with_query
from lib.database import database
from lib.descriptions import csv_metadata
from lib.exhibits import Exhibit
from lib.exports import Download
from lib.meetings import picture, spreadsheet
from lib.state import shortened
from lib.ui import data_list
from lib.ui.answers import (
    Works,
    disposition,
    is_held,
    refusal,
    sent,
    sent_in_parts,
    tag_of,
    unchanged,
)
from lib.views.asked import Asked, RefusedError, asked_for, home_of
from lib.views.pages import current_place

PAGE = DATA  # the list for people
METADATA = "csv-metadata.json"
_PACKAGE = "datapackage.json"
_METADATA_MIME = "application/csvm+json"
_LONGEST_QUERY = 8_000  # characters; servers before this one take no more
_MOST_PARAMETERS = 50
_PICTURE_PATIENCE_S = 5.0
_NOT_UNDERSTOOD = "アドレスの「?」の後を読めません。「名前=値」を「&」でつないで書いてください。"
_OTHER_METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_FILES = Works(at_once=2, waiting=16)
_PICTURES = Works(at_once=1, waiting=2)

Maker = Callable[[str, Asked], Download]


def _picture(_topic: str, asked: Asked) -> Download:
    return picture.make(asked.exhibit, formats.today(), patience_s=_PICTURE_PATIENCE_S)


def _workbook(topic: str, asked: Asked) -> Download:
    return spreadsheet.of_exhibit(asked.exhibit, address(topic, **asked.query), formats.today())


# How a form is made of the page and of what was asked for; that of a CSV, piece by piece.
_MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "zip": lambda _, asked: exports.bundle(asked.exhibit, formats.today()),
        "xlsx": _workbook,
        "json": lambda _, asked: typed_exports.as_json(
            asked.exhibit, formats.today(), database().version
        ),
        "parquet": lambda _, asked: typed_exports.as_parquet(
            asked.exhibit, formats.today(), database().version
        ),
        "png": _picture,
    }
)
_CSV = "csv"
FORMS = (_CSV, *_MAKERS)


async def _exhibit(request: Request) -> Response:
    """An exhibit in one form."""
    if len(request.url.query) > _LONGEST_QUERY:
        words = f"アドレスの「?」の後は{formats.number(_LONGEST_QUERY)}字までです。"
        return refusal(414, words)
    works = _PICTURES if request.path_params["file"].endswith(".png") else _FILES
    return await works.answer(_made, request)


def _made(request: Request) -> Response:
    """The file, or where it has moved to."""
    topic = request.path_params["topic"]
    exhibit_id, _, ending = request.path_params["file"].partition(".")
    home = home_of(database(), topic, exhibit_id)
    if ending not in {*FORMS, METADATA}:
        raise RefusedError(404, f"この形のファイルはありません。{_endings(FORMS)}")
    query = _parameters(request.url.query)
    edition = {EDITION: query.pop(EDITION)} if EDITION in query else {}
    if home != topic:
        _, moved = current_place(topic, exhibit_id, query)
        target = with_query(f"../{home}/{exhibit_id}.{ending}", moved | edition)
        return RedirectResponse(target, 308)
    asked = asked_for(database(), topic, exhibit_id, query)
    if ending == METADATA:
        described = csv_metadata(asked.exhibit, query | edition, database().version)
        return sent(request, _json(described), _METADATA_MIME, _edition())
    metadata = with_query(f"{exhibit_id}.{METADATA}", query | edition)
    canonical = with_query(f"{exhibit_id}.{ending}", {**asked.query, **edition})
    return _file(request, ending, asked, (canonical, metadata))


def _file(request: Request, ending: str, asked: Asked, own: tuple[str, str]) -> Response:
    """The file; of its own addresses the canonical one, and that of its description."""
    exhibit, tag = asked.exhibit, ""
    canonical, metadata = own
    links = [f'<{canonical}>; rel="canonical"', '<../>; rel="up"']
    if ending == _CSV:
        links.append(f'<{metadata}>; rel="describedby"; type="{_METADATA_MIME}"')
    headers = _edition() | {"link": ", ".join(links)}
    if ending == _CSV:
        name = f"{exports.file_stem(exhibit, formats.today())}.csv"
        headers |= {"content-disposition": disposition(name, exhibit.exhibit_id)}
        parts = partial(exports.exhibit_csv_parts, exhibit)
        return sent_in_parts(request, parts, exports.CSV_MIME, headers)
    if ending == "png":
        if not picture.has_chart(exhibit):
            words = f"この表に図はありません。{_endings(forms_of(exhibit))}"
            raise RefusedError(404, words)
        tag = tag_of(picture.page(exhibit).encode())
        if is_held(request, tag):  # without the seconds that a picture takes
            return unchanged(tag, headers)
    file = _MAKERS[ending](request.path_params["topic"], asked)
    headers |= {"content-disposition": disposition(file.file_name, exhibit.exhibit_id)}
    return sent(request, file.content, file.mime, headers, tag)


def forms_of(exhibit: Exhibit) -> tuple[str, ...]:
    """The endings of the forms that there are of an exhibit."""
    return tuple(form for form in FORMS if form != "png" or picture.has_chart(exhibit))


def _endings(forms: tuple[str, ...]) -> str:
    return f"あるもの: {formats.joined(f'.{form}' for form in (*forms, METADATA))}"


def _parameters(query: str) -> dict[str, str]:
    """The parameters of an address.

    Raises:
        RefusedError: It cannot be read as text, or gives a parameter more than once.
    """
    if not query:
        return {}
    try:
        pairs = parse_qsl(
            query,
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except ValueError as error:
        raise RefusedError(400, _NOT_UNDERSTOOD) from error
    names = [name for name, _ in pairs]
    twice = next((shortened(name) for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RefusedError(400, f"条件「{twice}」が2度書かれています。1度だけ書いてください。")
    return dict(pairs)


def _edition() -> dict[str, str]:
    """The header that says which data an answer is made of."""
    found = database()
    return {"x-data-edition": found.version, "x-data-edition-number": str(found.edition)}


def _json(described: object) -> bytes:
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


async def _list(request: Request) -> Response:
    """The list of all exhibits, for people."""
    return await _FILES.answer(_listed, request)


def _listed(request: Request) -> Response:
    page = data_list.page(database(), forms_of, request.query_params.get(EDITION, ""))
    return sent(request, page.encode(), "text/html", _edition())


async def _package(request: Request) -> Response:
    """The list of all exhibits, for programs."""
    return await _FILES.answer(_described, request)


def _described(request: Request) -> Response:
    content = _json(data_list.package(database(), request.query_params.get(EDITION, "")))
    return sent(request, content, "application/json", _edition())


async def _unknown(_request: Request) -> Response:
    words = f"このアドレスのデータはありません。{below(DATA)} に一覧があります。"
    return refusal(404, words)


async def _to_list(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{DATA.strip('/')}/{query}", 308)


async def _unwritten(_request: Request) -> Response:
    words = "データのアドレスは読むだけです（GET、HEAD）。何も変えていません。"
    return refusal(405, words, {"allow": "GET, HEAD"})


ROUTES = [
    Route(DATA.rstrip("/"), _to_list),
    Route(DATA, _list),
    Route(f"{DATA}{_PACKAGE}", _package),
    Route(f"{DATA}{{topic}}/{{file}}", _exhibit),
    Route(f"{DATA}{{rest:path}}", _unknown),
    Route(f"{DATA}{{rest:path}}", _unwritten, methods=_OTHER_METHODS),
]
