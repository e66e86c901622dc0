"""Cassettes in process: a client's requests are answered by recordings, through VCR.py's patches.

What VCR.py patches is patched: httpx2, httpx, requests, urllib3, aiohttp and what is built on them. Starlette's
TestClient is not.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from vcr.cassette import Cassette as VcrCassette
from vcr.cassette import CassetteContextDecorator, CassetteNotFoundError
from vcr.record_mode import RecordMode
from vcr.request import Request

from truecopy.contract import Workspace, find_workspace
from truecopy.contract.bodies import JSON_TYPE, encode_json
from truecopy.errors import RecordingError, UsageError
from truecopy.model import Contract, Interaction
from truecopy.recording.cassette import Cassette
from truecopy.recording.files import FOLDER, find_cassettes, load_cassette, save_cassette
from truecopy.recording.origin import header_of, known_secrets, recognised
from truecopy.recording.questions import (
    Difference,
    Matching,
    Question,
    differences,
    matching_for,
    nearest,
)
from truecopy.recording.redaction import Redactor

MODES = tuple(each.value for each in RecordMode)
_SAFE_METHODS = frozenset({"GET", "HEAD"})

Played = Callable[[Path, int], None]


def use(  # noqa: PLR0913 - each is one thing that a test may want to say
    path: str | Path,
    *,
    mode: str = "none",
    vendor: str | None = None,
    workspace: Path | str | None = None,
    folder: Path | str = "",
    ignore: Sequence[str] = (),
    headers: Sequence[str] = (),
    secrets: Sequence[str] = (),
    played: Played = lambda _path, _number: None,
) -> CassetteContextDecorator:
    """Answer requests from a cassette, as a context manager or a decorator, for code of either colour.

    Args:
        path: Of a cassette, or of a folder of them. One that is not there is looked for in the `recordings` of
            the workspace: `VENDOR/OPERATION/accepted.yaml`.
        mode: `none` plays only; `once` records where there is no cassette; `new_episodes` records what is
            missing; `all` records everything anew. What is recorded is redacted, and is written only when the
            block ends without an exception.
        vendor: Whose contract says which requests are the same; that of the cassette's header otherwise.
        workspace: Folder of the workspace; the nearest one otherwise.
        folder: Where relative paths begin; the current folder otherwise.
        ignore: Pointers into bodies (`/seed`, `/images/*`) and parameters (`?trace`) that do not count.
        headers: Names of headers that count.
        secrets: Further values that are never written.
        played: Called with cassette and number of each interaction that is played.

    Raises:
        UsageError: The mode is unknown; when the block is entered also: the vendor is.
        RecordingError: When the block is entered: the cassette is missing, with mode `none`, or cannot be
            used. When it is left: it cannot be written.
    """
    if mode not in MODES:
        raise UsageError(f"there is no mode {mode!r}; there are: {', '.join(MODES)}")

    @cache
    def arguments() -> Mapping[str, Any]:
        found = find_workspace(Path(workspace) if workspace is not None else None)
        place = _place(Path(folder) / path, Path(path), found)
        cassettes = [load_cassette(each) for each in _existing(place, mode)]
        contract = _contract(found, vendor, cassettes)
        bases = [each.header.base_url for each in cassettes]
        tape = _TapeSettings(
            cassettes=tuple(cassettes),
            matching=matching_for(contract, bases, ignore=ignore, headers=headers),
            contract=contract,
            contracts=lambda: (found.load(name) for name in found.vendors()),
            redactor=Redactor(known=[*known_secrets(), *secrets]),
            played=played,
        )
        return MappingProxyType(
            {
                "path": str(place),
                "record_mode": RecordMode(mode),
                "record_on_exception": False,
                "settings": tape,
            }
        )

    return _Tape.use_arg_getter(lambda: dict(arguments()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _TapeSettings:
    """What a tape needs beyond VCR.py's own settings."""

    cassettes: tuple[Cassette, ...]
    matching: Matching
    contract: Contract | None
    contracts: Callable[[], Iterator[Contract]]
    redactor: Redactor
    played: Played


