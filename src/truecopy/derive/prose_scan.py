"""What is left of a page as prose: of the field above it, or of the section."""

import re

from truecopy.derive import headings
from truecopy.derive.code_samples import opens_sample
from truecopy.derive.curl import CURL
from truecopy.derive.document import Line
from truecopy.derive.field_heads import is_attribute, read_one_line
from truecopy.derive.furniture import is_bullet, is_furniture, is_language
from truecopy.derive.line_pattern import line_pattern
from truecopy.derive.page_walk import PageWalk
from truecopy.derive.sentence_scope import goes_on, is_telling
from truecopy.derive.status_lines import read_status_line

# The label of a list of choices, which may go on over several lines.
_OPTIONS = line_pattern(
    r"\s*(?:(?:available|allowed|possible|valid|supported|accepted|enum)?\s*(?:options|values|enum)|allowed|可用选项|可选项|可选值|枚举值)\s*[:：]",
    re.IGNORECASE,
)
_CHOICE = line_pattern(r"\s*(?:[•*+◦-]\s+)?[\"'`]?[\w.*+/:-]{1,80}[\"'`]?\s*,?\s*")
# What makes a line a statement and no title: a figure or a price.
_FIGURE = re.compile(r"[$\d]")
# A label with its value: `Authorization: Bearer KEY`.
_LABELLED = re.compile(r"\w[:\uff1a]\s{0,3}\S")
# In words: pages call a section at most so, and a label before a colon; what is longer is a sentence.
_LONGEST_TITLE = 7
_LONGEST_LABEL = 4


class ProseScan:
    """Takes lines as prose."""

    def __init__(self, page: PageWalk) -> None:
        """Go on where `page` stands."""
        self._page = page

    def text(self) -> None:
        """Take a line as prose: of the field above it, or of the section."""
        line = self._page.take()
        if self._page.block is None:
            if self._is_title(line):
                self._page.entitle(line)
            else:
                self._page.found.prose.append((self._page.title, line))
            return
        end = line.end
        if line.text.rstrip().endswith((":", "：")):
            if len(line.text.split()) <= _LONGEST_LABEL:
                self._page.mark(line)
            end = self._value_of_label(line)
        elif not _OPTIONS.match(line.text):
            end = self._rest_of_sentence(line)
        if _OPTIONS.match(line.text):
            end = self._rest_of_list(end)
        self._add(line, end)

    def _value_of_label(self, label: Line) -> int:
        """Take what a label introduces, on the next line with text; return where it ends."""
        while (after := self._page.line()) is not None and after.is_blank:
            self._page.take()
        if after is None or self._page.starts_block() or read_one_line(after) is not None:
            return label.end
        text = after.text.lstrip()
        if text.startswith(("{", "[")) and self._page.block is not None:
            block = self._page.block
            node = self._page.read(after.start + len(after.text) - len(text))
            if node is not None:
                block.examples.append(node)
                self._page.found.layout.extend(node.spans())
                self._page.jump(node.end)
            self._page.block = block
            return label.end
        return self._page.take().end

    def _rest_of_sentence(self, line: Line) -> int:
        """Return where a sentence ends that goes on over several lines."""
        while (after := self._page.line()) is not None and goes_on(line.text, after.text):
            is_other = is_attribute(after.text) or read_one_line(after) or is_furniture(after.text)
            is_code = CURL.match(after.text) or opens_sample(after.text) or is_language(after.text)
            if self._page.starts_block() or is_other or is_code:
                break
            line = self._page.take()
        return line.end

    def _rest_of_list(self, end: int) -> int:
        """Return where a list of choices ends.

        Lines that end with a comma go on; where none does, so do lines of one word up to a blank one.
        """
        has_commas = self._page.document.text[:end][-200:].rstrip().endswith(",")
        while (line := self._page.line()) is not None:
            is_next = self._page.document.text[max(0, end - 200) : end].rstrip().endswith(",")
            if (
                line.is_blank
                and self._page.follower() is not None
                and (is_next or self._is_apart_choice(end))
            ):
                self._page.take()
                continue
            if line.is_blank or self._page.starts_block() or not (is_next or not has_commas):
                break
            if not is_next and (not _CHOICE.fullmatch(line.text) or is_attribute(line.text)):
                break
            end = self._page.take().end
        return end

    def _is_apart_choice(self, end: int) -> bool:
        """Whether the list so far is its label, or choices with blank lines between, and another one follows."""
        after, line = self._page.follower(), self._page.document.line_at(max(0, end - 1))
        if after is None or after.number - 1 - self._page.at > 1 or is_furniture(after.text):
            return False
        if headings.section_of(after.text.strip()) or read_status_line(after.text.strip()):
            return False
        before = self._page.lines[line.number - 2]
        is_apart = line.number > 1 and before.is_blank and bool(_CHOICE.fullmatch(line.text))
        is_label = line.text.rstrip().endswith((":", "："))
        is_choice = bool(_CHOICE.fullmatch(after.text)) and not is_attribute(after.text)
        is_name = self._page.starts_block(after.number - 1 - self._page.at)
        return is_choice and not is_name and (is_label or is_apart)

    def _is_title(self, line: Line) -> bool:
        """A short line without end punctuation that begins with a capital, and makes no rule."""
        text = line.text.strip()
        is_written_so = headings.is_marked(text) or headings.is_title_case(text)
        return (
            self._page.section != headings.AUTH
            and not is_bullet(line.text)
            and (text[0].isupper() or headings.is_marked(text))
            and len(text.split()) <= _LONGEST_TITLE
            and not text.endswith((".", ":", ";", ",", "。"))
            and not (_FIGURE.search(text) or _LABELLED.search(text))
            and (is_written_so or not is_telling(text, is_cited=False))
        )

    def _add(self, line: Line, end: int) -> None:
        """Add a piece to the description of the field above."""
        block = self._page.block
        if block is None:
            return
        if not block.prose:
            before = self._page.lines[line.number - 2] if line.number > 1 else None
            self._page.style.note(line, is_apart=before is None or before.is_blank)
        block.prose.append((line.start, end))
