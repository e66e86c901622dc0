"""What the lines under the name of a described field declare: its type, whether it is required, a default."""

import re
from collections.abc import Collection, Mapping

from truecopy.derive import headings
from truecopy.derive.declared_types import DeclaredType, read_type
from truecopy.derive.described_subject import DescribedSubject
from truecopy.derive.document import Line, Span
from truecopy.derive.documented_fields import literal
from truecopy.derive.elements import Block
from truecopy.derive.examples import state_field_example
from truecopy.derive.field_heads import default_in
from truecopy.derive.field_subjects import FieldSubjects
from truecopy.derive.null_wordings import null_place
from truecopy.derive.paths import element
from truecopy.derive.requirement_marks import (
    is_deprecated_head,
    is_deprecated_prose,
    required_prose,
    says_deprecated,
    says_required,
)
from truecopy.derive.statements import Page

# Parts of a request whose parameters are texts, so that pages may tell no type.
_PARAMETERS = frozenset({headings.PATH, headings.QUERY, headings.HEADER, headings.COOKIE})
# The entry of a list under a field that is a declaration.
_TYPE_LABEL = re.compile(r"\s*(?:[•*+◦–-]\s*)?Type: ([^\n]+)")


class FieldDeclarations:
    """States what blocks declare."""

    def __init__(
        self,
        page: Page,
        subjects: FieldSubjects,
        described: Mapping[str, DescribedSubject],
        required: Collection[int],
    ) -> None:
        """Read them into `page`.

        Args:
            described: Subject -> what is found out of it.
            required: Of the blocks that are required, what `id` gives.
        """
        self._page = page
        self._subjects = subjects
        self._described = described
        self._required = required

    def read(self, block: Block) -> None:
        """State the type, and what stands in the lines under it."""
        subject, page = self._subjects.of(block), self._page
        if block.declared is not None:
            self._declare_type(block, subject, block.declared)
        if block.declared is None and id(block) in self._required:
            page.mark(subject, "required", (block.head.start, block.head.end))
        else:
            page.layout.append((block.head.start, block.head.end))
            is_parameter = self._subjects.root_of(block) in _PARAMETERS
            if not block.type.types and (is_parameter or block.declared is not None):
                page.mark(subject, "property", (block.head.start, block.head.end))
        if is_deprecated_head(block, page.document):
            page.mark(subject, "deprecated", (block.head.start, block.head.end))
        self._cells(block, subject)
        for line in block.attributes:
            self._attribute(block, subject, line)
        for node in block.examples:
            state_field_example(page, subject, node)
        for start, end in block.prose:
            if is_deprecated_prose(page.document, (start, end)):
                page.mark(subject, "deprecated", (start, end))
            label = _TYPE_LABEL.match(page.document.text[start:end])
            declared = read_type(label.group(1)) if label else None
            if declared:
                self._say_type(subject, declared, (start, end), is_nullable=False)

    def _cells(self, block: Block, subject: str) -> None:
        """State what the cells of a table say, and the first word of a description."""
        said = required_prose(block, self._page.document)
        if block.is_required is not None:
            said = said or (block.is_required.start, block.is_required.end)
        if said is not None and id(block) in self._required:
            self._page.mark(subject, "required", said)
        if block.default is not None:
            self._default(block, subject, block.default.text, block.default)

    def _declare_type(self, block: Block, subject: str, line: Line) -> None:
        declared = block.type
        place, page = (line.start, line.end), self._page
        if declared.types == ("file",):
            page.say(subject, "type", "string", place)
            page.say(subject, "format", "binary", place)
            if self._described[subject].is_picture({"file"}):
                page.say(subject, "x-image/sources", ["bytes"], place)
            return
        is_nullable = any(line.text.strip().lower() == "nullable" for line in block.attributes)
        text = page.document.text
        is_nullable = is_nullable or any(
            null_place(text[start:end]) is not None for start, end in block.prose
        )
        self._say_type(subject, declared, place, is_nullable=is_nullable)

    def _say_type(
        self, subject: str, declared: DeclaredType, place: Span, *, is_nullable: bool
    ) -> None:
        page = self._page
        types = [each for each in declared.types if each != "file"]
        if is_nullable and types and "null" not in types:
            types.append("null")
        if types:
            page.say(subject, "type", types[0] if len(types) == 1 else types, place)
        if declared.format:
            page.say(subject, "format", declared.format, place)
        if declared.items:
            inner, is_file = element(subject), declared.items == "file"
            page.say(inner, "type", "string" if is_file else declared.items, place)
            if declared.items_format or is_file:
                page.say(inner, "format", "binary" if is_file else declared.items_format, place)

    def _attribute(self, block: Block, subject: str, line: Line) -> None:
        """State what a line under the type says: `required`, or a default."""
        place, text = (line.start, line.end), line.text.strip()
        default = default_in(text)
        if says_required(line) and id(block) not in self._required:
            self._page.layout.append(place)
        elif says_required(line):
            self._page.mark(subject, "required", place)
        elif says_deprecated(line):
            self._page.mark(subject, "deprecated", place)
        elif default is not None:
            self._default(block, subject, default, line)
        else:
            self._page.layout.append(place)

    def _default(self, block: Block, subject: str, text: str, line: Line) -> None:
        """State a default; what is no value of the field is prose, and states none."""
        try:
            field = self._described[subject].field(block, ())
            value = literal(text, field)
        except ValueError:
            if line.number == block.head.number:
                # What stands beside the name is layout, of which nothing else tells.
                self._page.unread.append((line, "a default that is no value of the field"))
            return
        if value is None and field.types and "null" not in field.types:
            return  # it says that there is none
        self._page.say(subject, "default", value, (line.start, line.end))