class _Tape(VcrCassette):  # type: ignore[misc] # VCR.py has no types
    """VCR.py's cassette with our format, our matching, and looks at tasks that may go on."""

    def __init__(self, *, settings: _TapeSettings, **kwargs: Any) -> None:
        super().__init__(persister=_Persister(settings), match_on=(self.what_is_asked,), **kwargs)
        self._settings = settings
        self._questions: dict[int, Question] = {}
        self._asked_at: dict[int, float] = {}
        self._sources = [
            (each.path, number, bool(each.header.tool))
            for each in settings.cassettes
            for number in range(len(each.recorded))
        ]

    def can_play_response_for(self, request: Request) -> bool:
        """Whether an answer is recorded; notes when the request was made."""
        self._asked_at[_task_id()] = time.time()
        return bool(super().can_play_response_for(request))

    def append(self, request: Request, response: dict[str, Any]) -> None:
        """Take an interaction in, with its time."""
        asked_at = self._asked_at.pop(_task_id(), None)
        if asked_at is not None:
            response = {**response, "sent_at": asked_at, "elapsed_s": time.time() - asked_at}
        super().append(request, response)

    def play_response(self, request: Request) -> dict[str, Any]:
        """Return the next answer; a look that was answered for the last time gets that answer again."""
        found = list(self._responses(request))
        fresh = next((each for each in found if not self.play_counts[each[0]]), None)
        if fresh is None and found and request.method in _SAFE_METHODS:
            fresh = found[-1]
        if fresh is None:
            return super().play_response(request)  # type: ignore[no-any-return] # raises
        index, response = fresh
        self.play_counts[index] += 1
        if index < len(self._sources):
            path, number, _ = self._sources[index]
            self._settings.played(path, number)
        return response

    def __contains__(self, request: Request) -> bool:
        found = [index for index, _ in self._responses(request)]
        is_safe = request.method in _SAFE_METHODS and not self._records
        return any(is_safe or not self.play_counts[each] for each in found)

    @property
    def _records(self) -> bool:
        return self.record_mode in (RecordMode.NEW_EPISODES, RecordMode.ALL)

    def find_requests_with_most_matches(
        self, request: Request
    ) -> list[tuple[Request, list[str], list[tuple[str, str]]]]:
        """Return the recorded request that is most alike, with what differs; for VCR.py's message."""
        questions = [self._question(index) for index in range(len(self.data))]
        found = nearest(questions, self._settings.matching.question(_interaction(request)))
        if found is None:
            return []
        number, differing = found
        return [(self.data[number][0], ["request"], [_told(each) for each in differing])]

    def _responses(self, request: Request) -> Iterator[tuple[int, dict[str, Any]]]:
        asked = self._settings.matching.question(_interaction(request))
        for index, (_, response) in enumerate(self.data):
            if not differences(self._question(index), asked):
                yield index, response

    def _question(self, index: int) -> Question:
        """Return what the request of a recorded interaction asks."""
        if index not in self._questions:
            is_complete = index >= len(self._sources) or self._sources[index][2]
            self._questions[index] = self._settings.matching.question(
                _interaction(self.data[index][0]), is_complete=is_complete
            )
        return self._questions[index]

    def what_is_asked(self, one: Request, other: Request) -> bool:
        """Whether two requests ask the same; VCR.py names it in its messages."""
        question = self._settings.matching.question
        return not differences(question(_interaction(one)), question(_interaction(other)))


class _Persister:
    """Reads and writes our format for VCR.py."""

    def __init__(self, settings: _TapeSettings) -> None:
        self._settings = settings

    def load_cassette(self, _path: str, **_: Any) -> tuple[list[Request], list[dict[str, Any]]]:
        """Return requests and answers of the cassettes that were loaded."""
        recorded = [each for cassette in self._settings.cassettes for each in cassette.recorded]
        if not self._settings.cassettes:
            raise CassetteNotFoundError
        requests = [_request(each.interaction) for each in recorded]
        return requests, [_response(each.interaction, each.reason) for each in recorded]

    def save_cassette(self, path: str, content: Mapping[str, Any], **_: Any) -> None:
        """Write a cassette, redacted."""
        settings = self._settings
        pairs = zip(content["requests"], content["responses"], strict=True)
        interactions = [_recorded(request, response) for request, response in pairs]
        contract = settings.contract or recognised(settings.contracts(), interactions)
        header = header_of(contract, interactions)
        save_cassette(Path(path), header, interactions, settings.redactor)


