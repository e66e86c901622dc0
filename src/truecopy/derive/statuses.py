"""Reader for pages that list statuses and show the body of an error; they hold for every operation."""

import re
from http import HTTPStatus

from truecopy.derive.blocks import state_loose_prose
from truecopy.derive.document import Document, Line
from truecopy.derive.examples import state_answer_examples
from truecopy.derive.located_json import Node, read_json
from truecopy.derive.statements import Page
from truecopy.derive.status_lines import read_status_line

# "404 Not Found": entries by whose own reasons such a page is recognised.
_ENTRY = re.compile(r"(\d{3}) (\S.*)")
# What only the page of an operation has: its address, or the fields of its body.
_OPERATION = re.compile(
    r"[#*`\s]{0,6}(?:(?:GET|POST|PUT|PATCH|DELETE)[`*]{0,2}(?:\s+`?(?:/|https?:)|\s*$)|(?:Request )?Body(?: Param\w+)?\s*$|Path Parameters\s*$)"
)
# Where all operations are, said once for all pages.
_BASE_URL = re.compile(r"\bBase URL: (https?://\S+)")
# Titles of the lists: `Errors`, `Client errors (400 - 499)`, and the glued head of a table.
_HEADING = re.compile(
    r"(?:HTTP Status Codes|Errors|[\w ]+ \(\d{3} - \d{3}\)|Response Status CodeDescription)"
)


def recognises(document: Document) -> bool:
    """Whether at least two lines of the page name a status and its reason."""
    entries = [line for line in document.lines if _status_of(line)]
    is_of_operation = any(_OPERATION.match(line.text) for line in document.lines)
    return len(entries) > 1 and "curl " not in document.text and not is_of_operation


def read(document: Document) -> Page:
    """Return what a page of statuses says.

    Raises:
        DeriveError: The example of an error body cannot be read.
    """
    page = Page(document=document)
    statuses: list[int] = []
    bodies: list[Node] = []
    covered = 0
    for line in document.lines:
        if line.start < covered or line.is_blank:
            continue
        status = _status_of(line) or _named_status(line)
        if status is not None:
            statuses.append(status)
            page.say(str(status), "status", status, (line.start, line.end))
        elif line.text.lstrip().startswith("{"):
            bodies.append(read_json(document, line.start + line.text.index("{")))
            covered = bodies[-1].end
            page.layout.append((bodies[-1].start, bodies[-1].end))
        else:
            _prose(page, line)
    for status in statuses:
        if status >= 400 and bodies:
            state_answer_examples(page, status, bodies, is_schematic=True)
    return page


def _status_of(line: Line) -> int | None:
    match = _ENTRY.fullmatch(line.text.strip())
    if not match:
        return None
    try:
        status = HTTPStatus(int(match.group(1)))
    except ValueError:
        return None
    return status.value if match.group(2).lower().startswith(status.phrase.lower()) else None


def _named_status(line: Line) -> int | None:
    """Return the status of an entry of such a page, whatever reason it gives."""
    found = read_status_line(line.text)
    return None if found is None or found.is_bare else found.status


def _prose(page: Page, line: Line) -> None:
    if _HEADING.fullmatch(line.text.strip()):
        page.layout.append((line.start, line.end))
        return
    match = _BASE_URL.search(line.text)
    if match:
        page.say("vendor", "base-url", match.group(1), (line.start, line.end))
    state_loose_prose(page, line)
