"""Everything about a vendor, beyond its tables, that a drift can change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.drifts.answers import Answer, Call
from tests.drifts.pictures import Size
from tests.drifts.tasks import TIMELINE, Timeline

Edit = Callable[[Answer, Call], Answer]

STATUSES: Mapping[str, int] = {
    "path": 404,
    "method": 405,
    "key-missing": 401,
    "key-scheme": 401,
    "key-bad": 401,
    "media-type": 400,
    "body": 400,
    "form": 400,
    "value": 400,
    "picture": 400,
    "task-unknown": 404,
    "task-foreign": 404,
    "rate-limit": 429,
    "corner": 500,
}


def unchanged(value: Any) -> Any:
    """Return what is given."""
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """How a vendor behaves; the defaults are a vendor that keeps its contract.

    Attributes:
        statuses: Cause of a refusal -> status, over `STATUSES`.
        ignores: Causes that do not lead to a refusal.
        without: Operations and paths that are gone.
        media_types: A media type that is taken too -> the one that it is taken for.
        takes_charset: Whether `application/json` may have parameters.
        corner: Whether the server fails on a request that is good.
        count: Pictures asked for -> pictures made.
        default_count: Pictures that are made where none are asked for.
        default_format: How pictures come where the request may choose, and does not: `url` or `b64_json`.
        drawn: Size asked for -> size made.
        is_square_made: A picture of no asked size is square, whatever its input is.
        file: Good bytes of a picture -> the bytes that are handed out.
        timeline: The states of a task.
        make_id: Names a task.
        envelope: What is wrong -> the body of the error, bytes where it is no JSON; None for the usual one.
        error_type: Media type of errors.
        edit: Changes an answer before it goes out.
    """

    statuses: Mapping[str, int] = field(default_factory=dict)
    ignores: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    media_types: Mapping[str, str] = field(default_factory=dict)
    takes_charset: bool = True
    corner: Callable[[dict[str, Any]], bool] = lambda _: False
    count: Callable[[int], int] = unchanged
    default_count: int = 1
    default_format: str = "url"
    drawn: Callable[[Size], Size] = unchanged
    is_square_made: bool = False
    file: Callable[[bytes], bytes] = unchanged
    timeline: Timeline = TIMELINE
    make_id: Callable[[], str] = lambda: str(uuid4())
    envelope: Callable[[str], Any] | None = None
    error_type: str = "application/json"
    edit: Edit = lambda answer, _: answer

    def status(self, cause: str) -> int:
        """Return the status that a refusal has."""
        return self.statuses.get(cause, STATUSES[cause])
