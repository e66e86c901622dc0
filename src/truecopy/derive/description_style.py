"""How a page writes the descriptions of its fields, by which a line that is no description can be told."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from truecopy.derive.document import Line

# How sentences end.
_STOPS = (".", "。", "!", "！", "?", "？", ":", "：")
# Of descriptions in one style: fewer are chance.
_FEW = 2


@dataclass(slots=True, kw_only=True)
class DescriptionStyle:
    """What the first lines of the descriptions so far have in common.

    Attributes:
        full, bare: How many end as sentences do, and how many do not.
        close, apart: How many stand right below the field, and how many behind a blank line.
        lone: Lines that were taken for descriptions and could be headings.
    """

    full: int = 0
    bare: int = 0
    close: int = 0
    apart: int = 0
    lone: list[Line] = field(default_factory=list)

    def note(self, line: Line, *, is_apart: bool) -> None:
        """Note the first line of a description."""
        is_full = line.text.rstrip().endswith(_STOPS)
        self.full, self.bare = self.full + is_full, self.bare + (not is_full)
        self.close, self.apart = self.close + (not is_apart), self.apart + is_apart

    @property
    def is_full(self) -> bool:
        """Whether descriptions on the page end as sentences do."""
        return self.full >= max(_FEW, 2 * self.bare)

    def doubtful(self) -> Iterator[Line]:
        """Yield the lines that are written otherwise than the descriptions of the page."""
        if self.is_full or self.close >= max(_FEW, 2 * self.apart):
            yield from self.lone
