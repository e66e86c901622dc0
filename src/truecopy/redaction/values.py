"""Secrets that are looked for by value: in texts, and in whatever bytes may be read as."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from truecopy.redaction.names import is_scheme
from truecopy.redaction.placeholders import is_part_of_placeholders
from truecopy.redaction.readings import as_bytes, readings

# A shorter value stands in innocent text by chance, and a still shorter one in bytes that are decoded.
SHORTEST, _SHORTEST_DECODED = 8, 6
# Readings in which words stay words.
_TEXTUAL = frozenset(
    {"with escapes", "percent-encoded", "as HTML", "as quoted-printable", "over lines"}
)
# A word stands anywhere, secret or not.
_WORDS = re.compile("[A-Za-z_]+")
# So many learned values are looked for elsewhere, the first ones: each costs a look at everything.
_MOST_LEARNED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A secret that can be read.

    Attributes:
        how: How it is written, outermost first; empty where it stands as it is.
        is_given: Whether the user named it; else it was learned.
    """

    value: str
    how: tuple[str, ...]
    is_given: bool


def is_word(value: str) -> bool:
    """Whether a value is a word, which stands anywhere and is no secret outside a secret's place."""
    return _WORDS.fullmatch(value) is not None or is_scheme(value)


class SecretValues:
    """Secrets with their values.

    Those that were given are replaced whatever they are, short ones where they stand as a word of their own; those
    that were learned only from eight characters on, and unless they are words.
    """

    def __init__(self, given: Iterable[str] = ()) -> None:
        """Begin with the secrets that the user gave."""
        self._given: dict[str, str] = {}
        self._learned: dict[str, str] = {}
        for value in given:
            stripped = value.strip()
            for variant in _variants(stripped):
                if not is_part_of_placeholders(variant) and len(set(variant)) > 1:
                    self._given.setdefault(_lowered(variant), stripped)

    def __len__(self) -> int:
        return len(self._given) + len(self._learned)

    @property
    def shortest(self) -> int:
        """How long a text is at least that holds one of them, or anything else of interest."""
        return min([SHORTEST, *map(len, self._given)])

    def given(self, value: str) -> str:
        """Return the secret of the user that a value is, in whatever case it is written; empty for none."""
        return self._given.get(_lowered(value), "")

    @property
    def has_short(self) -> bool:
        """Whether one is too short to be looked for in what is decoded."""
        return any(len(each) < _SHORTEST_DECODED for each in self._given)

    def has(self, value: str) -> bool:
        """Whether a value is one of them."""
        return bool(self.given(value)) or _lowered(value) in self._learned

    def learn(self, value: str) -> None:
        """Look for a value that stands in a secret's place elsewhere too."""
        if len(value) < SHORTEST or len(self._learned) >= _MOST_LEARNED or self.has(value):
            return
        if len(set(value)) > 1 and not is_word(value) and not is_part_of_placeholders(value):
            for variant in _variants(value):
                self._learned.setdefault(_lowered(variant), value)

    def present(self, text: str) -> list[str]:
        """Return what `replaced` is to look for in a text, and in every part of it that stands in it as it is."""
        lowered = _lowered(text)
        found = [each for each in self._given if each in lowered]
        if self._learned:
            found += [each for each in self._learned if each in lowered]
        return found

    def replaced(self, text: str, present: list[str], instead: Callable[[str], str]) -> str:
        """Return a text with something else in the place of each secret.

        Args:
            instead: Returns what stands for a secret.
        """
        pattern = _pattern_of(tuple(present))
        return pattern.sub(lambda match: instead(self._value(match[0])), text)

    def hit(self, data: bytes) -> Hit | None:
        """Return the first secret that can be read in some bytes, however it is written."""
        if not self:
            return None
        needles = self._sought()
        for how, read in readings(data):
            lowered = read.lower()
            for needle, key in needles:
                if needle in lowered and _stands(key, lowered, how):
                    return Hit(value=self._value(key), how=how, is_given=key in self._given)
        return None

    def _value(self, written: str) -> str:
        lower = _lowered(written)
        return self._given.get(lower) or self._learned.get(lower) or written

    def _sought(self) -> list[tuple[bytes, str]]:
        keys = [each for each in self._given if len(each) >= _SHORTEST_DECODED]
        return [(needle, key) for key in (*keys, *self._learned) for needle in _needles(key)]


def _variants(value: str) -> set[str]:
    """Return the ways in which a value is written without any escapes."""
    found = {value, unquote(value), value.replace(" ", "+")}
    if not value.isascii():
        # Header values are read as Latin-1, whatever they are.
        found.add(value.encode("utf-8", "surrogatepass").decode("latin-1"))
    return {each for each in found if len(each) >= min(len(value), SHORTEST)}


def _lowered(text: str) -> str:
    """Return a text with the letters of ASCII in lower case, which changes no length."""
    if text.isascii():
        return text.lower()
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def _needles(lowered: str) -> list[bytes]:
    """Return the bytes that a value in lower case is looked for by."""
    found = [as_bytes(lowered)]
    if not lowered.isascii():
        found += [lowered.encode(each, "surrogatepass") for each in ("utf-16-le", "utf-16-be")]
    return found


@lru_cache(256)
def _pattern_of(values: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches some values, the longest first."""
    longest_first = sorted(values, key=lambda each: (-len(each), each))
    return re.compile("|".join(map(_pattern, longest_first)))


def _pattern(lowered: str) -> str:
    escaped = re.escape(lowered)
    if lowered.removeprefix("-").isdigit():
        return f"(?<![0-9]){escaped}(?![0-9])"
    if len(lowered) < SHORTEST:
        return f"(?<![A-Za-z0-9])(?ai:{escaped})(?![A-Za-z0-9])"
    return f"(?ai:{escaped})"


def _stands(key: str, lowered: bytes, how: tuple[str, ...]) -> bool:
    """Whether a value that is in some bytes is not in the middle of a word or number by chance."""
    is_number = key.removeprefix("-").isdigit()
    if not _TEXTUAL.issuperset(how) or not (is_number or len(key) < SHORTEST):
        return len(key) >= SHORTEST or not is_number
    pattern = _pattern(key).replace("(?ai:", "(?i:").encode("utf-8", "surrogatepass")
    return re.search(pattern, lowered) is not None
