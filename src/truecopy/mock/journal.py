"""The journal: what was asked, what was answered, and why."""

from collections.abc import Callable, Mapping
from operator import methodcaller
from typing import Any
from urllib.parse import quote, unquote, unquote_plus

from truecopy.contract.bodies import decode_json, encode_json
from truecopy.contract.multipart import FormPart
from truecopy.mock.journal_bodies import (
    LONGEST_TEXT,
    names_in,
    rewritten,
    shown_body,
    shown_form,
    shown_json,
)
from truecopy.model import Interaction, Payload
from truecopy.redaction import HIDDEN, Redactor, without_lookalikes
from truecopy.serving.admin_surface import journal_time
from truecopy.serving.messages import key_of

# Larger bodies are cut to what is shown of them when they come.
KEPT_BODY_BYTES = 16_384
# Longer than any documented path with its parameters.
_LONGEST_PATH = 2_000
# Clients send a dozen headers of some hundred bytes; of many and long ones as much is kept.
_MOST_HEADER_BYTES = 16_384
_MOST_HEADERS = 60
_LONGEST_HEADER = 250
# What an entry weighs beside its headers and its body.
_ENTRY_BYTES = 1_000
# Keys are never kept, however they are written in JSON.
_HIDDEN = HIDDEN.encode()
_ESCAPES = b"\\u00", b"\\/"
_ORIGIN = "http://mock"

Noter = Callable[[Any, bytes], list[str]]


