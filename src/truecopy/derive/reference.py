"""Reader for the full reference page: method and path, curl, answers, described fields."""

import re

from truecopy.derive.blocks import state_curl, state_loose_prose
from truecopy.derive.document import Document, Line
from truecopy.derive.documented_fields import DocumentedField, literal, read_type
from truecopy.derive.elements import Block, Elements, Table
from truecopy.derive.examples import state_answer_examples, state_request_example
from truecopy.derive.paths import child, element
from truecopy.derive.prose import Limit, read_limits
from truecopy.derive.scan import Scanner
from truecopy.derive.statements import Page
from truecopy.derive.task_prose import TaskProse
from truecopy.errors import DeriveError
from truecopy.model import Reading

# A heading that only pages of this layout have.
_SECTION = re.compile(r"^(?:Authorizations|Body|Path Parameters)\s*$", re.MULTILINE)
# What stands behind the name of a field in the title of its list.
_REQUIRED = re.compile(r"\(required\)", re.IGNORECASE)
# Entries of that list: the type, which is a declaration, and examples, which are told elsewhere.
_TYPE_LABEL = re.compile(r"\s*(?:[•*-]\s*)?Type: ([^\n]+)")
_EXAMPLE_LABEL = re.compile(r"\s*(?:[•*-]\s*)?Examples?:")
# A cell that names a state of a task; a table of anything else describes a field.
_STATE = re.compile(r"[a-z_-]+")
# A member that a description of an object lists: ` - name: text`.
_NESTED = re.compile(r"(?:^|\s)- (\w+): ")


def recognises(document: Document) -> bool:
    """Whether the page has a path or sections of this layout."""
    return bool(_SECTION.search(document.text))


def read(document: Document) -> Page:
    """Return what a full reference page says.

    Raises:
        DeriveError: A curl command or an example on the page cannot be read.
    """
    return _Reader(document).read()


