"""The texts in JSON, one after another, whether it is whole, cut off, or only nearly JSON."""

import json
import re

from truecopy.model.pointers import join

# A text, with what follows it where it is a name: a whole number, or any other value; and what ends a list or object.
TOKEN = re.compile(
    r'"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"(\s*+:(?:\s*+(-?[0-9]++)(?![0-9.eE+-]))?+)?+|\\?\Z)|[\]}]',
    re.DOTALL,
)
TEXT, NAME, NUMBER = 1, 2, 3
# For places: commas and what begins a list or object too.
_STEP = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"(\s*+:)?+|\\?\Z)|[{}\[\],]', re.DOTALL)
# A place behind so much is not worth the way to it.
_FARTHEST = 500_000
# A line of newline-delimited JSON or of an event stream, a member on a line of its own, and an object within a line,
# as scripts and pages have them.
_LINE = re.compile(
    r"^(?:[ \t]*+(?:data:[ \t]*+)?+(?=[{\[])|[ \t]*+(?=\"[^\"\r\n]{1,100}+\"[ \t]*+:)|"
    r"(?:[^\r\n{]|\{(?![ \t]*+\"))*+(?=\{))([^\r\n]++)",
    re.MULTILINE,
)
# Some servers begin JSON with a byte order mark (RFC 8259 section 8.1).
_MARK = "\ufeff"


class Pieces:
    """A text, parts of which become others, in their order."""

    def __init__(self, text: str) -> None:
        """Take the text as it is."""
        self._text = text
        self._done: list[str] = []
        self._at = 0

    def put(self, begin: int, end: int, new: str) -> None:
        """Put something in the place of a part."""
        self._done += (self._text[self._at : begin], new)
        self._at = end

    def joined(self) -> str:
        """Return the whole text."""
        return "".join((*self._done, self._text[self._at :])) if self._done else self._text


def json_spans(text: str) -> list[tuple[int, int]]:
    """Return where JSON stands in a text: the whole of it, or lines; none where it is no JSON."""
    begin = text.removeprefix(_MARK).lstrip()[:1]
    if begin in ("{", "["):
        return [(0, len(text))]
    if "{" not in text and "[" not in text:
        return []
    return [line.span(1) for line in _LINE.finditer(text)]


def meant(raw: str) -> str:
    """Return what a text of JSON says; `raw` is without its quotation marks."""
    if "\\" not in raw:
        return raw
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        return raw


def written(text: str, like: str) -> str:
    """Return a text as JSON writes it, without quotation marks; in ASCII where another one is so."""
    return json.dumps(text, ensure_ascii=like.isascii() or "\\u" in like)[1:-1]


def pointer_at(text: str, at: int) -> str:
    """Return the JSON pointer to what stands at a place, as far as the text looks like JSON; empty far behind."""
    if at > _FARTHEST:
        return ""
    path: list[str | int] = []
    for token in _STEP.finditer(text):
        if token.start() > at:
            break
        match token[0][:1]:
            case '"':
                if token[2] is not None:
                    path[-1:] = [meant(token[1])]
            case "{":
                path.append("")
            case "[":
                path.append(0)
            case ",":
                path[-1:] = [each + 1 if isinstance(each, int) else each for each in path[-1:]]
            case _:
                del path[-1:]
    return join(map(str, path))
