"""Templates at addresses of their own, ``/update/template/<table>.<form>``, without a session.

They hold what everybody may see: the rows of the edition that the address names, or the newest.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib import formats
from lib.addresses import EDITION, below, with_query
from lib.database import database
from lib.editions.publishing import edition_of
from lib.editions.serving import serving
from lib.exports import Download
from lib.intake.templates import templates
from lib.ui.answers import Works, disposition, sent
from lib.update.uploads import template
from lib.views.asked import RefusedError

_ADDRESS = "/update/template/"
_FILLED = "filled"
_MIMES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
_FILES = Works(at_once=1, waiting=8)


def template_address(table: str, form: str, *, is_filled: bool, edition: int | None = None) -> str:
    """The address of a template.

    Args:
        table: A key of ``templates()``.
        form: ``xlsx`` or ``csv``.
        is_filled: Whether the present rows stand in it.
        edition: The edition of its rows; None for the newest, whatever the page shows.
    """
    of = {} if edition is None else {EDITION: str(edition)}
    query = ({_FILLED: "1"} if is_filled else {}) | of
    return with_query(below(f"{_ADDRESS}{table}.{form}"), query)


async def _template(request: Request) -> Response:
    return await _FILES.answer(_made, request)


def _made(request: Request) -> Response:
    name, _, form = request.path_params["file"].partition(".")
    is_filled = request.query_params.get(_FILLED) == "1"
    number, store = database().edition, serving().store
    edition = edition_of(store, number) if serving().may_publish else None
    try:
        content = template(name, form, store.files(number), filled=is_filled, edition=edition)
    except KeyError as error:
        words = f"このひな形はありません。あるもの: {formats.joined(templates())}（.xlsx か .csv）"
        raise RefusedError(404, words) from error
    titles = {table.name: table.title for tables in templates().values() for table in tables}
    rows = "今の行" if is_filled else "空"
    file = Download(f"ひな形_{titles[name]}_{rows}.{form}", content, _MIMES[form])
    headers = {"content-disposition": disposition(file.file_name, name)}
    return sent(request, content, _MIMES[form], headers)


ROUTES = [Route(f"{_ADDRESS}{{file}}", _template)]
