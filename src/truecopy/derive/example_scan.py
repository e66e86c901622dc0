"""The addresses, commands, examples and statuses of a page, and what stands around its text."""

import re

from truecopy.derive import headings
from truecopy.derive.code_samples import end_of_sample, fence_language, is_read_fence, opens_sample
from truecopy.derive.curl import CURL, read_curl
from truecopy.derive.elements import AnswerExample
from truecopy.derive.furniture import is_furniture, is_language, opens_children
from truecopy.derive.located_json import Node
from truecopy.derive.page_walk import PageWalk
from truecopy.derive.sample_calls import read_sample
from truecopy.derive.schema_examples import is_schema
from truecopy.derive.status_lines import StatusLine, read_status_line
from truecopy.errors import DeriveError

# A tag of a template, and the title that it gives a tab.
_TEMPLATE_TAG = re.compile(r"\{%(?:(?!%\}|title=).){0,80}(?:title=\"([^\"]{0,80})\")?[^%]{0,80}%\}")
# Titles over examples of answers that are no success.
_FAILURE = re.compile(
    r"\b(?:errors?|invalid|unauthori[sz]ed|forbidden|not found|bad request)\b|错误|失败",
    re.IGNORECASE,
)
# Titles over examples of what the vendor sends, which no operation answers.
_ELSEWHERE = re.compile(r"\b(?:webhooks?|callbacks?|notifications?|events?)\b|回调", re.IGNORECASE)
# Two numbers in brackets among the prose of a field: a range, and no example.
_RANGE = re.compile(
    r"\[\s?-?\d{1,20}(?:\.\d{1,20})?\s?(?:,|\.\.\.?)\s?-?\d{1,20}(?:\.\d{1,20})?\s?[\])]\.?$"
)
# Titles over examples of the operation itself.
_OF_OPERATION = re.compile(
    r"\b(?:requests?|examples?|samples?|body|payloads?|calls?|responses?|answers?|returns?|outputs?)\b|请求|示例|响应|返回|例",
    re.IGNORECASE,
)
# Titles over examples of answers.
_OF_ANSWER = re.compile(r"\b(?:responses?|answers?|returns?|outputs?)\b|响应|返回", re.IGNORECASE)


