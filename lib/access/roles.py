"""Accounts, their roles, and what each role may do."""

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What an account is; the value is its name on screen."""

    PUBLISHER = "公開担当"
    VIEWER = "閲覧担当"


@dataclass(frozen=True)
class Account:
    """Somebody who is signed in and has a role.

    Attributes:
        name: The subject, the verified e-mail address, or what the proxy calls the account.
        role: Decided by the configuration.
    """

    name: str
    role: Role

    @property
    def may_publish(self) -> bool:
        """Whether it may upload and publish; all that have a role may see editions and the log."""
        return self.role is Role.PUBLISHER


@dataclass(frozen=True)
class Roles:
    """Which accounts have which role.

    Attributes:
        publishers: Names of accounts.
        viewers: Names of accounts.
        claim: The claim of a token whose values give roles; empty for none.
        publisher_values: Values of the claim.
        viewer_values: Values of the claim.
    """

    publishers: frozenset[str] = frozenset()
    viewers: frozenset[str] = frozenset()
    claim: str = ""
    publisher_values: frozenset[str] = frozenset()
    viewer_values: frozenset[str] = frozenset()

    def role_of(self, name: str, claimed: object = None) -> Role | None:
        """The higher of the roles that a name and a claim give; None for none.

        Args:
            name: The account.
            claimed: What the token holds in the claim: a text or a list of texts.
        """
        values = _texts(claimed)
        if name in self.publishers or values & self.publisher_values:
            return Role.PUBLISHER
        if name in self.viewers or values & self.viewer_values:
            return Role.VIEWER
        return None


def _texts(claimed: object) -> frozenset[str]:
    """The texts of a claim; whatever else a token may hold there gives no role."""
    values = claimed if isinstance(claimed, list) else [claimed]
    return frozenset(value for value in values if isinstance(value, str))