class _Reader:
    """Interprets the elements of one page, types first, since prose is read by type."""

    def __init__(self, document: Document) -> None:
        self.page = Page(document=document)
        self.found: Elements = Scanner(document).scan()
        self.status = self.found.status[0] if self.found.status else 200
        self._tasks = TaskProse(self.page, self.status, self.found.answers)

    def read(self) -> Page:
        self.page.layout.extend(self.found.layout)
        self._address()
        for curl in self.found.curls:
            state_curl(self.page, curl)
        for media_type, line in self.found.media_types:
            self.page.add_media_type(media_type, (line.start, line.end))
        self._answers()
        for node in self.found.request_examples:
            state_request_example(self.page, node)
        for block in self.found.blocks:
            self._declare(block)
        for block in self.found.blocks:
            self._describe(block)
        for table in self.found.tables:
            self._table(table)
        for title, line in self.found.prose:
            self._tasks.sentence(title, line)
        return self.page

    def _address(self) -> None:
        if self.found.method:
            name, line = self.found.method
            self.page.say("", "method", name, (line.start, line.end))
        elif self.found.curls:
            self.page.say(
                "", "method", "POST", (self.found.curls[0].start, self.found.curls[0].end)
            )
        if self.found.path:
            path, start, end = self.found.path
            self.page.say("", "path", path, (start, end))

    def _answers(self) -> None:
        if self.found.status:
            status, media_type, line = self.found.status
            self.page.say(str(status), "status", status, (line.start, line.end))
            self.page.say(str(status), "media-type", media_type, (line.start, line.end))
        elif self.found.answers:
            first = self.found.answers[0]
            place = self.page.document.evidence(first.start, first.end, Reading.EXAMPLE)
            self.page.say(str(self.status), "status", self.status, place)
        if self.found.answers:
            state_answer_examples(self.page, self.status, self.found.answers)

    def _subject(self, block: Block) -> str:
        root = {"path": "path", "answer": str(self.status)}.get(block.section, "request")
        return child(root, block.name)

    def _declare(self, block: Block) -> None:
        """State the type, and what stands in the lines under it."""
        if block.section == "auth":
            self._authorization(block)
            return
        subject, page = self._subject(block), self.page
        if block.declared is not None:
            self._declare_type(block, subject, block.declared)
        if _REQUIRED.search(block.head.text):
            page.mark(subject, "required", (block.head.start, block.head.end))
        else:
            page.layout.append((block.head.start, block.head.end))
        for line in block.attributes:
            self._attribute(block, subject, line)
        for start, end in block.prose:
            label = _TYPE_LABEL.match(page.document.text[start:end])
            declared = read_type(label.group(1)) if label else None
            if declared:
                types, _format, items = declared
                page.say(subject, "type", types[0] if len(types) == 1 else types, (start, end))
                if items:
                    page.say(element(subject), "type", items, (start, end))

    def _attribute(self, block: Block, subject: str, line: Line) -> None:
        """State what a line under the type says: `required`, or a default."""
        place, text = (line.start, line.end), line.text.strip()
        if text == "required":
            self.page.mark(subject, "required", place)
        elif text.startswith("default:"):
            try:
                value = literal(text.partition(":")[2], self._field(block))
            except ValueError as error:
                raise DeriveError(
                    f"{self.page.document.id}:{line.number}: {block.name}: the default is no value "
                    f"that the field can have: {text!r}"
                ) from error
            self.page.say(subject, "default", value, place)
        else:
            self.page.layout.append(place)

    def _authorization(self, block: Block) -> None:
        self.page.layout.append((block.head.start, block.head.end))
        for line in (block.declared, *block.attributes):
            if line is not None:
                self.page.layout.append((line.start, line.end))
        for start, _end in block.prose:
            state_loose_prose(self.page, self.page.document.line_at(start))

    def _declare_type(self, block: Block, subject: str, line: Line) -> None:
        declared = read_type(line.text)
        if declared is None:
            return
        types, form, items = declared
        place, page = (line.start, line.end), self.page
        if types == ["file"]:
            page.say(subject, "type", "string", place)
            page.say(subject, "format", "binary", place)
            page.say(subject, "x-image/sources", ["bytes"], place)
            return
        page.say(subject, "type", types[0] if len(types) == 1 else types, place)
        if items:
            subject = element(subject)
            page.say(subject, "type", items, place)
        if form:
            page.say(subject, "format", form, place)

    def _field(self, block: Block) -> DocumentedField:
        subject = self._subject(block)
        declared = self._types(subject)
        if block.declared is not None and block.declared.text.strip() == "file":
            declared.add("file")
        files = tuple(
            dict.fromkeys(
                each.name
                for each in self.found.blocks
                if each.declared is not None and each.declared.text.strip() == "file"
            )
        )
        return DocumentedField(name=block.name, types=frozenset(declared), files=files)

    def _types(self, subject: str) -> set[str]:
        declared: set[str] = set()
        for value in self.page.values(subject, "type"):
            declared.update([value] if isinstance(value, str) else value)
        return declared

    def _describe(self, block: Block) -> None:
        """State the limits in a block's prose."""
        if block.section == "auth":
            return
        subject, field, text = self._subject(block), self._field(block), self.page.document.text
        for start, end in block.prose:
            piece = text[start:end]
            if _EXAMPLE_LABEL.match(piece):
                self.page.layout.append((start, end))
            nested = list(_NESTED.finditer(piece)) if "object" in field.types else []
            if len(nested) > 1:
                self._nested(subject, start, piece, nested)
                continue
            self._state_limits(subject, read_limits(piece, field), start)
            if block.section == "answer":
                self._tasks.field(subject, start, piece)

    def _nested(self, subject: str, offset: int, piece: str, found: list[re.Match[str]]) -> None:
        """State the members that a description lists as `- name: text`."""
        ends = [*(match.start() for match in found[1:]), len(piece)]
        for match, end in zip(found, ends, strict=True):
            inner = child(subject, match.group(1))
            self.page.mark(inner, "property", (offset + match.start(1), offset + end))
            field = DocumentedField(name=match.group(1), types=frozenset(self._types(inner)))
            self._state_limits(
                inner, read_limits(piece[match.end() : end], field), offset + match.end()
            )

    def _state_limits(self, subject: str, limits: list[Limit], offset: int) -> None:
        for limit in limits:
            if limit.keyword == "type":
                continue  # declared already
            target = element(subject) if limit.on_items else subject
            self.page.say(
                target, limit.keyword, limit.value, (offset + limit.start, offset + limit.end)
            )

    def _table(self, table: Table) -> None:
        if all(_STATE.fullmatch(left) for left, _, _ in table.rows):
            self._states(table)
            return
        stem = table.title.split()[0].lower() if table.title else ""
        for block in self.found.blocks:
            if block.section == "request" and block.name.rstrip("s") == stem:
                for left, right, line in table.rows:
                    limits = read_limits(f"{left}: {right}", self._field(block))
                    for limit in limits:
                        target = self._subject(block)
                        target = element(target) if limit.on_items else target
                        self.page.say(target, limit.keyword, limit.value, (line.start, line.end))
                return

    def _states(self, table: Table) -> None:
        name = table.column.lower()
        subjects = dict.fromkeys(
            each.subject
            for each in self.page.statements
            if each.subject.startswith(str(self.status)) and each.subject.endswith(f".{name}")
        )
        span = (table.rows[0][2].start, table.rows[-1][2].end)
        for subject in subjects:
            self.page.say(subject, "enum", [left for left, _, _ in table.rows], span)
