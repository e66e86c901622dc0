"""What stands in the place of each secret."""

import re
from collections.abc import Iterable, Iterator

from truecopy.recording.redaction.names import ACCOUNT, KEY, KINDS, is_word
from truecopy.recording.redaction.needles import LEAST_CHARACTERS, Sought

_PLACEHOLDER = re.compile(rf"redacted-({'|'.join(KINDS)})-([1-9][0-9]{{0,8}})")
_IN_BYTES = re.compile(_PLACEHOLDER.pattern.encode())
# A number takes the place of a number. An account's own number among these few is not replaced.
_FIRST_NUMBER, _LAST_NUMBER = 1_000_001, 1_009_999
_NUMBER_IN_BYTES = re.compile(rb"[\s:,\[\"]100[0-9]{4}(?![0-9])")
_MOST = 9_000


def is_placeholder(value: str) -> bool:
    """Whether a value as a whole takes the place of a secret."""
    return _PLACEHOLDER.fullmatch(value) is not None


def is_placeholder_number(value: str) -> bool:
    """Whether digits take the place of an account's number."""
    return re.fullmatch("[0-9]{7}", value) is not None and (
        _FIRST_NUMBER <= int(value) <= _LAST_NUMBER
    )


def has_placeholder_number(data: bytes) -> bool:
    """Whether digits that may take the place of an account's number stand somewhere."""
    return _NUMBER_IN_BYTES.search(data) is not None


def placeholder_spans(data: bytes) -> list[tuple[int, int]]:
    """Return where placeholders stand."""
    return [match.span() for match in _IN_BYTES.finditer(data)]


def is_searchable(value: str, *, is_known: bool) -> bool:
    """Whether a value is looked for outside the places of secrets.

    The key `test` must not take every `test` with it, nor a placeholder be taken for a secret.
    """
    if len(value) < LEAST_CHARACTERS or len(set(value)) < 2:
        return False
    if is_placeholder(value) or any(value in f"redacted-{kind}-" for kind in KINDS):
        return False
    return is_known or not is_word(value)


class SecretTable:
    """Secrets and their placeholders, numbered by kind as they appear."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(each for value in known if (each := value.strip()))
        self._entries: dict[str, Sought] = {}
        self._counts = dict.fromkeys(KINDS, 0)

    def __len__(self) -> int:
        return len(self._entries)

    def is_known(self, value: str) -> bool:
        """Whether a value was given by the user."""
        return value in self._known

    def add(self, value: str, kind: str) -> Sought:
        """Return the entry of a secret, made if it is new; what the user gave is always a key."""
        if value not in self._entries:
            is_known = value in self._known
            kind = KEY if is_known else kind
            self._counts[kind] += 1
            self._entries[value] = Sought(
                text=value,
                placeholder=f"redacted-{kind}-{self._counts[kind]}",
                number=_FIRST_NUMBER - 1 + self._counts[kind],
                is_known=is_known,
            )
        return self._entries[value]

    def note(self, text: str) -> None:
        """Let numbers go on after those of the placeholders in a text."""
        for kind, number in _PLACEHOLDER.findall(text):
            self._note(kind, int(number))

    def note_number(self, value: str) -> None:
        """Let numbers of accounts go on after one that takes the place of another."""
        self._note(ACCOUNT, int(value) - _FIRST_NUMBER + 1)

    def appeared(self) -> Iterator[Sought]:
        """Yield the secrets that are looked for everywhere, as far as they have a placeholder."""
        return (
            each
            for text, each in self._entries.items()
            if is_searchable(text, is_known=each.is_known)
        )

    def not_appeared(self) -> Iterator[Sought]:
        """Yield those that the user gave and that were not found yet."""
        for value in sorted(self._known - self._entries.keys()):
            if is_searchable(value, is_known=True):
                yield Sought(text=value)

    def _note(self, kind: str, number: int) -> None:
        # Nobody counts that far: it is an account's own number, or was typed by hand.
        if number < _MOST:
            self._counts[kind] = max(self._counts[kind], number)
