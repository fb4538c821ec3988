"""The dashboard with one page more, for tests; run as ``python -m tests.sign_in_server``."""

import sys
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from lib.addresses import PREFIX
from lib.views import pages


class _Trial(pages.Page):
    @property
    def file(self) -> str:
        return "tests/sign_in_page.py"


TRIAL = "trial"
AHEAD = "TEST_AHEAD"  # names a file with the seconds by which the clock of sign-ins is ahead


def _ahead(file: Path) -> float:
    return time.time() + float(file.read_text() or 0)


if __name__ == "__main__":
    import os

    # Here only: what tests go through by the registry is to be the dashboard's own.
    found = _Trial(TRIAL, "試し", "誰か", is_listed=False)
    cast("dict[str, pages.Page]", pages.PAGES)[TRIAL] = found

    from lib.ui import sign_in
    from lib.ui.server import app

    if AHEAD in os.environ:
        clock: Any = SimpleNamespace(time=partial(_ahead, Path(os.environ[AHEAD])))
        sign_in.time = clock

    _, address, port = sys.argv
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    config = {"server.address": address, "server.port": int(port), "server.baseUrlPath": PREFIX}
    app.run(config=config)
