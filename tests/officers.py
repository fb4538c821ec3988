"""The server with accounts that a browser names in a cookie; sign-in itself is tested elsewhere.

Run as ``python -m tests.officers ADDRESS PORT``; the file that DASHBOARD_TEST_ROLES names holds the
role of each account, as JSON, and is read anew each time somebody asks.
"""

import json
import os
import runpy
from pathlib import Path

import streamlit as st

from lib.access import configuration
from lib.access.roles import Account, Role
from lib.ui import sign_in

ROLES = "DASHBOARD_TEST_ROLES"
COOKIE = "test-account"


def signed_in() -> Account | None:
    """The account of the cookie, in the role that it has at this moment."""
    roles = json.loads(Path(os.environ[ROLES]).read_text("utf-8"))
    name = st.context.cookies.get(COOKIE, "")
    return Account(name, Role[roles[name]]) if name in roles else None


def offer() -> Account | None:
    """Says who is signed in."""
    found = signed_in()
    if found is None:
        st.button("サインイン")
    else:
        st.markdown(f"サインイン中: {found.name}（{found.role.value}）")
    return found


if __name__ == "__main__":
    configuration.configured = lambda: object()  # type: ignore[assignment,return-value]
    sign_in.signed_in = signed_in
    sign_in.offer = offer
    runpy.run_module("lib.ui.server", run_name="__main__")
