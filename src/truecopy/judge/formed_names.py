"""Fields whose names say that not any text will do: addresses, ids, codes, days, choices that no page lists."""

import re

from truecopy.contract.formats import SAMPLES

# Of the last word of a name. Where it is none of these a text of ours is as good as any.
_ADDRESS = re.compile(r"(?:ur[il]|link|href|callback|webhook|endpoint)s?")
_OTHER = re.compile(
    r"(?:id|guid|uuid|key|token|code|hash|signature|cursor|version|path|file|filename|mime"
    r"|email|mail|phone|ip|host|hostname|domain|lang|language|locale|country|currency|region"
    r"|timezone|zone|date|day|time|timestamp|at|from|to|since|until|source|target"
    r"|model|voice|mode|type|format|kind|style|size|ratio|resolution|quality|level|tier|colou?r"
    r"|category|status|state|sort|order|unit|scope)s?"
)
_EMAIL = "someone@example.com"
_DAY = SAMPLES["date-time"].partition("T")[0]
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")


def is_formed(name: str) -> bool:
    """Whether a field's name says that its texts have a form of their own, or are some of a few."""
    word = _last_word(name)
    return bool(_ADDRESS.fullmatch(word) or _OTHER.fullmatch(word))


def sample_of(name: str) -> str | None:
    """Return a text of the form that a name names; None where that is any text, or one nobody can guess."""
    word = _last_word(name)
    if _ADDRESS.fullmatch(word):
        return SAMPLES["uri"]
    return {"email": _EMAIL, "mail": _EMAIL, "date": _DAY, "day": _DAY}.get(word)


def _last_word(name: str) -> str:
    words = _WORDS.findall(name)
    return words[-1].lower() if words else ""
