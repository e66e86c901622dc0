"""A vendor to test a check against: it keeps its contract, except where a drift says otherwise."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from tests.drifts.answers import (
    Answer,
    Call,
    asked_count,
    asked_size,
    error,
    gallery,
    is_data_wanted,
    parameters,
)
from tests.drifts.bodies import read_body
from tests.drifts.drift import Drift
from tests.drifts.inputs import Received
from tests.drifts.lighter import lighter_tables
from tests.drifts.pictures import ORDINARY, draw, size_at, size_like
from tests.drifts.refusal import Refused
from tests.drifts.rules import Table, amended_tables
from tests.drifts.tables import FORM, JSON, KEY_PREFIXES, ROUTES, TABLES, TASKS
from tests.drifts.tasks import Task, shown
from tests.drifts.traits import Traits
from tests.drifts.validation import examine

Clock = Callable[[], float]


def make_vendor(
    vendor: str,
    drift: Drift | None = None,
    *,
    clock: Clock = time.time,
    is_lighter: bool = False,
) -> Starlette:
    """Return the application of a vendor, which answers at the root path.

    Args:
        vendor: `applerouter`, `powertokens` or `mulerouter`.
        drift: How it departs from its contract; None for not at all.
        clock: Returns unix seconds.
        is_lighter: It takes pictures of a tenth of the documented bytes.
    """
    tables = amended_tables(TABLES[vendor], drift.limits if drift else {})
    tables = lighter_tables(tables) if is_lighter else tables
    return Starlette(routes=[Route("/{path:path}", _Vendor(vendor, drift, clock, tables))])


class _Vendor:
    """Takes requests, in the order that the contracts say: path, method, key, body, values."""

    def __init__(
        self, vendor: str, drift: Drift | None, clock: Clock, tables: Mapping[str, Table]
    ) -> None:
        self._vendor = vendor
        self._clock = clock
        self._traits = Traits(**drift.traits) if drift else Traits()
        self._tables = tables
        self._tasks: dict[str, Task] = {}
        self._polls: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        size = size_at(scope["path"])
        response = await self._respond(request) if size is None else self._picture(*size)
        await response(scope, receive, send)

    def _picture(self, width: int, height: int) -> Response:
        data = self._traits.file(draw(width, height))
        is_page = data.startswith(b"<")
        return Response(data, media_type="text/html" if is_page else "image/png")

    async def _respond(self, request: Request) -> Response:
        origin = f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}"
        path = request.scope["path"]
        call = Call(vendor=self._vendor, path=path, origin=origin, now=self._clock())
        try:
            call, answer = await self._serve(request, call)
        except Refused as refused:
            answer = self._refusal(refused)
        answer = self._traits.edit(answer, call)
        is_ready = isinstance(answer.body, bytes)
        body = answer.body if is_ready else json.dumps(answer.body, ensure_ascii=False).encode()
        headers = {"content-type": answer.media_type, **answer.headers}
        return Response(body, status_code=answer.status, headers=headers)

    def _refusal(self, refused: Refused) -> Answer:
        traits = self._traits
        status = traits.status(refused.cause)
        body = error(self._vendor, refused, status)
        if traits.envelope is not None:
            body = traits.envelope(f"{refused.cause} {refused.field}".strip())
        return Answer(status=status, body=body, media_type=traits.error_type)

    async def _serve(self, request: Request, call: Call) -> tuple[Call, Answer]:
        task_id = self._task_id(call.path)
        route = self._route(call.path)
        is_fitting = request.method == ("GET" if task_id else "POST")
        if not (task_id or route):
            raise Refused("path")
        self._ensure("method", holds=is_fitting)
        key = self._key(request.headers.get("authorization"))
        self._ensure("rate-limit", holds=request.headers.get("prefer") != "code=429")
        if task_id:
            return self._poll(task_id, key, call)
        if not is_fitting:
            return call, Answer(status=200, body=self._gallery(call))
        return await self._take(request, key, replace(call, path=route))

    def _route(self, path: str) -> str:
        """Return the path that is served, empty for none; a drift serves what only begins like one."""
        known = ROUTES[self._vendor].keys() - self._traits.without
        if "path" in self._traits.ignores:
            return max((each for each in known if path.startswith(each)), key=len, default="")
        return path if path in known else ""

    def _task_id(self, path: str) -> str:
        """Return the id in the path of a look-up, empty for any other path."""
        rest = path.removeprefix(f"{TASKS}/")
        is_task = self._vendor == "mulerouter" and rest != path and "/" not in rest
        return rest if is_task else ""

    def _ensure(self, cause: str, *, holds: bool) -> None:
        """Refuse a request unless it is as it should be, or a drift looks away."""
        if not holds and cause not in self._traits.ignores:
            raise Refused(cause)

    def _key(self, header: str | None) -> str:
        """Return the key of a caller who may go on."""
        scheme, _, key = (header or "").partition(" ")
        key = key.strip()
        is_good = key.startswith(KEY_PREFIXES.get(self._vendor, "")) and not any(
            word in key for word in ("invalid", "expired")
        )
        self._ensure("key-missing", holds=bool(header))
        self._ensure("key-scheme", holds=not header or scheme.lower() == "bearer")
        self._ensure("key-bad", holds=not header or (bool(key) and is_good))
        return key

    async def _take(self, request: Request, key: str, call: Call) -> tuple[Call, Answer]:
        """Return the answer to a request with a body."""
        media_type, operation = self._operation(request, call.path)
        call = replace(call, operation=operation)
        table = self._tables[operation]
        try:
            instance = await read_body(request, media_type, table)
        except Refused:
            self._ensure("form" if media_type == FORM else "body", holds=False)
            instance, received = {}, []
        else:
            received = examine(table, instance)
        call = replace(call, request=instance)
        self._ensure("corner", holds=not self._traits.corner(instance))
        if operation == "create-generation":
            return call, self._create(request.headers, key, call, received)
        return call, Answer(status=200, body=self._gallery(call))

    def _operation(self, request: Request, path: str) -> tuple[str, str]:
        """Return the media type that a body is read as, and what is to be done with it."""
        media_type, _, options = request.headers.get("content-type", "").partition(";")
        media_type = media_type.strip().lower()
        media_type = self._traits.media_types.get(media_type, media_type)
        operation = ROUTES[self._vendor][path].get(media_type, "")
        is_plain = media_type != JSON or not options or self._traits.takes_charset
        if not operation or operation in self._traits.without or not is_plain:
            raise Refused("media-type")
        return media_type, operation

    def _gallery(self, call: Call) -> dict[str, Any]:
        wanted = parameters(call)
        is_single = call.operation == "generate-image"
        count = 1 if is_single else asked_count(wanted, self._traits.default_count)
        size = self._traits.drawn(asked_size(wanted))
        is_data = is_data_wanted(call, self._traits.default_format)
        file = self._traits.file(draw(*size)) if is_data else None
        return gallery(call, count=self._traits.count(count), size=size, file=file)

    def _create(
        self, headers: Mapping[str, str], key: str, call: Call, received: list[Received]
    ) -> Answer:
        last = received[-1].facts if received and not self._traits.is_square_made else None
        task = replace(
            self._task(self._traits.make_id(), key, call),
            size=self._traits.drawn(asked_size(call.request, size_like(last))),
            is_doomed="scenario=task-fails" in headers.get("prefer", ""),
        )
        self._tasks[task.id] = task
        return Answer(status=202, body=self._shown(task, call))

    def _task(self, task_id: str, key: str, call: Call) -> Task:
        """Return a new task of as many ordinary pictures as the call asks for."""
        return Task(
            id=task_id,
            token=uuid4().hex,
            key=key,
            created=call.now,
            count=self._traits.count(asked_count(call.request)),
            size=ORDINARY,
            is_doomed=False,
        )

    def _poll(self, task_id: str, key: str, call: Call) -> tuple[Call, Answer]:
        call = replace(call, operation="get-generation")
        self._ensure("task-unknown", holds=task_id in self._tasks)
        task = self._tasks.get(task_id) or self._task(task_id, key, call)
        self._ensure("task-foreign", holds=task.key == key)
        self._polls[task_id] += 1
        call = replace(call, poll=self._polls[task_id])
        return call, Answer(status=200, body=self._shown(task, call))

    def _shown(self, task: Task, call: Call) -> dict[str, Any]:
        return shown(task, self._traits.timeline, call.now, call.origin)
