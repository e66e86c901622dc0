"""The elements of a reference page: commands, answers, described fields, tables, and what is prose."""

from dataclasses import dataclass, field, replace

from truecopy.derive.curl import Curl
from truecopy.derive.declared_types import DeclaredType, read_type
from truecopy.derive.document import Line, Span
from truecopy.derive.headings import REQUEST
from truecopy.derive.located_json import Node
from truecopy.derive.sample_calls import SampleCall


@dataclass(kw_only=True)
class Block:
    """One described field: its name, what the lines under the name declare, and its prose.

    Attributes:
        section: A section of `headings`.
        status: Of the answer that it belongs to, None where none is named.
        declared: The label of the type, with the line that it stands on; None in a bulleted block.
        type: What that label names; no types where it is none.
        attributes: Lines such as `required`, `default:1`, `header`, or the pieces of one line that say so.
        limits: Beside the type: `<= 64 characters`, `max 5 items`.
        prose: Spans of description, one a line, a label and its value on the next line joined.
        examples: Of the field alone.
        parent: The block whose members this one's section describes; None at the outermost level.
        members_at: How many blanks its members begin with; None as long as it has none.
        indent: How many blanks its line begins with.
        part: Which part of the page it is of, counted by titles and tables.
        members_listed: They are the entries of a list below it.
        default: In a table, the cell of its default.
        is_required: In a table, the cell that says so.
        is_optional: In a table, the cell that says so.
        condition: In a table, the cell that says anything else of whether it is required.
    """

    section: str
    name: str
    head: Line
    status: int | None = None
    declared: Line | None = None
    attributes: list[Line] = field(default_factory=list)
    limits: list[Line] = field(default_factory=list)
    prose: list[Span] = field(default_factory=list)
    examples: list[Node] = field(default_factory=list)
    parent: "Block | None" = None
    members_at: int | None = None
    members_listed: bool = False
    indent: int = 0
    part: int = 0
    default: Line | None = None
    is_required: Line | None = None
    is_optional: Line | None = None
    condition: Line | None = None
    type: DeclaredType = field(init=False)

    def __post_init__(self) -> None:
        """Read the label of the type."""
        declared = read_type(self.declared.text, is_in_place=True) if self.declared else None
        declared = declared or DeclaredType(types=())
        is_enum = any(each.text.lower() == "enum" for each in self.attributes)
        self.type = replace(declared, is_enum=declared.is_enum or is_enum)

    @property
    def has_members(self) -> bool:
        """Whether its type may have members."""
        return not {"object", "array"}.isdisjoint(self.type.types)


@dataclass(kw_only=True)
class Table:
    """A table whose columns are glued: `StatusDescription`, then `pendingAccepted`."""

    title: str
    column: str
    section: str = REQUEST
    rows: list[tuple[str, str, Line]] = field(default_factory=list)


@dataclass(kw_only=True)
class AnswerExample:
    """An example of an answer.

    Attributes:
        status: The one that the page names for it; None where it names none.
        is_error: It stands where the page speaks of failures.
    """

    node: Node
    status: int | None = None
    is_error: bool = False


@dataclass(kw_only=True)
class Unread:
    """A part of a page that is not read.

    Attributes:
        what: For people: what it is, and why nothing is taken from it.
    """

    line: Line
    what: str


@dataclass(kw_only=True)
class Elements:
    """The elements of one page, in order within each list."""

    has_body: bool = False  # a heading says so
    addresses: list[tuple[str, str, Line, Span]] = field(default_factory=list)  # method, path
    curls: list[Curl] = field(default_factory=list)
    samples: list[SampleCall] = field(default_factory=list)
    schemas: list[Node] = field(default_factory=list)  # of the body of a request
    request_examples: list[Node] = field(default_factory=list)
    answers: list[AnswerExample] = field(default_factory=list)
    statuses: list[tuple[int, str | None, Line]] = field(default_factory=list)  # status, media type
    media_types: list[tuple[str, Line]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    prose: list[tuple[str, Line]] = field(default_factory=list)  # under which title
    layout: list[Span] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
