"""Reads the values of a configuration and notes every fault, without repeating a value."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
# These say something else already, or are how the server itself says who somebody is.
_TAKEN_HEADERS = ("authorization", "cookie", "host", "origin", "connection", "upgrade")
_OWN_HEADERS = "dashboard-"
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_USUAL_PORTS = {"https": 443, "http": 80}


class Section:
    """A table of a TOML file.

    Args:
        name: As it stands in brackets; empty for the whole file.
        values: What the file says.
        faults: Where faults are noted, in Japanese.
    """

    def __init__(self, name: str, values: object, faults: list[str]) -> None:
        self.name = name
        self.is_given = values is not None
        self._values = values if isinstance(values, dict) else {}
        self._faults = faults
        self._known: set[str] = set()
        if self.is_given and not isinstance(values, dict):
            faults.append(f"［{name}］は、表（［{name}］の下に「名前 = 値」）で書いてください。")

    def fault(self, key: str, words: str) -> None:
        """Notes what is wrong with a value."""
        self._faults.append(f"{f'［{self.name}］' if self.name else ''}{key}: {words}")

    def section(self, key: str) -> "Section":
        """A table within."""
        self._known.add(key)
        return Section(key, self._values.get(key), self._faults)

    def end(self) -> None:
        """Notes the keys that nobody knows: most are known ones, mistyped."""
        for key in sorted(set(self._values) - self._known):
            self.fault(key, "知らない名前です。")

    def text(self, key: str, *, is_needed: bool = True, shortest: int = 1) -> str:
        """A text without spaces around it; empty where there is none."""
        self._known.add(key)
        value = self._values.get(key)
        if value is None:
            if is_needed:
                self.fault(key, "書かれていません。")
            return ""
        if not isinstance(value, str) or not value.strip() or value != value.strip():
            self.fault(key, "空でない文字列を、前後に空白を入れずに書いてください。")
            return ""
        if len(value) < shortest:
            self.fault(key, f"{shortest}文字以上にしてください。")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        self._known.add(key)
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(
            isinstance(value, str) and value and value == value.strip() for value in values
        ):
            self.fault(key, '空でない文字列を並べてください（例: ["a", "b"]）。')
            return ()
        return tuple(values)

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """One of some texts; the first where there is none."""
        self._known.add(key)
        value = self._values.get(key, choices[0])
        if value not in choices:
            self.fault(key, f"{'、'.join(choices)} のどれかにしてください。")
            return choices[0]
        return str(value)

    def number(self, key: str, usual: int, least: int, most: int) -> int:
        """A whole number within bounds."""
        self._known.add(key)
        value = self._values.get(key, usual)
        if type(value) is not int or not least <= value <= most:
            self.fault(key, f"{least}から{most}までの整数にしてください。")
            return usual
        return value

    def address(self, key: str, path: str | None = None) -> str:
        """An address with https; with http only on this machine.

        Args:
            key: Its name.
            path: Which path it must have; any for None.
        """
        value = self.text(key)
        if not value:
            return ""
        try:
            parts = urlsplit(value)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            parts, host, port = urlsplit(""), "", None
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _THIS_MACHINE)
        if not is_safe or not host or "@" in parts.netloc or parts.query or parts.fragment:
            self.fault(key, "https:// で始まるアドレスを、? や # を付けずに書いてください。")
        elif path is not None and parts.path != path:
            self.fault(key, f"パスは {path} にしてください（--prefix に合わせます）。")
        elif parts.netloc != parts.netloc.lower() or port == _USUAL_PORTS[parts.scheme]:
            # Compared with what browsers send, which is written so.
            self.fault(key, "名前は小文字で、決まったポート（443、80）は書かないでください。")
        return value

    def header(self, key: str) -> str:
        """The name of a header, in lower case."""
        value = self.text(key)
        is_taken = value.lower() in _TAKEN_HEADERS or value.lower().startswith(_OWN_HEADERS)
        if value and (not _HEADER.fullmatch(value) or is_taken):
            self.fault(
                key, "X-Forwarded-User のような、ほかの意味のないヘッダーの名前を書いてください。"
            )
        return value.lower()

    def networks(self, key: str) -> tuple[IPv4Network | IPv6Network, ...]:
        """Addresses of machines or networks; at least one, and never all."""
        values = self.texts(key)
        found: list[IPv4Network | IPv6Network] = []
        for value in values:
            try:
                network = ip_network(value)
            except ValueError:
                self.fault(key, "10.0.0.5 や 10.0.0.0/24 のように書いてください。")
            else:
                found.append(network)
                if network.prefixlen == 0:
                    self.fault(key, "すべてのアドレスを信じることはできません。")
        if not values:
            self.fault(key, "前に置くサーバーのアドレスを、1つ以上書いてください。")
        return tuple(found)
