"""Which of a user's own calls a change concerns: that it refuses, or whose answers lack what they had."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from truecopy.contract.pictures import judge_pictures, picture_sites
from truecopy.contract.validate import CompiledSchema
from truecopy.derive.schemas import build_schema
from truecopy.derive.statements import layer_of
from truecopy.drift.calls import UserCall
from truecopy.drift.change_rule import side_of
from truecopy.drift.topics import pointer_of, topic_of
from truecopy.errors import DeriveError
from truecopy.model import Change, Claim, Severity
from truecopy.model.pointers import each as each_at

Claims = Mapping[str, Claim]

# A call that was refused anyway is refused by no change.
_REFUSED = 400
# What a call meets by having a field, and not by its value: beginnings of rules without their side.
_BY_PRESENCE = ("field-removed", "field-renamed", "fields-moved", "field-deprecated")
_NO_CONSTRAINTS = ("default", "body", *_BY_PRESENCE)


def with_calls(
    changes: Iterable[Change], claims: Claims, calls: Iterable[UserCall]
) -> list[Change]:
    """Return changes with the calls that each concerns; an addition concerns none.

    Args:
        claims: Those of the old side.
    """
    known = list(calls)
    return [replace(each, calls=tuple(_concerned(each, claims, known))) for each in changes]


def _concerned(change: Change, claims: Claims, calls: Iterable[UserCall]) -> Iterator[str]:
    if change.severity is not Severity.INFO:
        test = _Test(change, claims)
        yield from (each.name for each in calls if test.meets(each))


def _changed(change: Change, claims: Claims) -> Claims:
    """Return the claims of the old side with one change made."""
    if change.new is None:
        return {name: each for name, each in claims.items() if name != change.claim}
    return {**claims, change.claim: _claim(change, claims, change.new)}


def _claim(change: Change, claims: Claims, value: Any) -> Claim:
    known = claims.get(change.claim)
    if known is not None:
        return replace(known, value=value)
    subject, _, keyword = change.claim.partition("#")
    return Claim(id=change.claim, layer=layer_of(subject, keyword), value=value)


class _Test:
    """Whether a call meets one change."""

    def __init__(self, change: Change, old: Claims) -> None:
        claim = old.get(change.claim) or _claim(change, old, change.new)
        self._change, self._claim = change, claim
        self._side = side_of(claim.subject)
        self._part = claim.subject.split(".")[1] if self._side in ("request", "answer") else ""
        self._patterns = _patterns(change, claim)
        self._before = _fragment(change, old)
        self._after = _fragment(change, _changed(change, old))
        create, poll = old.get("lifecycle#create"), old.get("lifecycle#poll")
        self._tasks = {create.value, _name(poll.value)} if create and poll else set()

    def meets(self, call: UserCall) -> bool:
        """Whether a call meets the change."""
        if self._side != "answer" and call.status >= _REFUSED:
            return False
        if self._side == "vendor":
            return True
        if self._side == "lifecycle":
            return call.operation in self._tasks
        if call.operation != self._claim.owner:
            return False
        if self._side == "operation":
            is_alias = self._claim.keyword == "alias"
            return call.path in self._claim.value if is_alias else True
        return self._meets_request(call) if self._side == "request" else self._meets_answer(call)

    def _meets_request(self, call: UserCall) -> bool:
        rule = self._change.rule.removeprefix("request-")
        instance = call.parameters if self._part == "path" else None
        if instance is None:
            if call.request is None:
                return False
            instance = call.request.instance
        if rule.startswith("default"):
            return not self._has(instance)
        if rule.startswith(_BY_PRESENCE):
            return self._has(instance)
        if rule.startswith("body"):
            return True
        files = call.request.files if call.request and self._part != "path" else {}
        return _is_good(self._before, instance, files) and not _is_good(
            self._after, instance, files
        )

    def _meets_answer(self, call: UserCall) -> bool:
        if not self._part.isdigit() or call.status != int(self._part):
            return False
        if self._claim.keyword in ("status", "media-type") or not self._patterns:
            return True
        return self._has(call.answer)

    def _has(self, instance: Any) -> bool:
        return any(True for pattern in self._patterns for _ in each_at(instance, pattern))


def _patterns(change: Change, claim: Claim) -> tuple[str, ...]:
    """Return where in a body the field of a change is; several of what has moved; none of a body as a whole."""
    topic = topic_of(claim)
    if len(topic) < 2:
        return ()
    pattern = pointer_of(topic).removeprefix("request:")
    if isinstance(change.old, list) and change.rule.endswith("fields-moved"):
        return tuple("/" + str(each).replace("[]", "/*").replace(".", "/") for each in change.old)
    return (pattern,) if pattern else ()


def _fragment(change: Change, claims: Claims) -> CompiledSchema | None:
    """Return the schema of one claim and of its group, where it constrains what is sent; None without one."""
    claim = claims.get(change.claim)
    is_constraint = not change.rule.removeprefix("request-").startswith(_NO_CONSTRAINTS)
    if claim is None or side_of(claim.subject) != "request" or not is_constraint:
        return None
    group = f"{claim.keyword.partition('/')[0]}/"
    siblings = [
        each
        for each in claims.values()
        if each.subject == claim.subject and each.keyword.startswith(group)
    ]
    names = claim.subject.split(".")
    try:
        made = build_schema("calls", names[0], names[1], siblings or [claim])
    except DeriveError:
        return None
    return CompiledSchema(made.schema)


def _is_good(fragment: CompiledSchema | None, instance: Any, files: Mapping[str, bytes]) -> bool:
    if fragment is None:
        return True
    if list(fragment.problems(instance)):
        return False
    sites = picture_sites(fragment.schema)
    return not judge_pictures(fragment, sites, instance, files)[1]


def _name(poll: Any) -> Any:
    return poll.get("operation") if isinstance(poll, dict) else poll
