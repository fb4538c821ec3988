"""The configuration of sign-in and roles: one TOML file, named by DASHBOARD_ACCESS."""

import os
import re
import stat
import tomllib
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from lib import paths
from lib.access.reading import Section
from lib.access.roles import Roles
from lib.addresses import below
from lib.schema import CSV_TABLES

VARIABLE = "DASHBOARD_ACCESS"
CALLBACK = "/oauth2callback"
# Known to the nginx of several processes, which alone says who is connected to it.
PEER_SECRET = "DASHBOARD_PEER_SECRET"  # noqa: S105 - the name of a variable
_SHORTEST_SECRET = 32
_USUAL_HOURS, _MOST_HOURS = 8, 24
_METADATA = "/.well-known/openid-configuration"
_MAY_NOT_BE = stat.S_IWGRP | stat.S_IRWXO  # a group may read it, as that of the service


class AccessError(Exception):
    """The configuration is wrong; the message lists all its faults, in Japanese."""

    def __init__(self, faults: list[str]) -> None:
        lines = "".join(f"\n- {fault}" for fault in faults)
        super().__init__(
            f"サインインの設定（{VARIABLE}）に{len(faults)}件の誤りがあり、始められません。"
            f"直してから、もう一度始めてください。{lines}"
        )
        self.faults = faults


@dataclass(frozen=True)
class Provider:
    """The OpenID Connect provider that signs accounts in.

    Attributes:
        issuer: As its tokens name it.
        client_id: The name of this dashboard there.
        client_secret: Known to both.
        redirect_uri: Where the provider sends browsers back.
        cookie_secret: Signs what a browser keeps of a sign-in.
        account: The claim that names an account: ``sub`` or ``email``.
        scopes: What is asked for besides.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    cookie_secret: str = field(repr=False)
    account: str = "sub"
    scopes: tuple[str, ...] = ()

    @property
    def metadata_url(self) -> str:
        """Where the provider describes itself (OpenID Connect Discovery 1.0, section 4)."""
        return self.issuer.rstrip("/") + _METADATA

    @property
    def scope(self) -> str:
        """What is asked for: no more than names the account."""
        asked = ["openid", *(["email"] if self.account == "email" else []), *self.scopes]
        return " ".join(dict.fromkeys(asked))


@dataclass(frozen=True)
class Proxy:
    """A server in front that authenticates.

    Attributes:
        header: In which it names the account; in lower case.
        networks: From where alone it is believed.
    """

    header: str
    networks: tuple[IPv4Network | IPv6Network, ...]


@dataclass(frozen=True)
class Access:
    """Who may do what; either a provider or a proxy says who somebody is.

    Attributes:
        roles: Which accounts have which role.
        hours: After which a sign-in ends.
        provider: None where a proxy authenticates.
        proxy: None where a provider signs in.
        second_entry: The tables that the page publishes after a second entry only.
    """

    roles: Roles
    hours: int = _USUAL_HOURS
    provider: Provider | None = None
    proxy: Proxy | None = None
    second_entry: frozenset[str] = frozenset()


@cache
def configured() -> Access | None:
    """The configuration of this process; None without one.

    Raises:
        AccessError: The file has faults.
    """
    named = os.environ.get(VARIABLE, "")
    return read(Path(named)) if named else None


def read(file: Path) -> Access:
    """The configuration in a file.

    Raises:
        AccessError: It cannot be used; the message lists everything that is wrong.
    """
    faults = _faults_of_file(file)
    if faults:
        raise AccessError(faults)
    whole = Section("", _content(file), faults)
    hours = whole.number("hours", _USUAL_HOURS, 1, _MOST_HOURS)
    provider, proxy, roles = (whole.section(name) for name in ("provider", "proxy", "roles"))
    second_entry = _second_entry(whole.section("second_entry"))
    whole.end()
    if provider.is_given == proxy.is_given:
        faults.append("［provider］か［proxy］の、どちらか1つだけを書いてください。")
    signing_in = _provider(provider) if provider.is_given else None
    in_front = _proxy(proxy) if proxy.is_given else None
    is_by_email = signing_in is not None and signing_in.account == "email"
    found = _roles(roles, is_by_email=is_by_email, is_proxy=in_front is not None)
    if faults:
        raise AccessError(faults)
    return Access(found, hours, signing_in, in_front, second_entry)


def _content(file: Path) -> dict[str, object]:
    """What a file says, unchecked."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError:
        fault = "ファイルを読む権利がありません。"
    except ValueError as error:
        # Not the error itself: it may quote what is secret.
        place = re.search(r"at line ([0-9]+)", str(error))
        fault = f"ファイルを TOML として読めません{f'（{place[1]}行目）' if place else ''}。"
    raise AccessError([fault])


