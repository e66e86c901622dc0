"""Tables on a page of plain text, their cells between bars or tabs: of fields, of statuses, of states."""

import re
from collections.abc import Sequence

from truecopy.derive import headings
from truecopy.derive.document import Line
from truecopy.derive.elements import Block, Table
from truecopy.derive.field_heads import field_name, location_in
from truecopy.derive.html_tables import NO, YES, columns_of, is_of_headers
from truecopy.derive.page_walk import PageWalk
from truecopy.derive.status_lines import read_status_line
from truecopy.derive.table_cells import TableRow, cut_aligned, cut_aligned_row, cut_cells, cut_row
from truecopy.derive.task_states import are_states
from truecopy.derive.type_labels import read_type_line

# The row below the head of a table of Markdown.
_RULE = re.compile(r"(?=.*--)[\s|:+=-]+")
# Marks around a name or a type.
_MARKS = " \t`*_"
_NOTHING = frozenset({"", "-", "—", "–", "none", "n/a", "无"})
# The line below the head of an aligned table, and the mark of a required field behind its name.
_UNDERLINE = re.compile(r"-{2,80}(?: {1,40}-{2,80}){1,20}")
_REQUIRED_MARK = re.compile(r"\s{0,8}(?:\\?\*(?!\*)|\(required\))$", re.IGNORECASE)
# Columns that say nothing of what is allowed.
_PASSED_OVER = frozenset(
    {"", "#", "no.", "example", "examples", "sample", "示例", "since", "version"}
)
_STATUS_HEADS = frozenset(
    {"code", "status", "status code", "http status", "http code", "状态码", "错误码"}
)
# Sections of parameters, whose tables may leave out the type; and those in which headers are of answers.
_IN_ADDRESS = frozenset(
    {headings.PATH, headings.QUERY, headings.HEADER, headings.COOKIE, headings.ADDRESS}
)
_OF_ANSWERS = frozenset({headings.ANSWER, headings.ERROR})
_STATE_HEADS = frozenset({"status", "state", "状态"})


