"""The configuration of sign-in and roles."""

from lib.access.roles import Roles


def configured() -> Roles | None:
    """The configuration of this process; None without one."""
    return None
