"""The described fields of a page, its tables, and what is prose."""

import re

from truecopy.derive import headings
from truecopy.derive.document import Line
from truecopy.derive.elements import Block, Table
from truecopy.derive.field_heads import heading_name, is_attribute
from truecopy.derive.furniture import is_bullet
from truecopy.derive.page_walk import MEDIA_TYPE, PageWalk
from truecopy.derive.parameter_entries import read_entry
from truecopy.derive.type_labels import TypeLabel, is_flag

# The name of a field over a bulleted list, with what is in brackets behind it: `image (required)`.
_TITLE = re.compile(r"([A-Za-z_][\w-]*)(?: \(([^)]+)\))?")
# The head of a table of two columns whose cells are glued: `StatusDescription`.
_TABLE_HEAD = re.compile(r"([A-Z][a-z]+)([A-Z][a-z]+)")
# Where the cells of one of its rows are glued: `pendingAccepted`.
_GLUE = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")


class FieldScan:
    """Takes the fields from a page, and what is left as prose."""

    def __init__(self, page: PageWalk) -> None:
        """Go on where `page` stands."""
        self._page = page
        self.late = (
            self._one_line_block,
            self._parameter_entry,
            self._bulleted_block,
            self._other_entry,
            self._table,
            self._media_type,
            self._attribute,
        )

    def typed_block(self) -> bool:
        """Take a field whose name stands above its type; return whether there is one."""
        name, label = heading_name(self._page.text_of()), self._page.type_label()
        if name is None or label is None or not self._page.starts_block():
            return name is not None and self._untyped_block(name)
        head = self._page.take()
        block = _block(name, head, label)
        between = self._page.line()
        if between is not None and between.number < label.declared.number and not between.is_blank:
            block.attributes.append(between)
        self._page.at = label.declared.number
        self._open(block)
        if not label.is_known:
            self._page.skip(label.declared, "the type is described elsewhere, and not read")
        while (line := self._attribute_line()) is not None:
            self._page.at = line.number
            block.attributes.append(line)
        return True

    def _untyped_block(self, name: str) -> bool:
        """Take a field without a type, if its name stands apart with nothing but a mark below: `required`."""
        page = self._page
        before, mark, after = page.line(-1) if page.at else None, page.line(1), page.line(2)
        is_apart = all(line is None or line.is_blank for line in (before, after))
        is_name = page.is_begun and name[0].islower() and not is_flag(name)
        if not (is_name and is_apart) or mark is None or not is_flag(mark.text):
            return False
        block = Block(section=page.section, name=name, head=page.take())
        self._open(block)
        block.attributes.append(page.take())
        return True

    def _attribute_line(self) -> Line | None:
        line = self._page.line()
        if line is not None and line.is_blank:
            line = self._page.follower()
            is_near = line is not None and line.number - 1 - self._page.at <= 1
            line = line if is_near and line is not None and len(line.text.split()) == 1 else None
        return line if line is not None and is_attribute(line.text) else None

    def _open(self, block: Block) -> None:
        """Begin a block, as a member of the one whose members are being described."""
        self._page.open_fields()
        block.section, block.status = self._page.section, self._page.status
        block.part = self._page.part
        line = self._page.document.line_at(block.head.start)
        indent = block.indent = len(line.text) - len(line.text.lstrip())
        last = self._page.block or self._page.parent
        if last is not None and indent > last.indent and last.has_members:
            self._page.parent = last
        while self._page.parent is not None and self._is_outside(block, self._page.parent):
            self._page.parent = self._page.parent.parent
        block.parent = self._page.parent
        if block.parent is not None and block.parent.members_at is None:
            block.parent.members_at = indent
        if block.parent is None:
            self._page.described.add(block.name)
        self._page.block = block
        self._page.found.blocks.append(block)
        self._page.note_object(block)

    def _is_outside(self, block: Block, parent: Block) -> bool:
        """Whether a block is no member of `parent`: it stands further left than members, or names its place itself."""
        if parent.members_listed and not is_bullet(
            self._page.document.line_at(block.head.start).text
        ):
            return True
        members_at = parent.members_at or parent.indent
        return block.indent < members_at or block.name.startswith(
            (f"{parent.name}.", f"{parent.name}[")
        )

    def _one_line_block(self) -> bool:
        """A field whose name, type and attributes stand on one line."""
        page = self._page
        found = page.one_line_head() if page.section in headings.READ else None
        if found is None or (self._page.block is None and self._page.is_titled):
            return False
        around = self._page.block
        if around is not None and around.has_members and self._is_list_of(around):
            self._page.parent, around.members_listed = around, True
        line = self._page.take()
        end = line.end if found.prose is None else found.prose.start
        self._page.found.layout.append((line.start, end))
        self._open(_block(found.name, found.head, found.label))
        if found.prose is not None and self._page.block is not None:
            self._page.block.prose.append((found.prose.start, found.prose.end))
        return True

    def _parameter_entry(self) -> bool:
        """Take a parameter that is named without its type; choices of the field above are none."""
        page = self._page
        entry = read_entry(page.lines[page.at], page.section)
        if entry is None or (page.block is not None and page.block.declared is not None):
            return False
        indent = len(page.lines[page.at].text) - len(page.lines[page.at].text.lstrip())
        if page.block is not None and indent > page.block.indent:
            return False
        line = page.take()
        page.found.layout.append((line.start, entry.prose.start))
        self._open(Block(section=page.section, name=entry.head.text, head=entry.head))
        if entry.prose.text.strip() and page.block is not None:
            page.block.prose.append((entry.prose.start, line.end))
        return True

    def _other_entry(self) -> bool:
        """An entry of a list of fields that is none itself: it does not describe the one before."""
        page, block = self._page, self._page.block
        line = page.lines[page.at]
        if block is None or not is_bullet(line.text):
            return False
        head = page.document.line_at(block.head.start)
        if not is_bullet(head.text) or len(line.text) - len(line.text.lstrip()) > block.indent:
            return False
        page.skip(page.take(), "an entry of a list of fields, whose name or type is not known")
        page.block = None
        return True

    def _is_list_of(self, block: Block) -> bool:
        """Whether a bulleted line stands below an object that is no entry of a list itself: it is a member."""
        return is_bullet(self._page.lines[self._page.at].text) and not is_bullet(
            self._page.document.line_at(block.head.start).text
        )

    def _attribute(self) -> bool:
        """An attribute that stands among the prose of a block."""
        if self._page.block is None or not is_attribute(self._page.text_of()):
            return False
        self._page.block.attributes.append(self._page.take())
        return True

    def _bulleted_block(self) -> bool:
        match = _TITLE.fullmatch(self._page.text_of())
        follower = self._page.follower()
        if self._page.title.lower() != "parameters" or not match or follower is None:
            return False
        if not is_bullet(follower.text):
            return False
        self._open(Block(section=self._page.section, name=match.group(1), head=self._page.take()))
        return True

    def _table(self) -> bool:
        match = _TABLE_HEAD.fullmatch(self._page.text_of())
        follower = self._page.line(1)
        if not match or follower is None or follower.is_blank:
            return False
        table = Table(title=self._page.title, column=match.group(1), section=self._page.section)
        self._page.mark(self._page.take())
        while (line := self._page.line()) is not None and not line.is_blank:
            left, _, right = _GLUE.sub("\0", line.text.strip(), count=1).partition("\0")
            table.rows.append((left, right, self._page.take()))
        self._page.found.tables.append(table)
        self._page.block = None
        return True

    def _media_type(self) -> bool:
        if self._page.block is not None or not MEDIA_TYPE.fullmatch(self._page.text_of()):
            return False
        line = self._page.take()
        self._page.heading_at = self._page.at
        if self._page.section == headings.REQUEST:
            self._page.found.media_types.append((line.text.strip(), line))
        else:
            self._page.mark(line)
        return True


def _block(name: str, head: Line, label: TypeLabel) -> Block:
    return Block(
        section=headings.UNREAD,
        name=name,
        head=head,
        declared=label.declared,
        attributes=list(label.attributes),
        limits=list(label.limits),
    )
