"""Cassettes in process: a client's requests are answered by recordings, through VCR.py's patches.

What VCR.py patches is patched: httpx2, httpx, requests, urllib3, aiohttp and what is built on them. Starlette's
TestClient is not.
"""

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from vcr.cassette import Cassette as VcrCassette
from vcr.cassette import CassetteContextDecorator
from vcr.record_mode import RecordMode
from vcr.request import Request

from truecopy.errors import TruecopyError, UsageError
from truecopy.recording.aiohttp_bodies import aiohttp_patches
from truecopy.recording.cassette import Recorded
from truecopy.recording.cassette_use import CassetteSettings, Played
from truecopy.recording.matchers import Question, differences
from truecopy.recording.vcr_exchange import (
    asked_interaction,
    form_of,
    vcr_request,
    vcr_response,
    whole_interaction,
)
from truecopy.recording.vcr_miss import UnrecordedRequestError, miss_message
from truecopy.recording.vcr_threads import thread_patches

MODES = tuple(each.value for each in RecordMode)
_SAFE_METHODS = frozenset({"GET", "HEAD"})


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
    not_secret: Sequence[str] = (),
    since: float = inf,
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
        not_secret: Regular expressions of texts that are no secrets, though they look like one.
        since: With mode `all`, what was recorded from then on is kept, in unix seconds: several blocks may record
            into one cassette.
        played: Called with cassette and number of each interaction that is played.

    Raises:
        UsageError: The mode is unknown; when the block is entered also: the vendor is.
        RecordingError: When the block is entered: the cassette is missing, with mode `none`, or cannot be
            used. When it is left: it cannot be written.
    """
    if mode not in MODES:
        raise UsageError(f"there is no mode {mode!r}; there are: {', '.join(MODES)}")

    settings = CassetteSettings(
        name=Path(path),
        mode=RecordMode(mode),
        vendor=vendor,
        workspace=Path(workspace) if workspace is not None else None,
        folder=Path(folder),
        ignore=tuple(ignore),
        headers=tuple(headers),
        secrets=tuple(secrets),
        not_secret=tuple(not_secret),
        since=since,
        played=played,
    )
    return _Context(
        _VcrAdapter,
        lambda: {"path": str(path), "record_on_exception": False, "settings": settings},
    )


class _Context(CassetteContextDecorator):  # type: ignore[misc] # VCR.py has no types
    """VCR.py's context, which is over when a cassette could not be written, too."""

    def __enter__(self) -> "_VcrAdapter":
        adapter: _VcrAdapter = super().__enter__()
        self._adapter = adapter
        return adapter

    def __exit__(self, *exception: object) -> None:
        super().__exit__(*exception)
        if self._adapter.problem is not None:
            raise self._adapter.problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Playable:
    """One interaction of a cassette in use.

    Attributes:
        form: What it asks if its body, which is a mapping, was a form.
        cassette, number: Where it was read from; None for one that was recorded in this block.
    """

    recorded: Recorded
    question: Question
    form: Question | None = None
    cassette: Path | None = None
    number: int = 0

    def answers(self, asked: Question) -> bool:
        """Whether it is what a request asks for."""
        if not differences(self.question, asked):
            return True
        return self.form is not None and not differences(self.form, asked)


