"""Reader for the full reference page: method and path, curl, answers, described fields."""

import re
from collections.abc import Sequence

from truecopy.derive import headings
from truecopy.derive.address_lines import bare_path, query_names, read_address
from truecopy.derive.block_reading import BlockReading
from truecopy.derive.blocks import is_same_path, path_template, state_curl, state_media_type
from truecopy.derive.coverage import is_normative
from truecopy.derive.curl import CURL
from truecopy.derive.document import Document, Span
from truecopy.derive.elements import Elements, Table
from truecopy.derive.example_names import ExampleNames
from truecopy.derive.examples import state_answer_examples, state_request_example
from truecopy.derive.field_subjects import FieldSubjects, require_shallow
from truecopy.derive.flat_members import FlatMembers
from truecopy.derive.located_json import Node
from truecopy.derive.paths import child
from truecopy.derive.sample_calls import state_sample
from truecopy.derive.scan import scan_page
from truecopy.derive.schema_examples import state_schema
from truecopy.derive.state_fields import STATE_NAMES
from truecopy.derive.statements import Page
from truecopy.derive.task_prose import TaskProse
from truecopy.model import Reading

# An answer of success for which the page names no status.
_SUCCESS = 200
# Of one operation, and of those that a page mentions beside it; more are an index of all that there are.
_MOST_ADDRESSES = 100
# A cell that names a state of a task; a table of anything else describes a field.
_STATE = re.compile(r"[a-z][a-z_-]{0,40}")


def recognises(document: Document) -> bool:
    """Whether the page has an address, a command that calls an operation, or a known section of fields."""
    return any(
        headings.section_of(line.text) in _TELLING
        or CURL.match(line.text)
        or read_address(document.lines, at)
        for at, line in enumerate(document.lines)
        if line.text
    )


_TELLING = frozenset(
    {
        headings.REQUEST,
        headings.PATH,
        headings.QUERY,
        headings.ADDRESS,
        headings.AUTH,
        headings.HEADER,
    }
)


def read(document: Document) -> Page:
    """Return what a full reference page says."""
    return _PageReader(document).read()


