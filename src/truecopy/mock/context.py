"""One request on its way through the mock: what is known of it, what it asks for, and why it is refused."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from truecopy.contract import Problem
from truecopy.mock.image_spec import ImageSpec
from truecopy.mock.journal import JournalEntry
from truecopy.mock.preferences import NONE, Preferences
from truecopy.serving import Answer, Call

if TYPE_CHECKING:
    from truecopy.mock.scenarios import Scenario

# A reader of an explanation mends the first few, and asks again.
MOST_PROBLEMS = 10


class RequestContext:
    """What is known of a request so far.

    Attributes:
        scenario: The one that applies; None for plain success.
    """

    __slots__ = ("call", "entry", "preferences", "scenario")

    def __init__(self, call: Call, entry: JournalEntry) -> None:
        """Begin with the call and its journal entry."""
        self.call = call
        self.entry = entry
        self.preferences: Preferences = NONE
        self.scenario: Scenario | None = None


class AcceptedRequest:
    """A request that passed all judgement: what its answer is made from, as far as the request says it.

    Attributes:
        parameters: Values of the path's parameters.
        instance: The decoded body; None where there is none.
        spec: The pictures that it asks for; None where it asks for none.
        filled: Pointer patterns at which the answer has them.
        named: What the mock file's `fills` put into the answer.
        notes: What of the request was ignored, or taken for something else.
    """

    __slots__ = ("filled", "instance", "named", "notes", "parameters", "spec")

    def __init__(
        self,
        parameters: Mapping[str, str],
        instance: Any = None,
        spec: ImageSpec | None = None,
        filled: frozenset[str] = frozenset(),
        named: Mapping[str, str] | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        """Put together what was received."""
        self.parameters = parameters
        self.instance = instance
        self.spec = spec
        self.filled = filled
        self.named = named or {}
        self.notes = notes


class Refusal(Exception):
    """The vendor says no. Ends the way of a request, and becomes the answer for its cause.

    Attributes:
        cause: One of the causes of the mock file.
        why: For the journal and the developer, never for the vendor's body.
        field: Name of the offending field, for the vendor's message.
        status: Overrides the status of the cause.
        headers: Sent with the answer.
    """

    def __init__(
        self,
        cause: str,
        *why: str,
        field: str = "",
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(cause, *why)
        self.cause = cause
        self.why = why
        self.field = field
        self.status = status
        self.headers = headers or {}


class Diversion(Exception):
    """A request is answered though it is of no operation. Ends its way, too.

    Attributes:
        answer: Complete but for the headers of every answer.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


def refuse(cause: str, problems: list[Problem]) -> Refusal:
    """Return the refusal of a request that breaks claims; the first ten problems are told."""
    field = next((name for name in problems[0].pointer.split("/")[::-1] if not name.isdigit()), "")
    return Refusal(cause, *(each.explanation for each in problems[:MOST_PROBLEMS]), field=field)
