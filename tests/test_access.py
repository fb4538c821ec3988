"""Who may do what: the configuration, roles and decisions, each denied unless it is allowed."""

import os
import re
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from lib import paths
from lib.access import configuration
from lib.access.configuration import Access, AccessError, Provider, Proxy, configured, read
from lib.access.deciding import Standing, from_claims, from_header, stamped
from lib.access.roles import Account, Role, Roles
from lib.access.sign_ins import SignIns
from lib.ui.sign_in import secrets_of

NOW = 1_800_000_000
SECRET = "a-secret-of-forty-characters-0123456789ab"  # noqa: S105 - of this test
PROVIDER = Provider(
    issuer="https://idp.example.go.jp/realms/moj",
    client_id="dashboard",
    client_secret="client-secret",  # noqa: S106 - of this test
    redirect_uri="https://dashboard.example.go.jp/oauth2callback",
    cookie_secret=SECRET,
)
ROLES = Roles(
    publishers=frozenset({"taro"}),
    viewers=frozenset({"hanako", "taro"}),
    claim="groups",
    publisher_values=frozenset({"publishers"}),
    viewer_values=frozenset({"viewers"}),
)
BY_PROVIDER = Access(ROLES, 8, PROVIDER)
BY_PROXY = Access(ROLES, 8, None, Proxy("x-forwarded-user", (ip_network("10.0.0.0/24"),)))
CLAIMS: dict[str, Any] = {
    "is_logged_in": True,
    "iss": PROVIDER.issuer,
    "aud": "dashboard",
    "nonce": "n-1",
    "sub": "taro",
    "iat": NOW - 60,
    "exp": NOW + 12 * 3600,
}
WHOLE = f"""
hours = 4
[provider]
issuer = "https://idp.example.go.jp/realms/moj"
client_id = "dashboard"
client_secret = "client-secret"
redirect_uri = "https://dashboard.example.go.jp/oauth2callback"
cookie_secret = "{SECRET}"
account = "email"
scopes = ["groups"]
[roles]
publishers = ["Taro@Example.go.jp"]
claim = "groups"
viewer_values = ["viewers"]
"""
PROXIED = """
[proxy]
header = "X-Forwarded-User"
addresses = ["10.0.0.5", "fd00::/64"]
[roles]
publishers = ["taro"]
"""


