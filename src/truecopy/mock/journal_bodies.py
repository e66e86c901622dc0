"""Bodies of requests as the journal shows them: JSON as JSON, forms as their parts, all of it bounded."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from truecopy.contract.bodies import FORM_TYPE, media_type_of
from truecopy.contract.jsontext import parse_json
from truecopy.contract.multipart import FormPart, parse_multipart
from truecopy.contract.problems import Problem

# What a text says is seen in its beginning; a picture in base64 has megabytes.
LONGEST_TEXT = 4_096
# All texts of one body together: a thousand entries of it are 64 MB at worst, and the journal has its own bound.
_MOST_CHARACTERS = 65_536
# Values of one body; more than any documented request has, many times over.
_MOST_VALUES = 2_000


def shown_body(data: bytes, content_type: str) -> Any:
    """Return a body as the journal shows it, of whatever bytes."""
    if media_type_of(content_type) == FORM_TYPE:
        parts = parse_multipart(content_type, data)
        if not isinstance(parts, Problem):
            return shown_form(parts)
    try:
        return shown_json(parse_json(data))
    except ValueError:
        pass
    try:
        return cut_text(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _file(data)


def shown_json(value: Any) -> Any:
    """Return a JSON value with long texts cut, and what is past the bounds left out."""
    return _Cutter().cut(value)


def shown_form(parts: list[FormPart]) -> dict[str, Any]:
    """Return a form: name -> text, or what is known of a file; a list of them where the name comes again."""
    cutter, shown = _Cutter(), dict[str, Any]()
    for part in parts:
        name, value = part.name[:LONGEST_TEXT], _shown_part(part, cutter)
        if name not in shown:
            shown[name] = value
        elif isinstance(shown[name], list):
            shown[name].append(value)
        else:
            shown[name] = [shown[name], value]
    return shown


def _shown_part(part: FormPart, cutter: "_Cutter") -> Any:
    if part.filename is None:
        try:
            return cutter.cut(bytes(part.data).decode("utf-8"))
        except UnicodeDecodeError:
            return _file(bytes(part.data))
    known = {"filename": part.filename[:LONGEST_TEXT], "type": part.media_type or None}
    return {**known, **_file(bytes(part.data))}


def _file(data: bytes) -> dict[str, Any]:
    return {"size_bytes": len(data), "sha256": sha256(data).hexdigest()}


def cut_text(text: str, most: int = LONGEST_TEXT) -> str:
    """Return a text as it is shown: a long one is cut, and its length told."""
    return text if len(text) <= most else f"{text[:most]}... ({len(text)} characters)"


def names_in(value: Any) -> Iterator[str]:
    """Yield the names of all members of a JSON value."""
    if isinstance(value, dict):
        yield from value
        value = value.values()
    elif not isinstance(value, list):
        return
    for item in value:
        yield from names_in(item)


def rewritten(value: Any, names: Callable[[str], str], texts: Callable[[str], str] = str) -> Any:
    """Return a JSON value with its members' names, and its texts, rewritten."""
    if isinstance(value, str):
        return texts(value)
    if isinstance(value, list):
        return [rewritten(item, names, texts) for item in value]
    if isinstance(value, dict):
        return {names(name): rewritten(item, names, texts) for name, item in value.items()}
    return value


class _Cutter:
    """Cuts one body, as long as something is left of what it may show."""

    def __init__(self) -> None:
        self._characters = _MOST_CHARACTERS
        self._values = _MOST_VALUES

    def cut(self, value: Any) -> Any:
        """Return a value cut to what may be shown; depth is bounded by the reader of JSON."""
        self._values -= 1
        if self._values < 0:
            return "..."
        if isinstance(value, str):
            text = cut_text(value, min(LONGEST_TEXT, max(0, self._characters)))
            self._characters -= len(text)
            return text
        if isinstance(value, list):
            items = [self.cut(item) for item, _ in zip(value, range(self._room()), strict=False)]
            return items if len(items) == len(value) else [*items, "..."]
        if isinstance(value, dict):
            members = {
                self.cut(name): self.cut(item)
                for (name, item), _ in zip(value.items(), range(self._room()), strict=False)
            }
            return members if len(members) == len(value) else {**members, "...": "..."}
        return value

    def _room(self) -> int:
        return max(0, self._values)
