"""The elements of a reference page: commands, answers, described fields, tables, and what is prose."""

from dataclasses import dataclass, field

from truecopy.derive.curl import Curl
from truecopy.derive.document import Line, Span
from truecopy.derive.located_json import Node

# The section that each heading begins, in lower case.
SECTIONS = {
    "overview": "request",
    "parameters": "request",
    "body": "request",
    "example requests": "request",
    "path parameters": "path",
    "authorizations": "auth",
    "response": "answer",
    "responses": "answer",
    "example responses": "answer",
}


@dataclass(kw_only=True)
class Block:
    """One described field: its name, what the lines under the name declare, and its prose.

    Attributes:
        section: A value of SECTIONS.
        declared: The line that names the type; None in a bulleted block.
        attributes: Lines such as `required`, `default:1`, `header`.
        prose: Spans of description, one a line, a label and its value on the next line joined.
    """

    section: str
    name: str
    head: Line
    declared: Line | None = None
    attributes: list[Line] = field(default_factory=list)
    prose: list[Span] = field(default_factory=list)


@dataclass(kw_only=True)
class Table:
    """A table whose columns are glued: `StatusDescription`, then `pendingAccepted`."""

    title: str
    column: str
    rows: list[tuple[str, str, Line]] = field(default_factory=list)


@dataclass(kw_only=True)
class Elements:
    """The elements of one page, in order within each list."""

    method: tuple[str, Line] | None = None
    path: tuple[str, int, int] | None = None
    curls: list[Curl] = field(default_factory=list)
    request_examples: list[Node] = field(default_factory=list)
    answers: list[Node] = field(default_factory=list)
    status: tuple[int, str, Line] | None = None
    media_types: list[tuple[str, Line]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    prose: list[tuple[str, Line]] = field(default_factory=list)  # under which title
    layout: list[Span] = field(default_factory=list)
