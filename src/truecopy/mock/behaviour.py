"""What the vendor does with a good request: pictures at once, or a task that makes them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from truecopy.contract.bodies import encode_json
from truecopy.contract.pointers import each, first
from truecopy.mock.answer_plan import AnswerFacts, instant
from truecopy.mock.context import AcceptedRequest, Refusal, RequestContext
from truecopy.mock.image_spec import ImageSpec, address_digest, caption_of, seed_of
from truecopy.mock.mockfile import MockFile
from truecopy.mock.operation_handler import OperationHandler
from truecopy.mock.revise import revise
from truecopy.mock.services import SharedServices
from truecopy.mock.tasks import Task, path_to, schedule
from truecopy.model import Contract, Lifecycle
from truecopy.picture import Likeness, likeness_of
from truecopy.serving import Answer

_MOST_PIXELS = 64_000_000


async def spec_of(
    services: SharedServices,
    context: RequestContext,
    handler: OperationHandler,
    accepted: AcceptedRequest,
) -> ImageSpec:
    """Return the pictures that a request asks for."""
    reader, chosen = handler.reader, context.preferences.seed
    if accepted.pictures and accepted.pictures[0].data:
        seed, source = await services.renderer.run(lambda: _study(services.seed, chosen, accepted))
    else:
        seed, source = _study(services.seed, chosen, accepted)
    mark = reader.reads.get("watermark")
    return ImageSpec(
        width=accepted.size.width,
        height=accepted.size.height,
        count=accepted.size.count,
        seed=seed,
        watermark=bool(mark and first(accepted.instance, mark)),
        caption=caption_of(accepted.prompt),
        source=source,
    )


def _study(
    server_seed: int, chosen: int | None, accepted: AcceptedRequest
) -> tuple[int, bytes | Likeness | None]:
    """Return the seed of the pictures, and what they resemble: the first picture of the request.

    Of a picture that came as bytes this takes its time.
    """
    seed = seed_of(server_seed, chosen, accepted.instance, accepted.files)
    if not accepted.pictures:
        return seed, None
    picture = accepted.pictures[0]
    if picture.url:
        return seed, address_digest(picture.url)
    return seed, likeness_of(picture.data, max_pixels=_MOST_PIXELS)


@dataclass(slots=True)
class _Prepared:
    """What an answer is made from, as far as it depends on the request alone."""

    spec: ImageSpec | None
    filled: frozenset[str]
    named: Mapping[str, str]


class Immediate:
    """Answers with the result at once."""

    def __init__(self, services: SharedServices) -> None:
        """Work with what the vendors share."""
        self._services = services

    async def answer(
        self, context: RequestContext, handler: OperationHandler, accepted: AcceptedRequest
    ) -> Answer:
        """Return the answer of success."""
        services = self._services
        now = services.clock.now()
        prepared: _Prepared | None = accepted.prepared
        if prepared is None or context.preferences.seed is not None:
            prepared = await self._prepare(context, handler, accepted)
        spec, count, pictures = prepared.spec, 0, list[str]()
        if spec is not None:
            count = spec.count
            if handler.plan.is_base64(prepared.filled):
                pictures = await services.renderer.base64(spec)
            else:
                pictures = services.addresses(context.call.origin, spec, now + handler.lifetime_s)
            await services.store.charge(
                context.entry.account, handler.id, count, handler.cost(count)
            )
        facts = AnswerFacts(
            accepted.instance, count, pictures, prepared.filled, now, prepared.named
        )
        return Answer(handler.success, encode_json(handler.plan.build(facts)))

    async def _prepare(
        self, context: RequestContext, handler: OperationHandler, accepted: AcceptedRequest
    ) -> _Prepared:
        prompt, spec = accepted.prompt, None
        if handler.makes_pictures:
            spec = await spec_of(self._services, context, handler, accepted)
        revised = revise(prompt) if handler.reader.extends(accepted.instance) else prompt
        filled = handler.plan.filled(accepted.instance)
        prepared = _Prepared(spec, filled, {"revised-prompt": revised})
        if context.preferences.seed is None:
            accepted.prepared = prepared
        return prepared


class Asynchronous:
    """Answers with a task, and shows it when it is looked up."""

    def __init__(
        self, contract: Contract, lifecycle: Lifecycle, settings: MockFile, services: SharedServices
    ) -> None:
        """Work out the way of a task through its states."""
        self._vendor = contract.vendor
        self._lifecycle = lifecycle
        self._settings = settings
        self._services = services
        self._success = settings.task_success or lifecycle.terminal[0]
        self._ways = {state: path_to(lifecycle, state) for state in lifecycle.terminal}

    async def create(
        self, context: RequestContext, handler: OperationHandler, accepted: AcceptedRequest
    ) -> Answer:
        """Return the answer that accepts a task."""
        services, scenario, settings = self._services, context.scenario, self._settings
        spec = await spec_of(services, context, handler, accepted)
        state = (scenario.task_state if scenario else None) or self._success
        complete_s = (scenario.complete_s if scenario else None) or settings.complete_s
        task = Task(
            id=str(UUID(bytes=os.urandom(16), version=4)),
            vendor=self._vendor,
            account=context.entry.account,
            steps=schedule(self._ways[state], services.clock.now(), complete_s),
            spec=spec,
            shows=scenario.task_shows if scenario else {},
        )
        await services.store.add_task(task)
        count = spec.count
        await services.store.charge(context.entry.account, handler.id, count, handler.cost(count))
        return Answer(handler.success, encode_json(self._body(context, handler, task)))

    async def show(
        self, context: RequestContext, handler: OperationHandler, accepted: AcceptedRequest
    ) -> Answer:
        """Return the answer that shows a task.

        Raises:
            Refusal: The account has no such task, or no longer.
        """
        task_id = accepted.parameters[self._lifecycle.parameter]
        task = await self._services.store.find_task(task_id.lower())
        if task is None or task.account != context.entry.account:
            raise Refusal("unknown-task", f"this account has no task {task_id[:60]}")
        if self._services.clock.now() > task.created + self._settings.keep_s:
            raise Refusal("unknown-task", f"the task {task_id[:60]} is past its time")
        return Answer(handler.success, encode_json(self._body(context, handler, task)))

    def _body(self, context: RequestContext, handler: OperationHandler, task: Task) -> Any:
        """Return the body that shows a task: a function of the task and the time alone."""
        lifecycle, services = self._lifecycle, self._services
        state, since = task.state_at(services.clock.now())
        shown = frozenset(lifecycle.shows.get(state, ()))
        pictures = []
        if state == self._success:
            expires = since + handler.lifetime_s
            pictures = services.addresses(context.call.origin, task.spec, expires)
        count = task.spec.count
        facts = AnswerFacts(None, count, pictures, handler.plan.filled(None), since, {}, shown)
        body = handler.plan.build(facts)
        put = {
            lifecycle.id: task.id,
            lifecycle.state: state,
            lifecycle.created: instant(task.created),
            lifecycle.updated: instant(since),
            **{pointer: value for pointer, value in task.shows.items() if pointer in shown},
        }
        for pointer, value in put.items():
            parent, _, name = pointer.rpartition("/")
            for _, holder in each(body, parent):
                holder[name] = value
        return body
