"""nginx before the processes: its configuration, and the program on this machine."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

_MOST_MEGABYTES = 6  # more than Streamlit takes (maxUploadSize in .streamlit/config.toml)
_CONNECTIONS = 4096
_SYSTEM_PROGRAM = "/usr/sbin/nginx"  # users who are not root seldom look there


@dataclass(frozen=True)
class Place:
    """Where a process listens.

    Attributes:
        number: 1 for the first process.
        port: On this machine's own address.
    """

    number: int
    port: int


def places(port: int, count: int) -> tuple[Place, ...]:
    """The processes' ports follow that of nginx."""
    return tuple(Place(number, port + number) for number in range(1, count + 1))


def configuration(  # noqa: PLR0913 - what the file depends on
    folder: Path,
    address: str,
    port: int,
    workers: tuple[Place, ...],
    *,
    prefix: str = "",
    access_log: str = "none",
    peer_secret: str = "",
) -> str:
    """The text of nginx.conf.

    Args:
        folder: Where nginx may write.
        address: Where it listens; a name, or an address of either kind.
        port: Where it listens.
        workers: The processes.
        prefix: The path below which all is shown, as /dashboard.
        access_log: ``none``, ``plain`` for requests without visitors, or ``addresses``.
        peer_secret: By which the processes know that it is nginx who says who is connected; empty
            where they need not know.
    """
    return _template().render(
        folder=folder,
        listen=_listen(address, port),
        places=workers,
        prefix=prefix,
        access_log=access_log,
        peer_secret=peer_secret,
        connections=_CONNECTIONS,
        most_megabytes=_MOST_MEGABYTES,
    )


def _listen(address: str, port: int) -> str:
    """As the server listens that stands alone: localhost is an address of the fourth version."""
    if address == "localhost":
        return f"127.0.0.1:{port}"
    if ":" in address:
        return f"[{address}]:{port} ipv6only=off"
    return f"{address}:{port}"


@cache
def _template() -> Template:
    environment = Environment(  # noqa: S701 - no HTML of visitors, and nothing of theirs at all
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("nginx.conf")


def program() -> str | None:
    """The path of nginx on this machine."""
    return shutil.which("nginx") or shutil.which(_SYSTEM_PROGRAM)
