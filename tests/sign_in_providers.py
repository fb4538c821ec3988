"""For tests: a real OpenID Connect provider, one that forges, and what a browser does with them."""

import datetime as dt
import json
import os
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import oidc_provider_mock
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.sign_in_server import TRIAL

CLIENT = "dashboard"
CLIENT_SECRET = "client-secret-of-the-tests-0123456789"  # noqa: S105 - of these tests
COOKIE_SECRET = "cookie-secret-of-the-tests-0123456789"  # noqa: S105
RUN_S = 30
PEOPLE = {
    "publisher-1": {"email": "Publisher@Example.go.jp", "email_verified": True},
    "viewer-1": {"email": "viewer@example.go.jp", "email_verified": True},
    "nobody-1": {"email": "nobody@example.go.jp", "email_verified": True},
    "grouped-1": {"groups": ["other", "dashboard-viewers"]},
    "grouped-2": {
        "groups": ["dashboard-viewers"],
        "email": "grouped@example.go.jp",
        "email_verified": True,
    },
    "unverified-1": {"email": "publisher@example.go.jp", "email_verified": False},
}


@contextmanager
def provider(lifetime_s: int = 3600) -> Iterator[str]:
    """A real provider with some people, and how long its tokens hold; its issuer."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # on this machine only
    users = [oidc_provider_mock.User(sub=sub, claims=dict(own)) for sub, own in PEOPLE.items()]
    lifetime = dt.timedelta(seconds=lifetime_s)
    with oidc_provider_mock.run_server_in_thread(
        require_nonce=True, user_claims=users, access_token_max_age=lifetime
    ) as server:
        yield f"http://localhost:{server.server_port}"


def configuration(folder: Path, issuer: str, origin: str, prefix: str = "", **more: object) -> Path:
    """A file that configures sign-in at a provider."""
    values = {
        "issuer": issuer,
        "client_id": CLIENT,
        "client_secret": CLIENT_SECRET,
        "redirect_uri": f"{origin}{prefix}/oauth2callback",
        "cookie_secret": COOKIE_SECRET,
        "account": more.get("account", "sub"),
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    roles = more.get("roles", 'publishers = ["publisher-1"]\nviewers = ["viewer-1"]')
    text = "\n".join(
        [f"hours = {more.get('hours', 8)}", "[provider]", *lines, "[roles]", str(roles)]
    )
    file = folder / "access.toml"
    file.write_text(text, "utf-8")
    file.chmod(0o600)
    return file


@dataclass
class Forger:
    """A provider whose tokens a test chooses.

    Attributes:
        url: Its issuer.
        key: Signs what it admits to.
        nonce: What the sign-in that was begun asked for.
        changes: Claims that are set otherwise; None takes one away.
        sign: Makes the token from its claims, other than with the key.
        asked: The paths that were asked for.
    """

    url: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "own"}))
    nonce: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    sign: Callable[["Forger", dict[str, Any]], str] | None = None
    asked: list[str] = field(default_factory=list)

    def token(self) -> str:
        """The identity token that it answers with."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": "publisher-1", "nonce": self.nonce}
        claims |= {"iat": now, "exp": now + 3600} | self.changes
        claims = {name: value for name, value in claims.items() if value is not None}
        return self.sign(self, claims) if self.sign else signed(self.key, claims)

    def answer(self, path: str) -> dict[str, Any]:
        """What it answers at a path."""
        self.asked.append(path)
        if path.startswith("/jwks"):
            return {"keys": [self.key.as_dict(private=False)]}
        if path.startswith("/token"):
            return {"access_token": "a", "token_type": "Bearer", "id_token": self.token()}
        places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token"}
        places |= {"jwks_uri": "/jwks"}
        found: dict[str, Any] = {name: self.url + place for name, place in places.items()}
        return found | {"issuer": self.url, "id_token_signing_alg_values_supported": ["RS256"]}


def signed(key: RSAKey, claims: Mapping[str, Any], kid: str = "own") -> str:
    """A token signed with RS256."""
    return jwt.encode({"alg": "RS256", "kid": kid}, dict(claims), key)


@contextmanager
def forging() -> Iterator[Forger]:
    """A provider whose tokens a test chooses."""
    forger = Forger()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            body = json.dumps(forger.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_arguments: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        forger.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield forger
        server.shutdown()


def client(url: str) -> httpx.Client:
    """A browser without a screen, that follows nothing by itself."""
    return httpx.Client(base_url=url, trust_env=False, timeout=RUN_S)


def way_in(secret: str = COOKIE_SECRET) -> str:
    """What Streamlit puts behind the address to which its button leads."""
    claims = {"provider": "default", "exp": int(time.time()) + 60}
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret))


def begun(browser: httpx.Client) -> dict[str, str]:
    """What a sign-in that was begun sends to the provider."""
    answer = browser.get("/auth/login", params={"provider": way_in()})
    assert answer.status_code == 302, answer.text
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.headers["location"]).query))


def sign_in(browser: httpx.Client, subject: str) -> httpx.Response:
    """Signs in at the real provider; what the dashboard answered to the callback."""
    answer = browser.get("/auth/login", params={"provider": way_in()})
    back = httpx.post(answer.headers["location"], data={"sub": subject}, trust_env=False)
    return browser.get(back.headers["location"])


def shown(
    browser: httpx.Client, origin: str | None = None, headers: Sequence[tuple[str, str]] = ()
) -> str:
    """The texts of the test's page, as a window with the cookies of a browser is sent them."""
    url = str(browser.base_url).rstrip("/")
    parts = urllib.parse.urlsplit(url)
    if "_streamlit_xsrf" not in browser.cookies:
        browser.get("/_stcore/health")
    cookies = "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)
    with connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=["streamlit", browser.cookies["_streamlit_xsrf"]],
        origin=origin or f"{parts.scheme}://{parts.netloc}",
        max_size=None,
        additional_headers=[("Cookie", cookies), *headers],
    ) as socket:
        message = BackMsg()
        message.rerun_script.page_name = TRIAL
        socket.send(message.SerializeToString())
        texts: list[str] = []
        while True:
            sent = ForwardMsg.FromString(socket.recv(timeout=RUN_S))
            element = sent.delta.new_element
            if element.WhichOneof("type") == "text":
                texts.append(element.text.body)
            if sent.WhichOneof("type") == "script_finished":
                return " ".join(texts)