class _VcrAdapter(VcrCassette):  # type: ignore[misc] # VCR.py has no types
    """VCR.py's cassette with our format, our matching, and looks at tasks that may go on.

    Attributes:
        problem: Why it could not be written; None where it was, or nothing was to be written.
    """

    def __init__(self, *, path: str, settings: CassetteSettings) -> None:
        super().__init__(path, record_mode=settings.mode)
        self.custom_patches = (*aiohttp_patches(self), *thread_patches())
        self.skip_patchers = ("aiohttp",)
        self.problem: TruecopyError | None = None
        # Threads of one client share the cassette.
        self._lock = threading.RLock()
        self._settings = settings
        self._opened = settings.opened()
        self._path = str(self._opened.place)
        self._playables: list[_Playable] = []
        self._asked_at: dict[int, float] = {}
        self._latest: tuple[Request, Any, Question] | None = None

    def append(self, request: Request, response: Mapping[str, Any]) -> None:
        """Take in what a client was answered, with its time."""
        now = time.time()
        asked_at = self._asked_at.pop(_task_id(), now)
        interaction = replace(
            whole_interaction(request, response), sent_at=asked_at, elapsed_s=now - asked_at
        )
        reason = str(response["status"].get("message") or "")
        recorded = Recorded(interaction=interaction, reason=reason)
        question = self._opened.matching.question(interaction)
        with self._lock:
            self._take(_Playable(recorded=recorded, question=question))
            self.dirty = True

    def can_play_response_for(self, request: Request) -> bool:
        """Whether an answer is recorded; notes when the request was made."""
        self._asked_at[_task_id()] = time.time()
        return bool(super().can_play_response_for(request))

    def filter_request(self, request: Request) -> Request:
        """Return a request that may be sent: VCR.py asks this of one that no recording answers.

        Raises:
            UnrecordedRequestError: The mode sends none; says what is nearest.
        """
        if self.write_protected:
            raise self._missed(request)
        return request

    def play_response(self, request: Request) -> dict[str, Any]:
        """Return the next answer; a look that was answered for the last time gets that answer again.

        Raises:
            UnrecordedRequestError: There is none: a client followed a redirect to where nothing is recorded.
        """
        with self._lock:
            found = list(self._responses(request))
            fresh = next((each for each in found if not self.play_counts[each[0]]), None)
            if fresh is None and found and request.method in _SAFE_METHODS:
                fresh = found[-1]
            if fresh is None:
                raise self._missed(request)
            index, response = fresh
            self.play_counts[index] += 1
        playable = self._playables[index]
        if playable.cassette is not None:
            self._settings.played(playable.cassette, playable.number)
        return response

    def find_requests_with_most_matches(
        self, request: Request
    ) -> list[tuple[Request, list[str], list[tuple[str, str]]]]:
        """Return the recorded requests that are the same, for VCR.py, which follows a redirect by them."""
        return [(self.data[index][0], [], []) for index, _ in self._responses(request)]

    def __contains__(self, request: Request) -> bool:
        found = [index for index, _ in self._responses(request)]
        is_safe = request.method in _SAFE_METHODS and not self._records
        return any(is_safe or not self.play_counts[each] for each in found)

    @property
    def _records(self) -> bool:
        return self.record_mode in (RecordMode.NEW_EPISODES, RecordMode.ALL)

    def _load(self) -> None:
        for cassette in self._opened.cassettes:
            ask = partial(self._opened.matching.question, is_complete=bool(cassette.header.tool))
            for number, recorded in enumerate(cassette.recorded):
                form = None if cassette.header.tool else form_of(recorded.interaction)
                playable = _Playable(
                    recorded=recorded,
                    question=ask(recorded.interaction),
                    form=ask(form) if form else None,
                    cassette=cassette.path,
                    number=number,
                )
                self._take(playable)
        self.rewound = bool(self._opened.cassettes)

    def _take(self, playable: _Playable) -> None:
        interaction = playable.recorded.interaction
        answer = vcr_response(interaction, playable.recorded.reason)
        self.data.append((vcr_request(interaction), answer))
        self._playables.append(playable)

    def _save(self, force: bool = False) -> None:  # noqa: FBT001, FBT002 - as VCR.py has it
        """Write what was recorded; a problem waits until the patches are undone."""
        if force or self.dirty:
            own = [each for each in self._playables if each.cassette is None]
            try:
                self._opened.add([(each.recorded.interaction, each.question) for each in own])
            except TruecopyError as error:
                self.problem = error
            self.dirty = False

    def _responses(self, request: Request) -> Iterator[tuple[int, dict[str, Any]]]:
        asked = self._question(request)
        for index, playable in enumerate(self._playables):
            if playable.answers(asked):
                yield index, self.data[index][1]

    def _question(self, request: Request) -> Question:
        """Return what a request asks; VCR.py asks several times of one, which some clients add a body to."""
        body = request._body  # noqa: SLF001 - `body` is another object each time
        latest = self._latest  # another thread may ask meanwhile
        if latest is None or latest[0] is not request or latest[1] is not body:
            question = self._opened.matching.question(asked_interaction(request))
            latest = self._latest = (request, body, question)
        return latest[2]

    def _missed(self, request: Request) -> UnrecordedRequestError:
        recorded = [
            (
                f"{each.cassette}:{each.recorded.line}" if each.cassette else "this block",
                each.question,
            )
            for each in self._playables
        ]
        asked, mode = self._question(request), self.record_mode.value
        return UnrecordedRequestError(miss_message(asked, mode, recorded, self._path))


def _task_id() -> int:
    """Return what tells one flow of control from another: the task of asyncio, else the thread."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        task = None
    return id(task) if task is not None else threading.get_ident()
