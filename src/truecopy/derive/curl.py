"""The curl command of a page: address, headers, body or form fields."""

import re
import shlex
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from truecopy.derive.document import Document, Span
from truecopy.derive.located_json import Node, read_json
from truecopy.errors import DeriveError

# The address of a command, with or without quotes around it.
_URL = re.compile(r"https?://[^\s\"']+")
_FLAGS = {"-H": "header", "--header": "header", "-F": "form", "--form": "form"}
_DATA = ("-d", "--data", "--data-raw", "--json", "--data-binary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curl:
    """One command.

    Attributes:
        start, end: Its place in the document.
        url: Scheme, host and path as written.
        headers: Lower-case name -> value.
        form: DocumentedField name -> text, `@name` for a file; in order.
        data: The JSON body, located in the document; None without one.
    """

    start: int
    end: int
    url: str
    url_span: Span
    headers: dict[str, str]
    form: dict[str, str]
    data: Node | None

    @property
    def origin(self) -> str:
        """Scheme and host."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def path(self) -> str:
        """The path of the address, as written."""
        return urlsplit(self.url).path


def read_curl(document: Document, start: int) -> Curl:
    """Return the curl command that begins at `start`.

    Raises:
        DeriveError: A quote stays open, the address is missing, or the body is not JSON.
    """
    end = _end_of_command(document, start)
    text = document.text[start:end]
    line = document.line_at(start).number
    where = f"{document.id}:{line}"
    url = _URL.search(text)
    if url is None or not _is_address(url.group()):
        raise DeriveError(f"{where}: the curl command names no http address")
    headers: dict[str, str] = {}
    form: dict[str, str] = {}
    data: Node | None = None
    for flag, value in pairwise(_words(text, where)):
        kind = _FLAGS.get(flag)
        if kind == "header":
            name, _, content = value.partition(":")
            headers[name.strip().lower()] = content.strip()
        elif kind == "form":
            name, _, content = value.partition("=")
            form[name] = content
        elif flag in _DATA and value.strip().startswith(("{", "[")):
            data = read_json(document, start + _offset_of_body(text, flag))
    return Curl(
        start=start,
        end=end,
        url=url.group(),
        url_span=(start + url.start(), start + url.end()),
        headers=headers,
        form=form,
        data=data,
    )


def _is_address(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _words(text: str, where: str) -> list[str]:
    try:
        return shlex.split(text.replace("\\\n", " "))
    except ValueError as error:
        raise DeriveError(f"{where}: the curl command cannot be read: {error}") from error


def _offset_of_body(text: str, flag: str) -> int:
    after = text.index(flag) + len(flag)
    match = re.compile(r"[{\[]").search(text, after)
    return match.start() if match else after


def _end_of_command(document: Document, start: int) -> int:
    """Return where the command ends: at an unquoted line end, or where an answer is glued on."""
    text, quote, at = document.text, "", start
    while at < len(text):
        mark = text[at]
        if quote:
            if mark == "\\" and quote == '"':
                at += 1
            elif mark == quote:
                quote = ""
                if text[at + 1 : at + 2] in ("{", "["):
                    return at + 1
        elif mark in "\"'":
            quote = mark
        elif mark == "\\":
            at += 1
        elif mark == "\n":
            return at
        at += 1
    if quote:
        line = document.line_at(start).number
        raise DeriveError(f"{document.id}:{line}: a quote of the curl command is never closed")
    return at
