"""Texts for people, in which nothing that looks like a secret is left."""

from truecopy.redaction.patterns import SecretPatterns

HIDDEN = "[key]"
_PATTERNS = SecretPatterns()


def without_lookalikes(text: str, key: str = "") -> str:
    """Return a text in which whatever looks like a secret is hidden, in time that grows with its length.

    Args:
        key: Is hidden however it looks; empty for none.
    """
    if key:
        text = text.replace(key, HIDDEN)
    text = _without(text, text)
    # Behind a slash a key is part of a path, of which patterns say nothing.
    return _without(text, text.replace("/", " ")) if "/" in text else text


def _without(text: str, seen: str) -> str:
    """Return a text without what looks like a secret in another one of the same places."""
    for each in reversed(_PATTERNS.shaped(seen)):
        text = f"{text[: each.begin]}{HIDDEN}{text[each.end :]}"
    return text
