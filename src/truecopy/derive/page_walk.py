"""A page as it is walked over: where the scan is, what it has found, and which section it is in."""

import re

from truecopy.derive import headings
from truecopy.derive.code_samples import end_of_sample
from truecopy.derive.description_style import DescriptionStyle
from truecopy.derive.document import Document, Line
from truecopy.derive.elements import Block, Elements, Unread
from truecopy.derive.field_heads import OneLineHead, heading_name, read_one_line
from truecopy.derive.furniture import is_rule
from truecopy.derive.located_json import Node, read_json
from truecopy.derive.type_labels import TypeLabel, is_flag, read_type_line
from truecopy.errors import DeriveError

# A media type alone on its line.
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")


class PageWalk:
    """Where a scan is on its page.

    Attributes:
        at: Index of the next line.
        section: The section of `headings` that the lines are in.
        heading: Its words.
        title: The last heading or title.
        is_titled: Whether a title that is not known came since the heading.
        status: Of the answer that the section is about, None where none is named.
        block: The field whose description goes on, None outside of one.
        parent: The field whose members are being described.
        after_sample: Whether a command or a sample came last, so that an example is of its answer.
        heading_at: Index of the line behind the heading, the status or the media type that came last.
        part: Number of the part between two titles, headings or heads of tables.
        is_begun: Whether a known heading or a field has come: what looks like a title is no longer the page's own.
        style: How its descriptions are written.
        described: Names of the fields that the section has at its outer level.
        doubt: A line that came since and may head what follows it: fields below it are of no known section.
        doubts_example: So are examples, unless a command comes first, or it is a heading within the section.
    """

    def __init__(self, document: Document) -> None:
        """Begin at the first line."""
        self.document = document
        self.lines = document.lines
        self.found = Elements()
        self.at = 0
        self.section = headings.REQUEST
        self.heading = ""
        self.title = ""
        self.is_titled = False
        self.status: int | None = None
        self.block: Block | None = None
        self.parent: Block | None = None
        self.after_sample = False
        self.heading_at = -1
        self.part = 0
        self.is_begun = False
        self.described: set[str] = set()
        self.doubt: Line | None = None
        self.doubts_example = False
        self.style = DescriptionStyle()
        self._objects: dict[tuple[str, int | None, str], Block] = {}
        self._next_full = _next_full(self.lines)
        self._labels: dict[int, TypeLabel | None] = {}
        self._texts = [line.text.strip() for line in self.lines]

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands between the heading and here."""
        at = self.heading_at
        return 0 <= at < len(self.lines) and self._next_full[at] >= self.at

    @property
    def is_apart(self) -> bool:
        """Whether nothing stands right above."""
        return self.at == 0 or self.lines[self.at - 1].is_blank

    def line(self, ahead: int = 0) -> Line | None:
        """Return the line that is `ahead`, None behind the last one."""
        at = self.at + ahead
        return self.lines[at] if at < len(self.lines) else None

    def text_of(self, ahead: int = 0) -> str:
        """Return the text of the line that is `ahead` without blanks around it, empty behind the last one."""
        at = self.at + ahead
        return self._texts[at] if at < len(self._texts) else ""

    def follower(self, ahead: int = 0) -> Line | None:
        """Return the first line with text, and not only dashes, behind the one that is `ahead`."""
        at = self.at + ahead + 1
        at = self._next_full[at] if at < len(self.lines) else len(self.lines)
        return self.lines[at] if at < len(self.lines) else None

    def take(self, count: int = 1) -> Line:
        """Return the next line, and go on by `count`."""
        line = self.lines[self.at]
        self.at += count
        return line

    def jump(self, offset: int) -> None:
        """Go to the line behind `offset`, where a curl command or an example ended."""
        self.at = self.document.line_at(max(0, offset - 1)).number
        self.block = None

    def mark(self, line: Line) -> None:
        """Note a line as layout."""
        self.found.layout.append((line.start, line.end))

    def skip(self, line: Line, what: str) -> None:
        """Note a line as unread."""
        self.found.unread.append(Unread(line=line, what=what))

    def begin(self, section: str, line: Line, *, is_heading: bool = True) -> None:
        """Begin a section, by a heading or by the address of an operation."""
        self.part += 1
        self.section, self.heading = section, line.text.strip()
        self.title, self.block, self.parent, self.status = self.heading, None, None, None
        self.after_sample, self.heading_at, self.doubt = False, self.at, None
        self.is_titled = False
        self.described = set()
        if not is_heading:
            return
        self.found.has_body |= section == headings.REQUEST and headings.names_body(line.text)
        media_type = headings.media_type_in(line.text)
        if media_type and section == headings.REQUEST:
            self.found.media_types.append((media_type, line))

    def begin_unknown(self, line: Line) -> None:
        """Begin the section of a heading that is not known."""
        self.begin(headings.UNREAD, line)
        self.skip(line, "the heading is not known, and what stands below it is not read")

    def note_object(self, block: Block) -> None:
        """Note a field whose members may stand below a heading of its name."""
        if block.has_members:
            self._objects[(block.section, block.status, block.name.lower())] = block

    def object_called(self, name: str) -> Block | None:
        """Return the object of a name that the section has described, None without one."""
        return self._objects.get((self.section, self.status, name.lower()))

    def entitle(self, line: Line) -> None:
        """Note a title of the page's own, which says nothing of the section."""
        self.title, self.is_titled, self.part = line.text.strip(), True, self.part + 1
        self.mark(line)

    def doubt_from(self, line: Line) -> None:
        """Note a line that may head what follows."""
        self.doubt = line
        self.doubts_example = not 0 < headings.level(self.heading) < headings.level(line.text)
        self.after_sample = self.after_sample and not self.doubts_example

    def open_fields(self) -> None:
        """Note that a field follows: where a line before it may head it, it is of no known section."""
        if self.doubt is not None and self.section in headings.READ:
            self.begin_unknown(self.doubt)
        self.is_begun, self.doubt = True, None

    def read(self, start: int) -> Node | None:
        """Return the example at `start`; where it is none, pass over its lines and say so."""
        try:
            return read_json(self.document, start)
        except DeriveError as error:
            self.unreadable(self.document.line_at(start), error)
            return None

    def unreadable(self, line: Line, error: DeriveError) -> None:
        """Pass over a command or an example that cannot be read, and note why."""
        self.skip(line, str(error).partition(": ")[2])
        self.at = end_of_sample(self.lines, line.number - 1)
        self.block, self.after_sample = None, False

    def starts_block(self, ahead: int = 0) -> bool:
        """Whether the line that is `ahead` is the name of a field, with its type below."""
        name = heading_name(self.text_of(ahead))
        label = self.type_label(ahead) if name is not None else None
        if name is None or label is None:
            return False
        is_plain = name.isascii() and name[0].islower()
        if not is_plain and self._is_name_of_type(label.declared):
            return False
        return label.is_known or name[0].islower()

    def _is_name_of_type(self, line: Line) -> bool:
        """Whether a line that names a type is rather the name of a field of that name: a type stands right below."""
        below = self.lines[line.number] if line.number < len(self.lines) else None
        return below is not None and self._label(below) is not None

    def type_label(self, ahead: int = 0) -> TypeLabel | None:
        """Return the label of the type of the field on the line that is `ahead`, None without one.

        One blank line may stand between them, or a line that says that the field is required.
        """
        follower = self.follower(ahead)
        if follower is None or follower.number - 1 - self.at - ahead > 2:
            return None
        is_close = follower.number - 1 == self.at + ahead + 1
        if is_close and is_flag(follower.text) and follower.number < len(self.lines):
            after = self.lines[follower.number]
            return None if is_flag(after.text) else self._label(after)
        before = self.line(ahead - 1) if self.at + ahead > 0 else None
        is_placed = is_close and (before is None or before.is_blank) and self.is_begun
        label = self._label(follower)
        return read_type_line(follower, is_in_place=True) if label is None and is_placed else label

    def _label(self, line: Line) -> TypeLabel | None:
        """Return the label that a line is; several steps ask that of a line before one takes it."""
        if line.number not in self._labels:
            self._labels[line.number] = read_type_line(line)
        label = self._labels[line.number]
        return label if label is None or label.is_known or self.is_begun else None

    def one_line_head(self) -> OneLineHead | None:
        """Return the head of a field that the next line is as a whole; of headers names begin with capitals too."""
        is_header = self.section in (headings.HEADER, headings.AUTH)
        is_listed = self._is_below_head()
        return read_one_line(self.lines[self.at], is_header=is_header, is_listed=is_listed)

    def _is_below_head(self) -> bool:
        """Whether the line right above, as far left as the next one, is a whole field: a list of them, one a line."""
        block, line = self.block, self.lines[self.at]
        if block is None or block.declared is None or block.declared.number != block.head.number:
            return False
        indent = len(line.text) - len(line.text.lstrip())
        return block.head.number == line.number - 1 and indent == block.indent

    def name_at(self, line: Line | None) -> str | None:
        """Return the name of the field that a line begins, None where it begins none."""
        if line is None:
            return None
        if self.starts_block(line.number - 1 - self.at):
            return heading_name(line.text)
        head = read_one_line(line)
        return head.name if head is not None else None

    def is_above_content(self, ahead: int = 0) -> bool:
        """Whether the next line with text begins a field, or names a media type."""
        follower = self.follower(ahead)
        if follower is None:
            return False
        at = follower.number - 1 - self.at
        return self.starts_block(at) or bool(MEDIA_TYPE.fullmatch(follower.text.strip()))


def _next_full(lines: tuple[Line, ...]) -> list[int]:
    """Return for each line the index of the first one from there that has text."""
    found, last = [0] * len(lines), len(lines)
    for at in range(len(lines) - 1, -1, -1):
        last = last if lines[at].is_blank or is_rule(lines[at].text) else at
        found[at] = last
    return found
