"""The dashboard with one page more, for tests; run as ``python -m tests.sign_in_server``."""

import sys
from typing import cast

from lib.addresses import PREFIX
from lib.views import pages


class _Trial(pages.Page):
    @property
    def file(self) -> str:
        return "tests/sign_in_page.py"


TRIAL = "trial"

if __name__ == "__main__":
    import os

    # Here only: what tests go through by the registry is to be the dashboard's own.
    found = _Trial(TRIAL, "試し", "誰か", is_listed=False)
    cast("dict[str, pages.Page]", pages.PAGES)[TRIAL] = found

    from lib.ui.server import app

    _, address, port = sys.argv
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    config = {"server.address": address, "server.port": int(port), "server.baseUrlPath": PREFIX}
    app.run(config=config)
