"""What requests for signing in pass through: Streamlit's own sign-in, with what it lacks.

Streamlit answers below ``/auth/`` and at ``/oauth2callback`` even without a configuration. It keeps
the provider's tokens in the browser and a sign-in for thirty days, sends everybody back to the
first page, and logs what the provider says, accounts among it.
"""

import hmac
import logging
import os
import re
import time
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.access.configuration import CALLBACK, PEER_SECRET, Access, Provider, Proxy
from lib.access.deciding import stamped
from lib.addresses import below

# What this server says to itself; from a browser it is never taken.
ACCOUNT_HEADER = "dashboard-account"
PEER_HEADER = "dashboard-peer"
_CALLBACK = below(CALLBACK)
_PATHS = (below("/auth/login"), below("/auth/logout"), _CALLBACK)
_TOKENS = "_streamlit_user_tokens"
_USER = "_streamlit_user"
_HOUR_S = 3600
_NOT_CONFIGURED = "サインインの設定がありません。"
_FAILED = (
    "サインインの提供者に届かず、サインインできませんでした。少し待って、前の画面からやり直してください。"
    "続くときは、システムの担当者に伝えてください。"
)
_FOREIGN = "ほかの場所の画面からは、サインインもサインアウトもできません。"
_TALKATIVE = "streamlit.web.server.starlette.starlette_auth_routes"  # a logger


class SignInRequests:
    """Guards the addresses of the sign-in, or believes a proxy where it may be believed.

    Args:
        app: What answers all other requests.
        access: The configuration; None without one.
        landing: The page that a sign-in or sign-out comes back to.
    """

    def __init__(self, app: ASGIApp, access: Access | None, landing: str) -> None:
        self.app = app
        self.access = access
        self.landing = landing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, changed where it must be, or refuses it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        scope = _with_account(scope, self.access.proxy if self.access else None)
        if scope["type"] == "websocket" or scope["path"] not in _PATHS:
            await self.app(scope, receive, send)
            return
        if self.access is None or self.access.provider is None:
            await PlainTextResponse(_NOT_CONFIGURED, 404)(scope, receive, send)
        elif _is_foreign(scope):
            await PlainTextResponse(_FOREIGN, 403)(scope, receive, send)
        else:
            inner = _without_description(scope)
            changed = self._changed(send, self.access.provider, self.access.hours)
            await self.app(inner, receive, _in_japanese(scope, receive, changed))

    def _changed(self, send: Send, provider: Provider, hours: int) -> Send:
        """Sends an answer with other cookies and another place to go to."""

        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                cookies = [
                    _cookie(value, provider, hours)
                    for value in headers.getlist("set-cookie")
                    if not _gives_tokens(value)
                ]
                del headers["set-cookie"]
                for value in cookies:
                    headers.append("set-cookie", value)
                if headers.get("location") == below("/"):
                    headers["location"] = self.landing
                headers["cache-control"] = "no-store"
            await send(message)

        return changed


def _in_japanese(scope: Scope, receive: Receive, send: Send) -> Send:
    """Sends a sentence of ours in place of what Streamlit answers where it fails."""
    is_replaced = False

    async def replaced(message: Message) -> None:
        nonlocal is_replaced
        if message["type"] == "http.response.start" and message["status"] >= 400:
            is_replaced = True
            await PlainTextResponse(_FAILED, 503)(scope, receive, send)
        elif not is_replaced:
            await send(message)

    return replaced


def keep_out_of_logs() -> None:
    """Keeps what the provider says, accounts and tokens among it, out of the log."""
    logging.getLogger(_TALKATIVE).addFilter(_without_values)


def _without_values(record: logging.LogRecord) -> bool:
    """Leaves of a record the words that stand in the code, and the kind of the error."""
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
    words = re.sub(r"%[sd]", "…", str(record.msg))
    record.msg = f"{words} ({kind})" if kind else words
    record.args, record.exc_info, record.exc_text = (), None, None
    return True


def _is_foreign(scope: Scope) -> bool:
    """Whether a page of another origin leads here; the provider does, to the callback alone."""
    site = Headers(scope=scope).get("sec-fetch-site", "none")
    return scope["path"] != _CALLBACK and site not in {"none", "same-origin"}


def _without_description(scope: Scope) -> Scope:
    """The request without what a provider says in words, which Streamlit would log."""
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    kept = [(name, value) for name, value in query if not name.startswith("error_")]
    return {**scope, "query_string": urlencode(kept).encode()}


def _gives_tokens(cookie: str) -> bool:
    """Whether a cookie would hold tokens; nobody needs them after the sign-in."""
    is_deleted = re.search(r"max-age=0\b", cookie, re.IGNORECASE) is not None
    return cookie.startswith(_TOKENS) and not is_deleted


def _cookie(value: str, provider: Provider, hours: int) -> str:
    """A cookie that browsers keep no longer than the sign-in, and send encrypted only."""
    if value.startswith(_USER):
        shorter = f"Max-Age={hours * _HOUR_S}"
        value = re.sub(r"Max-Age=[1-9][0-9]*", shorter, value, flags=re.IGNORECASE)
    is_encrypted = provider.redirect_uri.startswith("https:")
    return f"{value}; Secure" if is_encrypted and "; secure" not in value.lower() else value


def _with_account(scope: Scope, proxy: Proxy | None) -> Scope:
    """The request with the account that a proxy names, which no browser can name itself."""
    headers = Headers(scope=scope)
    account = ""
    if proxy is not None:
        values = headers.getlist(proxy.header)
        account = stamped(proxy, _peer(scope, headers), values, time.time())
    own = {ACCOUNT_HEADER, PEER_HEADER, *([proxy.header] if proxy else [])}
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name.decode("latin-1").lower() not in own
    ]
    named = [(ACCOUNT_HEADER.encode(), account.encode())] if account else []
    return {**scope, "headers": [*kept, *named]}


def _peer(scope: Scope, headers: Headers) -> str:
    """The address of whoever is connected to this server, or to the nginx that belongs to it."""
    peer = scope["client"][0] if scope.get("client") else ""
    secret = os.environ.get(PEER_SECRET, "")
    if not secret:
        return peer
    given, _, behind = headers.get(PEER_HEADER, "").partition(" ")
    try:
        is_near = ip_address(peer).is_loopback
    except ValueError:
        return ""
    is_known = hmac.compare_digest(given.encode("latin-1"), secret.encode())
    return behind if is_near and is_known else ""
