"""`pages.json`: what a contract remembers of the pages that it was derived from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from truecopy.derive.page_print import PagePrint, SentencePrint

# Of the format.
_VERSION = 1
# Beside the other files of a contract: what its pages were.
PAGES_FILE = "pages.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What a contract remembers of the pages that it was derived from.

    Attributes:
        pages: By document.
        anchors: Anchor as `decisions.yaml` writes it -> the lines at which its text stood.
    """

    pages: Mapping[str, PagePrint]
    anchors: Mapping[str, tuple[int, int]]


def render_pages(remembered: Remembered) -> str:
    """Return `pages.json`: one sentence a line, so that a diff shows which sentences changed."""
    pages = [
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(str(each)) for each in page.sentences)
        + "\n]"
        for name, page in remembered.pages.items()
    ]
    anchors = [
        f"{json.dumps(text)}: {json.dumps(list(lines))}"
        for text, lines in remembered.anchors.items()
    ]
    return (
        f'{{"schema_version": {_VERSION},\n"pages": {{\n'
        + ",\n".join(pages)
        + '\n},\n"anchors": {\n'
        + ",\n".join(anchors)
        + "\n}}\n"
    )


def read_pages(text: str) -> Remembered | None:
    """Return what a `pages.json` remembers, None where it is damaged or of another version."""
    try:
        content = json.loads(text)
        if content["schema_version"] != _VERSION:
            return None
        return Remembered(
            pages={name: _read_page(rows) for name, rows in content["pages"].items()},
            anchors={each: (first, last) for each, (first, last) in content["anchors"].items()},
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _read_page(rows: Iterable[str]) -> PagePrint:
    found = []
    for row in rows:
        place, words, whole, *prints = row.split()
        rest, bare = prints or (whole, whole)
        line, column = map(int, place.split(":"))
        found.append(
            SentencePrint(
                line=line,
                column=column,
                words=int(words),
                whole=whole,
                rest=rest,
                bare=bare,
            )
        )
    return PagePrint(sentences=tuple(found))
