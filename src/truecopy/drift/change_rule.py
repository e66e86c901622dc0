"""Which rule a changed claim falls under: by what the claim is about, then by its two values."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from truecopy.drift.topics import LIFECYCLE, Topic, is_field
from truecopy.drift.variance import LEAVE, constraint_rule, list_shift
from truecopy.model import ABSENT, Claim, Layer

_NOTES = frozenset({"description", "title", "examples", "example"})
# How tasks are looked up, whatever the parameter is called.
_ANY = {"parameter": ""}
# The name of a parameter in a path; what is sent does not have it.
_PARAMETER = re.compile(r"\{[^{}/]*\}")


def change_rule(claim: Claim, old: Any, new: Any, *, is_only: bool = False) -> str:
    """Return the slug of the rule that a change of a claim falls under.

    Args:
        claim: As the new side has it; the old one where it is gone.
        old, new: The values, which differ; `ABSENT` for a side without the claim.
        is_only: Whether the side without the claim has none of its group either, such as `x-dimensions`: then even
            a leave constrains, since a text must be a size from now on.
    """
    side = side_of(claim.subject)
    if claim.layer is Layer.LIFECYCLE:
        return _lifecycle(claim, old, new)
    if claim.layer is Layer.ADVICE:
        return "operation-advice-changed"
    if claim.layer is Layer.PROMISE:
        return _promise(claim, old, new)
    if claim.keyword in _NOTES:
        return f"{side}-note-changed"
    if side in ("operation", "vendor"):
        return _operation(claim, old, new)
    if claim.keyword in _FIELD_RULES:
        return _FIELD_RULES[claim.keyword](side, old, new)
    keyword = "constraint" if is_only and claim.keyword == LEAVE else claim.keyword
    return constraint_rule(side, keyword, old, new)


def whole_rule(topic: Topic, *, is_added: bool, is_required: bool = False) -> str:
    """Return the slug of the rule that something falls under that is new or gone as a whole.

    Args:
        topic: An operation, a status, a body, a field, or all tasks.
        is_required: Whether a new field must be sent.
    """
    verb = "added" if is_added else "removed"
    if len(topic) == 1:
        return f"{'lifecycle' if topic == LIFECYCLE else 'operation'}-{verb}"
    side = side_of(f".{topic[1]}")
    if is_field(topic):
        return (
            "request-field-required"
            if is_required and side == "request"
            else f"{side}-field-{verb}"
        )
    if side == "answer" and len(topic) == 2:
        return f"answer-{'success' if str(topic[1]) < '300' else 'status'}-{verb}"
    return f"{side}-body-{verb}"


def side_of(subject: str) -> str:
    """Return `request`, `answer`, `operation`, `lifecycle` or `vendor`: what a claim's subject is part of."""
    owner, _, rest = subject.partition(".")
    if owner in ("lifecycle", "vendor"):
        return owner
    part = rest.partition(".")[0].partition("[")[0]
    if not part:
        return "operation"
    return "answer" if part.isdigit() else "request"


def _presence(old: Any) -> str:
    return "added" if old is ABSENT else "removed"


def _verb(old: Any, new: Any) -> str:
    return "added" if old is ABSENT else "dropped" if new is ABSENT else "changed"


_FIELD_RULES: Mapping[str, Callable[[str, Any, Any], str]] = {
    "property": lambda side, old, _: f"{side}-field-{_presence(old)}",
    "required": lambda side, old, _: f"{side}-field-{'required' if old is ABSENT else 'optional'}",
    "deprecated": lambda side, _, new: (
        f"{side}-field-{'deprecated' if new is not ABSENT and new else 'restored'}"
    ),
    "default": lambda side, old, new: (
        f"request-default-{_verb(old, new)}" if side == "request" else f"{side}-note-changed"
    ),
    "status": lambda _, old, new: _status(new if old is ABSENT else old, old),
    "media-type": lambda _, old, new: f"answer-media-type-{_verb(old, new)}",
}


def _status(status: Any, old: Any) -> str:
    is_success = int(status) < 300
    return f"answer-{'success' if is_success else 'status'}-{_presence(old)}"


def _operation(claim: Claim, old: Any, new: Any) -> str:
    if claim.subject.startswith("vendor"):
        return f"vendor-{'base-url' if claim.keyword == 'base-url' else 'status'}-changed"
    if claim.keyword == "path" and ABSENT not in (old, new):
        is_same = _PARAMETER.sub("{}", str(old)) == _PARAMETER.sub("{}", str(new))
        return "operation-note-changed" if is_same else "operation-path-changed"
    if claim.keyword == "alias":
        gone, _ = list_shift(old, new)
        return f"operation-alias-{'removed' if gone else 'added'}"
    if claim.keyword == "auth":
        return f"operation-auth-{_verb(old, new)}"
    if claim.keyword == "key-prefix":
        return f"operation-key-form-{_verb(old, new)}"
    if claim.keyword == "price":
        return f"operation-price-{_price(old, new)}"
    known = claim.keyword if claim.keyword in ("method", "path", "media-type") else "note"
    return f"operation-{known}-changed"


def _price(old: Any, new: Any) -> str:
    verb = _verb(old, new)
    if verb != "changed" or {**old, "usd": 0} != {**new, "usd": 0}:
        return verb
    return "raised" if new["usd"] > old["usd"] else "lowered"


def _promise(claim: Claim, old: Any, new: Any) -> str:
    verb = _verb(old, new)
    if claim.keyword != "x-promises/lifetime":
        return f"answer-promise-{verb}"
    if verb != "changed":
        return f"answer-lifetime-{verb}"
    if {**old, "seconds": 0} != {**new, "seconds": 0}:
        return "answer-promise-changed"
    return f"answer-lifetime-{'shortened' if new['seconds'] < old['seconds'] else 'extended'}"


def _lifecycle(claim: Claim, old: Any, new: Any) -> str:
    gone, come = list_shift(old, new)
    if claim.keyword == "terminal":
        return f"lifecycle-end-{'removed' if gone else 'added'}"
    if claim.keyword == "shows":
        return f"lifecycle-shown-{'less' if gone else 'more'}"
    if claim.keyword == "transitions":
        if ABSENT in (old, new):
            return f"lifecycle-state-{_presence(old)}"
        return f"lifecycle-transition-{'added' if come else 'removed'}"
    if claim.keyword == "initial":
        return "lifecycle-initial-changed"
    if claim.keyword == "poll" and ABSENT not in (old, new) and old | _ANY == new | _ANY:
        return "operation-note-changed"  # a parameter of the path has another name
    if claim.keyword in ("create", "poll"):
        return "lifecycle-operation-changed"
    return f"lifecycle-place-{_verb(old, new)}"
