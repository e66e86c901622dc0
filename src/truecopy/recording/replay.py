"""Cassettes served over HTTP: recorded answers, nothing else, and no network behind them."""

from asyncio import to_thread
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from hashlib import sha256
from time import time
from urllib.parse import quote, urljoin, urlsplit

from truecopy.contract.hosts import is_loopback_host
from truecopy.model import Contract, Interaction
from truecopy.model.interactions import Headers
from truecopy.recording.cassette import Cassette
from truecopy.recording.header_text import header_bytes
from truecopy.recording.links import Links
from truecopy.recording.matchers import Question, matching_for
from truecopy.recording.origin import known_secrets
from truecopy.recording.player import Miss, Player, Track
from truecopy.recording.replay_answers import (
    WITHOUT_BODY,
    is_picture,
    is_replayed,
    missed_answer,
    unusable_answer,
)
from truecopy.recording.replay_journal import Replayed
from truecopy.redaction import Redactor
from truecopy.serving import Answer, Call, TooLargeError, VendorApplication, VendorSite, VendorSites
from truecopy.serving.admin_surface import (
    JOURNAL_ENTRIES,
    admin_routes,
    health_page,
    journal_page,
)
from truecopy.serving.marks import mark
from truecopy.serving.messages import refusal
from truecopy.serving.web import BaseRoute, Endpoint, JSONResponse, Request, Response, Route

DOWNLOADS = "/_recorded"
FOREIGN = "recordings"
# More than any request that a cassette can hold.
_MOST_BODY_BYTES = 64_000_000
# Taking apart a longer body would make other clients wait.
_LARGE_BYTES = 16_384