class _PageReader:
    """Interprets the elements of one page, types first, since prose is read by type."""

    def __init__(self, document: Document) -> None:
        self.page = Page(document=document)
        self.found: Elements = scan_page(document)
        successes = [status for status, _, _ in self.found.statuses if status < 300]
        self.status = successes[0] if successes else _SUCCESS
        self._address()
        require_shallow(document, self.found.blocks)
        names = ExampleNames(self._examples())
        flat = FlatMembers(document=document, names=names, status=self.status)
        flat.nest(self.found.blocks)
        self.page.unread.extend(flat.doubts)
        self.subjects = FieldSubjects(
            self.found.blocks,
            status=self.status,
            has_body=self._has_body(),
            path=self.path,
            names=names,
        )
        self._tasks = TaskProse(self.page, self.status, self._successes())

    def read(self) -> Page:
        self.page.layout.extend(self.found.layout)
        for each in self.found.unread:
            self.page.unread.append((each.line, each.what))
        self._comments()
        heads = (each for each in self.found.blocks if each.prose and each.declared is not None)
        self.page.prose += [
            each.prose[0][0]
            for each in heads
            if self.page.document.line_at(each.prose[0][0]).number == each.head.number
        ]
        for curl in self._own_curls:
            state_curl(self.page, curl)
        for sample in self.found.samples:
            state_sample(self.page, sample, self.path)
        for media_type, line in self.found.media_types:
            state_media_type(self.page, media_type, (line.start, line.end))
        fields = BlockReading(self.page, self.found, self.subjects, self._tasks)
        self._answers(fields.optional())
        for node in self.found.request_examples:
            state_request_example(self.page, node)
        for node in self.found.schemas:
            state_schema(self.page, "request", node)
        fields.authorization()
        fields.read()
        for table in self.found.tables:
            if table.rows and all(_STATE.fullmatch(left) for left, _, _ in table.rows):
                self._states(table)
        for title, line in self.found.prose:
            self._tasks.sentence(title, line)
        self._tasks.finish()
        return self.page

    def _comments(self) -> None:
        """Tell the comments in examples that may make a rule: nothing of them is read."""
        nodes = [*self.found.request_examples, *(each.node for each in self.found.answers)]
        nodes += [each.data for each in self._own_curls if each.data is not None]
        document = self.page.document
        for start, end in (place for node in nodes for place in node.comments):
            if is_normative(document.text[start:end]):
                line = document.line_at(start)
                self.page.unread.append((line, "a comment in an example, which is not read"))

    def _address(self) -> None:
        """Choose the address that the commands have, and leave out commands of other operations."""
        self._own_curls = self.found.curls
        if self.found.addresses:
            self._choose_address()
        elif self.found.curls:
            first = self.found.curls[0]
            is_sent = first.data is not None or bool(first.form or first.fields)
            has_body = is_sent or bool(self.found.media_types) or self.found.has_body
            self.method = first.method or ("POST" if has_body else "GET")
            self.path = path_template(first.path)
            self.page.say("", "method", self.method, (first.start, first.end))
        else:
            self.method, self.path = "POST", ""

    def _choose_address(self) -> None:
        """Take the first address that a command has, else the first; commands of other operations are none of this one's."""
        found = self.found.addresses
        paths = list(dict.fromkeys(curl.path for curl in self.found.curls))[:_MOST_ADDRESSES]
        self.method, path, line, place = next(
            (
                each
                for each in found[:_MOST_ADDRESSES]
                if any(is_same_path(path_template(bare_path(each[1])), path) for path in paths)
            ),
            found[0],
        )
        self.path = path_template(bare_path(path))
        self.page.say("", "method", self.method, (line.start, line.end))
        self.page.say("", "path", self.path, place)
        for name in query_names(path):
            self.page.mark(child("query", name), "property", (line.start, line.end))
        for each in found:
            self.page.layout.append((each[2].start, each[3][1]))
        self._own_curls = [
            each for each in self.found.curls if not self._is_other(each.method, each.path)
        ]
        own = {curl.start for curl in self._own_curls}
        self.page.layout.extend(
            (curl.start, curl.end) for curl in self.found.curls if curl.start not in own
        )

    def _has_body(self) -> bool:
        """Whether the request has a body: the page speaks of one or sends one, or the method asks for one."""
        is_sent = any(curl.data is not None or curl.form for curl in self._own_curls)
        is_said = self.found.has_body or bool(self.found.media_types) or is_sent
        return is_said or self.method not in ("GET", "DELETE", "HEAD")

    def _is_other(self, method: str | None, path: str) -> bool:
        """Whether a command is of another operation: another path, and another method."""
        return not is_same_path(self.path, path) and (method or "POST") != self.method

    def _examples(self) -> dict[str, list[Node]]:
        requests = [
            *self.found.request_examples,
            *(each.data for each in self.found.curls if each.data),
        ]
        found = {"request": requests}
        for answer in self.found.answers:
            found.setdefault(str(answer.status or self.status), []).append(answer.node)
        return found

    def _successes(self) -> list[Node]:
        return [
            each.node
            for each in self.found.answers
            if not each.is_error and (each.status or self.status) == self.status
        ]

    def _answers(self, optional: frozenset[str]) -> None:
        """State the statuses of the page, and what its examples of answers promise."""
        named = [status for status, _, _ in self.found.statuses]
        for status, media_type, line in self.found.statuses:
            self.page.say(str(status), "status", status, (line.start, line.end))
            if media_type:
                self.page.say(str(status), "media-type", media_type, (line.start, line.end))
        successes = self._successes()
        shown = self._shown_answer(successes)
        if shown is not None and self.status not in named:
            place = self.page.document.evidence(*shown, Reading.EXAMPLE)
            self.page.say(str(self.status), "status", self.status, place)
        state_answer_examples(self.page, self.status, successes, optional=optional)
        failures = [status for status in dict.fromkeys(named) if status >= 400]
        shared = [each.node for each in self.found.answers if each.is_error and each.status is None]
        for status in dict.fromkeys(
            [*failures, *(s for s in named if s not in (self.status, *failures))]
        ):
            own = [each.node for each in self.found.answers if each.status == status]
            nodes = own or (shared if status >= 400 else [])
            state_answer_examples(
                self.page, status, nodes, is_schematic=status >= 400, optional=optional
            )
        if shared and not failures:
            for node in shared:
                line = self.page.document.line_at(node.start)
                self.page.unread.append(
                    (line, "an answer of failure, for which no status is named")
                )

    def _shown_answer(self, successes: Sequence[Node]) -> Span | None:
        """Return where an answer of success is shown, or its first field described."""
        described = (
            (each.head.start, each.head.end)
            for each in self.found.blocks
            if each.section == headings.ANSWER and each.status is None
        )
        return next(((each.start, each.end) for each in successes), next(described, None))

    def _states(self, table: Table) -> None:
        name = table.column.lower()
        span = (table.rows[0][2].start, table.rows[-1][2].end)
        self._tasks.states([left for left, _, _ in table.rows], span, name=name)
        if name in STATE_NAMES:
            self._tasks.ends(table.rows)
