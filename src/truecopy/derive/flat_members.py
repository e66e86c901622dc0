"""Members of an object that stand below it no further right than itself, as if they were fields beside it.

What shows that they are members: an example that nests them, a name with dots elsewhere on the page, or the sentence
about the object, which names them or says that they follow. Where the page does not write at which of them the object
ends, that is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from truecopy.derive import headings
from truecopy.derive.document import Document, Line
from truecopy.derive.elements import Block
from truecopy.derive.example_names import ExampleNames
from truecopy.derive.member_prose import introduces_members, named_members

# `owner.name`, `parts[].width`: a member with the object around it.
_DOTTED = re.compile(r"(?<![\w./@-])([A-Za-z_]\w{0,60})(?:\[\d{0,3}\])?\.([A-Za-z_]\w{0,60})")
# What parts the steps of a name.
_STEP = re.compile(r"[.\[]")
_STEPS = re.compile(r"\[\d*\]|\.")
_NO_END = "as the fields below: the page does not write where it ends"
# The first field below a button is a member for sure.
_SECOND = 2
# Sections of bodies, whose fields may have members.
_BODIES = frozenset({headings.REQUEST, headings.ANSWER, headings.ERROR})


@dataclass(kw_only=True)
class _Object:
    """An object whose members may follow.

    Attributes:
        path: The names that lead to it, from the root of its body.
        named: Members that the sentence about it names.
        is_listed: The sentence says that its members follow.
        is_told: It was said that its end is not known.
    """

    block: Block
    path: tuple[str, ...]
    named: frozenset[str]
    is_listed: bool
    count: int = 0
    is_told: bool = False


@dataclass(kw_only=True)
class FlatMembers:
    """Finds them among the fields of one page.

    Attributes:
        status: Of answers for which the page names none.
        doubts: What is told: lines of fields, with the words for it.
    """

    document: Document
    names: ExampleNames
    status: int
    doubts: list[tuple[Line, str]] = field(default_factory=list)

    def nest(self, blocks: Sequence[Block]) -> None:
        """Give each block that is a member the object that it belongs to."""
        self._close_opened(blocks)
        dotted = set(_DOTTED.findall(self.document.text))
        holders = {id(each.parent) for each in blocks if each.parent is not None}
        outer = [each for each in blocks if each.parent is None and each.section in _BODIES]
        for _, run in groupby(outer, key=_run_of):
            _Run(self, list(run), dotted, holders).nest()
        self._doubt_opened(blocks)

    def _close_opened(self, blocks: Sequence[Block]) -> None:
        """End members below the button of their object: the first that only the body around has ends them."""
        ended: set[int] = set()
        for block in blocks:
            while (parent := block.parent) is not None and _is_opened(parent):
                path = self._path_of(parent)
                is_around = block.name in self.names.at(path[:-1])
                if is_around and block.name not in self.names.at(path):
                    ended.add(id(parent))
                if id(parent) not in ended:
                    break
                block.parent = parent.parent

    def _doubt_opened(self, blocks: Sequence[Block]) -> None:
        """Tell where members stand below the button of their object, and no example shows which of them are some."""
        counts: dict[int, int] = {}
        for block in blocks:
            parent = block.parent
            if parent is None or not _is_opened(parent):
                continue
            counts[id(parent)] = counts.get(id(parent), 0) + 1
            if counts[id(parent)] == _SECOND and not self.names.at(self._path_of(parent)):
                self.tell(block, f"read as a member of {parent.name}, {_NO_END}")

    def _path_of(self, block: Block) -> tuple[str, ...]:
        """Return the names that lead to a block."""
        names: list[str] = []
        around: Block | None = block
        while around is not None:
            names += reversed([step for step in _STEPS.split(around.name) if step])
            around = around.parent
        return (self.root_of(block), *reversed(names))

    def tell(self, block: Block, what: str) -> None:
        """Note what is told of a field."""
        self.doubts.append((self.document.line_at(block.head.start), what))

    def root_of(self, block: Block) -> str:
        """Return the first name of the paths of a block's body."""
        is_answer = block.section in (headings.ANSWER, headings.ERROR)
        return str(block.status or self.status) if is_answer else "request"


def _is_opened(block: Block) -> bool:
    """Whether members stand below the button of an object, as far left as the object."""
    return block.members_at == block.indent and not block.members_listed


def _run_of(block: Block) -> tuple[str, int | None, int, int]:
    """Return what fields in a row have in common that the page sets beside one another."""
    return block.section, block.status, block.part, block.indent


