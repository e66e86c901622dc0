"""The headings of a page: which lines begin a section, and which only look so."""

import re

from truecopy.derive import headings
from truecopy.derive.code_samples import opens_example
from truecopy.derive.field_description import FieldDescription
from truecopy.derive.field_heads import read_one_line
from truecopy.derive.furniture import is_bullet, is_rule
from truecopy.derive.page_walk import MEDIA_TYPE, PageWalk
from truecopy.derive.table_scan import TableScan
from truecopy.derive.type_labels import is_flag

# What makes a line a statement and no title: a figure or a price.
_FIGURE = re.compile(r"[$\d]")
# In words: pages call a section at most so; what is longer is a sentence.
_LONGEST_TITLE = 9
# How a line ends that is no title, and what parts the clauses of one in scripts without blanks.
_ENDS = (".", ";", ",", "!", "。", "；", "，", "！")
_ANSWERS = frozenset({headings.ANSWER, headings.ERROR})
# Marks by which a line of Chinese is a sentence, and no title.
_CLAUSES = re.compile("[。；，！？]")
# Where a sentence ends and another begins.
_TWO_SENTENCES = re.compile(r"[a-z)][.!?]\s{1,4}[A-Z`]")
# What is said of the field above behind a label: `Default: fast`, `Allowed values: "x" "y"`.
_LABELLED = re.compile(
    r"examples?\s{0,3}[:：]\s{0,3}(?-i:[^A-Z\s])\S*$|(?:defaults?(?: value)?|enum|format|pattern|nullable|type|range|m(?:in|ax)(?:imum)?(?: \w{1,12})?|"
    r"(?:(?:allowed|possible|available|valid|supported|accepted) )?(?:values?|options?|formats?))\s{0,3}[:：]\s{0,3}\S",
    re.IGNORECASE,
)


