"""Which operation a request is for: method, path, media type."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from truecopy.model import Operation


@dataclass(frozen=True, slots=True)
class Route:
    """What a path leads to.

    Attributes:
        operations: Method -> media type (None for no body) -> id of the operation.
        parameters: Values of the path's parameters.
    """

    operations: Mapping[str, Mapping[str | None, str]]
    parameters: Mapping[str, str]


class Routes:
    """The paths of one contract, compiled."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Compile the table; aliases lead where their operation leads."""
        plain: dict[str, dict[str, dict[str | None, str]]] = {}
        for operation in operations:
            for path in (operation.path, *operation.aliases):
                by_method = plain.setdefault(path, {})
                by_method.setdefault(operation.method, {})[operation.media_type] = operation.id
        self.paths = tuple(plain)
        self._plain = {path: Route(table, {}) for path, table in plain.items() if "{" not in path}
        self._templates = [(path.split("/"), table) for path, table in plain.items() if "{" in path]

    def find(self, path: str) -> Route | None:
        """Return where a path leads, None for nowhere; a plain path wins over a template."""
        return self._plain.get(path) or self._filled(path.split("/"))

    def find_encoded(self, path: str) -> Route | None:
        """Return where a path leads as it stands in an address: a slash within a value is `%2F`.

        Source:
            RFC 3986 section 2.2.
        """
        parts = [unquote(part) for part in path.split("/")]
        has_slashes = any("/" in part for part in parts)
        return self._filled(parts) if has_slashes else self.find("/".join(parts))

    def _filled(self, parts: Sequence[str]) -> Route | None:
        for template, table in self._templates:
            if len(template) != len(parts):
                continue
            values: dict[str, str] = {}
            for name, part in zip(template, parts, strict=True):
                if name.startswith("{") and part:
                    values[name[1:-1]] = part
                elif name != part:
                    break
            else:
                return Route(table, values)
        return None
