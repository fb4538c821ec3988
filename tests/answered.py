"""What an application answers to one request, without a server."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.types import ASGIApp, Message


@dataclass
class Answer:
    """What a browser is sent, in how many parts, and how many parts of its own were read."""

    status: int
    headers: dict[str, str]
    content: bytes
    parts_read: int
    sent_parts: int

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def name(self) -> str:
        """The name under which the file is saved."""
        return unquote(self.headers["content-disposition"].partition("filename*=UTF-8''")[2])


def answered(
    app: ASGIApp,
    address: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    parts: Sequence[bytes] = (b"",),
) -> Answer:
    """The answer to a request whose body comes in parts."""
    path, _, query = address.partition("?")
    own = {"host": "localhost:8501", **(headers or {})}
    scope = {
        "type": "http",
        "asgi": {"spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "http",
        "server": ("localhost", 8501),
        "method": method,
        "path": unquote(path),
        "query_string": query.encode(),
        "headers": [(name.encode(), text.encode()) for name, text in own.items()],
    }
    left = list(parts)
    sent: list[Message] = []

    async def receive() -> Message:
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    found = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
    bodies = [part.get("body", b"") for part in sent[1:]]
    read, filled = len(parts) - len(left), sum(map(bool, bodies))
    return Answer(sent[0]["status"], found, b"".join(bodies), read, filled)
