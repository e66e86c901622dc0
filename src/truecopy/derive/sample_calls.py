"""What samples in programming languages send: query parameters, and the scheme of their key.

Samples never state a request, but what they alone show must not be lost: a parameter is one of the operation where
the sample calls its path and no other, and is told by its name elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truecopy.derive.blocks import is_same_path
from truecopy.derive.document import Line, Span
from truecopy.derive.paths import child
from truecopy.derive.statements import AUTH_HINT, Page
from truecopy.model import Reading

# No sample of a page is longer; what a call sends stands near its beginning.
_LONGEST = 20_000
# Some dozens of parameters; where a bracket is never closed, no more is looked through for each that is opened.
_LONGEST_OBJECT = 2_000
# An address in quotes, its host perhaps a variable: "https://host/v1/things?a=b", f"{BASE}/v1/things", URL + "/v1/things".
_ADDRESS = re.compile(
    r"[\"'`](?:https?://[^\s\"'`/?]{1,100}|\$?\{[\w.]{1,40}\})?(/[^\s\"'`?]{1,200})?(\?[^\s\"'`]{0,300})?[\"'`]"
)
# The first line of a request in plain HTTP.
_PLAIN = re.compile(
    r"^[^\S\n]*+(?:GET|POST|PUT|PATCH|DELETE|HEAD) (?:https?://[^\s/?]{1,100})?(/[^\s?]{0,200})(\?\S{0,300})? HTTP/",
    re.MULTILINE,
)
_NAME = re.compile(r"[?&]([A-Za-z_][\w.\[\]-]{0,60})=")
# What opens the parameters of one call: `params={`, `params: {`, `URLSearchParams({`, `'query' => [`.
_OPENING = re.compile(
    r"(?<![\w\"'])(?:params|query_params|queryParams|query_parameters|qs)\s{0,3}[:=]\s{0,3}(?:new URLSearchParams\()?\{"
    r"|URLSearchParams\(\s{0,3}\{|http_build_query\(\s{0,3}\[|[\"']query[\"']\s{0,3}=>\s{0,3}\["
)
# A variable of that name that another call may have sent as its body, and what sends it as parameters.
_ASSIGNED = re.compile(r"^[^\S\n]*+(?:const |let |var )?(\w{1,40})\s{0,3}=\s{0,3}\{", re.MULTILINE)
_SENT = re.compile(
    r"(?:params|qs|query_params|queryParams)\s{0,3}[:=]\s{0,3}(\w{1,40})\b(?!\s{0,3}[{(])|URLSearchParams\(\s{0,3}(\w{1,40})\b"
    r"|\{\s{0,3}(params)\s{0,3}[,}]|,\s{0,3}(params)\s{0,3}\}|requests\.get\([^,()\n]{1,200},\s{0,3}(\w{1,40})\s{0,3}[,)]"
)
_KEY = re.compile(r"[\"']?([A-Za-z_][\w.\[\]-]{0,60})[\"']?\s{0,3}(?::|=>)")
# One parameter a call: `searchParams.append("limit", `, `q.Set("limit", `, `.queryParam("limit", `.
_ADDED = re.compile(
    r"(?:searchParams|params|query|\bq|url)\.(?:append|set|add|Add|Set)\(\s{0,3}\(?[\"']([A-Za-z_][\w.\[\]-]{0,60})[\"']\s{0,3},"
    r"|\.(?:queryParam|addQueryParameter|addQueryParam|setParameter|addParameter|query_param)\(\s{0,3}[\"']([A-Za-z_][\w.\[\]-]{0,60})[\"']\s{0,3},"
)
# The scheme of a key: `"Authorization": f"Token {key}"`, `Authorization: Bearer abc`, `("Authorization", "Bearer " + key)`.
_SCHEME = re.compile(
    r"\bAuthorization[\"'`]?\s{0,3}(?::|=>|,|=|\])\s{0,3}=?\s{0,3}[fF]?[\"'`]?([A-Za-z][A-Za-z-]{1,20})(?= +[^\s\"'`]| +[\"'`])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCall:
    """What one sample shows.

    Attributes:
        paths: Of the addresses that it names, as written.
        query: Names of parameters, each with where it stands on the page and the path that it is of, if it is in an address.
        schemes: Of keys, in small letters, with their places.
    """

    paths: frozenset[str]
    query: tuple[tuple[str, Span, str | None], ...]
    schemes: tuple[tuple[str, Span], ...]


def read_sample(lines: Sequence[Line], text: str) -> SampleCall:
    """Return what a sample shows.

    Args:
        lines: Of the sample.
        text: Of the whole page.
    """
    start = lines[0].start
    code = text[start : min(lines[-1].end, start + _LONGEST)]
    found = [
        (match.group(1) or "", match.group(2) or "", match.start(2))
        for pattern in (_ADDRESS, _PLAIN)
        for match in pattern.finditer(code)
        if match.group(1) or match.group(2)
    ]
    query = [
        (match.group(1), _span(start + at, match), path)
        for path, asked, at in found
        for match in _NAME.finditer(asked)
    ]
    query += [(name, (start + at, start + at + len(name)), None) for name, at in _named(code)]
    schemes = [(match.group(1).lower(), _span(start, match)) for match in _SCHEME.finditer(code)]
    return SampleCall(
        paths=frozenset(path for path, _, _ in found if path),
        query=tuple({name: (name, span, path) for name, span, path in reversed(query)}.values())[
            ::-1
        ],
        schemes=tuple(schemes),
    )


def state_sample(page: Page, sample: SampleCall, path: str) -> None:
    """State what a sample sends with the operation of a path; what may be of another is told.

    Args:
        path: The template of the operation's path.
    """
    own = {each for each in sample.paths if _is_end_of(path, each)}
    is_of_others = sample.paths > own
    for name, span, of in sample.query:
        if of in own or (not of and own and not is_of_others):
            page.mark(
                child("query", name), "property", page.document.evidence(*span, Reading.EXAMPLE)
            )
        elif not of and (own or not sample.paths):
            line = page.document.line_at(span[0])
            page.unread.append(
                (line, f"a sample sends the parameter {name}, of which operation is not known")
            )
    if own and not is_of_others:
        for scheme, span in sample.schemes:
            value = scheme if scheme in ("bearer", "basic") else f"header authorization ({scheme})"
            page.say("", AUTH_HINT, value, page.document.evidence(*span, Reading.EXAMPLE))


def _is_end_of(template: str, written: str) -> bool:
    """Whether a written path is one of a template, or the end of one whose beginning is in the base address."""
    steps, ends = template.strip("/").split("/"), written.strip("/").split("/")
    count = min(len(steps), len(ends))
    return bool(ends[-1]) and is_same_path("/".join(steps[-count:]), "/".join(ends[-count:]))


def _span(start: int, match: re.Match[str]) -> Span:
    return start + match.start(1), start + match.end(1)


def _named(code: str) -> Iterator[tuple[str, int]]:
    """Yield the names of parameters that stand beside the address, with their offsets."""
    for match in _ADDED.finditer(code):
        group = 1 if match.group(1) else 2
        yield match.group(group), match.start(group)
    openings = [match.end() for match in _OPENING.finditer(code) if not _is_assigned(code, match)]
    sent = {name for match in _SENT.finditer(code) for name in match.groups() if name}
    assigned = (each for each in _ASSIGNED.finditer(code) if each.group(1) in sent)
    openings += [match.end() for match in assigned]
    for at in dict.fromkeys(openings):
        yield from _keys(code, at)


def _is_assigned(code: str, match: re.Match[str]) -> bool:
    """Whether an opening begins a statement: a variable, which may be sent in any way."""
    before = code[code.rfind("\n", 0, match.start()) + 1 : match.start()]
    return "=" in match.group() and before.strip() in ("", "const", "let", "var")


def _keys(code: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of the object whose bracket has been opened right before an offset."""
    depth, is_key, end = 1, True, min(len(code), at + _LONGEST_OBJECT)
    while at < end and depth:
        mark = code[at]
        match = _KEY.match(code, at) if is_key and depth == 1 else None
        if match:
            yield match.group(1), match.start(1)
            at, is_key = match.end(), False
            continue
        depth += (mark in "{[(") - (mark in "}])")
        is_key = mark == "," or (is_key and mark.isspace())
        at += 1
