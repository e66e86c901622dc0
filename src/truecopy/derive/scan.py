"""The full reference page cut into elements: what stands where, before anything is interpreted."""

import re

from truecopy.derive.curl import read_curl
from truecopy.derive.document import Document, Line
from truecopy.derive.documented_fields import read_type
from truecopy.derive.elements import SECTIONS, Block, Elements, Table
from truecopy.derive.located_json import read_json

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_ATTRIBUTES = frozenset({"required", "optional", "header", "path", "query", "body", "cookie"})
# The name of a described field, alone on its line: `extra.input[]`.
_NAME = re.compile(r"[A-Za-z_][\w.-]*(?:\[\])?")
# The name of a field over a bulleted list, with what is in brackets behind it: `image (required)`.
_TITLE = re.compile(r"([A-Za-z_][\w-]*)(?: \(([^)]+)\))?")
# What an entry of a list begins with.
_BULLET = re.compile(r"\s*(?:[•*-]|\d+\.)\s+")
# The heading of an answer: `200 - application/json`.
_STATUS = re.compile(r"(\d{3}) - (\S+/\S+)")
# The label of a list of choices, which may go on over several lines.
_OPTIONS = re.compile(r"\s*Available options:", re.IGNORECASE)
# A media type alone on its line.
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
# What makes a line a statement and no title: a figure or a price.
_FIGURE = re.compile(r"[$\d]")
# The line of a default: `default:1`.
_DEFAULT = re.compile(r"default:\S")
# The head of a table of two columns whose cells are glued: `StatusDescription`.
_TABLE_HEAD = re.compile(r"([A-Z][a-z]+)([A-Z][a-z]+)")
# Where the cells of one of its rows are glued: `pendingAccepted`.
_GLUE = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")
# In words: pages call a section at most so, and a label before a colon; what is longer is a sentence.
_LONGEST_TITLE = 7
_LONGEST_LABEL = 4


def is_bullet(text: str) -> bool:
    """Whether a line is an entry of a bulleted or numbered list."""
    return bool(_BULLET.match(text))


