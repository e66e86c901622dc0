"""Tables on a page of plain text, their cells between bars or tabs: of fields, of statuses, of states."""

import re
from collections.abc import Sequence

from truecopy.derive import headings
from truecopy.derive.document import Line
from truecopy.derive.documented_fields import read_type
from truecopy.derive.elements import Block, Table
from truecopy.derive.field_heads import field_name
from truecopy.derive.html_tables import NO, YES, columns_of
from truecopy.derive.page_walk import PageWalk
from truecopy.derive.status_lines import read_status_line
from truecopy.derive.task_states import are_states

# The row below the head of a table of Markdown.
_RULE = re.compile(r"(?=.*--)[\s|:+=-]+")
# What stands between two cells: a bar that no backslash takes back, or a tab.
_BAR = re.compile(r"(?<!\\)\|")
_TAB = re.compile(r"\t")
# Marks around a name or a type.
_MARKS = " \t`*_"
_NOTHING = frozenset({"", "-", "—", "–", "none", "n/a", "无"})
_STATUS_HEADS = frozenset(
    {"code", "status", "status code", "http status", "http code", "状态码", "错误码"}
)
_STATE_HEADS = frozenset({"status", "state", "状态"})


class TableScan:
    """Takes the tables from a page."""

    def __init__(self, page: PageWalk) -> None:
        """Go on where `page` stands."""
        self._page = page

    def table(self) -> bool:
        """Take a table; return whether there is one. What is not read of it is told."""
        head = self._cells(0)
        if len(head) < 2 or self._page.section not in headings.READ:
            return False
        below = self._page.text_of(1)
        is_ruled = bool(_RULE.fullmatch(below)) and "|" in self._page.text_of()
        names = [cell.text.strip(_MARKS).lower() for cell in head]
        columns = columns_of(names)
        if not (is_ruled or {"name", "type"} <= columns.keys()):
            return False
        if {"name", "type"} <= columns.keys():
            self._page.open_fields()
        line = self._page.take(2 if is_ruled else 1)
        self._page.mark(line)
        rows = self._rows()
        self._page.block = None
        if {"name", "type"} <= columns.keys():
            for row in rows:
                self._field(row, columns)
        elif not (self._statuses(names, rows) or self._states(names, rows)):
            self._page.skip(line, "the columns of the table are not known, and it is not read")
        return True

    def is_of_fields(self, ahead: int) -> bool:
        """Whether the line that is `ahead` is the head of a table of fields."""
        names = [cell.text.strip(_MARKS).lower() for cell in self._cells(ahead)]
        return len(names) > 1 and {"name", "type"} <= columns_of(names).keys()

    def _cells(self, ahead: int) -> list[Line]:
        """Return the cells of a line, each as if it stood on a line of its own; none where it is no row."""
        line = self._page.line(ahead)
        if line is None:
            return []
        text = line.text.strip()
        mark = _BAR if text.count("|") > 1 else _TAB
        ends = [match.start() for match in mark.finditer(line.text)]
        if not ends or (mark is _TAB and "\t" not in text):
            return []
        starts = [0, *(end + 1 for end in ends)]
        spans = list(zip(starts, [*ends, len(line.text)], strict=True))
        first = not line.text[slice(*spans[0])].strip() if mark is _BAR else 0
        last = len(spans) - (not line.text[slice(*spans[-1])].strip())
        return [_piece(line, start, line.text[start:end]) for start, end in spans[first:last]]

    def _rows(self) -> list[list[Line]]:
        rows: list[list[Line]] = []
        while len(cells := self._cells(0)) > 1:
            rows.append(cells)
            self._page.take()
        return rows

    def _field(self, row: Sequence[Line], columns: dict[str, int]) -> None:
        """Take a row as a field."""
        cells = {role: row[index] for role, index in columns.items() if index < len(row)}
        name = field_name(cells["name"].text.strip(_MARKS))
        declared = cells.get("type")
        whole = self._page.document.line_at(row[0].start)
        if name is None or declared is None or read_type(_bare(declared).text) is None:
            self._page.skip(whole, "a row of a table of fields, whose name or type is not known")
            return
        block = Block(
            section=self._page.section,
            name=name,
            head=cells["name"],
            declared=_bare(declared),
            status=self._page.status,
        )
        for role in ("name", "type", "required", "default"):
            if role in cells:
                self._page.found.layout.append((cells[role].start, cells[role].end))
        block.is_required = _says(cells.get("required"), YES)
        block.is_optional = _says(cells.get("required"), NO)
        default = cells.get("default")
        if default is not None and default.text.strip(_MARKS).lower() not in _NOTHING:
            block.default = _bare(default)
        text = cells.get("description")
        if text is not None:
            is_last = columns["description"] == max(columns.values())
            block.prose.append((text.start, row[-1].end if is_last else text.end))
        self._page.found.blocks.append(block)

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


def _piece(line: Line, start: int, text: str) -> Line:
    blanks = len(text) - len(text.lstrip())
    return Line(number=line.number, start=line.start + start + blanks, text=text.strip())


def _bare(cell: Line) -> Line:
    """Return a cell without the marks around its text."""
    blanks = len(cell.text) - len(cell.text.lstrip(_MARKS))
    text = cell.text.strip(_MARKS).replace("\\|", " |")
    return Line(number=cell.number, start=cell.start + blanks, text=text)
