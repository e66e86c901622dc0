"""Small pure changes of an answer, and how to put them together."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from tests.drifts.answers import Answer, Call
from tests.drifts.traits import Edit

Change = Callable[[dict[str, Any], str, Call], None]


def on(operation: str, *edits: Edit) -> Edit:
    """Return an edit of an operation's successes only."""
    return where(lambda answer, call: answer.status < 300 and call.operation == operation, *edits)


def on_success(*edits: Edit) -> Edit:
    """Return an edit of every success."""
    return where(lambda answer, _: answer.status < 300, *edits)


def on_error(*edits: Edit) -> Edit:
    """Return an edit of every error."""
    return where(lambda answer, _: answer.status >= 400, *edits)


def on_state(state: str, *edits: Edit) -> Edit:
    """Return an edit of a looked-up task while it is in a state."""
    return on(
        "get-generation",
        where(lambda answer, _: answer.body["task_info"]["status"] == state, *edits),
    )


def where(applies: Callable[[Answer, Call], bool], *edits: Edit) -> Edit:
    """Return an edit that is made on a condition."""
    together = in_turn(*edits)
    return lambda answer, call: together(answer, call) if applies(answer, call) else answer


def in_turn(*edits: Edit) -> Edit:
    """Return an edit that makes several, one after the other."""

    def edit(answer: Answer, call: Call) -> Answer:
        for each in edits:
            answer = each(answer, call)
        return answer

    return edit


def at(path: str, change: Change) -> Edit:
    """Return an edit that changes each member that a path such as `data[].url` reaches."""
    *parents, name = path.replace("[]", ".[]").split(".")

    def edit(answer: Answer, call: Call) -> Answer:
        body = deepcopy(answer.body)
        for holder in _reach(body, parents):
            change(holder, name, call)
        return replace(answer, body=body)

    return edit


def _reach(value: Any, steps: list[str]) -> Iterator[dict[str, Any]]:
    if not steps:
        if isinstance(value, dict):
            yield value
        return
    step, *rest = steps
    inner = value if step == "[]" else [value[step]] if step in value else []
    for each in inner:
        yield from _reach(each, rest)


def removed(holder: dict[str, Any], name: str, _: Call) -> None:
    """Take a member away."""
    holder.pop(name, None)


def called(other: str) -> Change:
    """Return a change that gives a member another name."""

    def change(holder: dict[str, Any], name: str, _: Call) -> None:
        if name in holder:
            holder[other] = holder.pop(name)

    return change


def made(convert: Callable[[Any], Any]) -> Change:
    """Return a change that makes a member's value into another."""

    def change(holder: dict[str, Any], name: str, _: Call) -> None:
        if name in holder:
            holder[name] = convert(holder[name])

    return change


def set_to(value: Any) -> Change:
    """Return a change that gives a member a value, whether it was there or not."""
    return told(lambda _: value)


def told(tell: Callable[[Call], Any]) -> Change:
    """Return a change that gives a member what a function makes of the call."""

    def change(holder: dict[str, Any], name: str, call: Call) -> None:
        holder[name] = tell(call)

    return change


def status(code: int) -> Edit:
    """Return an edit of the status."""
    return lambda answer, _: replace(answer, status=code)


def media_type(name: str) -> Edit:
    """Return an edit of the Content-Type header."""
    return lambda answer, _: replace(answer, media_type=name)


def header(name: str, value: str) -> Edit:
    """Return an edit that adds a header."""
    return lambda answer, _: replace(answer, headers={**answer.headers, name: value})


def body(convert: Callable[[Any], Any]) -> Edit:
    """Return an edit of the body as a whole; made into bytes, it goes as it is."""
    return lambda answer, _: replace(answer, body=convert(answer.body))


def cut_off(value: Any) -> bytes:
    """Return JSON that ends too early."""
    return json.dumps(value).encode()[:-3]


def redirected(old: str, new: str) -> Edit:
    """Return an edit that sends the callers of one path to another."""
    redirect = Answer(status=307, body=b"", headers={"location": new})
    return where(lambda _, call: call.path == old, lambda _answer, _call: redirect)
