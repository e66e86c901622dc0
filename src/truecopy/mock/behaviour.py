"""What the vendor does with a good request: pictures at once, or a task that makes them."""

import os
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


async def charge(studio: Studio, visit: Visit, desk: Desk, pictures: int) -> None:
    """Note what a request costs: pictures at the documented price, where there is one."""
    price = desk.operation.price_usd
    usd = None if price is None else price * pictures
    await studio.store.charge(visit.entry.account, desk.id, pictures, usd)


class Immediate:
    """Answers with the result at once."""

    def __init__(self, studio: Studio) -> None:
        """Work with what the vendors share."""
        self._studio = studio

    async def answer(self, visit: Visit, desk: Desk, order: Order) -> Answer:
        """Return the answer of success."""
        studio, brief = self._studio, desk.brief
        now = studio.clock.now()
        count, pictures, filled = 0, list[str](), frozenset[str]()
        if desk.makes_pictures:
            commission = await commission_of(studio, visit, desk, order)
            count = commission.count
            filled = desk.plan.filled(order.instance)
            if desk.plan.is_base64(filled):
                pictures = await studio.gallery.base64(commission)
            else:
                expires = now + desk.lifetime_s
                pictures = studio.addresses(visit.call.origin, commission, expires)
            await charge(studio, visit, desk, count)
        prompt = order.prompt
        facts = Facts(
            request=order.instance,
            count=count,
            pictures=pictures,
            filled=filled,
            now=now,
            named={"revised-prompt": revise(prompt) if brief.extends(order.instance) else prompt},
        )
        return Answer(desk.success, encode_json(desk.plan.build(facts)))


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
        await charge(studio, visit, desk, commission.count)
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
        facts = Facts(
            request=None,
            count=count,
            pictures=pictures,
            filled=desk.plan.filled(None),
            now=since,
            shown=shown,
        )
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
