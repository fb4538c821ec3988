"""A wire to a database that is cut while a client asks it to commit, for tests."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

_COMMIT = b"COMMIT"

# What is lost: what the client asks, so that nothing is committed; what the database answers, so
# that all is; or nothing, but the answer never comes.
Loses = Literal["question", "answer", "time"]


class Wire:
    """Passes on what clients and a database send each other.

    Attributes:
        port: Where clients connect.
        cuts: How many more times it is cut.
    """

    def __init__(self, port: int, loses: Loses, cuts: int) -> None:
        self.cuts = cuts
        self._database = port
        self._loses = loses
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Takes no more clients."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                database = socket.create_connection(("127.0.0.1", self._database))
                silent = threading.Event()
                for ends in ((client, database), (database, client)):
                    threading.Thread(
                        target=self._pass_on, args=(*ends, silent), daemon=True
                    ).start()

    def _pass_on(self, here: socket.socket, there: socket.socket, silent: threading.Event) -> None:
        with suppress(OSError):
            while sent := here.recv(65536):
                if _COMMIT in sent and self.cuts:
                    self.cuts -= 1
                    if self._loses != "question":
                        silent.set()
                        there.sendall(sent)
                    if self._loses == "question":
                        break
                elif not silent.is_set():
                    there.sendall(sent)
                elif self._loses == "answer":
                    break  # it has answered, so that it has committed
        for end in (here, there):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def cut_wire(port: int, loses: Loses, cuts: int) -> Iterator[Wire]:
    """A wire to the database at a port."""
    wire = Wire(port, loses, cuts)
    try:
        yield wire
    finally:
        wire.close()
