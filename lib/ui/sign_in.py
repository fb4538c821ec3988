"""Who is signed in now; until sign-in is configured, nobody is."""

from lib.access.roles import Account


def signed_in() -> Account | None:
    """The account that is signed in with a role; None for everybody else."""
    return None


def is_first_sight() -> bool:
    """Whether an account is signed in that no page has seen since it signed in."""
    return False


def offer() -> Account | None:
    """Says who is signed in or why nobody is, with a button to sign in or out.

    Returns:
        The account that is signed in with a role.
    """
    return signed_in()
