"""The text of an HTML page, set as the layout of references has it: headings, fields, code and tables on their lines."""

import re
from collections.abc import Iterator

from lxml import etree

from truecopy.derive.html_fields import read_head
from truecopy.derive.html_tables import table_lines
from truecopy.errors import DeriveError

# What is part of the web page, not of the documentation, or is no text.
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "button",
        "nav",
        "footer",
        "iframe",
        "select",
        "input",
        "textarea",
        "dialog",
        "head",
    ]
)
_SKIPPED_ROLES = frozenset({"navigation", "search", "banner", "contentinfo", "tablist", "tooltip"})
_SKIPPED_CLASSES = frozenset(
    [
        "sr-only",
        "visually-hidden",
        "copy",
        "copy-button",
        "copy-btn",
        "clipboard",
        "toc",
        "sidebar",
        "breadcrumb",
        "breadcrumbs",
        "pagination",
        "skip-link",
        "gutter",
        "lineno",
        "linenos",
        "line-number",
        "line-numbers",
        "headerlink",
        "hash-link",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "form",
        "header",
        "hgroup",
        "li",
        "main",
        "ol",
        "p",
        "section",
        "summary",
        "ul",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "body",
        "html",
        "paramfield",
        "responsefield",
    ]
)
# These stand apart from what is before and after them.
_APART = frozenset(
    [
        "article",
        "blockquote",
        "dl",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ol",
        "p",
        "section",
        "ul",
        "figure",
    ]
)
_LISTS = frozenset({"ul", "ol"})
# Components of documentation in Markdown: the member that names the field, by their attributes.
_COMPONENTS = {
    "paramfield": ("body", "query", "path", "header", "name"),
    "responsefield": ("name",),
}
# A main part that has less of the page's text than this is a frame around it, not the page.
_LEAST_SHARE = 0.3
# A tag with so many characters has no place in a page; attributes are compared with one another.
_LONGEST_TAG = 65_536
_LONG_TAG = re.compile(rf"<[^<>]{{{_LONGEST_TAG}}}")
# Pictures within attributes, which may be long.
_DATA_URI = re.compile(r"([\"'])data:[^\"']*\1")
# Marks where one inline element ends and another begins: spaces between them are a matter of style sheets.
_EDGE = "\x1f"
_BULLET = "• "
_ANCHORS = frozenset({"#", "¶", "§", "🔗"})


def html_text(source: str) -> str:
    """Return the text of a page.

    Raises:
        DeriveError: It is no HTML that could be a page: empty, nested too deep, or with tags of any length.
    """
    source = _DATA_URI.sub('""', source.replace("\0", ""))
    if _LONG_TAG.search(source):
        raise DeriveError(f"a tag has more than {_LONGEST_TAG} characters; is it a page?")
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DeriveError(f"it is no HTML: {error}") from error
    if root is None:
        raise DeriveError("it is no HTML: there is nothing in it")
    if any("depth" in each.message.lower() for each in parser.error_log):
        raise DeriveError("its elements are nested too deep; is it a page?")
    return _Writer().written(_main_part(root))


def _main_part(root: etree._Element) -> etree._Element:
    """Return the part of a page that is the documentation; the whole where none is marked."""
    whole = _length(root)
    for each in root.iter("main", "article", "div", "section"):
        is_main = each.tag in ("main", "article") or each.get("role") == "main"
        if is_main and _length(each) >= _LEAST_SHARE * whole:
            return each
    return root


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext() if isinstance(text, str))