class HeadingScan:
    """Takes the headings from a page."""

    def __init__(self, page: PageWalk, tables: TableScan) -> None:
        """Go on where `page` stands; `tables` knows which lines begin a table of fields."""
        self._page = page
        self._tables = tables
        self._description = FieldDescription(page)
        self.steps = (self._member_heading, self._known_heading, self._unknown_heading)

    def _member_heading(self) -> bool:
        """Take a heading that has the name of an object: the fields below are its members."""
        page, text = self._page, self._page.text_of()
        name = headings.object_in(text)
        holder = page.object_called(name) if name is not None else None
        is_heading = headings.is_marked(text) or page.is_apart
        if holder is None or page.starts_block() or not (is_heading and self._is_above_fields()):
            return False
        page.title, page.block, page.parent = text, None, holder
        page.is_titled, page.part, page.doubt = False, page.part + 1, None
        page.mark(page.take())
        page.heading_at = page.at
        return True

    def _known_heading(self) -> bool:
        text = self._page.text_of()
        section = headings.section_of(text)
        if section is None:
            return headings.is_group(text) and self._group()
        if text.endswith((":", "：")) and self._page.block is not None and len(text.split()) == 1:
            return False
        is_told = section == headings.UNREAD and self._page.block is not None
        if self._description.describes_in_place_of(text, is_known=not is_told):
            return False
        if section == headings.REQUEST and self._goes_on(text):
            return self._group()
        line = self._page.take()
        if self._is_of_unknown(section, text):
            self._page.begin_unknown(line)
            return True
        self._page.begin(section, line)
        self._page.is_begun = True
        if section == headings.UNREAD:
            self._page.skip(line, "the section is not about the request or its answers")
        else:
            self._page.mark(line)
        return True

    def _goes_on(self, text: str) -> bool:
        """Whether a heading that names parts of any body goes on with the section around it."""
        page = self._page
        if not headings.is_of_any(text) or self._is_first_body(text):
            return False
        around = page.doubt.text if page.doubt is not None else page.heading
        level = headings.level(text)
        if level and headings.level(around):
            return level > headings.level(around)
        if page.section == headings.REQUEST:
            return False
        is_share = headings.is_share(text) and (
            page.section in _ANSWERS or headings.is_share(page.title)
        )
        is_of_answer = page.section in _ANSWERS and (
            headings.is_of_answers(text) or (headings.is_example(text) and self._is_above_named())
        )
        return page.is_fresh or is_share or (is_of_answer and not self._has_fields())

    def _is_of_unknown(self, section: str, text: str) -> bool:
        """Whether a heading may be of the request, or of the section before it that is another."""
        if section != headings.REQUEST or not headings.is_of_any(text):
            return False
        if headings.level(text) and headings.level(self._page.heading):
            return False
        if self._is_first_body(text):
            return False
        return self._page.section == headings.UNREAD or (
            self._page.section in _ANSWERS and headings.is_of_answers(text)
        )

    def _is_above_named(self) -> bool:
        """Whether fields follow, or a heading that any body may have."""
        follower = self._page.follower()
        return self._is_above_fields() or (
            follower is not None and headings.is_of_any(follower.text.strip())
        )

    def _is_first_body(self, text: str) -> bool:
        """Whether a heading names a body, and none has before: it is the one of the request."""
        return headings.names_body(text) and not self._page.found.has_body

    def _has_fields(self) -> bool:
        """Whether a field was described since the heading."""
        blocks = self._page.found.blocks
        return bool(blocks) and blocks[-1].head.number > self._page.heading_at

    def _group(self) -> bool:
        """Take a heading that groups fields of its section."""
        if self._description.describes_in_place_of(self._page.text_of(), is_known=True):
            return False
        self._page.title, self._page.block, self._page.parent = self._page.text_of(), None, None
        self._page.is_titled, self._page.part = False, self._page.part + 1
        is_fresh = self._page.is_fresh
        self._page.mark(self._page.take())
        self._page.heading_at = self._page.at if is_fresh else self._page.heading_at
        return True

    def _unknown_heading(self) -> bool:
        text = self._page.text_of()
        is_field = self._page.one_line_head() is not None
        is_said = MEDIA_TYPE.fullmatch(text) or _LABELLED.match(text) or is_flag(text)
        is_field = is_field or bool(is_said)
        if is_field or not self._looks_like_heading(text):
            return False
        is_marked = headings.is_marked(text) or self._is_underlined()
        if not self._is_above_fields():
            return self._may_head(is_marked=is_marked)
        if not is_marked and self._description.describes(text):
            return False
        line = self._page.take()
        is_label = self._page.doubt is not None and not is_marked
        self._page.begin_unknown(self._page.doubt if is_label and self._page.doubt else line)
        return True

    def _may_head(self, *, is_marked: bool) -> bool:
        """Note a title with prose below: what it is about is not known, and fields behind the prose are of it."""
        page, line = self._page, self._page.lines[self._page.at]
        if is_marked:
            page.block = None
            page.entitle(page.take())
        elif (
            page.is_fresh
            or not (self._page.is_apart and (self._heads_prose() or self._heads_example()))
            or (page.block is not None and not self._description.is_described)
        ):
            return False
        if page.is_begun and page.section in headings.READ:
            page.doubt_from(line)
            page.block = (
                None  # what follows is of the line, and describes the field above it no more
            )
        return is_marked

    def _heads_prose(self) -> bool:
        """Whether a sentence follows, and no list."""
        follower = self._page.follower()
        return (
            follower is not None
            and not is_bullet(follower.text)
            and len(follower.text.split()) > 1
            and follower.text.rstrip().endswith((*_ENDS, ":", "：", "?"))
        )

    def _heads_example(self) -> bool:
        """Whether an example follows, behind fields: one that shows them would be called so."""
        follower = self._page.follower()
        return (
            self._page.block is not None and follower is not None and opens_example(follower.text)
        )

    def _is_above_fields(self) -> bool:
        """Whether the next line with text begins a field, names a media type or is the head of a table of fields."""
        follower = self._page.follower()
        if follower is None:
            return False
        ahead = follower.number - 1 - self._page.at
        return (
            self._page.is_above_content()
            or self._tables.is_of_fields(ahead)
            or read_one_line(follower) is not None
        )

    def _looks_like_heading(self, text: str) -> bool:
        """Whether a line has the look of a title: few words, no figure, no end of a sentence."""
        if headings.is_marked(text):
            return not _FIGURE.search(text.lstrip("#0123456789. "))
        bare = text.strip("*_ ")
        return (
            bool(bare)
            and len(text) <= headings.LONGEST
            and len(bare.split()) <= _LONGEST_TITLE
            and not bare.endswith(_ENDS)
            and not _TWO_SENTENCES.search(bare)
            and not is_bullet(text)
            and bare[0].isalnum()
            and not _CLAUSES.search(bare)
            and not _FIGURE.search(bare.lstrip("0123456789. "))
        )

    def _is_underlined(self) -> bool:
        """Whether a line of dashes stands right below, which marks a heading of Markdown."""
        below = self._page.line(1)
        return below is not None and is_rule(below.text)
