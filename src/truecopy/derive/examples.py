"""Examples read as statements.

Of an answer, an example is a promise: a field that every example of a status shows is required, and its
type, format and non-emptiness come from the example too. A placeholder promises presence and type only.
Of a request, an example shows which fields there are and what type they have.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from truecopy.contract.formats import is_instant, is_uuid
from truecopy.derive.located_json import Node
from truecopy.derive.paths import child, element
from truecopy.derive.statements import Page
from truecopy.model import Evidence, Reading

# Names of fields that hold a point in time.
_TIME_NAME = re.compile(r"(?:^|_)(?:created|updated|expires?|time|timestamp|at)(?:_|$)")
# 2001 to 2096, in seconds and in milliseconds; what is smaller or larger is something else.
_UNIX_SECONDS = range(1_000_000_000, 4_000_000_000)
_UNIX_MILLISECONDS = range(1_000_000_000_000, 4_000_000_000_000)
# Where the words of a name in one meet: `createdAt`.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# `<string>`, `<your key>`, `$HOOK_URL`, `YOUR_HOOK`: the words say what would stand there.
_BRACKETED = re.compile(
    r"<[^>]+>|\{\{?[\w .-]+\}\}?|\u2026|\.{3,}|\$\{?[A-Z_][A-Z0-9_]*\}?|(?:YOUR|MY|INSERT|ENTER|REPLACE|ADD)_[A-Z0-9_]+"
    r"|(?:your|insert)[_-][a-z0-9_-]+(?:[_-]here)?"
)
# What generators of documentation put where no example was written; 2^30 is a size that stands for "some number".
_PLACEHOLDERS: tuple[Any, ...] = ("<string>", "string", "...", "", 0, 1, 123, 1073741823, {}, [])


def state_request_example(page: Page, node: Node) -> None:
    """State the fields and types that a request example shows, nested ones included."""
    for subject, found in _walk("request", node):
        if found is not node:
            _state_shown_type(page, subject, found, _place(page, found))
    if not page.values("request", "type"):
        page.say("request", "type", type_name(node.value), _place(page, node))


def state_field_example(page: Page, subject: str, node: Node) -> None:
    """State the members that the example of one field shows, with their types."""
    for inner, found in _walk(subject, node):
        if found is not node:
            _state_shown_type(page, inner, found, _place(page, found))


def _state_shown_type(page: Page, subject: str, node: Node, place: Evidence) -> None:
    """State the type that an example shows; null only says that the value may be null."""
    if not node.is_known or node.value is None:
        page.mark(subject, "property", place)
    if node.value is None:
        page.say(subject, "null", value=True, place=place)
    elif node.is_known:
        page.say(subject, "type", type_name(node.value), place)


def state_answer_examples(
    page: Page,
    status: int,
    nodes: Sequence[Node],
    *,
    is_schematic: bool = False,
    optional: Collection[str] = (),
) -> None:
    """State what the examples of one status promise together.

    Args:
        nodes: Every example of the body, in order of appearance.
        is_schematic: The page shows the shape, not a real answer: presence and type only.
        optional: Subjects that the page describes as not required; the examples overrule nothing that it says.
    """
    page.shown += [(status, node) for node in nodes]
    _AnswerExamples(page, is_schematic=is_schematic, optional=optional).state(str(status), nodes)


def type_name(value: Any) -> str:
    """Return the JSON type of a value; a number without a fraction is an integer."""
    if isinstance(value, bool):
        return "boolean"
    if value is None:
        return "null"
    names = {str: "string", int: "integer", float: "number", dict: "object", list: "array"}
    return names[type(value)]


def is_placeholder(value: Any) -> bool:
    """Whether a value only marks its place, as `<string>`, `123` and `{}` do."""
    return any(value == each and type(value) is type(each) for each in _PLACEHOLDERS) or (
        isinstance(value, str) and bool(_BRACKETED.fullmatch(value))
    )


def text_format(value: str) -> str | None:
    """Return `uuid`, `date-time` or `uri` where `value` is one, else None."""
    if value.startswith(("http://", "https://")):
        return "uri"
    if is_uuid(value):
        return "uuid"
    return "date-time" if is_instant(value) else None


def _place(page: Page, node: Node) -> Evidence:
    return page.document.evidence(node.start, node.end, Reading.EXAMPLE)


def _walk(subject: str, node: Node) -> Iterator[tuple[str, Node]]:
    yield subject, node
    for name, member in node.members.items():
        yield from _walk(child(subject, name), member)
    for item in node.items:
        yield from _walk(element(subject), item)


class _AnswerExamples:
    """States what examples of one status have in common."""

    def __init__(self, page: Page, *, is_schematic: bool, optional: Collection[str]) -> None:
        self._page = page
        self._is_schematic = is_schematic
        self._optional = optional

    def state(self, subject: str, nodes: Sequence[Node]) -> None:
        """State what `nodes`, all found at `subject`, have in common, and then of their children."""
        self._state(subject, [self._shown(node) for node in nodes])

    def _shown(self, node: Node) -> tuple[Node, Evidence]:
        return node, _place(self._page, node)

    def _state(self, subject: str, shown: list[tuple[Node, Evidence]]) -> None:
        page = self._page
        for node, place in shown:
            _state_shown_type(page, subject, node, place)
        if not self._is_schematic:
            _state_content(page, subject, shown)
        objects = [node for node, _ in shown if isinstance(node.value, dict)]
        found: dict[str, list[tuple[Node, Evidence]]] = {}
        for node in objects:
            for name, member in node.members.items():
                found.setdefault(name, []).append(self._shown(member))
        for name, having in found.items():
            path = child(subject, name)
            if len(having) == len(objects) and path not in self._optional:
                for _, place in having:
                    page.mark(path, "required", place)
            self._state(path, having)
        items = [self._shown(item) for node, _ in shown for item in node.items]
        if items:
            self._state(element(subject), items)


def _state_content(page: Page, subject: str, shown: list[tuple[Node, Evidence]]) -> None:
    shown = [(node, place) for node, place in shown if node.value is not None]
    if not shown or not all(node.is_known for node, _ in shown):
        return
    values = [node.value for node, _ in shown]
    places = [place for _, place in shown]
    if all(isinstance(value, list) and value for value in values):
        for place in places:
            page.say(subject, "minItems", 1, place)
    if any(is_placeholder(value) for value in values):
        return
    if all(isinstance(value, str) for value in values):
        formats = {text_format(value) for value in values}
        form = formats.pop() if len(formats) == 1 else None
        for place in places:
            page.say(subject, "format" if form else "minLength", form or 1, place)
        return
    name = _CAMEL.sub("_", subject.rpartition(".")[2]).lower()
    for unit, times in (({}, _UNIX_SECONDS), ({"unit": "milliseconds"}, _UNIX_MILLISECONDS)):
        if _TIME_NAME.search(name) and all(
            type(value) is int and value in times for value in values
        ):
            for place in places:
                page.say(subject, "x-promises/unix-time", unit, place)