def _place(path: Path, name: Path, workspace: Workspace) -> Path:
    """Return where a cassette is: at its path, else in the workspace's recordings, else where it will be."""
    if path.exists() or name.is_absolute():
        return path
    for root in workspace.roots:
        if (root / FOLDER / name).exists():
            return root / FOLDER / name
    return path


def _existing(place: Path, mode: str) -> list[Path]:
    if mode == RecordMode.ALL.value and not place.is_dir():
        return []
    if place.is_dir() and mode != RecordMode.NONE.value:
        raise RecordingError(str(place), 0, f"is a folder; with mode {mode} a file was expected")
    if not place.exists() and mode != RecordMode.NONE.value:
        return []
    if not place.exists():
        raise RecordingError(
            str(place),
            0,
            "there is no such cassette, and mode none records none; mode once does",
        )
    return find_cassettes(place)


def _contract(
    workspace: Workspace, vendor: str | None, cassettes: Sequence[Cassette]
) -> Contract | None:
    if vendor is not None:
        return workspace.load(vendor)
    named = {each.header.vendor for each in cassettes} - {""}
    known = named & set(workspace.vendors())
    return workspace.load(known.pop()) if len(named) == 1 and known else None


def _interaction(request: Request) -> Interaction:
    """Return a request of VCR.py as an interaction without an answer."""
    headers = tuple(
        (str(name).lower(), _header_text(value)) for name, value in request.headers.items()
    )
    body, content_type = _body(request.body)
    if content_type and not any(name == "content-type" for name, _ in headers):
        headers = (*headers, ("content-type", content_type))
    return Interaction(
        method=str(request.method).upper(),
        url=str(request.uri),
        request_headers=headers,
        request_body=body,
    )


def _header_text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_header_text(each) for each in value)
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _body(body: Any) -> tuple[bytes, str]:
    """Return a body's bytes, and its media type where only the body tells it.

    aiohttp's clients hand over what they were given, before it is encoded.
    """
    if body is None:
        return b"", ""
    if isinstance(body, str):
        return body.encode(), ""
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body), ""
    if isinstance(body, dict | list):
        return encode_json(body), JSON_TYPE
    if hasattr(body, "read"):
        return _body(body.read())
    if isinstance(body, Iterator):
        return b"".join(_body(each)[0] for each in body), ""
    raise UsageError(
        f"a request has a body of the type {type(body).__name__}, which cannot be compared; send bytes"
    )


def _request(interaction: Interaction) -> Request:
    return Request(
        interaction.method,
        interaction.url,
        interaction.request_body or None,
        {name: [value] for name, value in interaction.request_headers},
    )


def _response(interaction: Interaction, reason: str) -> dict[str, Any]:
    headers: dict[str, list[str]] = {}
    for name, value in interaction.headers:
        headers.setdefault(name, []).append(value)
    return {
        "status": {"code": interaction.status, "message": reason},
        "headers": headers,
        "body": {"string": interaction.body},
        "sent_at": interaction.sent_at,
        "elapsed_s": interaction.elapsed_s,
    }


def _recorded(request: Request, response: Mapping[str, Any]) -> Interaction:
    """Return an interaction of VCR.py as ours."""
    body = response["body"].get("string") or b""
    return replace(
        _interaction(request),
        status=response["status"]["code"],
        headers=tuple(
            (str(name).lower(), _header_text(value))
            for name, values in response["headers"].items()
            for value in (values if isinstance(values, list) else [values])
        ),
        body=body.encode() if isinstance(body, str) else body,
        sent_at=response.get("sent_at", 0.0),
        elapsed_s=response.get("elapsed_s", 0.0),
    )


def _told(difference: Difference) -> tuple[str, str]:
    name, _, text = str(difference).partition(": ")
    return name, text


def _task_id() -> int:
    """Return what tells one flow of control from another: the task of asyncio, else the thread."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        task = None
    return id(task) if task is not None else threading.get_ident()
