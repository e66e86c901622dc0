"""Which lines describe the field above them, and which only stand below it: headings, and what begins anew."""

import re

from truecopy.derive import headings
from truecopy.derive.furniture import is_bullet
from truecopy.derive.member_prose import introduces_members
from truecopy.derive.page_walk import PageWalk
from truecopy.derive.status_lines import read_status_line

# Of the examples of a page: more would show no other fields.
_MOST = 20
# A verb at the beginning has the field above for its subject: `Must be unique`.
_ABOUT_FIELD = re.compile(
    r"(?:must|cannot|can|may|should|defaults|not|never|always|only|see|ignored|deprecated|available|supports?|accepts?|omit|leave|pass|"
    r"provide|specify|use|set)\b|[^,]{1,60}, ",
    re.IGNORECASE,
)

# Words that titles of sections have, and few descriptions of one field.
_OF_SECTIONS = re.compile(
    r"\b(?:payloads?|events?|webhooks?|callbacks?|responses?|answers?|requests?|parameters|options|fields|settings|limits|quotas?|errors|"
    r"outputs?|inputs?|bod(?:y|ies)|headers|objects?|examples?|notes|attributes|properties|contents|returned|advanced|authentication|"
    r"pagination|usage|changelog|versions)\b",
    re.IGNORECASE,
)


class FieldDescription:
    """Says of lines of a page whether they describe a field."""

    def __init__(self, page: PageWalk) -> None:
        """Look where `page` stands."""
        self._page = page

    def describes(self, text: str) -> bool:
        """Whether a line above a field, which could be a heading, rather describes what stands above it.

        The first line below a field describes it. What stands apart behind a description describes no more.
        """
        block = self._page.block
        if block is None:
            is_name = headings.is_title_case(text) and headings.names_part(text)
            return self._page.is_fresh and not is_name
        is_title = headings.is_title_case(text) or headings.names_part(text)
        if introduces_members(text) and block.has_members:
            return True
        if not self.is_described:
            is_name = headings.is_title_case(text) and len(text.split()) > 1
            is_named = set(block.name.lower().split("_")) <= set(text.lower().split())
            is_name = (is_name or not text[0].isascii()) and headings.names_part(text)
            is_other = is_name or self._begins_anew() or self._is_written_apart(text)
            if is_named or not is_other:
                self._note_lone(text, is_named=is_named)
            return is_named or not is_other
        if is_title or (self._begins_anew() and not self._is_above_members()):
            return False
        if _ABOUT_FIELD.match(text) or self._is_above_members():
            return True
        if not self._page.is_apart:
            return not self._page.lines[self._page.at - 1].text.rstrip().endswith((".", "。"))
        return text.islower() and len(text.split()) == 1

    def describes_in_place_of(self, text: str, *, is_known: bool) -> bool:
        """Whether a line that could be a known heading is rather the description of the field above it.

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
            after = self._page.line(1)
            is_apart = self._page.is_apart and (after is None or after.is_blank)
            is_above = self._page.is_above_content() or self._is_above_status()
            return not (is_apart or is_above or not is_first)
        if is_first:
            is_name = (headings.is_title_case(text) and len(text.split()) > 1) or not text[
                0
            ].isascii()
            return not (is_name and headings.names_part(text))
        return not (headings.is_title_case(text) or headings.names_part(text))

    def _is_written_apart(self, text: str) -> bool:
        """Whether a line that names a part stands alone on a page whose descriptions are sentences."""
        return (
            headings.names_part(text)
            and self._page.style.is_full
            and self._stands_alone()
            and not _ABOUT_FIELD.match(text)
        )

    def _stands_alone(self) -> bool:
        """Whether blank lines are above and below."""
        after = self._page.line(1)
        return self._page.is_apart and (after is None or after.is_blank)

    def _note_lone(self, text: str, *, is_named: bool) -> None:
        """Note a line that is taken for a description and could be a heading."""
        is_title = text[:1].isupper() and len(text.split()) > 1 and _OF_SECTIONS.search(text)
        if is_title and self._stands_alone() and not (is_named or _ABOUT_FIELD.match(text)):
            self._page.style.lone.append(self._page.lines[self._page.at])

    @property
    def is_described(self) -> bool:
        """Whether the field above has a description; a word right below its type is no more than an attribute."""
        block = self._page.block
        if block is None or not block.prose:
            return False
        start, end = block.prose[0]
        line = self._page.document.line_at(start)
        is_word = len(self._page.document.text[start:end].split()) == 1
        is_close = not self._page.lines[line.number - 2].is_blank
        return len(block.prose) > 1 or not (is_word and is_close)

    def _is_above_members(self) -> bool:
        """Whether members of the object above follow: further right, or in a list."""
        block, follower = self._page.block, self._page.follower()
        if block is None or follower is None:
            return False
        inner = len(follower.text) - len(follower.text.lstrip())
        line = self._page.lines[self._page.at].text
        return inner > len(line) - len(line.lstrip()) or (
            is_bullet(follower.text) and block.has_members
        )

    def _begins_anew(self) -> bool:
        """Whether what follows is a field that the section has described, or that only answers show."""
        follower, page = self._page.follower(), self._page
        name = page.name_at(follower)
        if name is None:
            return False
        if name in page.described:
            return True
        sent = [*page.found.request_examples[:_MOST], *(c.data for c in page.found.curls[:_MOST])]
        is_sent = any(node is not None and name in node.members for node in sent)
        is_returned = any(name in each.node.members for each in page.found.answers[:_MOST])
        return page.section == headings.REQUEST and is_returned and not is_sent

    def _is_above_status(self) -> bool:
        """Whether the next line with text is a status: what stands above it heads answers."""
        follower = self._page.follower()
        found = read_status_line(follower.text.strip()) if follower is not None else None
        return found is not None and (found.is_bare or found.is_certain)
