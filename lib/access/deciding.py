"""Decides who somebody is, from a provider's claims or a proxy's header; denies by default."""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address

from lib.access.configuration import Access, Provider, Proxy
from lib.access.roles import Account

_HOUR_S = 3600
_CLOCKS_DIFFER_S = 120  # at most, between the provider and this machine; as Authlib allows
_NAME = re.compile(r"[!-~]{1,255}")  # a subject has at most 255 ASCII characters (OIDC Core, 2)
_PROXY_NAME = re.compile(r"[A-Za-z0-9._%+@\\|:/=~-]{1,255}")


class Standing(Enum):
    """How somebody stands; only the last may see what is not for everybody."""

    NOT_CONFIGURED = "not configured"
    SIGNED_OUT = "signed out"
    EXPIRED = "expired"
    NO_ROLE = "no role"
    SIGNED_IN = "signed in"


@dataclass(frozen=True)
class Visit:
    """Who somebody is.

    Attributes:
        standing: How they stand.
        account: Given where they are signed in with a role, and only there.
        key: A digest that names the sign-in and tells nothing of the account; empty for none.
    """

    standing: Standing
    account: Account | None = None
    key: str = ""


NOT_CONFIGURED = Visit(Standing.NOT_CONFIGURED)
SIGNED_OUT = Visit(Standing.SIGNED_OUT)


def from_claims(access: Access, claims: Mapping[str, object], now: float) -> Visit:
    """Who signed in at the provider.

    What signed the claims was checked before (Streamlit's cookie, and Authlib for the token). Here
    it is checked again that they are meant for this dashboard, as Authlib takes a token for another
    audience where ``azp`` names this one.

    Args:
        access: The configuration, with a provider.
        claims: Those of the identity token, and what Streamlit adds.
        now: Seconds since 1970.
    """
    provider = access.provider
    if provider is None or claims.get("is_logged_in") is not True or not _is_ours(provider, claims):
        return SIGNED_OUT
    key = _digest(str(claims["nonce"]))
    begun, ends = _seconds(claims.get("iat")), _seconds(claims.get("exp"))
    if begun is None or ends is None or begun > now + _CLOCKS_DIFFER_S:
        return SIGNED_OUT
    if now >= min(ends, begun + access.hours * _HOUR_S):
        return Visit(Standing.EXPIRED, key=key)
    name = _account_name(provider, claims)
    role = access.roles.role_of(name, claims.get(access.roles.claim)) if name else None
    if role is None:
        return Visit(Standing.NO_ROLE, key=key)
    return Visit(Standing.SIGNED_IN, Account(name, role), key)


def from_header(access: Access, stamped: str, now: float) -> Visit:
    """Who the proxy named when the connection began.

    Args:
        access: The configuration, with a proxy.
        stamped: As ``stamped`` wrote it; empty where nobody was named.
        now: Seconds since 1970.
    """
    begun, _, name = stamped.partition(" ")
    if access.proxy is None or not begun.isdecimal() or not _PROXY_NAME.fullmatch(name):
        return SIGNED_OUT
    key = _digest(f"{name} {int(begun) // (24 * _HOUR_S)}")  # one sign-in a day
    if now >= int(begun) + access.hours * _HOUR_S:
        return Visit(Standing.EXPIRED, key=key)
    role = access.roles.role_of(name)
    if role is None:
        return Visit(Standing.NO_ROLE, key=key)
    return Visit(Standing.SIGNED_IN, Account(name, role), key)


def stamped(proxy: Proxy, peer: str, values: Sequence[str], now: float) -> str:
    """The account that a proxy names, and when; empty where it is not to be believed.

    Args:
        proxy: Which header counts, and from where.
        peer: The address of whoever is connected to this server.
        values: All that a request holds in the header.
        now: Seconds since 1970.
    """
    try:
        address = ip_address(peer)
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address  # as a socket for both kinds says it
    if not any(address in network for network in proxy.networks):
        return ""
    if len(values) != 1 or not _PROXY_NAME.fullmatch(values[0]):
        return ""
    return f"{int(now)} {values[0]}"


def _is_ours(provider: Provider, claims: Mapping[str, object]) -> bool:
    """Whether the provider issued the claims for this dashboard, in answer to a request of its."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    nonce = claims.get("nonce")
    return (
        claims.get("iss") == provider.issuer
        and provider.client_id in audiences
        and claims.get("azp", provider.client_id) == provider.client_id
        and isinstance(nonce, str)
        and bool(nonce)
    )


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _account_name(provider: Provider, claims: Mapping[str, object]) -> str:
    """The name of the account; empty where the claims give none that may be believed."""
    if provider.account == "email" and claims.get("email_verified") is not True:
        return ""
    name = claims.get(provider.account)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return ""
    return name.lower() if provider.account == "email" else name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
