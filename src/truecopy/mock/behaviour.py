"""What the vendor does with a good request: pictures at once, or a task that makes them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from truecopy.contract.bodies import encode_json
from truecopy.contract.pointers import each, first
from truecopy.mock.answers import Facts, instant
from truecopy.mock.commission import Commission, address_digest, caption_of, seed_of
from truecopy.mock.desk import Desk
from truecopy.mock.mockfile import MockFile
from truecopy.mock.revise import revise
from truecopy.mock.studio import Studio
from truecopy.mock.tasks import Task, path_to, schedule
from truecopy.mock.visit import Order, Refusal, Visit
from truecopy.model import Contract, Lifecycle
from truecopy.picture import Likeness, likeness_of
from truecopy.serving import Answer

_MOST_PIXELS = 64_000_000


async def commission_of(studio: Studio, visit: Visit, desk: Desk, order: Order) -> Commission:
    """Return the pictures that a request asks for."""
    brief, chosen = desk.brief, visit.preferences.seed
    if order.pictures and order.pictures[0].data:
        seed, source = await studio.gallery.run(lambda: _study(studio.seed, chosen, order))
    else:
        seed, source = _study(studio.seed, chosen, order)
    mark = brief.reads.get("watermark")
    return Commission(
        width=order.shape.width,
        height=order.shape.height,
        count=order.shape.count,
        seed=seed,
        watermark=bool(mark and first(order.instance, mark)),
        caption=caption_of(order.prompt),
        source=source,
    )


def _study(
    server_seed: int, chosen: int | None, order: Order
) -> tuple[int, bytes | Likeness | None]:
    """Return the seed of the pictures, and what they resemble: the first picture of the request.

    Of a picture that came as bytes this takes its time.
    """
    seed = seed_of(server_seed, chosen, order.instance, order.files)
    if not order.pictures:
        return seed, None
    picture = order.pictures[0]
    if picture.url:
        return seed, address_digest(picture.url)
    return seed, likeness_of(picture.data, max_pixels=_MOST_PIXELS)


@dataclass(slots=True)
class _Prepared:
    """What an answer is made from, as far as it depends on the request alone."""

    commission: Commission | None
    filled: frozenset[str]
    named: Mapping[str, str]


class Immediate:
    """Answers with the result at once."""

    def __init__(self, studio: Studio) -> None:
        """Work with what the vendors share."""
        self._studio = studio

    async def answer(self, visit: Visit, desk: Desk, order: Order) -> Answer:
        """Return the answer of success."""
        studio = self._studio
        now = studio.clock.now()
        prepared: _Prepared | None = order.prepared
        if prepared is None or visit.preferences.seed is not None:
            prepared = await self._prepare(visit, desk, order)
        commission, count, pictures = prepared.commission, 0, list[str]()
        if commission is not None:
            count = commission.count
            if desk.plan.is_base64(prepared.filled):
                pictures = await studio.gallery.base64(commission)
            else:
                pictures = studio.addresses(visit.call.origin, commission, now + desk.lifetime_s)
            await studio.store.charge(visit.entry.account, desk.id, count, desk.cost(count))
        facts = Facts(order.instance, count, pictures, prepared.filled, now, prepared.named)
        return Answer(desk.success, encode_json(desk.plan.build(facts)))

    async def _prepare(self, visit: Visit, desk: Desk, order: Order) -> _Prepared:
        prompt, commission = order.prompt, None
        if desk.makes_pictures:
            commission = await commission_of(self._studio, visit, desk, order)
        revised = revise(prompt) if desk.brief.extends(order.instance) else prompt
        filled = desk.plan.filled(order.instance)
        prepared = _Prepared(commission, filled, {"revised-prompt": revised})
        if visit.preferences.seed is None:
            order.prepared = prepared
        return prepared


class Asynchronous:
    """Answers with a task, and shows it when it is looked up."""

    def __init__(
        self, contract: Contract, lifecycle: Lifecycle, settings: MockFile, studio: Studio
    ) -> None:
        """Work out the way of a task through its states."""
        self._vendor = contract.vendor
        self._lifecycle = lifecycle
        self._settings = settings
        self._studio = studio
        self._success = settings.task_success or lifecycle.terminal[0]
        self._ways = {state: path_to(lifecycle, state) for state in lifecycle.terminal}

    async def create(self, visit: Visit, desk: Desk, order: Order) -> Answer:
        """Return the answer that accepts a task."""
        studio, scenario, settings = self._studio, visit.scenario, self._settings
        commission = await commission_of(studio, visit, desk, order)
        state = (scenario.task_state if scenario else None) or self._success
        complete_s = (scenario.complete_s if scenario else None) or settings.complete_s
        task = Task(
            id=str(UUID(bytes=os.urandom(16), version=4)),
            vendor=self._vendor,
            account=visit.entry.account,
            steps=schedule(self._ways[state], studio.clock.now(), complete_s),
            commission=commission,
            shows=scenario.task_shows if scenario else {},
        )
        await studio.store.add_task(task)
        count = commission.count
        await studio.store.charge(visit.entry.account, desk.id, count, desk.cost(count))
        return Answer(desk.success, encode_json(self._body(visit, desk, task)))

    async def show(self, visit: Visit, desk: Desk, order: Order) -> Answer:
        """Return the answer that shows a task.

        Raises:
            Refusal: The account has no such task, or no longer.
        """
        task_id = order.parameters[self._lifecycle.parameter]
        task = await self._studio.store.find_task(task_id.lower())
        if task is None or task.account != visit.entry.account:
            raise Refusal("unknown-task", f"this account has no task {task_id[:60]}")
        if self._studio.clock.now() > task.created + self._settings.keep_s:
            raise Refusal("unknown-task", f"the task {task_id[:60]} is past its time")
        return Answer(desk.success, encode_json(self._body(visit, desk, task)))

    def _body(self, visit: Visit, desk: Desk, task: Task) -> Any:
        """Return the body that shows a task: a function of the task and the time alone."""
        lifecycle, studio = self._lifecycle, self._studio
        state, since = task.state_at(studio.clock.now())
        shown = frozenset(lifecycle.shows.get(state, ()))
        pictures = []
        if state == self._success:
            expires = since + desk.lifetime_s
            pictures = studio.addresses(visit.call.origin, task.commission, expires)
        count = task.commission.count
        facts = Facts(None, count, pictures, desk.plan.filled(None), since, {}, shown)
        body = desk.plan.build(facts)
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
