"""Causes of errors, and how a vendor answers each: the section `errors` of a mock file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from truecopy.contract.yamlfile import require_keys
from truecopy.errors import WorkspaceError

# What the mock itself refuses for, with its status unless the file sets another.
CAUSES = {
    "route": 404,
    "method": 405,
    "unauthorized": 401,
    "media-type": 400,
    "body": 400,
    "too-large": 400,
    "path": 404,
    "invalid": 400,
    "picture": 400,
    "cap": 400,
    "unknown-task": 404,
    "scenario": 400,
    "preference": 400,
    "demanded": 400,
    "slash": 307,
    "rate-limit": 429,
    "overloaded": 503,
    "balance": 402,
}
# What vendors answer instead who document it, and not the usual status.
_OTHERWISE = {400: 422, 401: 403}
# An answer that cannot be built; it looks like the first other cause of its status, where there is one.
UNANSWERABLE, _FAILED = "unanswerable", 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCause:
    """How the vendor answers one cause.

    Attributes:
        fields: Values for the placeholders of the error body.
    """

    status: int
    fields: Mapping[str, Any]


def read_causes(
    content: Mapping[str, Any], where: str, documented: Collection[int] = ()
) -> dict[str, ErrorCause]:
    """Return how each cause is answered: those that the mock itself needs, and those that the file has beside them.

    Args:
        content: The section `errors.causes`.
        documented: Statuses of the vendor's documents: 403 is that of a bad key where 401 is none of them.

    Raises:
        WorkspaceError: A status is none of an error, or a value is of the wrong kind.
    """
    common = dict(content.get("default") or {})
    causes = {}
    known = {
        **CAUSES,
        **dict.fromkeys(each for each in content if each not in (*CAUSES, "default")),
    }
    for name, most in known.items():
        other = _OTHERWISE.get(most or 0)
        usual = other if other in documented and most not in documented else most
        entry = {
            **common,
            **require_keys(content.get(name) or {}, set(), f"{where}: causes.{name}"),
        }
        status = entry.pop("status", usual)
        least = 300 if name == "slash" else 400
        if not isinstance(status, int) or not least <= status <= 599:
            raise WorkspaceError(
                f"{where}: causes.{name}: status {status!r} is none of {least} to 599"
            )
        causes[name] = ErrorCause(status=status, fields=entry)
    alike = (each for each in causes.values() if each.status == _FAILED)
    causes.setdefault(UNANSWERABLE, next(alike, ErrorCause(status=_FAILED, fields=common)))
    return causes


def read_statuses(content: object, where: str) -> dict[int, Mapping[str, Any]]:
    """Return what fills the bodies of statuses that requests demand.

    Args:
        content: The section `errors.statuses`.

    Raises:
        WorkspaceError: A status is none of an error, or a value is of the wrong kind.
    """
    found: dict[int, Mapping[str, Any]] = {}
    section: Mapping[Any, Any] = require_keys(content, set(), f"{where}: errors.statuses")
    for status, value in section.items():
        if type(status) is not int or not 400 <= status <= 599:
            raise WorkspaceError(f"{where}: errors.statuses: {status!r} is none of 400 to 599")
        found[status] = require_keys(value or {}, set(), f"{where}: errors.statuses.{status}")
    return found
