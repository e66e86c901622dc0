"""A page as a server or a browser gives it becomes the text that the readers read."""

import re

from truecopy.derive.html_fields import is_name, plain_attribute, plain_type
from truecopy.derive.html_text import html_text
from truecopy.errors import DeriveError

MARKDOWN = frozenset({"text/markdown", "text/x-markdown", "text/mdx"})
HTML = frozenset({"text/html", "application/xhtml+xml"})
PLAIN = frozenset({"text/plain", ""})
# File name's end -> media type, of pages that were saved by hand.
SUFFIXES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".md": "text/markdown",
    ".mdx": "text/markdown",
    ".txt": "text/plain",
}
# How HTML begins, whatever a server calls it.
_HTML_START = re.compile(r"\s{0,1000}<(?:!doctype html|html)\b", re.IGNORECASE)
# A tag of a component alone on its line: what is between two of them is Markdown.
_COMPONENT = re.compile(r"^[ \t]*(</?(?:Param|Response)Field\b[^\n]*>)[ \t]*$", re.MULTILINE)
# Method and address of an operation on one line: `POST https://api.example.com/v1/posters`.
_ADDRESS = re.compile(r"(GET|POST|PUT|PATCH|DELETE)\s*(?:https?://[^\s/]+)?(/[^\s?#]*)")
# A method that stands alone, as on a badge beside its path.
_METHOD = re.compile("GET|POST|PUT|PATCH|DELETE")
# Characters that nobody sees, which editors and copy buttons leave in pages.
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def page_text(source: str, media_type: str) -> str:
    """Return the text of a page.

    Args:
        media_type: As the server names it, without parameters; empty where it names none.

    Raises:
        DeriveError: It is of a kind that is no page, or cannot be read.
    """
    if media_type in HTML or (media_type in PLAIN and _HTML_START.match(source)):
        text = html_text(source)
    elif media_type in MARKDOWN:
        text = html_text(_rendered(source))
    elif media_type in PLAIN:
        return source
    else:
        raise DeriveError(
            f"it is {media_type}; a page in HTML, Markdown or plain text was expected"
        )
    lines = [_INVISIBLE.sub("", line).replace("\u00a0", " ") for line in text.split("\n")]
    return "\n".join(_folded(_with_heads(_with_address(lines)))) + "\n"


def _rendered(source: str) -> str:
    """Return Markdown as HTML; what is HTML in it stays."""
    from markdown_it import MarkdownIt

    body = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .render(_COMPONENT.sub(r"\n\1\n", source))
    )
    return f"<html><body>{body}</body></html>"


def _with_address(lines: list[str]) -> list[str]:
    """Return lines with the first address of an operation set a part a line."""
    for at, line in enumerate(lines):
        match = _ADDRESS.fullmatch(line)
        end = at + 1
        if match is None and _METHOD.fullmatch(line):
            end = next((n for n in range(at + 1, len(lines)) if lines[n]), at) + 1
            match = _ADDRESS.fullmatch(f"{line} {lines[end - 1]}")
        if match:
            parts = [part for name in match.group(2).split("/")[1:] for part in ("/", name)]
            return [*lines[:at], match.group(1), *parts, *lines[end:]]
    return lines


def _with_heads(lines: list[str]) -> list[str]:
    """Return lines with types and attributes written as references write them."""
    made = list(lines)
    for at in range(1, len(made)):
        kind = plain_type(made[at]) if is_name(made[at - 1]) else None
        if kind is None or plain_type(made[at - 1]) is not None:
            continue
        made[at] = kind
        after = at + 1
        while after < len(made) and (attribute := plain_attribute(made[after])):
            made[after] = attribute
            after += 1
    return made


def _folded(lines: list[str]) -> list[str]:
    """Return lines without blank ones at the ends, and one where several followed each other."""
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    while kept and not kept[0]:
        kept.pop(0)
    while kept and not kept[-1]:
        kept.pop()
    return kept
