"""Which subject each described field is about: `address.city` below `address`, `data[].url` in an array."""

import re
from collections.abc import Iterable

from truecopy.derive import headings
from truecopy.derive.document import Document
from truecopy.derive.elements import Block
from truecopy.derive.example_names import ExampleNames
from truecopy.derive.field_heads import location_in
from truecopy.derive.located_json import DEEPEST
from truecopy.derive.paths import child, element
from truecopy.errors import DeriveError

# One step of a name: `messages`, `[]`, `[0]`, `[*]`; a number between dots is an element too.
_STEP = re.compile(r"\[[\d*]?\]|[^.\[\]]+")
# A parameter within a path: `{id}`.
_PLACEHOLDER = re.compile(r"\{([^{}/]+)\}")
_ROOTS = {
    "body": "request",
    headings.PATH: "path",
    headings.QUERY: "query",
    headings.HEADER: "header",
    headings.COOKIE: "cookie",
}


def place_of(block: Block) -> str:
    """Return the place that an attribute of a block names: `query`, `header`; empty where none does."""
    return next((place for line in block.attributes if (place := location_in(line.text))), "")


def require_shallow(document: Document, blocks: Iterable[Block]) -> None:
    """Refuse members of members of members without end: what works on a body calls itself.

    Raises:
        DeriveError: A field is nested too deep; names its line.
    """
    for block in blocks:
        level = 0
        around: Block | None = block
        while around is not None:
            level += len(_STEP.findall(around.name))
            around = around.parent
        if level > DEEPEST:
            raise DeriveError(
                f"{document.id}:{block.head.number}: the field {block.name[:80]} is nested deeper than {DEEPEST} levels"
            )


class FieldSubjects:
    """Finds the subjects of the blocks of one page."""

    def __init__(
        self,
        blocks: Iterable[Block],
        *,
        status: int,
        has_body: bool,
        path: str,
        names: ExampleNames,
    ) -> None:
        """Look among these blocks.

        Args:
            status: Of answers for which the page names none.
            has_body: Whether the request has one; the parameters of one without stand in its address.
            path: Its template.
            names: Of the members of examples, which may have dots of their own.
        """
        self._status = status
        self._has_body = has_body
        self._in_path = set(_PLACEHOLDER.findall(path))
        self._names = names
        self._arrays: set[str] = set()
        self._found: dict[int, str] = {}
        for block in blocks:
            self._found[id(block)] = subject = self._find(block)
            if "array" in block.type.types:
                self._arrays.add(subject)

    def of(self, block: Block) -> str:
        """Return the subject of a block."""
        return self._found[id(block)]

    def root_of(self, block: Block) -> str:
        """Return the first step of a block's subject: `request`, `path`, `query`, a status."""
        section = place_of(block) or block.section
        if section in (headings.ANSWER, headings.ERROR):
            return str(block.status or self._status)
        in_address = section == headings.ADDRESS or (
            section == headings.REQUEST and not self._has_body
        )
        if in_address:
            return "path" if block.name in self._in_path else "query"
        return _ROOTS.get(section, "request")

    def _find(self, block: Block) -> str:
        base = self.root_of(block)
        if block.parent is not None and id(block.parent) in self._found:
            base = self._found[id(block.parent)]
            base = element(base) if base in self._arrays else base
        elif block.name in self._names.at((base,)):
            return child(base, block.name)
        name = block.name
        if block.type.types == ("array",) and not block.type.items:
            name = name.removesuffix("[]")  # how a form repeats a field: the list itself
        steps = _STEP.findall(name) if base != "header" else [name]
        for index, step in enumerate(steps):
            if index and base in self._arrays and not _is_element(step):
                base = element(base)
            if not _is_element(step) or not index:
                base = child(base, step)
            elif index < len(steps) - 1 or base not in self._arrays:
                base = element(base)
                self._arrays.discard(base)
        return base


def _is_element(step: str) -> bool:
    return step.startswith("[") or step.isdigit()