class Scanner:
    """Walks once over the lines of a page."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.lines
        self.found = Elements()
        self._at = 0
        self._section = "request"
        self._title = ""
        self._block: Block | None = None
        self._after_curl = False

    def scan(self) -> Elements:
        """Return the elements of the page."""
        steps = (
            self._address,
            self._curl,
            self._json,
            self._status_line,
            self._known_heading,
            self._typed_block,
            self._bulleted_block,
            self._table,
            self._media_type,
            self._attribute,
        )
        while self._at < len(self.lines):
            if self.lines[self._at].is_blank:
                self._at += 1
            elif not any(step() for step in steps):
                self._text()
        return self.found

    def _line(self, ahead: int = 0) -> Line | None:
        at = self._at + ahead
        return self.lines[at] if at < len(self.lines) else None

    def _text_of(self, ahead: int = 0) -> str:
        line = self._line(ahead)
        return line.text.strip() if line else ""

    def _take(self, count: int = 1) -> Line:
        line = self.lines[self._at]
        self._at += count
        return line

    def _jump(self, offset: int) -> None:
        """Go to the line behind `offset`, where a curl command or an example ended."""
        self._at = self.document.line_at(offset).number
        self._block = None

    def _address(self) -> bool:
        if self._text_of() not in _METHODS or self._text_of(1) != "/":
            return False
        head = self._take()
        self.found.method = (head.text.strip(), head)
        first = last = self.lines[self._at]
        parts = []
        while self._text_of() == "/":
            parts.append(self._text_of(1))
            last = self._line(1) or last
            self._at += 2
        self.found.path = ("/" + "/".join(parts), first.start, last.end)
        return True

    def _curl(self) -> bool:
        if not self._text_of().startswith("curl "):
            return False
        curl = read_curl(self.document, self.lines[self._at].start)
        self.found.curls.append(curl)
        self._after_curl = True
        if self.document.line_at(curl.end).start < curl.end < len(self.document.text):
            glued = self.document.text[curl.end] in "{["
            if glued:
                self._answer(curl.end)
                return True
        self._jump(curl.end)
        return True

    def _json(self) -> bool:
        line = self.lines[self._at]
        if not line.text.lstrip().startswith(("{", "[")):
            return False
        start = line.start + len(line.text) - len(line.text.lstrip())
        if self._section == "request" and not self._after_curl:
            node = read_json(self.document, start)
            self.found.request_examples.append(node)
            self.found.layout.append((node.start, node.end))
            self._jump(node.end)
        else:
            self._answer(start)
        return True

    def _answer(self, start: int) -> None:
        node = read_json(self.document, start)
        self.found.answers.append(node)
        self.found.layout.append((node.start, node.end))
        self._after_curl = False
        self._jump(node.end)

    def _status_line(self) -> bool:
        match = _STATUS.fullmatch(self._text_of())
        if not match:
            return False
        self.found.status = (int(match.group(1)), match.group(2), self._take())
        return True

    def _known_heading(self) -> bool:
        section = SECTIONS.get(self._text_of().lower())
        if section is None or not self._text_of()[0].isupper():
            return False
        self._section, self._title, self._block = section, self._text_of(), None
        self._after_curl = False
        self._mark(self._take())
        return True

    def _typed_block(self) -> bool:
        name, declared = self._text_of(), self._line(1)
        if declared is None or not _NAME.fullmatch(name) or read_type(declared.text) is None:
            return False
        self._block = Block(section=self._section, name=name, head=self._take(), declared=declared)
        self._take()
        while self._is_attribute():
            self._block.attributes.append(self._take())
        self.found.blocks.append(self._block)
        return True

    def _attribute(self) -> bool:
        """A default that stands among the prose of a block."""
        if self._block is None or not _DEFAULT.match(self._text_of()):
            return False
        self._block.attributes.append(self._take())
        return True

    def _is_attribute(self) -> bool:
        text = self._text_of()
        return text in _ATTRIBUTES or bool(_DEFAULT.match(text))

    def _bulleted_block(self) -> bool:
        match = _TITLE.fullmatch(self._text_of())
        follower = next((each for each in self.lines[self._at + 1 :] if not each.is_blank), None)
        if self._title.lower() != "parameters" or not match or follower is None:
            return False
        if not is_bullet(follower.text):
            return False
        self._block = Block(section="request", name=match.group(1), head=self._take())
        self.found.blocks.append(self._block)
        return True

    def _table(self) -> bool:
        match = _TABLE_HEAD.fullmatch(self._text_of())
        follower = self._line(1)
        if not match or follower is None or follower.is_blank:
            return False
        table = Table(title=self._title, column=match.group(1))
        self._mark(self._take())
        while (line := self._line()) is not None and not line.is_blank:
            left, _, right = _GLUE.sub("\0", line.text.strip(), count=1).partition("\0")
            table.rows.append((left, right, self._take()))
        self.found.tables.append(table)
        self._block = None
        return True

    def _media_type(self) -> bool:
        if self._block is not None or not _MEDIA_TYPE.fullmatch(self._text_of()):
            return False
        self.found.media_types.append((self._text_of(), self._take()))
        return True

    def _text(self) -> None:
        line = self._take()
        if self._block is None:
            if self._is_title(line):
                self._title = line.text.strip()
                self._mark(line)
            else:
                self.found.prose.append((self._title, line))
            return
        end = line.end
        if line.text.rstrip().endswith((":", "：")):
            if len(line.text.split()) <= _LONGEST_LABEL:
                self._mark(line)
            while (after := self._line()) is not None and after.is_blank:
                self._take()
            if after is not None and not self._starts_block():
                end = self._take().end
        if _OPTIONS.match(line.text):
            end = self._rest_of_list(end)
        self._block.prose.append((line.start, end))

    def _rest_of_list(self, end: int) -> int:
        """Return where a list ends whose lines end with a comma, all but the last."""
        while self.document.text[:end].rstrip().endswith(","):
            line = self._line()
            if line is None or line.is_blank or self._starts_block():
                break
            end = self._take().end
        return end

    def _starts_block(self) -> bool:
        follower = self._line(1)
        return (
            bool(_NAME.fullmatch(self._text_of()))
            and follower is not None
            and read_type(follower.text) is not None
        )

    def _is_title(self, line: Line) -> bool:
        """A short line without end punctuation that begins with a capital."""
        text = line.text.strip()
        return (
            not is_bullet(line.text)
            and text[0].isupper()
            and len(text.split()) <= _LONGEST_TITLE
            and not text.endswith((".", ":", ";", ",", "。"))
            and not _FIGURE.search(text)
        )

    def _mark(self, line: Line) -> None:
        self.found.layout.append((line.start, line.end))
