"""A user's own calls to a vendor: from cassettes, HAR files, and the journals of mock and proxy."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from truecopy.contract.bodies import FORM_TYPE
from truecopy.contract.form_values import form_instance
from truecopy.contract.matching import Match, Matcher
from truecopy.contract.multipart import FormPart
from truecopy.errors import RecordingError, UsageError
from truecopy.judge import TrafficJudge, body_of
from truecopy.model import NO_BODY, Contract, Interaction, Payload
from truecopy.recording.cassette import Cassette
from truecopy.recording.cassette_files import find_cassettes, load_cassette
from truecopy.recording.origin import recognised

# What the journal of mock or proxy is saved as.
JOURNALS = (".json", ".jsonl")
# A journal of a thousand requests with their bodies is a tenth of it.
_LARGEST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCall:
    """One call, as the contract reads it.

    Attributes:
        name: Where it stands: file and line, or the entry of a journal.
        path: Below the vendor's base address.
        request: Decoded; None where the body is not kept, or cannot be read.
        parameters: Of the path.
        answer: Decoded JSON; None where there is none, or it is not kept.
    """

    name: str
    operation: str
    path: str
    status: int
    request: Payload | None
    parameters: Mapping[str, str] = field(default_factory=dict)
    answer: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFile:
    """Where calls are read from, once for all vendors.

    Attributes:
        rows: Entries of journals, each with its name.
    """

    cassettes: tuple[Cassette, ...] = ()
    rows: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def calls(self, contract: Contract, names: Collection[str] = ()) -> list[UserCall]:
        """Return the calls to one vendor, in their order.

        Args:
            names: Under which recordings know the vendor, beside its slug.
        """
        known = {contract.vendor, *names}
        found = [call for each in self.cassettes for call in _of_cassette(each, contract, known)]
        return [*found, *_of_journal(self.rows, contract, known)]


def read_calls(path: Path) -> CallFile:
    """Return the calls in a file, or in all cassettes and HAR files of a folder.

    Raises:
        UsageError: There is no call.
        RecordingError: There is nothing at the path, or a file cannot be read.
    """
    if path.suffix in JOURNALS:
        found = CallFile(rows=tuple(journal_rows(path)))
    else:
        found = CallFile(cassettes=tuple(load_cassette(each) for each in find_cassettes(path)))
    if not found.rows and not any(each.recorded for each in found.cassettes):
        raise UsageError(f"--calls {path}: there are no calls in it")
    return found


def journal_rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the entries of a journal: what its address answers, a list, or one entry a line."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise RecordingError(str(path), 0, f"larger than {_LARGEST_BYTES} bytes")
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines() if path.suffix == ".jsonl" else [text]
        parsed = [json.loads(each) for each in lines if each.strip()]
    except (OSError, ValueError, RecursionError) as error:
        raise RecordingError(str(path), 0, f"cannot be read: {error}") from error
    whole = parsed[0] if len(parsed) == 1 else parsed
    rows = whole.get("requests", [whole]) if isinstance(whole, dict) else whole
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        raise RecordingError(str(path), 0, "is no journal: a list of requests was expected")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row.get("method"), str) or not isinstance(row.get("path"), str):
            raise RecordingError(str(path), 0, f"entry {number} has no method and path")
        yield f"{path}#{row.get('request_id') or number}", row


def _of_cassette(
    cassette: Cassette, contract: Contract, names: Collection[str]
) -> Iterator[UserCall]:
    vendor = cassette.header.vendor
    is_of_it = vendor in names if vendor else recognised([contract], cassette.interactions)
    if not is_of_it:
        return
    judge = TrafficJudge(contract, base_urls=(cassette.header.base_url,))
    for each in cassette.recorded:
        match = judge.match(each.interaction)
        if match is not None:
            request = judge.payload(each.interaction)
            yield _call(f"{cassette.path}:{each.line}", match, each.interaction, request)


def _call(name: str, match: Match, interaction: Interaction, request: Payload | None) -> UserCall:
    return UserCall(
        name=name,
        operation=match.operation,
        path=match.path,
        status=interaction.status,
        request=request,
        parameters=match.parameters,
        answer=body_of(interaction),
    )


def _of_journal(
    rows: Iterable[tuple[str, Mapping[str, Any]]], contract: Contract, names: Collection[str]
) -> Iterator[UserCall]:
    matcher = Matcher(contract)
    for name, row in rows:
        if row.get("vendor") and row["vendor"] not in names:
            continue
        headers = row.get("headers")
        headers = headers if isinstance(headers, dict) else {}
        kind = {str(key).lower(): str(value) for key, value in headers.items()}.get("content-type")
        match = matcher.find(row["method"], row["path"], kind or "")
        if match is None:
            continue
        told = str(row.get("operation"))
        body, status = row.get("body"), row.get("status")
        yield UserCall(
            name=name,
            operation=told if told in contract.operations else match.operation,
            path=match.path,
            status=status if isinstance(status, int) else 0,
            request=_request(contract, match.operation, body),
            parameters=match.parameters,
        )


def _request(contract: Contract, operation: str, body: Any) -> Payload | None:
    """Return the body of a journal's entry; None where the journal does not have it whole."""
    known = contract.operations[operation]
    if known.request is None:
        return NO_BODY
    if not isinstance(body, dict | list):
        return None
    if known.media_type != FORM_TYPE:
        return Payload(instance=body)
    form = form_instance(list(_parts(body)), known.request) if isinstance(body, dict) else None
    return Payload(instance=form[0], files=form[1]) if isinstance(form, tuple) else None


def _parts(body: Mapping[str, Any]) -> Iterator[FormPart]:
    """Yield the parts of a form as a journal shows it: texts, and what is known of files but their bytes."""
    for name, value in body.items():
        for each in value if isinstance(value, list) else [value]:
            is_file = isinstance(each, dict)
            yield FormPart(
                name=name,
                filename=str(each.get("filename")) if is_file else None,
                media_type=str(each.get("type") or "") if is_file else "",
                data=bytearray(b"" if is_file else str(each).encode()),
            )
