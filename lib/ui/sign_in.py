"""Who is signed in now, and what a page says and offers of it."""

import logging
import time
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

import streamlit as st
from markupsafe import Markup

from lib import paths
from lib.access.configuration import Access, configured
from lib.access.deciding import (
    NOT_CONFIGURED,
    SIGNED_OUT,
    Standing,
    Visit,
    from_claims,
    from_header,
)
from lib.access.roles import Account
from lib.access.sign_ins import SignIns
from lib.ui.logs import numbered
from lib.ui.markdown import plain
from lib.ui.sign_in_requests import ACCOUNT_HEADER

_LOGGER = logging.getLogger(__name__)
_PORTS: Mapping[str, int] = MappingProxyType({"http": 80, "https": 443})
_SENTENCES: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.NOT_CONFIGURED: (
            "この画面は、サインインの設定がないため使えません。ほかの画面はどれも使えます。"
        ),
        Standing.SIGNED_OUT: (
            "この画面は、サインインした担当者だけが使えます。ほかの画面はサインインせずに使えます。"
        ),
        Standing.EXPIRED: "サインインの期限が切れました。もう一度サインインしてください。",
        Standing.NO_ROLE: (
            "サインインしましたが、このアカウントには役割がありません。"
            "使う必要があれば、システムの担当者に伝えてください。"
        ),
    }
)
_BY_PROXY: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.SIGNED_OUT: (
            "この画面は、前に置いたサーバーでサインインした担当者だけが使えます。"
            "サインインした後のアドレスから開いてください。"
        ),
        Standing.EXPIRED: "サインインの期限が切れました。画面を再読み込みしてください。",
    }
)


@cache
def sign_ins() -> SignIns:
    """The sign-ins that all processes know of."""
    return SignIns(paths.BUILD / "access")


def visit() -> Visit:
    """How whoever sees this page stands at this moment; each run asks anew."""
    access = configured()
    if access is None:
        return NOT_CONFIGURED
    found = _found(access, time.time())
    return SIGNED_OUT if found.key and sign_ins().is_ended(found.key) else found


def _found(access: Access, now: float) -> Visit:
    if access.proxy is not None:
        named = st.context.headers.get_all(ACCOUNT_HEADER)
        return from_header(access, named[0] if len(named) == 1 else "", now)
    return from_claims(access, st.user.to_dict(), now)


def signed_in() -> Account | None:
    """The account that is signed in with a role; None for everybody else."""
    return visit().account


def is_first_sight() -> bool:
    """Whether an account is signed in that no page has seen since it signed in.

    True once for each sign-in, whichever process answers; a page writes it into the log of what
    was done.
    """
    found = visit()
    return found.account is not None and sign_ins().begin(found.key)


def forget_sight() -> None:
    """Has the next page take the sign-in for one that it sees first."""
    sign_ins().forget(visit().key)


def offer() -> Account | None:
    """Says who is signed in or why nobody is, with a button to sign in or out.

    Returns:
        The account that is signed in with a role.
    """
    found, access = visit(), configured()
    is_by_proxy = access is not None and access.proxy is not None
    with st.container(key="sign-in", horizontal=True, vertical_alignment="center", gap="small"):
        if found.account is not None:
            words = f"{plain(found.account.name)}（{found.account.role.value}）"
            st.markdown(f"サインイン中: {words}", width="content")
        else:
            said = (_BY_PROXY if is_by_proxy else {}).get(found.standing)
            st.info(said or _SENTENCES[found.standing])
        if access is None or is_by_proxy:
            return found.account
        if found.standing in {Standing.SIGNED_OUT, Standing.EXPIRED}:
            if place := _own_place(access):
                words = "サインインできるのは、次のアドレスで開いたときだけです。"
                link = Markup('<p>{}<br><a href="{}">{}</a></p>')
                st.html(link.format(words, place, place), width="content")
            elif st.button("サインイン", type="primary", icon=":material/login:"):
                st.login()
        elif st.button("サインアウト", icon=":material/logout:"):
            _sign_out(found.key)
    return found.account


def _own_place(access: Access) -> str:
    """The address at which this page can be signed in to; empty where it is open there.

    The provider leads back to one address, and cookies are those of its name alone.
    """
    here = urlsplit(st.context.url or "")
    if access.provider is None or not here.netloc:
        return ""
    own = urlsplit(access.provider.redirect_uri)
    if _origin(here) == _origin(own):
        return ""
    return urlunsplit((own.scheme, own.netloc, here.path, "", ""))


def _origin(address: SplitResult) -> tuple[str, str | None, int | None]:
    return address.scheme, address.hostname, address.port or _PORTS.get(address.scheme)


def _sign_out(key: str) -> None:
    """Ends the sign-in for every copy of its cookie, here and at the provider."""
    try:
        sign_ins().end(key)
    except OSError as error:
        numbered(_LOGGER, "A sign-in was ended in its own browser only", error)
    st.logout()


def secrets_of(access: Access | None) -> Mapping[str, Any] | None:
    """What Streamlit's own sign-in is told; None where it is not used."""
    if access is None or access.provider is None:
        return None
    provider = access.provider
    return {
        "auth": {
            "redirect_uri": provider.redirect_uri,
            "cookie_secret": provider.cookie_secret,
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "server_metadata_url": provider.metadata_url,
            "client_kwargs": {"scope": provider.scope},
        }
    }
