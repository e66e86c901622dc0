"""What the vendor does with a good request: pictures at once, or a task that makes them."""

from collections.abc import Awaitable, Callable
from typing import Any

from truecopy.contract.bodies import encode_json
from truecopy.contract.task_success import success_state
from truecopy.errors import ContractLoadError
from truecopy.mock.answer_plan import AnswerFacts
from truecopy.mock.context import AcceptedRequest, Refusal, RequestContext
from truecopy.mock.mockfile import MockFile
from truecopy.mock.operation_handler import OperationHandler
from truecopy.mock.services import SharedServices
from truecopy.mock.task_ids import task_ids
from truecopy.mock.tasks import Task, path_to, schedule
from truecopy.model import Contract, Lifecycle
from truecopy.model.pointers import each, unescape
from truecopy.serving import Answer
from truecopy.serving.messages import JSON_HEADER

Behaviour = Callable[[RequestContext, OperationHandler, AcceptedRequest], Awaitable[Answer]]


class Immediate:
    """Answers with the result at once."""

    def __init__(self, services: SharedServices) -> None:
        """Work with what the vendors share."""
        self._services = services

    async def answer(
        self, context: RequestContext, handler: OperationHandler, accepted: AcceptedRequest
    ) -> Answer:
        """Return the answer of success."""
        services, spec = self._services, accepted.spec
        now = services.clock.now(context.entry.account)
        count, pictures = 0, list[str]()
        if spec is not None:
            count = spec.settings.count
            if not handler.plan.form.base64_places.isdisjoint(accepted.filled):
                pictures = await services.renderer.base64(spec)
            else:
                expires = now + handler.lifetime_s
                pictures = services.addresses(
                    context.call.origin, spec, expires, context.entry.account
                )
            await services.store.charge(context.entry.account, handler.id, count, handler.price_usd)
        facts = AnswerFacts(
            accepted.instance,
            count,
            pictures,
            accepted.filled,
            now,
            accepted.named,
            handler.plan.form.shown,
        )
        return Answer(handler.success, encode_json(handler.plan.build(facts)), [JSON_HEADER])


class Asynchronous:
    """Answers with a task, and shows it when it is looked up."""

    def __init__(
        self,
        contract: Contract,
        lifecycle: Lifecycle,
        settings: MockFile,
        services: SharedServices,
    ) -> None:
        """Work out the way of a task through its states."""
        self._vendor = contract.vendor
        self._lifecycle = lifecycle
        self._settings = settings
        self._services = services
        self._success = settings.task_success or success_state(contract, lifecycle)
        self._fresh_id = task_ids(contract, lifecycle)
        try:
            self._ways = {state: path_to(lifecycle, state) for state in lifecycle.terminal}
        except ValueError as error:
            raise ContractLoadError(f"{contract.vendor}: {error}") from error

    async def create(
        self, context: RequestContext, handler: OperationHandler, accepted: AcceptedRequest
    ) -> Answer:
        """Return the answer that accepts a task."""
        services, scenario = self._services, context.scenario
        state = (scenario.task_state if scenario else None) or self._success
        complete_s = (scenario.complete_s if scenario else None) or self._settings.complete_s
        spec, account = accepted.spec, context.entry.account
        task = Task(
            id=self._fresh_id(),
            vendor=self._vendor,
            account=account,
            steps=schedule(self._ways[state], services.clock.now(account), complete_s),
            spec=spec,
            shows=scenario.task_shows if scenario else {},
        )
        answer = Answer(handler.success, encode_json(self._body(context, handler, task)))
        await services.store.add_task(task)
        count = spec.count if spec else 0
        await services.store.charge(account, handler.id, count, handler.price_usd)
        return answer

    async def show(
        self, context: RequestContext, handler: OperationHandler, accepted: AcceptedRequest
    ) -> Answer:
        """Return the answer that shows a task.

        Raises:
            Refusal: The account has no such task, or no longer.
        """
        task_id = accepted.parameters[self._lifecycle.parameter]
        store = self._services.store
        task = await store.find_task(task_id) or await store.find_task(task_id.lower())
        if task is None or task.account != context.entry.account:
            raise Refusal("unknown-task", f"this account has no task {task_id[:60]}")
        if self._services.clock.now(task.account) > task.created + self._settings.keep_s:
            raise Refusal("unknown-task", f"the task {task_id[:60]} is past its time")
        return Answer(handler.success, encode_json(self._body(context, handler, task)))

    def _body(self, context: RequestContext, handler: OperationHandler, task: Task) -> Any:
        """Return the body that shows a task: a function of the task and the time alone."""
        lifecycle, services = self._lifecycle, self._services
        state, since = task.state_at(services.clock.now(task.account))
        shown = frozenset(lifecycle.shows.get(state, ()))
        shown |= handler.plan.form.shown_at(lifecycle.state, state)
        count, pictures = 0, list[str]()
        if task.spec is not None:
            count = task.spec.count
            if state == self._success or handler.plan.form.has_free_pictures:
                expires = since + handler.lifetime_s
                pictures = services.addresses(context.call.origin, task.spec, expires, task.account)
        facts = AnswerFacts(None, count, pictures, handler.plan.form.filled(None), since, {}, shown)
        body = handler.plan.build(facts)
        put: dict[str, Any] = {
            lifecycle.id: handler.plan.form.number_or_text(lifecycle.id, task.id)
        }
        put[lifecycle.state] = state
        # Nothing is said of what stands there: any text shows that it is there.
        put |= dict.fromkeys((at for at in shown if not handler.plan.form.describes(at)), state)
        times = {lifecycle.created: task.created, lifecycle.updated: since}
        # The answer that makes a task may show less than the look-up does.
        described = {
            at: each for at, each in times.items() if at and handler.plan.form.describes(at)
        }
        put |= {at: handler.plan.form.time(at, seconds) for at, seconds in described.items()}
        put |= {at: value for at, value in task.shows.items() if at in shown}
        for pointer, value in put.items():
            parent, _, name = pointer.rpartition("/")
            for _, holder in each(body, parent):
                holder[unescape(name)] = value
        return body
