"""How often to ask for a task, when to begin and when to give up, as pages advise it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# A duration: `2-3 seconds`, `5 minutes`, `10s`, `500 ms`, `two seconds`.
_WORDS = {
    **{
        word: number
        for number, word in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
        )
    },
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
}
# "every 2-5 seconds", "once per minute": a number or two, and their unit.
_NUMBER = rf"(?<![\d.])\d{{1,6}}(?:\.\d{{1,3}})?|\b(?:{'|'.join(_WORDS)})\b"
_UNIT = r"(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?)\b|毫秒|秒钟?|分钟?|小时"
_DURATION = re.compile(
    rf"({_NUMBER})(?:\s?(?:-|–|~|to|or|至|到)\s?({_NUMBER}))?[\s-]?({_UNIT})"
    r"|(?:\bonce (?:per|an?|every)|\bevery) (second|minute)\b",
    re.IGNORECASE,
)
_SCALES = {
    "ms": 0.001,
    "mil": 0.001,
    "毫": 0.001,
    "s": 1,
    "秒": 1,
    "m": 60,
    "分": 60,
    "h": 3600,
    "小": 3600,
}
# An entry of a list with its label: `- First poll: ...`, `1. Initial Wait: ...`.
_LABEL = re.compile(
    r"\s*(?:(?:[•*+◦▪·–-]|\d{1,3}[.)])\s+)?\*{0,2}([A-Z][A-Za-z -]{1,40})\*{0,2}\s*[:\uff1a]\s*\*{0,2}"
)
# That a section, or a sentence, is about polling at all.
_POLLING = re.compile(r"\bpoll(?:ing|s|ed)?\b|轮询", re.IGNORECASE)
# The slug of each kind of advice, by the words that tell it; the narrower ones first.
_KINDS = (
    (
        "least-interval",
        re.compile(
            r"more (?:often|frequently) than|faster than"
            r"|(?:\bnot|n't|\bnever|\bavoid)\b.{0,40}\bmore than once",
            re.IGNORECASE,
        ),
    ),
    (
        "give-up",
        re.compile(
            r"give up|time ?out|stop|maximum wait|abandon|(?:at most|up to|max(?:imum)?) .{0,30} (?:in total|overall|altogether)|in total"
            r"|for (?:up to|at most|a maximum of)|fail after|超时|放弃|总共|总计",
            re.IGNORECASE,
        ),
    ),
    (
        "first-poll",
        re.compile(
            r"first (?:poll|request|check)|initial (?:wait|delay|poll)|before (?:the )?(?:first |starting to )?poll"
            r"|(?:start|begin)(?:ning|ing)? (?:polling|checking|after)|首次|第一次",
            re.IGNORECASE,
        ),
    ),
    (
        "interval",
        re.compile(
            r"interval|every|between (?:the )?(?:polls|requests|calls|checks|attempts)|frequency|once (?:per|an?)\b|\bapart\b|间隔|每",
            re.IGNORECASE,
        ),
    ),
)
# Between two pieces of advice in one sentence.
_BETWEEN = re.compile(r"[,;\uff0c\uff1b]|\b(?:then|and)\b", re.IGNORECASE)
# That a part of a sentence has a figure of its own.
_FIGURE = re.compile(r"\d")
# In characters: advice is one sentence or two; what is longer is a paragraph about other things.
_LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One piece of advice.

    Attributes:
        slug: `interval`, `least-interval` (no more often than that), `first-poll`, `give-up`, or the words of its label.
        seconds: Least and most.
        start, end: Where in the text it stands.
    """

    slug: str
    seconds: tuple[float, float]
    start: int
    end: int


def has_label(text: str) -> bool:
    """Whether a line is an entry of a list with a label of its own."""
    return bool(_LABEL.match(text))


def read_advice(title: str, text: str) -> list[Advice]:
    """Return what a line advises: only lines under a title on polling, or that speak of polling, do.

    Each duration is one piece. Of a kind that comes twice the first is taken; what is not taken lies outside of
    every piece.
    """
    if len(text) > _LONGEST or not (_POLLING.search(title) or _POLLING.search(text)):
        return []
    label = _LABEL.match(text)
    durations = list(_DURATION.finditer(text, label.end() if label else 0))
    found: dict[str, Advice] = {}
    for number, (start, end) in enumerate(_clauses(text, durations, label)):
        named = label.group(1) if label and number == 0 else ""
        slug = _slug(named, text[start:end])
        if slug is not None and slug not in found:
            seconds = _seconds(durations[number])
            found[slug] = Advice(slug=slug, seconds=seconds, start=start, end=end)
    return list(found.values())


def _clauses(
    text: str, durations: Sequence[re.Match[str]], label: re.Match[str] | None
) -> Iterator[tuple[int, int]]:
    """Yield for each duration the part of the text that is about it; one alone has all of it but for other figures."""
    start = 0
    for number, duration in enumerate(durations):
        following = durations[number + 1] if number + 1 < len(durations) else None
        limit = following.start() if following else len(text)
        marks = list(_BETWEEN.finditer(text, duration.end(), limit))
        if following:
            end = marks[0].start() if marks else duration.end()
        else:
            end = next((each.start() for each in marks if _FIGURE.search(text, each.end())), limit)
        first = label.end() if label and number == 0 else start
        before = [
            each.end()
            for each in _BETWEEN.finditer(text, first, duration.start())
            if _FIGURE.search(text, first, each.start())
        ]
        yield (before[-1] if before else start), end
        start = end


def _seconds(duration: re.Match[str]) -> tuple[float, float]:
    low, high, unit, alone = duration.groups()
    if alone:
        return _scaled("1", alone), _scaled("1", alone)
    return _scaled(low, unit), _scaled(high or low, unit)


def _scaled(number: str, unit: str) -> float:
    """Return a number of a unit in seconds; a whole one as an integer."""
    scale = next(scale for name, scale in _SCALES.items() if unit.lower().startswith(name))
    value = round(float(_WORDS.get(number.lower(), number)) * scale, 3)
    return int(value) if value.is_integer() else value


def _slug(label: str, text: str) -> str | None:
    for slug, pattern in _KINDS:
        if pattern.search(label or text):
            return slug
    return "-".join(label.lower().split()) or None