class _Run:
    """Fields in a row, none of them further right than another."""

    def __init__(
        self,
        page: FlatMembers,
        blocks: Sequence[Block],
        dotted: set[tuple[str, str]],
        holders: set[int],
    ) -> None:
        self._page = page
        self._blocks = blocks
        self._dotted = dotted
        self._holders = holders
        self._root = page.root_of(blocks[0])
        # What has a member with dots has all of them so.
        self._written = {
            _STEP.split(each.name, maxsplit=1)[0] for each in blocks if not _is_plain(each)
        }
        self._within = {
            member: name
            for name in page.names.at((self._root,))
            for member in page.names.at((self._root, name))
        }
        self._open: list[_Object] = []
        self._described: dict[tuple[str, ...], set[str]] = {}
        names = [each.name for each in blocks]
        self._last = {name: index for index, name in enumerate(names)}

    def nest(self) -> None:
        for index, block in enumerate(self._blocks):
            if not _is_plain(block):
                self._open.clear()
                continue
            self._place(index, block)
            self._contradict(block)

    def _place(self, index: int, block: Block) -> None:
        while self._open and not self._is_member(index, block, self._open[-1]):
            self._open.pop()
        around: tuple[str, ...] = (self._root,)
        if self._open:
            holder = self._open[-1]
            block.parent, around = holder.block, holder.path
            holder.count += 1
        self._described.setdefault(around, set()).add(block.name)
        is_open = id(block) not in self._holders and block.name not in self._written
        if block.has_members and is_open:
            text = self._text(block)
            self._open.append(
                _Object(
                    block=block,
                    path=(*around, block.name),
                    named=named_members(text),
                    is_listed=introduces_members(text),
                )
            )

    def _is_member(self, index: int, block: Block, holder: _Object) -> bool:
        """Whether a field is a member of the object above it."""
        inner = self._page.names.at(holder.path)
        around = self._page.names.at(holder.path[:-1])
        is_dotted = (holder.block.name, block.name) in self._dotted
        if is_dotted or (block.name in holder.named and block.name not in around):
            return True
        if holder.is_listed and not (holder.count or inner):
            return True
        if block.name in around and (block.name in inner or holder.is_listed):
            is_described = block.name in self._described.get(holder.path[:-1], ())
            return is_described or (block.name in inner and self._last[block.name] > index)
        if block.name in inner or block.name in around:
            return block.name in inner
        if inner:
            return self._is_between(index, block, holder)
        return self._is_listed(block, holder)

    def _is_between(self, index: int, block: Block, holder: _Object) -> bool:
        """Whether a field that no example has stands before members of the object; behind them that is not known."""
        inner = self._page.names.at(holder.path)
        after = self._blocks[index + 1].name if index + 1 < len(self._blocks) else ""
        is_between = after in inner and after not in self._page.names.at(holder.path[:-1])
        if is_between or (holder.is_listed and not after):
            return True
        if holder.count or holder.is_listed:
            self._doubt(block, holder)
        return False

    def _is_listed(self, block: Block, holder: _Object) -> bool:
        """Whether a field follows an object that says so, and no example has one of the two."""
        if not holder.is_listed:
            if 0 < holder.count < len(holder.named):
                self._doubt(block, holder)
            return False
        if holder.count and block.has_members and introduces_members(self._text(block)):
            self._doubt(block, holder)
            return False
        if holder.count and not holder.is_told:
            holder.is_told = True
            self._page.tell(
                block,
                f"read as a member of {holder.block.name}, {_NO_END}",
            )
        return True

    def _doubt(self, block: Block, holder: _Object) -> None:
        self._page.tell(
            block,
            f"read as a field beside {holder.block.name}: the page does not write where that one ends",
        )

    def _contradict(self, block: Block) -> None:
        """Tell a field that stands beside others and that examples have within one of them only."""
        around, within = self._page.names.at((self._root,)), self._within.get(block.name)
        is_outside = block.parent is None and around and block.name not in around
        is_described = block.name in self._described.get((self._root, within or ""), ())
        if is_outside and within and not (is_described or (within, block.name) in self._dotted):
            self._page.tell(
                block, f"listed outside of {within}, and the example has it within only"
            )

    def _text(self, block: Block) -> str:
        return "\n".join(self._page.document.text[start:end] for start, end in block.prose)


def _is_plain(block: Block) -> bool:
    """Whether a name is one step, and leads through nothing."""
    return not _STEP.search(block.name)