def _file(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "access.toml"
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return file


def _faults(file: Path) -> list[str]:
    with pytest.raises(AccessError) as caught:
        read(file)
    assert str(len(caught.value.faults)) in str(caught.value)
    return caught.value.faults


def test_a_whole_configuration_is_read(tmp_path: Path) -> None:
    found = read(_file(tmp_path, WHOLE))

    assert found.hours == 4
    assert found.proxy is None
    assert found.provider is not None
    assert found.provider.scope == "openid email groups"
    assert found.provider.metadata_url == f"{PROVIDER.issuer}/.well-known/openid-configuration"
    assert found.roles.publishers == {"taro@example.go.jp"}
    assert found.roles.viewer_values == {"viewers"}
    assert SECRET not in repr(found)
    assert "client-secret" not in repr(found)


def test_a_proxy_is_read_and_streamlit_is_told_nothing(tmp_path: Path) -> None:
    found = read(_file(tmp_path, PROXIED, 0o640))

    assert found == Access(
        Roles(publishers=frozenset({"taro"})),
        8,
        None,
        Proxy("x-forwarded-user", (ip_network("10.0.0.5"), ip_network("fd00::/64"))),
    )
    assert secrets_of(found) is None
    assert secrets_of(None) is None


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("hours = 4", "hours = 25", "hours: 1から24までの整数"),
        ("hours = 4", "hours = true", "hours: 1から24までの整数"),
        ("hours = 4", "hour = 4", "hour: 知らない名前"),
        ("https://idp", "http://idp", "［provider］issuer: https://"),
        ("https://idp", "https://user@idp", "［provider］issuer: https://"),
        ("realms/moj", "realms/moj?x=1", "［provider］issuer: https://"),
        ("https://idp", "https://idp:x", "［provider］issuer: https://"),
        ('client_id = "dashboard"', "", "［provider］client_id: 書かれていません"),
        ('client_id = "dashboard"', "client_id = 3", "［provider］client_id: 空でない文字列"),
        ("/oauth2callback", "/callback", "［provider］redirect_uri: パスは /oauth2callback"),
        ("https://dash", "https://Dash", "［provider］redirect_uri: 名前は小文字"),
        (".jp/oauth2", ".jp:443/oauth2", "［provider］redirect_uri: 名前は小文字"),
        (SECRET, SECRET[:31], "［provider］cookie_secret: 32文字以上"),
        (SECRET, "client-secret", "［provider］cookie_secret: client_secret とは別"),
        ('"email"', '"name"', "［provider］account: sub、email のどれか"),
        ('["groups"]', '"groups"', "［provider］scopes: 空でない文字列を並べて"),
        ("publishers = [", "publisher = [", "［roles］publisher: 知らない名前"),
        ('claim = "groups"', "", "［roles］claim: publisher_values か viewer_values"),
        ('viewer_values = ["viewers"]', "", "［roles］claim: publisher_values か viewer_values"),
        ("[provider]", "[providers]", "［provider］か［proxy］の、どちらか1つだけ"),
        ("[roles]", "[proxy]\nheader = 'X-User'\naddresses = ['10.0.0.5']\n[roles]", "どちらか1つ"),
        ("[roles]", "[roles", "TOML として読めません（11行目）"),
        ("[provider]\n", "provider = 1\n[other]\n", "［provider］は、表"),
    ],
)
def test_each_fault_of_the_configuration_is_named(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    assert before in WHOLE

    faults = _faults(_file(tmp_path, WHOLE.replace(before, after, 1)))

    assert any(fault in found for found in faults), faults
    assert SECRET not in "".join(faults)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("X-Forwarded-User", "Cookie", "［proxy］header:"),
        ("X-Forwarded-User", "Dashboard-Account", "［proxy］header:"),
        ("X-Forwarded-User", "X User", "［proxy］header:"),
        ("10.0.0.5", "10.0.0.5/8", "［proxy］addresses: 10.0.0.5 や"),
        ("10.0.0.5", "proxy.example", "［proxy］addresses: 10.0.0.5 や"),
        ("10.0.0.5", "0.0.0.0/0", "すべてのアドレスを信じることはできません"),
        ('["10.0.0.5", "fd00::/64"]', "[]", "1つ以上書いてください"),
        ('publishers = ["taro"]', "", "誰にも役割がありません"),
        ('["taro"]', '["taro"]\nclaim = "g"\nviewer_values = ["v"]', "［proxy］では使えません"),
    ],
)
def test_each_fault_of_a_proxy_is_named(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    faults = _faults(_file(tmp_path, PROXIED.replace(before, after, 1)))

    assert any(fault in found for found in faults), faults


def test_the_tables_that_need_a_second_entry_are_read(tmp_path: Path) -> None:
    rule = '[second_entry]\ntables = ["support_counts", "sources"]\n'

    assert read(_file(tmp_path, PROXIED + rule)).second_entry == {"support_counts", "sources"}
    assert read(_file(tmp_path, PROXIED)).second_entry == frozenset()


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("[second_entry]", "［second_entry］tables: 表の名前を1つ以上"),
        ("[second_entry]\ntables = []", "［second_entry］tables: 表の名前を1つ以上"),
        ('[second_entry]\ntables = "sources"', "［second_entry］tables: 空でない文字列を並べて"),
        ('[second_entry]\ntables = ["S3cret"]', "［second_entry］tables: 知らない表"),
        ('[second_entry]\ntables = ["sources.csv"]', "［second_entry］tables: 知らない表"),
        ('[second_entry]\ntable = ["sources"]', "［second_entry］table: 知らない名前"),
        ('[second_entries]\ntables = ["sources"]', "second_entries: 知らない名前"),
    ],
)
def test_each_fault_of_the_second_entry_is_named(tmp_path: Path, rule: str, fault: str) -> None:
    faults = _faults(_file(tmp_path, PROXIED + rule))

    assert any(fault in found for found in faults), faults
    assert "S3cret" not in "".join(faults)


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace("hours = 4", "hours = 0").replace(SECRET, "short").replace("https://", "x")

    assert len(_faults(_file(tmp_path, text))) == 4


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o660, 0o602, 0o601])
def test_a_file_that_others_may_read_or_write_is_refused(tmp_path: Path, mode: int) -> None:
    assert "chmod 600" in _faults(_file(tmp_path, WHOLE, mode))[0]