class Stage:
    """The recordings of one vendor, played.

    Attributes:
        slug: Path prefix under which it is reached.
        tracks: What it can answer.
    """

    def __init__(
        self,
        slug: str,
        cassettes: Sequence[Cassette],
        contract: Contract | None,
        *,
        ignore: Sequence[str] = (),
        headers: Sequence[str] = (),
    ) -> None:
        """Index the recordings.

        Args:
            contract: None where nobody knows the vendor; then the recorded addresses say what is asked.
        """
        self.slug = slug
        self.contract = contract
        bases = [each.header.base_url for each in cassettes]
        redactor = Redactor(known=known_secrets())
        matching = matching_for(contract, bases, ignore=ignore, headers=headers, redactor=redactor)
        self._player = Player(cassettes, matching, contract)
        self.tracks = self._player.tracks
        self.journal: deque[Replayed] = deque(maxlen=JOURNAL_ENTRIES)
        origins = [_origin(each.interaction.url) for each in self.tracks]
        # What may stand in front of a path that is asked for.
        known = [each.rstrip("/") for each in (*bases, *origins)]
        self._bases = list(dict.fromkeys(filter(None, known))) or [""]
        self._downloads = {
            each.interaction.url: number
            for number, each in enumerate(self.tracks)
            if is_picture(each.interaction)
        }
        self._links = Links(self._downloads)
        self._paths = {each.question.parts["path"] for each in self.tracks}

    @property
    def host(self) -> str:
        """The host name that the recordings were made under; empty without one, or for one of this machine."""
        address = self.contract.base_url if self.contract else self._bases[0]
        host = urlsplit(address).hostname or ""
        return "" if is_loopback_host(host) else host

    def reset(self) -> None:
        """Begin anew, for every client."""
        self._player.reset()
        self.journal.clear()

    async def handle(self, call: Call) -> Answer:
        """Return the recorded answer to a request, or say which recording is nearest."""
        try:
            body = await call.read(_MOST_BODY_BYTES)
        except TooLargeError:
            return Answer(413, b'{"error": "the body has more than 64 MB"}')
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in call.headers.items()
        )
        found = await self._found(call, headers, body)
        answer = (
            missed_answer(found)
            if isinstance(found, Miss)
            else self._answer(found, call.origin, call.prefix)
        )
        self._note(call.method, call.path, answer, found)
        return answer

    def refused(self, call: Call, status: int, why: str) -> Answer:
        """Return the answer to what is no whole request."""
        answer = refusal({}, status, why)
        answer.headers.append(mark("replay"))
        return answer

    async def _found(self, call: Call, headers: Headers, body: bytes) -> Track | Miss:
        """Return what answers a request at any of the recorded addresses, else the nearest; others do not wait."""
        client = sha256(call.headers.get(b"authorization", b"")).hexdigest()[:16]
        ask = partial(self._questions, call, headers, body)
        questions = ask() if len(body) < _LARGE_BYTES else await to_thread(ask)
        played = (self._player.play(each, client) for each in questions)
        track = next((each for each in played if each is not None), None)
        if track is not None:
            return track
        misses = await to_thread(lambda: [self._player.miss(each) for each in questions])
        return next((each for each in misses if each.has_path), misses[0])

    def _questions(self, call: Call, headers: Headers, body: bytes) -> list[Question]:
        """Return what a request asks at each of the recorded addresses, first those of its Host header."""
        host = urlsplit(call.origin).hostname
        found: list[Question] = []
        for base in sorted(self._bases, key=lambda each: urlsplit(each).hostname != host):
            asked = Interaction(
                method=call.method,
                url=f"{base}{quote(call.path)}{f'?{call.query}' if call.query else ''}",
                request_headers=headers,
                # It says the same at every address, and is taken apart once.
                request_body=b"" if found else body,
            )
            question = self._player.question(asked)
            if found:
                parts = {**found[0].parts, "path": question.parts["path"]}
                question = replace(found[0], parts=parts, has_key=question.has_key)
            found.append(question)
        return found

    def download(self, number: int) -> Answer | None:
        """Return a picture that was recorded, None where there is none of that number."""
        if number not in self._downloads.values():
            return None
        track = self.tracks[number]
        answer = self._answer(track, "")
        self._note("GET", f"{DOWNLOADS}/{self.slug}/{number}", answer, track)
        return answer

    def _answer(self, track: Track, origin: str, prefix: str = "") -> Answer:
        interaction, status = track.interaction, track.interaction.status
        if not 200 <= status < 600:
            return unusable_answer(track)
        headers = [
            (name.encode(), header_bytes(self._header(track, name, value, origin + prefix)))
            for name, value in interaction.headers
            if is_replayed(name, value)
        ]
        body = b"" if status in WITHOUT_BODY else interaction.body
        if not is_picture(interaction):
            body = self._links.led_to(f"{origin}{DOWNLOADS}/{self.slug}/", body)
        length = interaction.header("content-length")
        told = int(length) if interaction.method == "HEAD" and length.isdigit() else None
        return Answer(status, body, [*headers, mark("replay")], told)

    def _header(self, track: Track, name: str, value: str, place: str) -> str:
        """Return a recorded header's value; a redirect to what is recorded leads to this server.

        Args:
            place: Address of this server under which the client reached the recordings.
        """
        if name != "location":
            return value
        try:
            target = urljoin(track.interaction.url, value)
            asked = self._player.question(Interaction(method="GET", url=target))
        except ValueError:
            return value
        base = next((each for each in self._bases if target.startswith(f"{each}/")), "")
        if not base or asked.parts["path"] not in self._paths:
            return value
        return place + target.removeprefix(base)

    def _note(self, method: str, path: str, answer: Answer, found: Track | Miss) -> None:
        self.journal.append(
            Replayed(
                at=time(),
                vendor=self.slug,
                method=method,
                path=path,
                status=answer.status,
                cassette=str(found.cassette.absolute()) if isinstance(found, Track) else None,
                interaction=found.number if isinstance(found, Track) else None,
                problems=() if isinstance(found, Track) else (str(found),),
            )
        )


class ReplayApp(VendorApplication):
    """Every stage on one port, with a journal."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        """Put the application together.

        Args:
            stages: At least one; a single one also answers at the root.
        """
        self.stages = {each.slug: each for each in stages}
        sites = [VendorSite(slug=each.slug, host=each.host, handler=each) for each in stages]
        super().__init__(VendorSites(sites), self._own_routes(), _nothing)

    def _own_routes(self) -> list[BaseRoute]:
        table: list[tuple[str, str, Endpoint]] = [
            ("GET", "/requests", self._requests),
            ("POST", "/reset", self._reset),
        ]
        download = Route(DOWNLOADS + "/{slug}/{number:int}", self._download, methods=["GET"])
        open_pages = {"/health": health_page}
        return [*admin_routes("replay server", table, open_pages=open_pages), download]

    async def _requests(self, request: Request) -> Response:
        # The newest first, of one instant too.
        entries = [each for stage in self.stages.values() for each in reversed(stage.journal)]
        entries.sort(key=lambda each: each.at, reverse=True)
        return journal_page(request, entries, ("vendor", "status"))

    async def _reset(self, _: Request) -> Response:
        for stage in self.stages.values():
            stage.reset()
        return JSONResponse({"status": "reset"})

    async def _download(self, request: Request) -> Response:
        stage = self.stages.get(request.path_params["slug"])
        answer = stage.download(request.path_params["number"]) if stage else None
        if answer is None:
            return JSONResponse({"error": "there is no such recording"}, 404)
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in answer.headers
        }
        return Response(answer.body, answer.status, headers)


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