class ExampleScan:
    """Takes from a page what is no description of a field."""

    def __init__(self, page: PageWalk) -> None:
        """Go on where `page` stands."""
        self._page = page
        self.early = (self._curl, self._fence, self._tag)
        self.late = (self._furniture, self._sample, self._json, self._status_line)

    def _curl(self) -> bool:
        match = CURL.match(self._page.lines[self._page.at].text)
        if not match:
            return False
        line = self._page.lines[self._page.at]
        try:
            curl = read_curl(self._page.document, line.start + match.start(1))
        except DeriveError as error:
            self._page.unreadable(line, error)
            return True
        self._page.found.curls.append(curl)
        self._page.after_sample = True
        end = self._page.document.line_at(max(0, curl.end - 1))
        if curl.end < end.end and self._page.document.text[curl.end] in "{[":
            self._answer(curl.end)
        else:
            self._page.jump(curl.end)
        return True

    def _fence(self) -> bool:
        language = fence_language(self._page.text_of())
        if language is None:
            return False
        self._page.mark(self._page.take())
        if is_read_fence(language):
            return True
        end = self._page.at
        while end < len(self._page.lines):
            end += 1
            if fence_language(self._page.lines[end - 1].text) == "":
                break
        body = self._page.document.text[
            self._page.lines[self._page.at - 1].end : self._page.lines[end - 1].end
        ]
        self._pass_over(end)
        # The head of a request in plain HTTP, behind which its body stands.
        self._page.after_sample = language not in ("http", "https") or "{" in body
        return True

    def _tag(self) -> bool:
        """A tag of a template around tabs: `{% tab title="200" %}` names a status."""
        match = _TEMPLATE_TAG.fullmatch(self._page.text_of())
        if match is None:
            return False
        status = read_status_line(match.group(1) or "")
        line = self._page.take()
        self._page.mark(line)
        if status is not None and self._page.section in (headings.ANSWER, headings.ERROR):
            self._page.found.statuses.append((status.status, status.media_type, line))
            self._enter(status.status, status.status)
        return True

    def _sample(self) -> bool:
        """Pass over a sample in a programming language."""
        is_tab = is_language(self._page.text_of()) and not self._is_option()
        if is_tab and not opens_sample(self._page.text_of(1)):
            self._page.mark(self._page.take())
            return True
        if not is_tab and not opens_sample(self._page.text_of()):
            return False
        self._pass_over(end_of_sample(self._page.lines, self._page.at + is_tab))
        self._page.block = None
        return True

    def _pass_over(self, end: int) -> None:
        """Go on behind a sample that ends before an index; what it alone shows is noted."""
        page = self._page
        lines = page.lines[page.at : end]
        if lines:
            page.found.samples.append(read_sample(lines, page.document.text))
        for line in lines:
            page.mark(line)
        page.at, page.after_sample = end, True

    def _json(self) -> bool:
        line = self._page.lines[self._page.at]
        text = line.text.strip()
        if not text.startswith(("{", "[")) or (self._page.block is not None and _RANGE.match(text)):
            return False
        start = line.start + len(line.text) - len(line.text.lstrip())
        self._example(start)
        return True

    def _example(self, start: int) -> None:
        """Read the JSON at `start` as what its place on the page makes it."""
        is_answer = self._page.after_sample or bool(_OF_ANSWER.search(self._page.title))
        is_of_unknown = self._is_of_unknown()
        if (
            is_of_unknown
            or _ELSEWHERE.search(self._page.title)
            or self._page.section not in headings.READ
        ):
            node = self._page.read(start)
            if node is not None:
                self._page.jump(node.end)
        elif self._page.section in (headings.ANSWER, headings.ERROR) or is_answer:
            self._answer(start)
        else:
            node = self._page.read(start)
            if node is not None and is_schema(node):
                self._page.found.schemas.append(node)
                self._page.found.layout.extend(node.spans())
                self._page.jump(node.end)
            elif node is not None and self._shows_answer(node):
                self._page.found.answers.append(AnswerExample(node=node))
                self._page.found.layout.extend(node.spans())
                self._page.jump(node.end)
            elif node is not None:
                self._page.found.request_examples.append(node)
                self._page.found.layout.extend(node.spans())
                self._page.jump(node.end)

    def _shows_answer(self, node: Node) -> bool:
        """Whether an example that no heading calls one of either has the fields of an answer, and fewer of a request."""
        blocks = self._page.found.blocks
        answered = {each.name for each in blocks if each.section == headings.ANSWER}
        asked = {each.name for each in blocks if each.section == headings.REQUEST}
        is_named = not headings.is_of_any(self._page.heading)
        return not is_named and len(answered & node.members.keys()) > len(
            asked & node.members.keys()
        )

    def _is_of_unknown(self) -> bool:
        """Whether an example stands below a heading that is not known; then say so."""
        page = self._page
        if page.doubt is None or not page.doubts_example or page.after_sample:
            return False
        if page.section not in headings.READ or _OF_OPERATION.search(page.doubt.text):
            return False
        page.skip(page.doubt, "the heading is not known, and the example below it is not read")
        return True

    def _answer(self, start: int) -> None:
        node = self._page.read(start)
        if node is None:
            return
        if is_schema(node):
            line = self._page.document.line_at(start)
            self._page.skip(line, "a schema of an answer, which is not read")
            self._page.jump(node.end)
            return
        is_error = self._page.section == headings.ERROR or bool(_FAILURE.search(self._page.title))
        is_error = is_error and not self._page.after_sample
        self._page.found.answers.append(
            AnswerExample(node=node, status=self._page.status, is_error=is_error)
        )
        self._page.found.layout.extend(node.spans())
        self._page.after_sample = False
        self._page.jump(node.end)

    def _status_line(self) -> bool:
        found = read_status_line(self._page.text_of())
        if found is None or not self._is_status(found):
            return False
        line = self._page.take()
        self._page.found.statuses.append((found.status, found.media_type, line))
        is_tab = found.is_bare and self._page.status is not None and self._is_bare_before()
        if (
            found.is_certain
            or found.is_bare
            or self._page.section in (headings.ANSWER, headings.ERROR)
        ):
            # What stands below a list of statuses is of all of them.
            in_list = not found.is_bare and self._is_listed_before()
            status = None if in_list else found.status
            self._enter(found.status, self._page.status if is_tab else status)
        return True

    def _enter(self, named: int, status: int | None) -> None:
        """Go on with the answer of a status; None where several were named."""
        page = self._page
        page.section = headings.ANSWER if named < 400 else headings.ERROR
        page.status, page.block, page.parent, page.doubt = status, None, None, None
        page.title, page.heading_at, page.is_titled = "", page.at, False

    def _is_status(self, found: StatusLine) -> bool:
        """Whether the place of a line allows that it names a status."""
        if found.is_title and self._page.is_apart:
            return True
        if found.is_certain:
            return (
                self._page.block is None
                or self._page.block.section != headings.REQUEST
                or bool(found.media_type)
            )
        is_answer = self._page.section in (headings.ANSWER, headings.ERROR)
        is_answer = is_answer or (found.is_bare and self._page.after_sample)
        return is_answer if found.is_bare or self._page.block is not None else True

    def _is_listed_before(self) -> bool:
        """Whether the line before, or the one before a blank line, names a status with its reason too."""
        for line in reversed(self._page.lines[max(0, self._page.at - 3) : self._page.at - 1]):
            if not line.is_blank:
                found = read_status_line(line.text)
                return found is not None and not found.is_bare and found.media_type is None
        return False

    def _is_bare_before(self) -> bool:
        before = (
            read_status_line(self._page.lines[self._page.at - 2].text)
            if self._page.at > 1
            else None
        )
        return before is not None and before.is_bare

    def _is_option(self) -> bool:
        """Whether the line is one of the choices that the line before began."""
        before = self._page.lines[self._page.at - 1] if self._page.at else None
        return before is not None and before.text.rstrip().endswith(",")

    def _furniture(self) -> bool:
        if not is_furniture(self._page.text_of()) or self._is_option():
            return False
        block = self._page.block
        if opens_children(self._page.text_of()) and block is not None and block.has_members:
            self._page.parent = block
        self._page.mark(self._page.take())
        return True
