"""How often to ask for a task, when to begin and when to give up, as pages advise it."""

import re

# A duration: `2-3 seconds`, `5 minutes`, `every 10s`.
_DURATION = re.compile(
    r"\b(\d{1,6})(?:\s?(?:-|–|to)\s?(\d{1,6}))?[\s-]?(seconds?|secs?|s|minutes?|mins?|hours?)\b",
    re.IGNORECASE,
)
# An entry of a list with its label: `- First poll: ...`, `1. Initial Wait: ...`.
_LABEL = re.compile(
    r"\s*(?:(?:[•*+◦▪·–-]|\d{1,3}[.)])\s+)?\*{0,2}([A-Z][A-Za-z -]{1,40})\*{0,2}\s*[:\uff1a]\s*\*{0,2}"
)
# That a section, or a sentence, is about polling at all.
_POLLING = re.compile(r"\bpoll(?:ing|s|ed)?\b", re.IGNORECASE)
# The slug of each kind of advice, by the words that tell it; the narrower ones first.
_KINDS = (
    (
        "give-up",
        re.compile(
            r"give up|time ?out|stop polling|maximum wait|abandon|at most .{0,20} in total|fail after",
            re.IGNORECASE,
        ),
    ),
    (
        "first-poll",
        re.compile(
            r"first (?:poll|request|check)|initial (?:wait|delay|poll)|before (?:the )?(?:first |starting to )?poll|start polling|begin polling",
            re.IGNORECASE,
        ),
    ),
    (
        "interval",
        re.compile(
            r"interval|every|between (?:polls|requests|calls|checks)|frequency", re.IGNORECASE
        ),
    ),
)
_SCALES = {"s": 1, "m": 60, "h": 3600}
# In characters: advice is one sentence or two; what is longer is a paragraph about other things.
_LONGEST = 400


def has_label(text: str) -> bool:
    """Whether a line is an entry of a list with a label of its own."""
    return bool(_LABEL.match(text))


def read_advice(title: str, text: str) -> tuple[str, list[int]] | None:
    """Return the kind of advice that a line gives, and its least and most seconds.

    None where the line gives none: only lines under a title on polling, or that speak of polling, do.
    """
    if len(text) > _LONGEST:
        return None
    label = _LABEL.match(text)
    if not _POLLING.search(title) and not _POLLING.search(text):
        return None
    found = _DURATION.search(text, label.end() if label else 0)
    if found is None:
        return None
    low, high, unit = found.groups()
    scale = _SCALES[unit[0].lower()]
    slug = _slug(label.group(1) if label else "", text)
    if slug is None:
        return None
    return slug, [int(low) * scale, int(high or low) * scale]


def _slug(label: str, text: str) -> str | None:
    for slug, pattern in _KINDS:
        if pattern.search(label or text):
            return slug
    return "-".join(label.lower().split()) or None
