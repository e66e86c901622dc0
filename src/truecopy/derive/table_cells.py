"""Lines of a table cut into cells: between bars, between tabs, or where blanks align them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truecopy.derive.document import Line

# What stands between two cells: a bar that no backslash takes back, a tab, or two blanks and more.
_BAR = re.compile(r"(?<!\\)\|")
_TAB = re.compile(r"\t")
_BLANKS = re.compile(r"(?<! ) {2,}+(?=\S)")
# What pages put before the name of a member in the row below its object.
_MEMBER = re.compile(r"(?:&nbsp;|[\s└├─│»↳→>·•-]){1,40}(?=[`*\w])")
# Of columns: a cell may begin so much before or behind the head above it.
_SLACK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """The cells of a line, each as if it stood on a line of its own.

    Attributes:
        depth: How far the first one is set in; members stand deeper than their object.
        is_member: A mark says that it is one.
    """

    cells: tuple[Line, ...]
    depth: int = 0
    is_member: bool = False


def cut_cells(line: Line | None) -> list[Line]:
    """Return the cells between bars or tabs; none where a line is no row."""
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


def cut_row(line: Line | None, columns: int) -> TableRow | None:
    """Return the row that a line between bars or tabs is; None where it is none.

    Args:
        columns: That the head has: what tabs set in further than that is set in.
    """
    cells = cut_cells(line)
    if line is None or len(cells) < 2:
        return None
    tabs = 0
    while (
        len(cells) - tabs > 2
        and tabs < len(cells)
        and not cells[tabs].text
        and "|" not in line.text
    ):
        tabs += 1
    cells = cells[tabs:] if len(cells) > columns or tabs else cells
    name = cells[0]
    before = line.text[: name.start - line.start]
    blanks = len(before) - len(before.rstrip(" "))
    marks = _MEMBER.match(name.text)
    if marks:
        cells[0] = Line(
            number=name.number, start=name.start + marks.end(), text=name.text[marks.end() :]
        )
    depth = tabs or (len(marks.group()) if marks else 0) + (blanks if "|" in line.text else 0)
    return TableRow(cells=tuple(cells), depth=depth, is_member=bool(marks))


def cut_aligned(line: Line | None) -> list[Line]:
    """Return the cells of a line that two blanks and more part."""
    if line is None or "|" in line.text or "\t" in line.text:
        return []
    start = len(line.text) - len(line.text.lstrip())
    cells = []
    for match in _BLANKS.finditer(line.text, start):
        cells.append(_piece(line, start, line.text[start : match.start()]))
        start = match.end()
    return [*cells, _piece(line, start, line.text[start:])] if cells else []


def cut_aligned_row(line: Line, head: Sequence[Line]) -> TableRow | None:
    """Return the row below an aligned head; None where its cells do not stand below those of the head."""
    cells = cut_aligned(line)
    if len(cells) == len(head):
        return TableRow(cells=tuple(cells))
    starts = [cell.start - head[0].start for cell in head]
    offset = len(line.text) - len(line.text.lstrip())
    found = [Line(number=line.number, start=line.start, text="") for _ in head]
    for cell in cells or [_piece(line, offset, line.text[offset:])]:
        at = cell.start - line.start
        index = next((i for i, start in enumerate(starts) if abs(at - start) <= _SLACK), None)
        if index is None or found[index].text:
            return None
        found[index] = cell
    return TableRow(cells=tuple(found))


def _piece(line: Line, start: int, text: str) -> Line:
    blanks = len(text) - len(text.lstrip())
    return Line(number=line.number, start=line.start + start + blanks, text=text.strip())
