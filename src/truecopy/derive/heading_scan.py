"""The headings of a page: which lines begin a section, and which only look so."""

import re

from truecopy.derive import headings
from truecopy.derive.furniture import is_bullet
from truecopy.derive.page_walk import PageWalk

# What makes a line a statement and no title: a figure or a price.
_FIGURE = re.compile(r"[$\d]")
# In words: pages call a section at most so, and a label before a colon; what is longer is a sentence.
_LONGEST_TITLE = 7


class HeadingScan:
    """Takes the headings from a page."""

    def __init__(self, page: PageWalk) -> None:
        """Go on where `page` stands."""
        self._page = page
        self.steps = (self._known_heading, self._unknown_heading)

    def _known_heading(self) -> bool:
        text = self._page.text_of()
        section = headings.section_of(text)
        if section is None:
            return headings.is_group(text) and self._group()
        if text.endswith((":", "：")) and self._page.block is not None and len(text.split()) == 1:
            return False
        if self._is_description(
            text, is_known=section != headings.UNREAD or self._page.block is None
        ):
            return False
        line = self._page.take()
        self._page.begin(section, line)
        if section == headings.UNREAD:
            self._page.skip(line, "the section is not about the request or its answers")
        else:
            self._page.mark(line)
        return True

    def _group(self) -> bool:
        """Take a heading that groups fields of its section."""
        if self._is_description(self._page.text_of(), is_known=True):
            return False
        self._page.title, self._page.block, self._page.parent = self._page.text_of(), None, None
        self._page.mark(self._page.take())
        return True

    def _unknown_heading(self) -> bool:
        text = self._page.text_of()
        if not self._looks_like_heading(text) or self._is_description(text, is_known=False):
            return False
        if not (headings.is_marked(text) or self._page.is_above_content()):
            return False
        line = self._page.take()
        if not self._page.is_above_content(ahead=-1):
            self._page.title, self._page.block = text, None
            self._page.mark(line)
            return True
        self._page.begin(headings.UNREAD, line)
        self._page.skip(line, "the heading is not known, and what stands below it is not read")
        return True

    def _looks_like_heading(self, text: str) -> bool:
        before = self._page.lines[self._page.at - 1] if self._page.at else None
        after = self._page.line(1)
        is_apart = (before is None or before.is_blank) and (after is None or after.is_blank)
        is_short = len(text.split()) <= _LONGEST_TITLE and not text.endswith((".", ";", ",", "。"))
        starts = text[0].isupper() or text[0] == "#" or not text[0].isascii()
        return (
            is_apart
            and is_short
            and starts
            and not is_bullet(text)
            and not _FIGURE.search(text.lstrip("#0123456789. "))
        )

    def _is_description(self, text: str, *, is_known: bool) -> bool:
        """Whether a line that could be a heading is rather the description of the field above it.

        The first line below a field's attributes describes it: unless it is written as headings are and names
        a part of a request or an answer.
        """
        if headings.is_marked(text):
            return False
        if self._page.block is None:
            is_named = (
                headings.is_title_case(text) and len(text.split()) > 1 and not self._page.is_fresh
            )
            return not (is_known or is_named or headings.names_part(text))
        named = set(self._page.block.name.lower().split("_"))
        is_first = not self._page.block.prose
        if is_first and named <= set(text.lower().split()):
            return True
        if is_known:
            before, after = self._page.lines[self._page.at - 1], self._page.line(1)
            is_apart = before.is_blank and (after is None or after.is_blank)
            return not (is_apart or self._page.is_above_content() or not is_first)
        if is_first:
            is_name = (headings.is_title_case(text) and len(text.split()) > 1) or not text[
                0
            ].isascii()
            return not (is_name and headings.names_part(text))
        return not (headings.is_title_case(text) or headings.names_part(text))
