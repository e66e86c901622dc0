"""Addresses of recorded pictures in recorded answers, led to whoever gives the pictures."""

import re
from collections.abc import Mapping

# What an address may go on with: then it is another one.
_END = rb"(?![A-Za-z0-9%~_/?#&=+@:!$*;,-]|\.[A-Za-z0-9]|\\/|\\u)"


class Links:
    """The addresses that are led elsewhere."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """Take the addresses in.

        Args:
            numbers: Address -> number under which the picture is to be had.
        """
        self._numbers = {
            way: number for url, number in numbers.items() for way in _ways(url.encode())
        }
        # The longest first: one address may be the beginning of another.
        ways = sorted(self._numbers, key=len, reverse=True)
        self._pattern = re.compile(b"(?:" + b"|".join(map(re.escape, ways)) + b")" + _END)

    def led_to(self, place: str, body: bytes) -> bytes:
        """Return a body in which each address is `place`, and the number of its picture."""

        def here(found: re.Match[bytes]) -> bytes:
            way = found.group()
            link = f"{place}{self._numbers[way]}".encode()
            return link.replace(b"/", b"\\/") if b"\\/" in way else link

        return self._pattern.sub(here, body) if self._numbers else body


def _ways(url: bytes) -> tuple[bytes, ...]:
    """Return how an address is written: as it is, or with the escapes that JSON may have."""
    return url, url.replace(b"/", b"\\/"), url.replace(b"&", b"\\u0026")