class _Writer:
    """Walks over the elements of a page, and writes lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._run: list[str] = []

    def written(self, root: etree._Element) -> str:
        """Return the text of an element."""
        self._element(root)
        self._break()
        return "\n".join(self._lines)

    def _element(self, element: etree._Element) -> None:
        """Write an element with all that is in it; libxml2 refuses what is nested deeper than 256."""
        tag = element.tag
        if _is_skipped(element, tag):
            return
        if tag == "pre":
            self._verbatim(element)
        elif tag == "table" and next(element.iter("pre"), None) is None:
            self._table(element)
        elif tag == "br":
            self._break()
        else:
            self._open(element, tag)
            self._content(element)
            self._close(tag)

    def _content(self, element: etree._Element) -> None:
        self._run.append(element.text or "")
        for child in element:
            self._element(child)
            self._run.append(child.tail or "")

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag not in _BLOCKS and tag not in ("tr", "td", "th", "tbody", "thead", "table"):
            self._run.append(_EDGE)
            return
        self._break(is_apart=tag in _APART)
        if tag == "li" and (parent := element.getparent()) is not None and parent.tag in _LISTS:
            self._run.append(_BULLET)
        for text in _component(element, tag):
            self._lines.append(text)

    def _close(self, tag: str) -> None:
        if tag in _BLOCKS or tag in ("tr", "td", "th", "tbody", "thead", "table"):
            self._break(is_apart=tag in _APART)
            if tag == "li":
                self._run = []
        else:
            self._run.append(_EDGE)

    def _break(self, *, is_apart: bool = False) -> None:
        """End the line under way; a line that introduces a field becomes a line for each of its parts."""
        text, self._run = "".join(self._run), []
        plain = " ".join(text.replace(_EDGE, "").split())
        if plain == _BULLET.strip():  # what it stands before comes in a block of its own
            self._run = [_BULLET]
            return
        if plain:
            head = read_head(" ".join(text.replace(_EDGE, " ").split()).removeprefix(_BULLET))
            if head is None:
                self._lines.append(plain)
            else:
                description = _last_words(text, len(head.description.replace(" ", "")))
                self._lines += ["", *head.lines, "", *filter(None, (description,))]
        if is_apart:
            self._lines.append("")

    def _verbatim(self, element: etree._Element) -> None:
        """Write code as it stands."""
        self._break()
        for each in element.iter("br"):
            each.tail = "\n" + (each.tail or "")
        parts = list(_code(element))
        text = "".join(parts).strip("\n")
        self._lines += ["", *(line.rstrip() for line in text.split("\n")), ""]

    def _table(self, element: etree._Element) -> None:
        self._break()
        rows = []
        for row in element.iter("tr"):
            if next(row.iterancestors("table"), None) is not element:
                continue  # of a table within a cell, which is written there
            cells = [each for each in row if each.tag in ("td", "th")]
            rows.append([_Writer().written(each) for each in cells])
        self._lines += ["", *table_lines(rows), ""]


def _last_words(text: str, count: int) -> str:
    """Return the end of a line that has so many letters, without the edges of its elements: `mp3`, not ` mp3 `."""
    at = len(text)
    while count and at:
        at -= 1
        count -= not (text[at].isspace() or text[at] == _EDGE)
    return " ".join(text[at:].replace(_EDGE, "").split())


def _code(element: etree._Element) -> Iterator[str]:
    """Yield the texts of code; each line that is an element of its own ends with a line end."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if not _is_skipped(child, tag):
            inner = "".join(_code(child))
            yield inner
            if tag in ("div", "p", "li", "tr") and not inner.endswith("\n"):
                yield "\n"
        yield child.tail or ""


def _is_skipped(element: etree._Element, tag: str) -> bool:
    """Whether an element is part of the web page, or is shown to nobody."""
    if tag in _SKIPPED or element.get("role") in _SKIPPED_ROLES:
        return True
    if tag == "header" and next(element.iterancestors("main", "article"), None) is None:
        return True
    if element.get("aria-hidden") == "true" or not _SKIPPED_CLASSES.isdisjoint(
        (element.get("class") or "").split()
    ):
        return True
    if tag == "a" and "".join(map(str, element.itertext())).strip() in _ANCHORS:
        return True
    # Panels of tabs hold what a click shows: other samples, answers.
    is_hidden = element.get("hidden") is not None or "display:none" in (
        element.get("style") or ""
    ).replace(" ", "")
    return is_hidden and element.get("role") != "tabpanel"


def _component(element: etree._Element, tag: str) -> Iterator[str]:
    """Yield the lines of a field that a component of Markdown describes by its attributes."""
    names = [element.get(each) for each in _COMPONENTS.get(tag, ())]
    name = next(filter(None, names), None)
    if name:
        yield from ("", name, element.get("type") or "string")
        if element.get("required") is not None:
            yield "required"
        if element.get("default"):
            yield f"default:{element.get('default')}"
        yield ""