def test_a_file_in_the_project_or_of_somebody_else_or_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _file(tmp_path, WHOLE)
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    assert "ないか、開けません" in _faults(tmp_path / "missing.toml")[0]
    assert "ファイルではありません" in _faults(tmp_path)[0]

    monkeypatch.setattr(paths, "PROJECT", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    if file.stat().st_uid:
        assert "持ち主" in _faults(file)[1]
    assert "フォルダーの外" in _faults(file)[0]
    assert "フォルダーの外" in _faults(link)[0]


def test_without_the_variable_nothing_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(configuration.VARIABLE, raising=False)
    configured.cache_clear()

    assert configured() is None


def test_without_a_configuration_the_library_of_the_sign_in_is_not_loaded() -> None:
    code = "import sys, lib.ui.server; print('authlib' in sys.modules, 'joserfc' in sys.modules)"
    environment = {name: text for name, text in os.environ.items() if name != "DASHBOARD_ACCESS"}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=paths.PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.split() == ["False", "False"]


def test_only_one_module_asks_who_somebody_is() -> None:
    askers = {
        file.relative_to(paths.PROJECT).as_posix()
        for folder in ("lib", "pages")
        for file in (paths.PROJECT / folder).rglob("*.py")
        if re.search(r"\bst\.(user|login|logout|context\.headers)\b", file.read_text("utf-8"))
    }

    assert askers == {"lib/ui/sign_in.py"}


@pytest.mark.parametrize(
    ("name", "claimed", "role"),
    [
        ("taro", None, Role.PUBLISHER),
        ("hanako", None, Role.VIEWER),
        ("hanako", ["publishers"], Role.PUBLISHER),
        ("other", ["viewers", "publishers"], Role.PUBLISHER),
        ("other", "viewers", Role.VIEWER),
        ("other", ["viewers", 3], Role.VIEWER),
        ("other", None, None),
        ("Taro", None, None),
        ("other", {"publishers": True}, None),
        ("other", [["publishers"]], None),
        ("other", "publishers viewers", None),
        ("other", True, None),
    ],
)
def test_a_role_comes_from_the_list_or_the_claim_and_from_nothing_else(
    name: str, claimed: object, role: Role | None
) -> None:
    assert ROLES.role_of(name, claimed) is role


def test_a_publisher_publishes_and_a_viewer_does_not() -> None:
    assert Account("a", Role.PUBLISHER).may_publish
    assert not Account("a", Role.VIEWER).may_publish


def _standing(access: Access = BY_PROVIDER, now: float = NOW, **changes: Any) -> Standing:
    found = from_claims(access, CLAIMS | changes, now)
    assert (found.account is not None) == (found.standing is Standing.SIGNED_IN)
    return found.standing


def test_claims_that_are_right_sign_in() -> None:
    found = from_claims(BY_PROVIDER, CLAIMS, NOW)

    assert found.account == Account("taro", Role.PUBLISHER)
    assert len(found.key) == 64
    assert "taro" not in found.key


@pytest.mark.parametrize(
    "changes",
    [
        {"is_logged_in": False},
        {"is_logged_in": "True"},
        {"iss": "https://idp.example.go.jp/realms/other"},
        {"iss": None},
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": "dashboard2"},
        {"azp": "other"},
        {"nonce": None},
        {"nonce": ""},
        {"nonce": 3},
        {"iat": None},
        {"iat": True},
        {"iat": float("nan")},
        {"iat": str(NOW)},
        {"iat": NOW + 121},
        {"exp": None},
        {"exp": float("inf")},
    ],
)
def test_claims_that_are_not_right_sign_nobody_in(changes: dict[str, Any]) -> None:
    assert _standing(**changes) is Standing.SIGNED_OUT


def test_a_sign_in_ends_after_its_hours_and_never_after_its_token() -> None:
    hours = 8 * 3600
    assert _standing(iat=NOW - hours + 1) is Standing.SIGNED_IN
    assert _standing(iat=NOW - hours) is Standing.EXPIRED
    assert _standing(exp=NOW + 1) is Standing.SIGNED_IN
    assert _standing(exp=NOW) is Standing.EXPIRED


def test_an_account_without_a_role_or_a_fit_name_has_none() -> None:
    assert _standing(sub="other") is Standing.NO_ROLE
    assert _standing(sub=None) is Standing.NO_ROLE
    assert _standing(sub=["taro"]) is Standing.NO_ROLE
    assert _standing(sub="x" * 256, groups=["publishers"]) is Standing.NO_ROLE
    assert _standing(sub="a b", groups=["publishers"]) is Standing.NO_ROLE
    assert _standing(sub="太郎", groups=["publishers"]) is Standing.NO_ROLE


def test_an_email_counts_only_when_it_is_verified(tmp_path: Path) -> None:
    access = read(_file(tmp_path, WHOLE))
    address = {"email": "TARO@example.go.jp"}

    assert _standing(access, **address, email_verified=True) is Standing.SIGNED_IN
    for verified in (False, None, "true", 1):
        assert _standing(access, **address, email_verified=verified) is Standing.NO_ROLE
    assert _standing(access, sub="taro@example.go.jp") is Standing.NO_ROLE


def test_nobody_signs_in_by_claims_where_a_proxy_is_configured_or_the_reverse() -> None:
    assert _standing(BY_PROXY) is Standing.SIGNED_OUT
    assert from_header(BY_PROVIDER, f"{NOW} taro", NOW).standing is Standing.SIGNED_OUT


@pytest.mark.parametrize(
    ("peer", "values", "account"),
    [
        ("10.0.0.7", ["taro"], "taro"),
        ("::ffff:10.0.0.7", ["taro"], "taro"),
        ("10.0.0.7", ["MOJ\\taro@example.go.jp"], "MOJ\\taro@example.go.jp"),
        ("10.0.1.7", ["taro"], ""),
        ("127.0.0.1", ["taro"], ""),
        ("", ["taro"], ""),
        ("10.0.0.7, 127.0.0.1", ["taro"], ""),
        ("10.0.0.7", [], ""),
        ("10.0.0.7", [""], ""),
        ("10.0.0.7", ["taro", "taro"], ""),
        ("10.0.0.7", ["taro,hanako"], ""),
        ("10.0.0.7", ["taro hanako"], ""),
        ("10.0.0.7", ["taro\n"], ""),
        ("10.0.0.7", ["tar\u00f6"], ""),
        ("10.0.0.7", ["taro\x00"], ""),
        ("10.0.0.7", ["<b>taro</b>"], ""),
        ("10.0.0.7", ["x" * 256], ""),
    ],
)
def test_a_header_is_believed_from_the_proxy_alone_once_and_plain(
    peer: str, values: list[str], account: str
) -> None:
    assert BY_PROXY.proxy is not None
    found = stamped(BY_PROXY.proxy, peer, values, NOW + 0.7)

    assert found == (f"{NOW} {account}" if account else "")


def test_who_a_proxy_names_is_signed_in_for_the_hours_of_the_connection() -> None:
    hours = 8 * 3600
    found = from_header(BY_PROXY, f"{NOW} hanako", NOW + hours - 1)
    assert found.account == Account("hanako", Role.VIEWER)
    assert from_header(BY_PROXY, f"{NOW} hanako", NOW + hours).standing is Standing.EXPIRED
    assert from_header(BY_PROXY, f"{NOW} other", NOW).standing is Standing.NO_ROLE
    for text in ("", "hanako", f"{NOW}", f"{NOW} ", f"{NOW} a b", "-1 hanako", "x hanako"):
        assert from_header(BY_PROXY, text, NOW).standing is Standing.SIGNED_OUT


def test_a_sign_in_is_seen_first_once_and_ended_for_all_processes(tmp_path: Path) -> None:
    one, other = SignIns(tmp_path / "access"), SignIns(tmp_path / "access")

    assert [one.begin("a"), other.begin("a"), other.begin("b")] == [True, False, True]
    one.forget("a")  # as where the log could not be written
    assert [other.begin("a"), one.begin("a")] == [True, False]
    assert not one.is_ended("a")
    other.end("a")
    one.forget("a")
    other.end("a")
    assert one.is_ended("a")
    assert not one.is_ended("b")
    assert (tmp_path / "access").stat().st_mode & 0o077 == 0


def test_what_is_older_than_any_sign_in_is_forgotten(tmp_path: Path) -> None:
    known = SignIns(tmp_path)
    known.end("old")
    known.end("new")
    old = tmp_path / "old.ended"
    os.utime(old, (old.stat().st_atime, old.stat().st_mtime - 26 * 3600))

    known.begin("another")

    assert (known.is_ended("old"), known.is_ended("new")) == (False, True)
