"""What the described fields of a reference page say: types first, then the limits in their prose."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from truecopy.derive import headings
from truecopy.derive.authorization import is_of_key, state_authorization
from truecopy.derive.blocks import is_usual_header
from truecopy.derive.described_subject import DescribedSubject
from truecopy.derive.document import Line
from truecopy.derive.documented_fields import (
    DocumentedField,
)
from truecopy.derive.elements import Block, Elements, Table
from truecopy.derive.field_declarations import FieldDeclarations
from truecopy.derive.field_subjects import FieldSubjects, place_of
from truecopy.derive.limit_exceptions import LimitContext
from truecopy.derive.null_wordings import null_place
from truecopy.derive.option_lists import state_options
from truecopy.derive.paths import child, element, outer
from truecopy.derive.prose import Limit, read_limits
from truecopy.derive.requirement_marks import (
    is_optional,
    is_required,
    untold_conditions,
)
from truecopy.derive.statements import Page
from truecopy.derive.task_prose import TaskProse
from truecopy.derive.type_labels import is_in_signs, label_limits

# An entry of a list under a field with examples, which are told elsewhere.
_EXAMPLE_LABEL = re.compile(r"\s*(?:[•*+◦–-]\s*)?(?:Examples?|示例|例如)[:\uff1a]", re.IGNORECASE)
# A member that a description of an object lists: ` - name: text`.
_NESTED = re.compile(r"(?:^|\s)- (\w+): ")


class BlockReading:
    """Interprets the blocks of one page."""

    def __init__(
        self, page: Page, found: Elements, subjects: FieldSubjects, tasks: TaskProse
    ) -> None:
        """Read these blocks into `page`."""
        self._page = page
        self._found = found
        self._subjects = subjects
        self._tasks = tasks
        self._blocks = tuple(self._of_messages())
        # Blocks are told apart by what they are, not by what they say: two may say the same.
        self._required = frozenset(
            id(each) for each in self._blocks if is_required(each, page.document)
        )
        self._table_fields = tuple(self._tables())
        self._described = {
            subject: DescribedSubject(page, subject, text) for subject, text in self._texts()
        }
        self._files: tuple[str, ...] = ()

    def optional(self) -> frozenset[str]:
        """Return the subjects that the page describes as not required.

        Where some fields of an object are marked as required, the others described beside them are not.
        """
        marked: set[str] = set()
        described: dict[str, list[str]] = {}
        found: set[str] = set()
        for block in self._blocks:
            subject = self._subjects.of(block)
            parent = subject.rpartition(".")[0]
            described.setdefault(parent, []).append(subject)
            if self._is_required(block):
                marked.add(subject)
            elif is_optional(block, self._page.document):
                found.add(subject)
        for subjects in described.values():
            if marked.intersection(subjects):
                found.update(set(subjects) - marked)
        return frozenset(found - marked)

    def read(self) -> None:
        """State what every block says."""
        declarations = FieldDeclarations(
            self._page, self._subjects, self._described, self._required
        )
        for block in self._blocks:
            declarations.read(block)
            for place in untold_conditions(block, self._page.document):
                line = self._page.document.line_at(place[0])
                self._page.unread.append((line, "required on a condition, which is not read"))
            if not self._is_required(block):
                name = (block.head.start, block.head.end)
                self._page.unmarked.append((self._subjects.of(block), name))
        self._declare_around()
        self._files = tuple(
            dict.fromkeys(each.name for each in self._blocks if each.type.types == ("file",))
        )
        for block in self._blocks:
            self._describe(block)
        for table, block in self._table_fields:
            self._table(table, block)

    def _declare_around(self) -> None:
        """State that what a name leads through is an object or a list, where nothing else says so: `tags[]`, `card.number`."""
        for block in self._blocks:
            subject, place = self._subjects.of(block), (block.head.start, block.head.end)
            while (around := outer(subject)) and outer(around):
                if not self._page.values(around, "type"):
                    is_list = subject.endswith("[]")
                    self._page.say(around, "type", "array" if is_list else "object", place)
                subject = around

    def _is_required(self, block: Block) -> bool:
        return id(block) in self._required

    def _of_messages(self) -> Iterator[Block]:
        """Yield the blocks that are about a body or an address; the others are accounted for here."""
        for block in self._found.blocks:
            place = place_of(block) or block.section
            if block.section == headings.UNREAD:
                continue
            if is_usual_header(block.name) and {headings.HEADER, headings.AUTH} & {
                place,
                block.section,
            }:
                self._pass_over(block)
                continue
            if not is_of_key(block):
                yield block

    def _pass_over(self, block: Block) -> None:
        """Account for a header that any client sends."""
        lines = (block.head, block.declared, *block.attributes)
        places = [(line.start, line.end) for line in lines if line is not None]
        self._page.layout.extend(
            each for each in (*places, *block.prose) if each not in self._page.layout[-20:]
        )

    def authorization(self) -> None:
        """State what the page says of keys."""
        for block in self._found.blocks:
            if is_of_key(block):
                state_authorization(self._page, block)

    def _texts(self) -> Iterator[tuple[str, str]]:
        """Yield each subject with everything that describes it."""
        found: dict[str, list[str]] = {}
        text = self._page.document.text
        for block in self._blocks:
            pieces = found.setdefault(self._subjects.of(block), [])
            pieces += [text[start:end] for start, end in block.prose]
        for table, block in self._table_fields:
            pieces = found[self._subjects.of(block)]
            pieces += [f"{left}: {right}" for left, right, _ in table.rows]
        yield from ((subject, "\n".join(pieces)) for subject, pieces in found.items())

    def _field(self, block: Block) -> DocumentedField:
        return self._described[self._subjects.of(block)].field(block, self._files)

    def _describe(self, block: Block) -> None:
        """State the limits in a block's prose."""
        subject, field, text = (
            self._subjects.of(block),
            self._field(block),
            self._page.document.text,
        )
        context = self._described[subject].context(field)
        for line in block.limits:
            self._limit(subject, line, field, context)
        listed = state_options(self._page, subject, block.prose, field, context)
        for start, end in block.prose:
            piece = text[start:end]
            at = bisect_left(listed, start)
            if at < len(listed) and listed[at] < end:
                continue  # what a choice does is no limit of the value
            if _EXAMPLE_LABEL.match(piece):
                self._page.layout.append((start, end))
            nested = list(_NESTED.finditer(piece)) if "object" in field.types else []
            if len(nested) > 1:
                self._nested(subject, start, piece, nested)
                continue
            self._state_limits(subject, read_limits(piece, field, context), start)
            null = null_place(piece)
            if null is not None:
                self._page.layout.append((start + null[0], start + null[1]))
            if block.section == headings.ANSWER:
                self._tasks.field(subject, start, piece)

    def _limit(
        self, subject: str, line: Line, field: DocumentedField, context: LimitContext
    ) -> None:
        """State a limit beside the type, in signs or in words."""
        in_signs = list(label_limits(line.text, field))
        if all(context.holds(keyword, value) for keyword, value, _ in in_signs):
            for keyword, value, on_items in in_signs:
                target = element(subject) if on_items else subject
                self._page.say(target, keyword, value, (line.start, line.end))
        if not in_signs and is_in_signs(line.text):
            self._page.unread.append((line, "a limit beside the type, which is not understood"))
        elif not in_signs:
            self._state_limits(subject, read_limits(line.text, field, context), line.start)

    def _nested(self, subject: str, offset: int, piece: str, found: list[re.Match[str]]) -> None:
        """State the members that a description lists as `- name: text`."""
        ends = [*(match.start() for match in found[1:]), len(piece)]
        for match, end in zip(found, ends, strict=True):
            inner = child(subject, match.group(1))
            self._page.mark(inner, "property", (offset + match.start(1), offset + end))
            known = self._described.get(inner) or DescribedSubject(self._page, inner)
            field = DocumentedField(name=match.group(1), types=frozenset(known.types()))
            self._state_limits(
                inner, read_limits(piece[match.end() : end], field), offset + match.end()
            )

    def _state_limits(self, subject: str, limits: list[Limit], offset: int) -> None:
        for limit in limits:
            if limit.keyword == "type":
                continue  # declared already
            target = element(subject) if limit.on_items else subject
            self._page.say(
                target, limit.keyword, limit.value, (offset + limit.start, offset + limit.end)
            )

    def _tables(self) -> Iterator[tuple[Table, Block]]:
        """Yield each table such as `Image Requirements`, which says what a field must be, with the field: `images`."""
        named: dict[str, Block] = {}
        for block in self._blocks:
            if block.section == headings.REQUEST:
                named.setdefault(block.name.rstrip("s"), block)
        for table in self._found.tables:
            stem = table.title.split()[0].lower() if table.title else ""
            if stem in named:
                yield table, named[stem]

    def _table(self, table: Table, block: Block) -> None:
        for left, right, line in table.rows:
            for limit in read_limits(f"{left}: {right}", self._field(block)):
                target = self._subjects.of(block)
                target = element(target) if limit.on_items else target
                self._page.say(target, limit.keyword, limit.value, (line.start, line.end))