def _faults_of_file(file: Path) -> list[str]:
    """What is wrong with the file itself, before it is read."""
    try:
        place, found = file.resolve(strict=True), file.stat()
    except OSError:
        return [f"{VARIABLE} が指すファイルがないか、開けません。"]
    faults = []
    if not stat.S_ISREG(found.st_mode):
        return [f"{VARIABLE} が指すものは、ファイルではありません。"]
    if place.is_relative_to(paths.PROJECT):
        faults.append("ファイルは、このプロジェクトのフォルダーの外に置いてください。")
    if found.st_mode & _MAY_NOT_BE:
        faults.append(
            "ほかの利用者が読めるか、書き換えられます。「chmod 600」か「chmod 640」にしてください。"
        )
    if found.st_uid not in {0, os.geteuid()}:
        faults.append("ファイルの持ち主は、root か、サーバーを動かす利用者にしてください。")
    return faults


def _provider(section: Section) -> Provider:
    found = Provider(
        issuer=section.address("issuer"),
        client_id=section.text("client_id"),
        client_secret=section.text("client_secret"),
        redirect_uri=section.address("redirect_uri", path=below(CALLBACK)),
        cookie_secret=section.text("cookie_secret", shortest=_SHORTEST_SECRET),
        account=section.choice("account", ("sub", "email")),
        scopes=section.texts("scopes"),
    )
    if found.cookie_secret and found.cookie_secret == found.client_secret:
        section.fault("cookie_secret", "client_secret とは別のものにしてください。")
    section.end()
    return found


def _proxy(section: Section) -> Proxy:
    found = Proxy(section.header("header"), section.networks("addresses"))
    section.end()
    return found


def _second_entry(section: Section) -> frozenset[str]:
    if not section.is_given:
        return frozenset()
    names = section.texts("tables")
    if not names:
        section.fault("tables", "表の名前を1つ以上書いてください（節ごと消せば、求めません）。")
    if not {table.name for table in CSV_TABLES}.issuperset(names):
        section.fault("tables", "知らない表があります。docs/tables.md にある名前を書いてください。")
    section.end()
    return frozenset(names)


def _roles(section: Section, *, is_by_email: bool, is_proxy: bool) -> Roles:
    names = {name: section.texts(name) for name in ("publishers", "viewers")}
    if is_by_email:  # as the claim is compared
        names = {name: tuple(one.lower() for one in values) for name, values in names.items()}
    claim = section.text("claim", is_needed=False)
    values = [section.texts(name) for name in ("publisher_values", "viewer_values")]
    if is_proxy and claim:
        section.fault("claim", "［proxy］では使えません。アカウントを並べてください。")
    if bool(claim) != any(values):
        section.fault("claim", "publisher_values か viewer_values と、一緒に書いてください。")
    if not any(names.values()) and not any(values):
        section.fault("publishers", "誰にも役割がありません。1つ以上書いてください。")
    section.end()
    return Roles(
        frozenset(names["publishers"]),
        frozenset(names["viewers"]),
        claim,
        frozenset(values[0]),
        frozenset(values[1]),
    )
