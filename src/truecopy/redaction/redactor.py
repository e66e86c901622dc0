"""Secrets learned from recorded interactions, and replaced in them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from truecopy.errors import UsageError
from truecopy.model import Interaction
from truecopy.redaction.detectors import Detectors
from truecopy.redaction.leaks import Leak, found_in, leaks_of, sealed_parts
from truecopy.redaction.names import KEY
from truecopy.redaction.patterns import SecretPatterns
from truecopy.redaction.placeholders import (
    ANY,
    ANY_NUMBER,
    Placeholders,
    is_placeholder,
    is_placeholder_number,
    without_numbers,
)
from truecopy.redaction.readings import as_bytes
from truecopy.redaction.texts import Secret, TextDetectors
from truecopy.redaction.values import SecretValues

# What was learned last may stand in what was looked through first; another look finds it, save for texts made to
# be difficult, which are refused.
_MOST_LOOKS = 3
# The place of each costs a look at what stands before it; nobody reads more.
_MOST_LEAKS = 20
# A text with more words is hidden whole where one of them gives a secret away.
_MOST_HIDDEN_WORDS = 2_000
_ORIGIN = re.compile("https?://[^/?#]{1,260}/")
_TEXT_WORD = re.compile(r"[^\s\"'<>,;(){}\[\]]{6,}+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """Interactions without their secrets.

    Attributes:
        leaks: What could not be replaced, or may be a key all the same: they must not be written.
        secrets: How many secrets were known in the end.
    """

    interactions: tuple[Interaction, ...] = ()
    leaks: tuple[Leak, ...] = ()
    secrets: int = 0


class Redactor:
    """Replaces secrets with placeholders: the same secret with the same one, wherever it stands."""

    def __init__(
        self,
        known: Iterable[str] = (),
        patterns: Iterable[str] = (),
        allowed: Iterable[str] = (),
    ) -> None:
        """Take what the user knows.

        Args:
            known: Values that are secret.
            patterns: Regular expressions of texts that are secret.
            allowed: Regular expressions of texts that, as a whole, are none; known ones are all the same.

        Raises:
            UsageError: A pattern is no regular expression, or matches the empty text.
        """
        given = tuple(known)
        self._values = SecretValues(given)
        self._patterns = SecretPatterns(map(_compiled, patterns))
        self._allowed = [_compiled(each) for each in allowed]
        self._placeholders = Placeholders()
        self._equaliser = Detectors(TextDetectors(self._patterns, SecretValues(given), self._equal))
        self._hiding = TextDetectors(
            self._patterns, self._values, self._hidden, finish=self._without_encoded
        )
        self._hider = Detectors(self._hiding)

    def redact(self, interactions: Sequence[Interaction]) -> tuple[Interaction, ...]:
        """Return interactions of one cassette without the secrets that stand in any of them."""
        return self.examine(interactions).interactions

    def examine(
        self, interactions: Sequence[Interaction], before: Redaction | None = None
    ) -> Redaction:
        """Return interactions of one cassette without their secrets, and what could not be replaced in them.

        Args:
            before: What this redactor returned, without leaks, for those of the cassette that come first. They are
                looked at again only if a secret was learned since.
        """
        before = before or Redaction()
        first = len(before.interactions)
        if not first or len(self._values) == before.secrets:
            new = self._examined(interactions, first)
            if not first or new.secrets == before.secrets:
                return replace(new, interactions=before.interactions + new.interactions)
        return self._examined([*before.interactions, *interactions], 0)

    def _examined(self, interactions: Sequence[Interaction], first: int) -> Redaction:
        for each in interactions:
            self._note(each)
        notes = _Notes(self._patterns, self._values, self._replaced, self._is_leak)
        clean = [notes.changed(number, each) for number, each in enumerate(interactions, first)]
        for at, each in enumerate(clean):
            looks, number = 0, first + at
            # What was learned last may stand in what was looked through first.
            while found_in(self._values, clean[at]) is not None:
                again = notes.changed(number, clean[at])
                looks += 1
                if again == clean[at] or looks == _MOST_LOOKS:
                    notes.add(leaks_of(self._values, number, again))
                    break
                clean[at] = again
            notes.add(sealed_parts(number, each))
        return Redaction(
            interactions=tuple(clean), leaks=tuple(notes.leaks), secrets=len(self._values)
        )

    def leaks(self, interactions: Iterable[Interaction]) -> Iterator[Leak]:
        """Yield what looks like a secret, or cannot be looked into."""
        for number, interaction in enumerate(interactions):
            notes = _Notes(self._patterns, SecretValues(), None, self._is_leak)
            notes.add(leaks_of(self._values, number, interaction))
            notes.changed(number, interaction)
            notes.add(sealed_parts(number, interaction))
            yield from notes.leaks

    def comparable(self, interaction: Interaction) -> Interaction:
        """Return an interaction in which all secrets are one: what was recorded equals what is asked again."""
        changed = self._equaliser.changed(interaction)
        return replace(
            changed,
            url=without_numbers(changed.url),
            request_headers=tuple(
                (name, without_numbers(value)) for name, value in changed.request_headers
            ),
            request_body=without_numbers(changed.request_body.decode("latin-1")).encode("latin-1"),
        )

    def hide(self, interaction: Interaction) -> Interaction:
        """Return an interaction without the known secrets, for those who judge it and tell of it.

        What is written in another way goes with the text that it stands in, for nothing can be refused here.
        """
        if not self._values.has_short and found_in(self._values, interaction) is None:
            return interaction
        changed = self._hider.changed(interaction)
        return replace(
            changed,
            request_body=self._hidden_whole(changed.request_body),
            body=self._hidden_whole(changed.body),
        )

    def hide_text(self, text: str) -> str:
        """Return a text without the known secrets."""
        return self._hiding.text(text)

    def _note(self, interaction: Interaction) -> None:
        """Let the numbers go on after those that an interaction has from before."""
        note = self._placeholders.note
        note(interaction.url)
        note(
            "\n".join([value for _, value in (*interaction.request_headers, *interaction.headers)])
        )
        note(interaction.request_body.decode("latin-1"))
        note(interaction.body.decode("latin-1"))
        note(interaction.failure)

    def _replaced(self, secret: Secret) -> str:
        """Return the placeholder of a secret, and look for it elsewhere too."""
        if not self._is_secret(secret):
            return secret.value
        if not self._placeholders.has(secret.value):
            self._values.learn(secret.value)
        return self._placeholder(secret)

    def _placeholder(self, secret: Secret) -> str:
        given = self._values.given(secret.value)
        if secret.is_number:
            return self._placeholders.number(secret.value)
        return self._placeholders.text(given or secret.value, KEY if given else secret.kind)

    def _equal(self, secret: Secret) -> str:
        if secret.is_number:
            return ANY_NUMBER
        return ANY if self._is_secret(secret) else secret.value

    def _hidden(self, secret: Secret) -> str:
        return self._placeholder(secret) if secret.is_known else secret.value

    def _without_encoded(self, text: str) -> str:
        """Return a text without words that are a known secret in another way of writing; else nothing of it."""
        hit = self._values.hit(as_bytes(text))
        if hit is None:
            return text
        placeholder = self._placeholders.text(hit.value, KEY)
        words = _TEXT_WORD.findall(text)
        if len(words) <= _MOST_HIDDEN_WORDS:
            secret = {each for each in words if self._values.hit(as_bytes(each)) is not None}
            text = _TEXT_WORD.sub(
                lambda word: (
                    self._hidden_word(word[0], placeholder) if word[0] in secret else word[0]
                ),
                text,
            )
        return placeholder if self._values.hit(as_bytes(text)) is not None else text

    def _hidden_word(self, word: str, placeholder: str) -> str:
        """Return what stands for a word that hides a secret: an address is one still, and is judged as one."""
        origin = _ORIGIN.match(word)
        is_kept = origin is not None and self._values.hit(as_bytes(origin[0])) is None
        return origin[0] + placeholder if origin is not None and is_kept else placeholder

    def _hidden_whole(self, data: bytes) -> bytes:
        hit = self._values.hit(data) if data else None
        return data if hit is None else self._placeholders.text(hit.value, KEY).encode()

    def _is_leak(self, secret: Secret) -> bool:
        """Whether a text that was left where it stood gives a secret away that its value does not."""
        return self._is_secret(secret) and not self._values.has(secret.value)

    def _is_secret(self, secret: Secret) -> bool:
        value = secret.value
        if secret.is_known or self._values.given(value):
            return True
        if is_placeholder(value) or (secret.is_number and is_placeholder_number(value)):
            return False
        return not self._is_allowed(value)

    def _is_allowed(self, value: str) -> bool:
        return any(each.fullmatch(value) for each in self._allowed)


class _Notes:
    """Leaks, each once, with the interaction and the place that the detectors are at."""

    def __init__(
        self,
        patterns: SecretPatterns,
        values: SecretValues,
        instead: Callable[[Secret], str] | None,
        is_leak: Callable[[Secret], bool],
    ) -> None:
        """Prepare.

        Args:
            instead: Returns what takes the place of a secret; None leaves it, and notes it where it is a leak.
        """
        self.leaks: dict[Leak, None] = {}
        self._is_leak = is_leak
        self._number = 0
        self._texts = TextDetectors(patterns, values, instead or self._left, suspect=self._suspect)
        self._detectors = Detectors(self._texts)

    def changed(self, number: int, interaction: Interaction) -> Interaction:
        """Return an interaction as the detectors change it, while they may note leaks."""
        self._number = number
        return self._detectors.changed(interaction)

    def add(self, leaks: Iterable[Leak]) -> None:
        """Add leaks whose place is known."""
        self.leaks |= dict.fromkeys(leaks)

    def _left(self, secret: Secret) -> str:
        if len(self.leaks) < _MOST_LEAKS and self._is_leak(secret):
            place = self._texts.place
            self.leaks[Leak(number=self._number, place=place, what=secret.what())] = None
        return secret.value

    def _suspect(self, text: str, prefix: str) -> None:
        self._left(Secret(text, KEY, lambda: f"a text like a key with the prefix {prefix}"))


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise UsageError(f"{pattern!r} is no regular expression: {error}") from error
    if compiled.search("") is not None:
        raise UsageError(f"{pattern!r} matches the empty text, and so says nothing of any other")
    return compiled
