"""Programs of the machine that some tests need."""

import os

import pytest


def needed(found: str | None, name: str) -> str:
    """The path of a program; without it the test is skipped, but never unnoticed in CI."""
    if found is None:
        reason = f"{name} is not on this machine; python3 -m lib.launch test installs it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found
