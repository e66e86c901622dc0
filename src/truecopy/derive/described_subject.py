"""What everything that describes one field of a page says of it together."""

from truecopy.derive.documented_fields import DocumentedField
from truecopy.derive.elements import Block
from truecopy.derive.limit_exceptions import LimitContext, read_context
from truecopy.derive.paths import last_name
from truecopy.derive.picture_wordings import picture_sources, says_picture
from truecopy.derive.size_wordings import is_size
from truecopy.derive.statements import Page


class DescribedSubject:
    """A subject of a page; each thing is found out once, when it is first asked for.

    Attributes:
        name: The subject: `request.images[]`.
        text: Everything that describes it; empty where only its name is known.
    """

    def __init__(self, page: Page, name: str, text: str = "") -> None:
        """Prepare; nothing is found out yet."""
        self.name = name
        self.text = text
        self._page = page
        self._types: set[str] = set()
        self._types_read = 0
        self._is_picture: bool | None = None
        self._sources: tuple[str, ...] | None = None
        self._is_size: bool | None = None
        self._context: LimitContext | None = None

    def types(self) -> set[str]:
        """Return the types stated so far; only what is new since the last look is gone over."""
        values = self._page.values(self.name, "type", start=self._types_read)
        for value in values:
            self._types.update([value] if isinstance(value, str) else value)
        self._types_read += len(values)
        return set(self._types)

    def is_picture(self, types: set[str]) -> bool:
        """Whether it takes a picture."""
        if self._is_picture is None:
            is_sent = self.name.startswith("request")
            self._is_picture = is_sent and says_picture(self.text, types, last_name(self.name))
        return self._is_picture

    def field(self, block: Block, files: tuple[str, ...]) -> DocumentedField:
        """Return what is known of the field of one of its blocks.

        Args:
            files: Names of the fields of the page that take files.
        """
        types = self.types()
        if "file" in block.type.types:
            types.add("file")
        form = self._page.first(self.name, "format")
        return DocumentedField(
            name=block.name.rpartition(".")[2],
            types=frozenset(types),
            files=files,
            is_picture=self.is_picture(types),
            items=block.type.items,
            is_size=form != "uri" and self._takes_size(block.name),
            format=form,
            is_enum=block.type.is_enum,
            sources=self._picture_sources(types),
        )

    def context(self, field: DocumentedField) -> LimitContext:
        """Return what bounds its limits."""
        if self._context is None:
            self._context = read_context(self.text, field)
        return self._context

    def _picture_sources(self, types: set[str]) -> tuple[str, ...]:
        if self._sources is None:
            is_text = self.is_picture(types) and "file" not in types
            self._sources = picture_sources(self.text) if is_text else ()
        return self._sources

    def _takes_size(self, name: str) -> bool:
        if self._is_size is None:
            page = self._page
            known = [*page.values(self.name, "default"), *page.values(self.name, "enum")]
            self._is_size = is_size(name, self.text, known)
        return self._is_size
