"""What stands in the place of each secret."""

import re

from truecopy.redaction.names import ACCOUNT, KINDS

_PLACEHOLDER = re.compile(rf"redacted-({'|'.join(KINDS)})-([1-9][0-9]{{0,8}})(?![0-9])")
# A number takes the place of a number. An account's own number among these few is not replaced.
_FIRST_NUMBER, _LAST_NUMBER = 1_000_001, 1_009_999
_NUMBER = re.compile(r"(?<![0-9.])100[0-9]{4}(?![0-9.])")
# What stands for any secret where only that counts.
ANY, ANY_NUMBER = "redacted-key-1", str(_FIRST_NUMBER)
# Nobody counts that far: it is an account's own number, or was typed by hand.
_MOST = 9_000


def is_placeholder(value: str) -> bool:
    """Whether a value as a whole takes the place of a secret."""
    return _PLACEHOLDER.fullmatch(value) is not None


def is_placeholder_number(value: str) -> bool:
    """Whether digits take the place of an account's number."""
    is_short = value.isascii() and value.isdigit() and len(value) == len(str(_LAST_NUMBER))
    return is_short and _FIRST_NUMBER <= int(value) <= _LAST_NUMBER


def placeholder_spans(text: str) -> list[tuple[int, int]]:
    """Return where placeholders stand."""
    return [match.span() for match in _PLACEHOLDER.finditer(text)] if "redacted-" in text else []


def without_numbers(text: str) -> str:
    """Return a text in which all placeholders are the same."""
    return _PLACEHOLDER.sub(ANY, text) if "redacted-" in text else text


class Placeholders:
    """Secrets and their placeholders, numbered by kind as they appear."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: dict[str, tuple[str, int]] = {}
        self._counts = dict.fromkeys(KINDS, 0)

    def text(self, value: str, kind: str) -> str:
        """Return what stands for a secret."""
        kind, number = self._numbered(value, kind)
        return f"redacted-{kind}-{number}"

    def number(self, value: str) -> str:
        """Return the digits that stand for those of an account."""
        return str(_FIRST_NUMBER - 1 + self._numbered(value, ACCOUNT)[1])

    def has(self, value: str) -> bool:
        """Whether a secret has a placeholder."""
        return value in self._numbers

    def note(self, text: str) -> None:
        """Let numbers go on after those of the placeholders in a text."""
        if "redacted-" in text:
            for kind, number in _PLACEHOLDER.findall(text):
                self._note(kind, int(number))
        if "100" in text:
            for digits in set(_NUMBER.findall(text)):
                self._note(ACCOUNT, int(digits) - _FIRST_NUMBER + 1)

    def _numbered(self, value: str, kind: str) -> tuple[str, int]:
        if value not in self._numbers:
            self._counts[kind] += 1
            self._numbers[value] = (kind, self._counts[kind])
        return self._numbers[value]

    def _note(self, kind: str, number: int) -> None:
        if number < _MOST:
            self._counts[kind] = max(self._counts[kind], number)


def is_part_of_placeholders(value: str) -> bool:
    """Whether a value stands in what takes the place of secrets, and so cannot be looked for."""
    lower = value.lower()
    return is_placeholder(lower) or any(lower in f"redacted-{kind}-" for kind in KINDS)
