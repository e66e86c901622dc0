"""Parameters of an address and headers that a line names without their type: `X-Team: blue`, `- **limit** (optional): how many`."""

import re
from dataclasses import dataclass

from truecopy.derive import headings
from truecopy.derive.document import Line
from truecopy.derive.field_heads import NO_NAMES

# Sections whose entries may leave out the type.
_SECTIONS = frozenset({headings.QUERY, headings.HEADER, headings.COOKIE})
# The mark of an entry or of a name, the name, what is in brackets behind it, what parts it from its description.
_ENTRY = re.compile(
    r"\s*(?P<bullet>[-*•+◦–]\s+)?(?P<mark>[`*]{0,3})(?P<name>[A-Za-z_$][\w.\[\]-]{0,80})[`*]{0,3}"
    r"(?:\s?\([^()\n]{1,60}\)\s?[:\uff1a–—-]?|\s?[:\uff1a]|\s[–—-](?=\s))\s{0,4}(?P<rest>[^\n]*)"
)
# Headers without a hyphen that pages list.
_PLAIN_HEADERS = frozenset({"authorization", "accept", "host", "cookie", "origin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterEntry:
    """One entry.

    Attributes:
        head: The name, as if it stood on a line of its own.
        prose: What is said behind it; empty where nothing is.
    """

    head: Line
    prose: Line


def read_entry(line: Line, section: str) -> ParameterEntry | None:
    """Return the parameter that a line of a section names, None where it names none.

    A name has a mark around it or stands in a list; that of a header has a hyphen.
    """
    match = _ENTRY.fullmatch(line.text) if section in _SECTIONS else None
    if match is None:
        return None
    name = match["name"]
    is_header = section == headings.HEADER and ("-" in name or name.lower() in _PLAIN_HEADERS)
    is_listed = match["bullet"] and section != headings.HEADER and name[0].islower()
    if not (match["mark"] or is_listed or is_header) or name.lower() in NO_NAMES:
        return None
    return ParameterEntry(
        head=Line(number=line.number, start=line.start + match.start("name"), text=name),
        prose=Line(number=line.number, start=line.start + match.start("rest"), text=match["rest"]),
    )
