"""Which words of two sentences differ."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

# A word, a sign of a script that is written without spaces, a mark, or white space.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|\s+|[^\w\s]"
)
# Comparing takes the square of this; a longer text is told as it is.
_MOST_TOKENS = 600

Piece = tuple[str, bool]


def mark_words(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces, each with whether it differs from the other text."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if not before or not after or max(len(before), len(after)) > _MOST_TOKENS:
        return [(old, False)] if old else [], [(new, False)] if new else []
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    olds = [("".join(before[a:b]), tag != "equal") for tag, a, b, _, _ in codes]
    news = [("".join(after[a:b]), tag != "equal") for tag, _, _, a, b in codes]
    return list(_filled(olds)), list(_filled(news))


def _filled(pieces: list[Piece]) -> Iterator[Piece]:
    return ((text, differs) for text, differs in pieces if text)
