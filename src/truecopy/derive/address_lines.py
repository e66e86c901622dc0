"""Lines that name the method and the path of an operation, in the shapes that pages have."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truecopy.derive.document import Line

# A method alone on its line, in capitals or as references write it in a mark.
_METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_METHOD = re.compile(rf"`?({_METHODS}|{_METHODS.lower()})`?")
# An address on one line: `POST /v1/things`, with the host perhaps, and a label before it in any script.
_ADDRESS = re.compile(
    rf"(?:\*{{0,2}}[^\W\d_][^:：/|*]{{0,30}}\*{{0,2}}[:：]\*{{0,2}}\s{{0,3}})?[`*]{{0,3}}({_METHODS})[`*]{{0,3}}:?\s+[`*]{{0,3}}((?:https?://[^\s/`]+)?/[^\s`*]*)[`*]{{0,3}}"
)
# As some references glue them, with their buttons gone: `post/v1/things`; with the host behind a blank.
_GLUED = re.compile(
    rf"({_METHODS.lower()})(?:\s+(?=https?:))?((?:https?://[^\s/`]+)?/[\w{{}}/.:-]{{1,200}})"
)
# A path, or an address, on a line of its own; a host alone.
_PATH = re.compile(r"`?((?:https?://[^\s/`]+)?/[^\s`]+)`?")
_HOST = re.compile(r"`?https?://[^\s/`]+/?`?")
# The mark of a heading of Markdown, which an address may be: `## POST /v1/things`.
_HEADING = re.compile(r"^#{1,6}\s{1,3}")
# Marks of HTML around the pieces.
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)

# The host before a path.
_ORIGIN = re.compile(r"^https?://[^/\s]*")
# The parameters of an address, as templates write them and as they are sent.
_TEMPLATE_QUERY = re.compile(r"\{[?&]([\w,.-]{1,200})\*?\}")
_QUERY_NAME = re.compile(r"(?:^|&)([A-Za-z_][\w.\[\]-]{0,60})(?==|&|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLines:
    """An address, and on how many lines it stands.

    Attributes:
        path: With the host, where the page writes it.
        start: Offset at which the path begins, and `end` where it ends; of the whole line where both share it.
    """

    method: str
    path: str
    count: int
    start: int
    end: int


def read_address(lines: Sequence[Line], at: int) -> AddressLines | None:
    """Return the address that begins on the line at an index, None where none does."""
    line = lines[at]
    text = _TAG.sub("", line.text) if "<" in line.text else line.text
    text = _HEADING.sub("", text.strip())
    match = _ADDRESS.fullmatch(text) or _GLUED.fullmatch(text)
    if match:
        method, path = match.groups()
        return AddressLines(
            method=method.upper(), path=path, count=1, start=line.start, end=line.end
        )
    turned = _turned(lines, at, text)
    if turned is not None:
        return turned
    method_alone = _METHOD.fullmatch(text)
    if method_alone is None or at + 1 >= len(lines):
        return None
    method, after = method_alone.group(1), at + 1
    if _HOST.fullmatch(lines[after].text.strip()) and after + 1 < len(lines):
        after += 1
    found = _PATH.fullmatch(lines[after].text.strip())
    if found:
        below = lines[after]
        return AddressLines(
            method=method.upper(),
            path=found.group(1),
            count=after - at + 1,
            start=below.start,
            end=below.end,
        )
    return _in_parts(lines, at, method) if method.isupper() else None


def _turned(lines: Sequence[Line], at: int, text: str) -> AddressLines | None:
    """Return an address whose method stands on the line below it."""
    found = _PATH.fullmatch(text) if _ORIGIN.match(text.strip("`")) else None
    below = lines[at + 1].text.strip().strip("`") if at + 1 < len(lines) else ""
    if found is None or not (below.isupper() and _METHOD.fullmatch(below)):
        return None
    line = lines[at]
    return AddressLines(method=below, path=found.group(1), count=2, start=line.start, end=line.end)


def _in_parts(lines: Sequence[Line], at: int, method: str) -> AddressLines | None:
    """Return an address whose path stands a part a line: `/`, `v1`, `/`, `things`."""
    parts: list[str] = []
    after = at + 1
    last = at
    while after < len(lines) and lines[after].text.strip() == "/":
        last = min(after + 1, len(lines) - 1)
        parts.append(lines[after + 1].text.strip() if after + 1 < len(lines) else "")
        after += 2
    if not parts:
        return None
    return AddressLines(
        method=method,
        path="/" + "/".join(parts),
        count=after - at,
        start=lines[at + 1].start,
        end=lines[last].end if parts[-1] else lines[last - 1].end,
    )


def bare_path(written: str) -> str:
    """Return the path of an address, without its host and its parameters."""
    bare = _TEMPLATE_QUERY.sub("", _ORIGIN.sub("", written))
    return bare.partition("?")[0].partition("#")[0]


def query_names(written: str) -> list[str]:
    """Return the names of the parameters behind the path of an address: `?limit=20&after=`, `{?limit,after}`."""
    names = [name for part in _TEMPLATE_QUERY.findall(written) for name in part.split(",")]
    asked = _TEMPLATE_QUERY.sub("", written).partition("?")[2].partition("#")[0]
    names += _QUERY_NAME.findall(asked)
    return list(dict.fromkeys(names))
