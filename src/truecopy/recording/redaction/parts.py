"""The parts of an interaction that can hold a secret, each as bytes that can be changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from truecopy.model import Interaction
from truecopy.model.interactions import Headers
from truecopy.recording.redaction.compression import (
    Opened,
    close_body,
    gzip_members,
    gzipped,
    open_body,
)
from truecopy.recording.redaction.encodings import spliced

# A compressed body with compressed members; deeper nesting is an attack.
_DEEPEST_GZIP = 2


class Role(Enum):
    """How a part is read."""

    URL = auto()
    HEADER = auto()
    BODY = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an interaction.

    Attributes:
        label: For people.
        data: Of a body, what is inside its encodings.
        name: Of a header, its name; of a body, its Content-Type.
        problem: Why a body cannot be looked into; empty where it can.
    """

    label: str
    role: Role
    data: bytes
    name: str = ""
    problem: str = ""

    def with_data(self, data: bytes) -> "Part":
        """Return the part with other bytes."""
        return replace(self, data=data)


Change = Callable[[Part], bytes]


def change_parts(interaction: Interaction, change: Change) -> Interaction:
    """Return an interaction with each part changed, in the order in which they are seen.

    What is compressed is opened, and closed again only where it was changed. A Content-Length that was
    right stays right.
    """
    url = _changed_text(interaction.url, Part(label="URL", role=Role.URL, data=b""), change)
    request_headers, request_body = _changed_message(
        interaction.request_headers, interaction.request_body, "request", change
    )
    headers, body = _changed_message(interaction.headers, interaction.body, "answer", change)
    failure = Part(label="failure", role=Role.TEXT, data=b"")
    return replace(
        interaction,
        url=url,
        request_headers=request_headers,
        request_body=request_body,
        headers=headers,
        body=body,
        failure=_changed_text(interaction.failure, failure, change),
    )


def parts_of(interaction: Interaction) -> list[Part]:
    """Return the parts of an interaction, with what is compressed in them opened."""
    found: list[Part] = []

    def keep(part: Part) -> bytes:
        found.append(part)
        return part.data

    change_parts(interaction, keep)
    return found


def _changed_message(
    headers: Headers, body: bytes, side: str, change: Change
) -> tuple[Headers, bytes]:
    changed = tuple(
        (name, _changed_text(value, _header(f"{side} header {name}", name), change))
        for name, value in headers
    )
    new = _changed_body(headers, body, side, change)
    if len(new) == len(body):
        return changed, new
    return _with_length(changed, len(body), len(new)), new


def _with_length(headers: Headers, before: int, after: int) -> Headers:
    return tuple(
        (name, str(after))
        if name.lower() == "content-length" and value.strip() == str(before)
        else (name, value)
        for name, value in headers
    )


def _changed_body(headers: Headers, body: bytes, side: str, change: Change) -> bytes:
    opened = open_body(body, ",".join(_values(headers, "content-encoding")))
    part = Part(
        label=f"{side} body",
        role=Role.BODY,
        data=opened.content,
        name=next(iter(_values(headers, "content-type")), ""),
        problem=_problem(opened),
    )
    content = _changed_deeply(part, change)
    return body if content == opened.content else close_body(content, opened.windows)


def _values(headers: Headers, name: str) -> list[str]:
    return [value for key, value in headers if key.lower() == name]


def _problem(opened: Opened) -> str:
    if not opened.problem:
        return ""
    if opened.is_damaged:
        return f"a body whose {opened.problem} data is damaged, which cannot be looked into"
    return f"a body in the encoding {opened.problem[:40]}, which cannot be looked into"


def _changed_deeply(part: Part, change: Change, depth: int = 0) -> bytes:
    """Return a body with the text of each gzip member in it changed, and then its own.

    Members go first: what does not get smaller stands in them as it is, and must not be changed there.
    """
    pieces: list[tuple[int, int, bytes]] = []
    for stream in gzip_members(part.data) if depth < _DEEPEST_GZIP else ():
        inner = Part(label=f"{part.label}, in gzip", role=Role.BODY, data=stream.content)
        content = _changed_deeply(inner, change, depth + 1)
        # Damaged data is looked into, but cannot be written again as it was.
        if stream.is_whole and content != stream.content:
            pieces.append((stream.begin, stream.end, gzipped(content)))
    return change(part.with_data(spliced(part.data, pieces)) if pieces else part)


def _header(label: str, name: str) -> Part:
    return Part(label=label, role=Role.HEADER, data=b"", name=name)


def _changed_text(text: str, part: Part, change: Change) -> str:
    """Return a text changed, as the data of a part."""
    data = text.encode("utf-8", "surrogatepass")
    changed = change(part.with_data(data))
    if changed == data:
        return text
    # Half a character may be left only where there was none before: a lone half of a surrogate pair.
    return changed.decode("utf-8", "replace")