class TableScan:
    """Takes the tables from a page."""

    def __init__(self, page: PageWalk) -> None:
        """Go on where `page` stands."""
        self._page = page
        self._section = page.section

    def table(self) -> bool:
        """Take a table; return whether there is one. What is not read of it is told."""
        if self._page.section not in headings.READ:
            return False
        head = self._cells(0)
        below = self._page.text_of(1)
        is_ruled = bool(_RULE.fullmatch(below)) and "|" in self._page.text_of()
        names = _names(head)
        columns = self._columns(names)
        is_of_fields = bool(columns)
        if len(head) < 2 or not (is_ruled or is_of_fields or self._is_of_statuses(names)):
            return False
        if is_of_fields:
            self._page.open_fields()
        line = self._page.take(2 if is_ruled or _is_underline(below) else 1)
        self._page.mark(line)
        rows = self._rows(head)
        self._page.block, self._page.part = None, self._page.part + 1
        if is_of_fields:
            self._section = headings.HEADER if is_of_headers(names) else self._page.section
            self._fields(rows, columns, line, names)
        elif not (
            self._statuses(names, [row.cells for row in rows])
            or self._states(names, [row.cells for row in rows])
        ):
            self._page.skip(line, "the columns of the table are not known, and it is not read")
        return True

    def _is_of_statuses(self, names: Sequence[str]) -> bool:
        """Whether the line is the head of a table of statuses: one stands below."""
        below = self._cells(1)
        found = read_status_line(below[0].text) if len(below) > 1 else None
        return names[0] in _STATUS_HEADS and found is not None and found.is_bare

    def is_of_fields(self, ahead: int) -> bool:
        """Whether the line that is `ahead` is the head of a table of fields."""
        names = _names(self._cells(ahead))
        return len(names) > 1 and {"name", "type"} <= columns_of(names).keys()

    def _columns(self, names: Sequence[str]) -> dict[str, int]:
        """Return which column of a table of fields says what; none of another table.

        Parameters of an address and headers are texts, of which no type has to be told.
        """
        columns = columns_of(names)
        if is_of_headers(names) and self._page.section not in _OF_ANSWERS:
            columns.setdefault("name", 0)
        elif "name" not in columns or not ("type" in columns or self._page.section in _IN_ADDRESS):
            return {}
        if "value" in names and "type" not in columns:
            columns.setdefault("description", names.index("value"))
        return columns

    def _cells(self, ahead: int) -> list[Line]:
        line = self._page.line(ahead)
        return cut_cells(line) or cut_aligned(line)

    def _rows(self, head: Sequence[Line]) -> list[TableRow]:
        rows: list[TableRow] = []
        is_aligned = not cut_cells(self._page.document.line_at(head[0].start))
        while (line := self._page.line()) is not None and not line.is_blank:
            row = cut_aligned_row(line, head) if is_aligned else cut_row(line, len(head))
            if row is None and not is_aligned:
                break
            if row is None:
                self._page.skip(line, "a row of a table, whose cells stand below no head")
            else:
                rows.append(row)
            self._page.take()
        return rows

    def _fields(
        self,
        rows: Sequence[TableRow],
        columns: dict[str, int],
        head: Line,
        names: Sequence[str],
    ) -> None:
        """Take rows as fields, each below the object that it is a member of."""
        around: list[tuple[int, Block]] = []
        for row in rows:
            while around and around[-1][0] >= row.depth:
                around.pop()
            parent = around[-1][1] if around and around[-1][1].has_members else self._page.parent
            if row.is_member and parent is None:
                line = self._page.document.line_at(row.cells[0].start)
                self._page.skip(line, "a row of a table of fields, whose object is not known")
                continue
            block = self._field(row.cells, columns)
            if block is not None:
                block.parent = parent
                around.append((row.depth, block))
        for index, name in enumerate(names):
            if name == "value" and self._section == headings.HEADER:
                continue  # what a header may be, shown and not said
            is_filled = any(row.cells[index : index + 1] and row.cells[index].text for row in rows)
            if index not in columns.values() and name not in _PASSED_OVER and is_filled:
                self._page.skip(head, f"the column {name!r} of the table is not read")

    def _field(self, row: Sequence[Line], columns: dict[str, int]) -> Block | None:
        """Take a row as a field; without a name it goes on with the one before."""
        cells = {role: row[index] for role, index in columns.items() if index < len(row)}
        text = cells.get("description")
        is_last = columns.get("description") == max(columns.values())
        prose = (text.start, row[-1].end if is_last else text.end) if text and text.text else None
        if not cells["name"].text and prose is not None and self._page.found.blocks:
            self._page.found.blocks[-1].prose.append(prose)
            return None
        marked = _REQUIRED_MARK.search(cells["name"].text)
        name = field_name(cells["name"].text[: marked.start() if marked else None].strip(_MARKS))
        label = read_type_line(_bare(cells["type"]), is_in_place=True) if "type" in cells else None
        whole = self._page.document.line_at(row[0].start)
        if name is None or (label is None and "type" in columns):
            self._page.skip(whole, "a row of a table of fields, whose name or type is not known")
            return None
        if label is not None and not label.is_known:
            self._page.skip(whole, "the type is described elsewhere, and not read")
        block = Block(
            section=self._section,
            name=name,
            head=cells["name"],
            declared=label.declared if label else None,
            attributes=list(label.attributes) if label else [],
            limits=list(label.limits) if label else [],
            status=self._page.status,
            part=self._page.part,
            prose=[prose] if prose is not None else [],
        )
        limits = cells.get("limits")
        if limits is not None and limits.text.strip(_MARKS) not in _NOTHING:
            block.prose.append((limits.start, limits.end))
        self._marks(block, cells)
        if marked:
            block.is_required = cells["name"]
        self._page.found.blocks.append(block)
        self._page.note_object(block)
        return block

    def _marks(self, block: Block, cells: dict[str, Line]) -> None:
        """Take what the cells say of the field beside its name and its type."""
        required = cells.get("required")
        if required is not None and required.text.strip(_MARKS).lower() not in YES | NO | _NOTHING:
            block.condition = required
        whole = () if block.limits else ("type",)
        for role in ("name", "required", "default", "location", *whole):
            if role in cells and cells[role] is not block.condition:
                self._page.found.layout.append((cells[role].start, cells[role].end))
        block.is_required = _says(required, YES)
        block.is_optional = _says(required, NO)
        default = cells.get("default")
        if default is not None and default.text.strip(_MARKS).lower() not in _NOTHING:
            block.default = _bare(default)
        location = cells.get("location")
        if location is not None and location_in(location.text.strip(_MARKS).lower()):
            text = location.text.strip(_MARKS).lower()
            block.attributes.append(Line(number=location.number, start=location.start, text=text))

    def _statuses(self, names: Sequence[str], rows: Sequence[Sequence[Line]]) -> bool:
        found = [read_status_line(row[0].text) for row in rows]
        if (
            names[0] not in _STATUS_HEADS
            or not found
            or not all(each and each.is_bare for each in found)
        ):
            return False
        for each, row in zip(found, rows, strict=True):
            if each is not None:
                self._page.found.statuses.append((each.status, None, row[0]))
        return True

    def _states(self, names: Sequence[str], rows: Sequence[Sequence[Line]]) -> bool:
        words = [row[0].text.strip(_MARKS) for row in rows]
        if names[0] not in _STATE_HEADS or not are_states(words):
            return False
        table = Table(title=self._page.title, column=names[0], section=self._page.section)
        for word, row in zip(words, rows, strict=True):
            line = self._page.document.line_at(row[0].start)
            table.rows.append((word, row[1].text, line))
        self._page.found.tables.append(table)
        return True


def _says(cell: Line | None, words: frozenset[str]) -> Line | None:
    """Return the cell if it says one of these words."""
    return cell if cell is not None and cell.text.strip(_MARKS).lower() in words else None


def _names(head: Sequence[Line]) -> list[str]:
    return [cell.text.strip(_MARKS).lower() for cell in head]


def _is_underline(text: str) -> bool:
    return bool(_UNDERLINE.fullmatch(text))


def _bare(cell: Line) -> Line:
    """Return a cell without the marks around its text."""
    blanks = len(cell.text) - len(cell.text.lstrip(_MARKS))
    text = cell.text.strip(_MARKS).replace("\\|", " |")
    return Line(number=cell.number, start=cell.start + blanks, text=text)
