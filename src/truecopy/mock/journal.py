"""The journal: what was asked, what was answered, and why."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from truecopy.contract.bodies import decode_json, duplicate_keys
from truecopy.contract.unknown_fields import unknown_fields
from truecopy.model import Payload
from truecopy.serving.admin_surface import journal_time

# A thousand entries with bodies of this size are 16 MB: what a journal may weigh.
KEPT_BODY_BYTES = 16_384
# A reader who sees so many notes knows the rest; what stands in each is cut for the same reason.
_MOST_NOTES = 20
_LONGEST_NOTE = 200
# Longer than any documented path with its parameters.
_LONGEST_PATH = 2_000


class JournalEntry:
    """One request with its answer.

    Small JSON bodies are kept, and what is odd about them is worked out when somebody looks: a request
    does not wait for it.

    Attributes:
        at: When it came, in unix seconds of the mock's clock.
        account: Id of the account, empty without a key.
        cause: Why it was refused, empty when it was not.
        problems: Each with the claim that it breaks and where the documents say so.
        notes: What was odd and let pass, where it was worked out at once.
    """

    operation = ""
    account = ""
    scenario = ""
    status = 0
    cause = ""
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    body = b""
    schema: Mapping[str, Any] = {}

    def __init__(self, at: float, vendor: str, method: str, path: str, request_id: str) -> None:
        """Begin an entry; the rest is filled in on the way of the request."""
        self.at = at
        self.vendor = vendor
        self.method = method
        self.path = path[:_LONGEST_PATH]
        self.request_id = request_id

    def note_body(
        self, data: bytes, instance: Any, schema: Mapping[str, Any], *, is_json: bool
    ) -> None:
        """Keep what is needed to say what is odd about a body."""
        self.schema = schema
        if is_json and len(data) <= KEPT_BODY_BYTES:
            self.body = data
        else:
            self.notes += tuple(odd(data if is_json else b"", instance, schema))

    def row(self) -> dict[str, Any]:
        """Return the entry as data for the admin API."""
        notes = list(self.notes)
        if self.body:
            body = decode_json(self.body)
            if isinstance(body, Payload):
                notes += odd(self.body, body.instance, self.schema)
        return {
            "at": journal_time(self.at),
            "request_id": self.request_id,
            "vendor": self.vendor or None,
            "operation": self.operation or None,
            "method": self.method,
            "path": self.path,
            "account": self.account or None,
            "scenario": self.scenario or None,
            "status": self.status,
            "cause": self.cause or None,
            "problems": list(self.problems),
            "notes": notes,
        }


def odd(data: bytes, instance: Any, schema: Mapping[str, Any]) -> list[str]:
    """Return what a contract lets pass and a reader wants to know: unknown fields, doubled keys.

    Twenty notes at most, each cut; then one that says that there are more.
    """
    found = list(islice(_odd(data, instance, schema), _MOST_NOTES + 1))
    if len(found) > _MOST_NOTES:
        found[_MOST_NOTES:] = ["and more"]
    return found


def _odd(data: bytes, instance: Any, schema: Mapping[str, Any]) -> Iterator[str]:
    for name in unknown_fields(schema, instance):
        yield f"unknown field {name}"[:_LONGEST_NOTE]
    for key in duplicate_keys(data):
        yield f"the key {key[:_LONGEST_NOTE]!r} stands there twice; the last one counts"
