"""What the described fields of a reference page say: types first, then the limits in their prose."""

import re
from collections.abc import Iterator

from truecopy.derive import headings
from truecopy.derive.blocks import is_usual_header, key_header, state_loose_prose
from truecopy.derive.document import Line, Span
from truecopy.derive.documented_fields import (
    DeclaredType,
    DocumentedField,
    literal,
    read_type,
)
from truecopy.derive.elements import Block, Elements, Table
from truecopy.derive.examples import state_field_example
from truecopy.derive.field_heads import default_in
from truecopy.derive.field_subjects import FieldSubjects, place_of
from truecopy.derive.limit_exceptions import LimitContext, read_context
from truecopy.derive.paths import child, element
from truecopy.derive.picture_wordings import picture_sources, says_picture
from truecopy.derive.prose import Limit, read_limits
from truecopy.derive.statements import Page
from truecopy.derive.task_prose import TaskProse

# What stands behind the name of a field in the title of its list.
_REQUIRED = re.compile(
    r"[(（](?:[^()（）]{0,60}[,;，；]\s*)?(?:required|必填)(?:\s*[,;，；][^()（）]{0,60})?[)）]",
    re.IGNORECASE,
)
# How a field is called deprecated: as an attribute, behind its name, or by the words that its description begins with.
_IS_DEPRECATED = frozenset({"deprecated", "已弃用", "已废弃"})
_DEPRECATED_HEAD = re.compile(r"\bdeprecated\b|已[弃废]", re.IGNORECASE)
_DEPRECATED_PROSE = re.compile(
    r"\W{0,4}(?:(?:note|status)\s*:\s*)?(?:this (?:field|parameter|option) is )?deprecated\b|\W{0,4}(?:该\w{2} ?)?已[弃废]",
    re.IGNORECASE,
)
_IS_REQUIRED = frozenset({"required", "必填", "必须", "必需"})
_IS_OPTIONAL = frozenset({"optional", "可选", "选填", "非必填"})
_REQUIRED_PROSE = re.compile(
    r"[\s*_`(\[]{0,4}(?:required|必填)(?=[*_)\]`]{0,3}(?:[.:,;\uff0c。]|\s*\Z|[)\]]))",
    re.IGNORECASE,
)
# Entries of that list: the type, which is a declaration, and examples, which are told elsewhere.
_TYPE_LABEL = re.compile(r"\s*(?:[•*+◦–-]\s*)?Type: ([^\n]+)")
_EXAMPLE_LABEL = re.compile(r"\s*(?:[•*+◦–-]\s*)?(?:Examples?|示例|例如)[:\uff1a]", re.IGNORECASE)
_NULLABLE = re.compile(
    r"\b(?:can|may|might|could) (?:also )?be null\b|\bnullable\b|\bor null\b|\bnull (?:if|when|for|until|unless)\b|可为空|可以为 ?null",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"^\s*(?:[•*-]\s*)?\(?optional\b|\bthis (?:field|parameter) is optional\b|^\s*可选",
    re.IGNORECASE,
)
# A member that a description of an object lists: ` - name: text`.
_NESTED = re.compile(r"(?:^|\s)- (\w+): ")
# How a text names width and height.
_SIZE = re.compile(r"width[*x×]height|size|resolution|dimensions?", re.IGNORECASE)


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
        self._blocks = tuple(self._described())
        self._table_fields = tuple(self._tables())
        self._texts = self._all_texts()
        self._types_of: dict[str, tuple[int, set[str]]] = {}
        self._files: tuple[str, ...] = ()
        self._pictures: dict[str, bool] = {}
        self._contexts: dict[str, LimitContext] = {}
        self._picture_sources: dict[str, tuple[str, ...]] = {}
        self._sizes: dict[str, bool] = {}

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
            elif self._is_optional(block):
                found.add(subject)
        for subjects in described.values():
            if marked.intersection(subjects):
                found.update(set(subjects) - marked)
        return frozenset(found - marked)

    def read(self) -> None:
        """State what every block says."""
        for block in self._blocks:
            self._declare(block)
            if not self._is_required(block):
                name = (block.head.start, block.head.end)
                self._page.unmarked.append((self._subjects.of(block), name))
        self._files = tuple(
            dict.fromkeys(each.name for each in self._blocks if each.type.types == ("file",))
        )
        for block in self._blocks:
            self._describe(block)
        for table, block in self._table_fields:
            self._table(table, block)

    def _described(self) -> Iterator[Block]:
        """Yield the blocks that are about a body or an address; the others are accounted for here."""
        for block in self._found.blocks:
            place = place_of(block) or block.section
            if block.section == headings.UNREAD:
                continue
            if block.section == headings.AUTH or (place == "header" and self._is_key(block)):
                continue
            if headings.HEADER in (place, block.section) and is_usual_header(block.name):
                self._pass_over(block)
                continue
            yield block

    def _pass_over(self, block: Block) -> None:
        """Account for a header that any client sends."""
        lines = (block.head, block.declared, *block.attributes)
        places = [(line.start, line.end) for line in lines if line is not None]
        self._page.layout.extend(
            each for each in (*places, *block.prose) if each not in self._page.layout[-20:]
        )

    def authorization(self) -> None:
        """State what the section on keys says."""
        for block in self._found.blocks:
            place = place_of(block) or block.section
            if block.section == headings.AUTH or (place == "header" and self._is_key(block)):
                self._authorization(block, place)

    @staticmethod
    def _is_key(block: Block) -> bool:
        return block.name.lower() == "authorization" or key_header(block.name)

    def _authorization(self, block: Block, place: str) -> None:
        page = self._page
        page.layout.append((block.head.start, block.head.end))
        for line in (block.declared, *block.attributes):
            if line is not None:
                page.layout.append((line.start, line.end))
        for start, _end in block.prose:
            state_loose_prose(page, page.document.line_at(start))
        if block.name.lower() != "authorization":
            page.say(
                "",
                "auth",
                f"{'header' if place == headings.AUTH else place} {block.name.lower()}",
                (block.head.start, block.head.end),
            )
        elif not list(page.values("", "auth")):
            text = " ".join(page.document.text[start:end] for start, end in block.prose)
            if re.search(r"\bbasic\b", text, re.IGNORECASE):
                page.say("", "auth", "basic", (block.head.start, block.head.end))

    def _all_texts(self) -> dict[str, str]:
        """Return for each subject everything that describes it."""
        found: dict[str, list[str]] = {}
        text = self._page.document.text
        for block in self._blocks:
            pieces = found.setdefault(self._subjects.of(block), [])
            pieces += [text[start:end] for start, end in block.prose]
        for table, block in self._table_fields:
            pieces = found[self._subjects.of(block)]
            pieces += [f"{left}: {right}" for left, right, _ in table.rows]
        return {subject: "\n".join(pieces) for subject, pieces in found.items()}

    def _is_required(self, block: Block) -> bool:
        return (
            block.is_required is not None
            or self._required_prose(block) is not None
            or bool(_REQUIRED.search(self._head_line(block)))
            or any(
                line.text.strip().strip("*").lower() in _IS_REQUIRED for line in block.attributes
            )
        )

    def _required_prose(self, block: Block) -> Span | None:
        """Return where a description begins by saying that the field is required."""
        for start, end in block.prose[:1]:
            match = _REQUIRED_PROSE.match(self._page.document.text, start, end)
            return match.span() if match else None
        return None

    def _head_line(self, block: Block) -> str:
        return self._page.document.line_at(block.head.start).text if block.declared is None else ""

    def _is_optional(self, block: Block) -> bool:
        text = self._page.document.text
        return (
            block.is_optional is not None
            or any(
                line.text.strip().strip("*").lower() in _IS_OPTIONAL for line in block.attributes
            )
            or any(_OPTIONAL.search(text[start:end][:200]) for start, end in block.prose[:1])
        )

    def _declare(self, block: Block) -> None:
        """State the type, and what stands in the lines under it."""
        subject, page = self._subjects.of(block), self._page
        if block.declared is not None:
            self._declare_type(block, subject, block.declared)
        if block.declared is None and self._is_required(block):
            page.mark(subject, "required", (block.head.start, block.head.end))
        else:
            page.layout.append((block.head.start, block.head.end))
            if block.declared is not None and not block.type.types:
                page.mark(subject, "property", (block.head.start, block.head.end))
        if _DEPRECATED_HEAD.search(self._head_line(block)):
            page.mark(subject, "deprecated", (block.head.start, block.head.end))
        self._cells(block, subject)
        for line in block.attributes:
            self._attribute(block, subject, line)
        for node in block.examples:
            state_field_example(page, subject, node)
        for start, end in block.prose:
            if _DEPRECATED_PROSE.match(page.document.text, start, end):
                page.mark(subject, "deprecated", (start, end))
            label = _TYPE_LABEL.match(page.document.text[start:end])
            declared = read_type(label.group(1)) if label else None
            if declared:
                self._say_type(subject, declared, (start, end), is_nullable=False)

    def _cells(self, block: Block, subject: str) -> None:
        """State what the cells of a table say, and the first word of a description."""
        said = self._required_prose(block)
        if block.is_required is not None:
            said = said or (block.is_required.start, block.is_required.end)
        if said is not None:
            self._page.mark(subject, "required", said)
        if block.default is not None:
            self._default(block, subject, block.default.text, block.default)

    def _declare_type(self, block: Block, subject: str, line: Line) -> None:
        declared = block.type
        place, page = (line.start, line.end), self._page
        if declared.types == ("file",):
            page.say(subject, "type", "string", place)
            page.say(subject, "format", "binary", place)
            if self._is_picture(subject, {"file"}):
                page.say(subject, "x-image/sources", ["bytes"], place)
            return
        is_nullable = any(line.text.strip().lower() == "nullable" for line in block.attributes)
        text = page.document.text
        is_nullable = is_nullable or any(
            _NULLABLE.search(text[start:end]) for start, end in block.prose
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
        if text.strip("*").lower() in _IS_REQUIRED:
            self._page.mark(subject, "required", place)
        elif text.strip("*").lower() in _IS_DEPRECATED:
            self._page.mark(subject, "deprecated", place)
        elif default is not None:
            self._default(block, subject, default, line)
        else:
            self._page.layout.append(place)

    def _default(self, block: Block, subject: str, text: str, line: Line) -> None:
        """State a default; what is no value of the field is prose, and states none."""
        try:
            value = literal(text, self._field(block))
        except ValueError:
            return
        self._page.say(subject, "default", value, (line.start, line.end))

    def _is_picture(self, subject: str, types: set[str]) -> bool:
        if subject not in self._pictures:
            self._pictures[subject] = subject.startswith("request") and says_picture(
                self._texts.get(subject, ""), types
            )
        return self._pictures[subject]

    def _field(self, block: Block) -> DocumentedField:
        subject = self._subjects.of(block)
        label = block.type
        types = self._types(subject)
        if "file" in label.types:
            types.add("file")
        form = self._page.first(subject, "format")
        return DocumentedField(
            name=block.name.rpartition(".")[2],
            types=frozenset(types),
            files=self._files,
            is_picture=self._is_picture(subject, types),
            is_size=form != "uri" and self._is_size(block, subject),
            format=form,
            is_enum=label.is_enum,
            sources=self._sources(subject, types),
        )

    def _sources(self, subject: str, types: set[str]) -> tuple[str, ...]:
        if subject not in self._picture_sources:
            is_text = self._is_picture(subject, types) and "file" not in types
            text = self._texts.get(subject, "")
            self._picture_sources[subject] = picture_sources(text) if is_text else ()
        return self._picture_sources[subject]

    def _is_size(self, block: Block, subject: str) -> bool:
        if subject not in self._sizes:
            self._sizes[subject] = bool(_SIZE.search(self._texts.get(subject, "")))
        return self._sizes[subject] or bool(_SIZE.search(block.name))

    def _types(self, subject: str) -> set[str]:
        """Return the types stated so far; only what is new since the last look is gone over."""
        count, declared = self._types_of.get(subject, (0, set[str]()))
        values = self._page.values(subject, "type", start=count)
        for value in values:
            declared.update([value] if isinstance(value, str) else value)
        self._types_of[subject] = (count + len(values), declared)
        return set(declared)

    def _describe(self, block: Block) -> None:
        """State the limits in a block's prose."""
        subject, field, text = (
            self._subjects.of(block),
            self._field(block),
            self._page.document.text,
        )
        context = self._context(subject, field)
        for start, end in block.prose:
            piece = text[start:end]
            if _EXAMPLE_LABEL.match(piece):
                self._page.layout.append((start, end))
            nested = list(_NESTED.finditer(piece)) if "object" in field.types else []
            if len(nested) > 1:
                self._nested(subject, start, piece, nested)
                continue
            self._state_limits(subject, read_limits(piece, field, context), start)
            null = _NULLABLE.search(piece)
            if null:
                self._page.layout.append((start + null.start(), start + null.end()))
            if block.section == headings.ANSWER:
                self._tasks.field(subject, start, piece)

    def _context(self, subject: str, field: DocumentedField) -> LimitContext:
        """Return what everything that describes a field says of its limits; once for all its blocks."""
        if subject not in self._contexts:
            self._contexts[subject] = read_context(self._texts.get(subject, ""), field)
        return self._contexts[subject]

    def _nested(self, subject: str, offset: int, piece: str, found: list[re.Match[str]]) -> None:
        """State the members that a description lists as `- name: text`."""
        ends = [*(match.start() for match in found[1:]), len(piece)]
        for match, end in zip(found, ends, strict=True):
            inner = child(subject, match.group(1))
            self._page.mark(inner, "property", (offset + match.start(1), offset + end))
            field = DocumentedField(name=match.group(1), types=frozenset(self._types(inner)))
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