class JournalEntry:
    """One request with its answer.

    Small bodies are kept as they came, and what is shown of them is worked out when somebody looks: a request
    does not wait for it.

    Attributes:
        at: When it came, in unix seconds of the mock's clock.
        vendor: Empty where none was addressed.
        account: Id of the account, empty without a key.
        cause: Why it was refused, empty when it was not.
        problems: Each with the claim that it breaks and where the documents say so.
        notes: What was ignored or taken for something else.
        noter: Tells what is to be noted of the body; None where that is in the notes already.
        query: What stood behind the `?`.
        headers: Lower-case name -> value; the key is taken out before the entry is kept.
        body: As it came, where it is small.
        summary: What is shown of a large body; None for a small one.
        elapsed_s: From the first byte of the head to the answer.
        size_bytes: What it weighs in the journal, about.
    """

    operation = ""
    account = ""
    scenario = ""
    status = 0
    cause = ""
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    noter: Noter | None = None
    query = ""
    headers: Mapping[bytes, bytes] = {}
    body = b""
    summary: Any = None
    elapsed_s = 0.0
    size_bytes = _ENTRY_BYTES
    _summary_bytes = 0

    def __init__(self, at: float, vendor: str, method: str, path: str, request_id: str) -> None:
        """Begin an entry; the rest is filled in on the way of the request."""
        self.at = at
        self.vendor = vendor
        self.method = method
        self.path = path[:_LONGEST_PATH]
        self.request_id = request_id

    def keep_body(
        self, data: bytes, instance: Any = None, parts: list[FormPart] | None = None
    ) -> None:
        """Keep what is to be shown of a body.

        Args:
            instance: Its value, where it is JSON.
            parts: Its parts, where it is a form.
        """
        if len(data) <= KEPT_BODY_BYTES:
            self.body = data
            return
        self.summary = shown_json(instance) if parts is None else shown_form(parts)
        self._summary_bytes = len(encode_json(self.summary))

    def seal(self, headers: dict[bytes, bytes], query: str) -> None:
        """Keep the head of a request without its key, at the end of its way."""
        if query:
            self.query = query[:_LONGEST_PATH]
        self.headers = headers
        key = key_of(headers)
        if b"authorization" in headers:
            headers[b"authorization"] = _HIDDEN
        told = b"\n".join(headers.values())
        head_bytes = len(told)
        if key:
            is_told = key in told or key in self.body or key.decode("latin-1") in self.path
            # It may be spelled in another way, which a closer look finds.
            if is_told or b"\\" in self.body or self.query or self.summary is not None:
                self._hide(key)
        if head_bytes > _MOST_HEADER_BYTES or len(headers) > _MOST_HEADERS:
            first = list(self.headers.items())[:_MOST_HEADERS]
            self.headers = {
                name[:_LONGEST_HEADER]: value[:_LONGEST_HEADER] for name, value in first
            }
            head_bytes = sum(map(len, self.headers.values()))
        self.size_bytes = _ENTRY_BYTES + head_bytes + len(self.body) + self._summary_bytes

    def _hide(self, key: bytes) -> None:
        """Take a key out of all that is kept of a request."""
        text = key.decode("latin-1")
        if text in self.path:
            self.path = self.path.replace(text, HIDDEN)
        if self.query and text in unquote_plus(self.query, "latin-1"):
            self.query = quote(unquote_plus(self.query, "latin-1").replace(text, HIDDEN), "=&/")
        if key in b"\n".join(self.headers.values()):
            hidden = {name: value.replace(key, _HIDDEN) for name, value in self.headers.items()}
            self.headers = hidden
        if key in self.body:
            self.body = self.body.replace(key, _HIDDEN)
        if self.summary is not None or any(each in self.body for each in _ESCAPES):
            shown = self.shown_body()
            without = methodcaller("replace", text, HIDDEN)
            clean = rewritten(shown, without, without)
            if clean != shown:
                self.notes, self.summary, self.body = tuple(self.all_notes()), clean, b""

    def shown_body(self) -> Any:
        """Return the body as it is shown, before it is redacted; None where there is none."""
        if self.summary is not None:
            return self.summary
        content_type = self.headers.get(b"content-type", b"").decode("latin-1")
        return shown_body(self.body, content_type) if self.body else None

    def all_notes(self) -> list[str]:
        """Return what was ignored, also where nobody has looked for it yet."""
        notes = list(self.notes)
        if self.noter is not None and self.body:
            body = decode_json(self.body)
            if isinstance(body, Payload):
                notes += self.noter(body.instance, self.body)
        return notes

    def row(self) -> dict[str, Any]:
        """Return the entry as data for the admin API, redacted. It takes its time: half a millisecond."""
        return {
            "at": journal_time(self.at),
            "request_id": self.request_id,
            "vendor": self.vendor or None,
            "operation": self.operation or None,
            "method": self.method,
            **self._redacted(),
            "account": self.account or None,
            "scenario": self.scenario or None,
            "status": self.status,
            "ms": round(self.elapsed_s * 1000, 3),
            "cause": self.cause or None,
            "problems": list(self.problems),
            "notes": [without_lookalikes(each) for each in self.all_notes()],
        }

    def _redacted(self) -> dict[str, Any]:
        """Return path, query, headers and body without what is, or looks like, a secret."""
        body = self.shown_body()
        query = f"?{self.query}" if self.query else ""
        (clean,) = Redactor().redact(
            [
                Interaction(
                    method=self.method,
                    url=f"{_ORIGIN}{quote(self.path, errors='replace')}{query}",
                    request_headers=tuple(
                        (name.decode("latin-1"), value.decode("latin-1")[:LONGEST_TEXT])
                        for name, value in self.headers.items()
                        if name != b"content-type"
                    ),
                    request_body=b"" if body is None else encode_json(body),
                )
            ]
        )
        path, _, asked = clean.url.removeprefix(_ORIGIN).partition("?")
        shown = decode_json(clean.request_body) if clean.request_body else None
        content = shown.instance if isinstance(shown, Payload) else None
        headers = dict(clean.request_headers)
        if b"content-type" in self.headers:
            headers["content-type"] = self.headers[b"content-type"].decode("latin-1")
        # What the redactor leaves: names, and the media type, which it needs. Hardly any of them is a secret.
        left = "\n".join((asked, headers.get("content-type", ""), *headers, *names_in(content)))
        if without_lookalikes(left) != left:
            asked, content = without_lookalikes(asked), rewritten(content, without_lookalikes)
            headers = {
                without_lookalikes(name): without_lookalikes(value)
                for name, value in headers.items()
            }
        return {"path": unquote(path), "query": asked, "headers": headers, "body": content}
