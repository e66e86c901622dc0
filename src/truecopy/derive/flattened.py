"""Reader for the flattened page: names of parameters lost, descriptions glued, their order kept.

The descriptions follow the last answer in the order of the request example. What is glued in front of a
description (choices, a range, a quoted example) belongs to the parameter before it.
"""

import re
from dataclasses import dataclass, field

from truecopy.contract.dimensions import parse_size
from truecopy.derive.blocks import state_curl, state_loose_prose
from truecopy.derive.curl import Curl, read_curl
from truecopy.derive.document import Document, Line, Span
from truecopy.derive.documented_fields import DocumentedField, number
from truecopy.derive.examples import state_answer_examples, type_name
from truecopy.derive.located_json import Node, read_json
from truecopy.derive.paths import child
from truecopy.derive.prose import read_limits
from truecopy.derive.statements import Page
from truecopy.errors import DeriveError
from truecopy.model import Reading

# Pages of this layout do not name it, and show an answer of success.
_STATUS = 200
# A line on which the quotes of a command end and its answer begins.
_GLUED_ANSWER = re.compile(r"^'[{\[]\s*$", re.MULTILINE)
# Buttons of the page that the text has kept.
_CHROME = re.compile(r"(?:Show|Hide) (?:child )?attributes|Try it|Copy", re.IGNORECASE)
# Glued behind a description: its choices, up to the next description, which begins with a capital; its bounds;
# its examples.
_CHOICES = re.compile(r"([a-z0-9][\w.-]*(?:, [a-z0-9][\w.-]*)+)(?=\s+[A-Z]|\s*$)")
# Bounds behind a description: `0 <= x <= 1`.
_RANGE = re.compile(r"(-?[\d.]+) <= x(?: <= (-?[\d.]+))?")
# Examples behind a description: `"a", "b"`.
_QUOTED = re.compile(r'"([^"\s]+)"(?:, "[^"\s]+")*')
# The first description is that of the key, and may run into the next.
_AUTH = re.compile(r"Bearer authentication header\b[^.]*\.")
# "the fields: a, b, and c": fields that a sentence only names.
_FIELDS = re.compile(r"\bfields?: ((?:\w+, )+(?:and )?\w+)")
# What stands between the names of such a list.
_BETWEEN = re.compile(r", and |, | and ")


@dataclass(kw_only=True)
class _Description:
    """One parameter's text: its spans, and what was glued behind it."""

    spans: list[Span] = field(default_factory=list)
    trailers: list[tuple[int, re.Match[str]]] = field(default_factory=list)


def recognises(document: Document) -> bool:
    """Whether a curl command of the page runs straight into its answer."""
    return bool(_GLUED_ANSWER.search(document.text))


def read(document: Document) -> Page:
    """Return what a flattened page says.

    Raises:
        DeriveError: The page has no request example, or as many descriptions as the example has
            fields cannot be found; carries both counts.
    """
    page = Page(document=document)
    curls, answers, loose, tail = _cut(document)
    if not curls or curls[-1].data is None:
        raise DeriveError(f"{document.id}: no curl command with a JSON body on the page")
    page.say("", "method", "POST", (curls[0].start, curls[0].end))
    for curl in curls:
        state_curl(page, curl)
    if answers:
        place = document.evidence(answers[0].start, answers[0].end, Reading.EXAMPLE)
        page.say(str(_STATUS), "status", _STATUS, place)
        page.layout.extend((node.start, node.end) for node in answers)
        state_answer_examples(page, _STATUS, answers)
    for start, end in loose:
        _state_loose(page, start, end)
    _state_parameters(page, curls[-1].data, _descriptions(page, tail))
    return page


def _cut(document: Document) -> tuple[list[Curl], list[Node], list[Span], list[Span]]:
    """Return commands, answers, prose between them, and the lines behind the last answer."""
    curls: list[Curl] = []
    answers: list[Node] = []
    loose: list[Span] = []
    at, text = 0, document.text
    while (start := text.find("curl ", at)) >= 0:
        loose.append((at, start))
        curl = read_curl(document, start)
        curls.append(curl)
        at = curl.end
        if text[at : at + 1] in ("{", "["):
            answers.append(read_json(document, at))
            at = answers[-1].end
    tail = _line_spans(document, at, len(text))
    return curls, answers, [span for each in loose for span in _line_spans(document, *each)], tail


def _line_spans(document: Document, start: int, end: int) -> list[Span]:
    """Return the spans of the lines between two offsets, cut at them, blank ones left out."""
    found = []
    while start < end:
        line = document.line_at(start)
        stop = min(line.end, end)
        if document.text[start:stop].strip():
            found.append((start, stop))
        start = line.end + 1
    return found


def _state_loose(page: Page, start: int, end: int) -> None:
    line = page.document.line_at(start)
    text = page.document.text[start:end]
    state_loose_prose(page, Line(number=line.number, start=start, text=text))
    match = _FIELDS.search(text)
    if match:
        for name in _BETWEEN.split(match.group(1)):
            span = (start + match.start(), start + match.end())
            page.mark(child("request", name), "property", span)


def _descriptions(page: Page, tail: list[Span]) -> list[_Description]:
    found: list[_Description] = []
    for start, end in tail:
        rest = _skip_authorization(page, start, end)
        while rest < end:
            trailer = _trailer(page.document.text, rest, end) if found else None
            if trailer is None:
                break
            found[-1].trailers.append((rest, trailer))
            rest = trailer.end()
        text = page.document.text[rest:end]
        if _CHROME.fullmatch(text.strip()):
            page.layout.append((rest, end))
        elif text.strip():
            found.append(_Description(spans=[(rest, end)]))
    return found


def _skip_authorization(page: Page, start: int, end: int) -> int:
    match = _AUTH.match(page.document.text, start, end)
    if not match:
        return start
    state_loose_prose(
        page, Line(number=0, start=start, text=page.document.text[start : match.end()])
    )
    return match.end()


def _trailer(text: str, start: int, end: int) -> re.Match[str] | None:
    for pattern in (_CHOICES, _RANGE, _QUOTED):
        match = pattern.match(text, start, end)
        if match:
            return match
    return None


def _state_parameters(page: Page, example: Node, found: list[_Description]) -> None:
    names = list(example.members)
    if len(names) != len(found):
        raise DeriveError(
            f"{page.document.id}: the example has {len(names)} fields ({', '.join(names)}), but "
            f"{len(found)} descriptions follow it; their order cannot be matched"
        )
    for name, description in zip(names, found, strict=True):
        subject = child("request", name)
        shown = example.members[name].value
        field = DocumentedField(
            name=name,
            types=frozenset({type_name(shown)}),
            is_size=parse_size(shown) is not None,
        )
        for start, end in description.spans:
            page.mark(subject, "property", (start, end))
            for limit in read_limits(page.document.text[start:end], field):
                span = (start + limit.start, start + limit.end)
                page.say(subject, limit.keyword, limit.value, span)
        for start, trailer in description.trailers:
            _state_trailer(page, subject, start, trailer)


def _state_trailer(page: Page, subject: str, start: int, match: re.Match[str]) -> None:
    span = (start, match.end())
    if match.re is _CHOICES:
        page.say(subject, "enum", match.group(1).split(", "), span)
    elif match.re is _QUOTED:
        page.say(subject, "examples", re.findall(r'"([^"]+)"', match.group()), span)
    else:
        page.say(subject, "minimum", number(match.group(1)), span)
        if match.group(2):
            page.say(subject, "maximum", number(match.group(2)), span)
