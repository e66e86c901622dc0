"""One vendor played: a request is judged once, and gets the vendor's answer."""

from dataclasses import replace
from time import perf_counter

from truecopy.contract import CompiledOperation, compile_operations
from truecopy.mock.accounts import AuthResult, made_up_key
from truecopy.mock.behaviour import Asynchronous, Behaviour, Immediate
from truecopy.mock.context import Diversion, Refusal, RequestContext
from truecopy.mock.envelopes import Envelopes
from truecopy.mock.error_bodies import documented_templates
from truecopy.mock.error_causes import UNANSWERABLE
from truecopy.mock.journal import JournalEntry
from truecopy.mock.mockfile import MockFile
from truecopy.mock.operation_handler import OperationHandler, lifecycle_schema
from truecopy.mock.pipeline import RequestPipeline
from truecopy.mock.preferences import NONE
from truecopy.mock.request_body import look_into
from truecopy.mock.services import SharedServices
from truecopy.model import Contract
from truecopy.redaction import without_lookalikes
from truecopy.serving import Answer, Call
from truecopy.serving.marks import explanation_header, mark, notes_header
from truecopy.serving.messages import key_of

_REQUEST_ID = "{request_id}"


class VendorMock:
    """Plays one vendor.

    Attributes:
        contract: What it keeps.
        settings: How it behaves where the contract is silent.
        operations: Those of the contract, compiled.
        unfillable: Operation -> places of its answer for which no value was found, each with why.
    """

    def __init__(self, contract: Contract, settings: MockFile, services: SharedServices) -> None:
        """Compile everything that can be.

        Args:
            services: What all vendors of the server share.
        """
        self.contract = contract
        self.settings = settings
        self._services = services
        lifecycle = contract.lifecycle
        operations = self.operations = compile_operations(contract)
        shown = lifecycle_schema(lifecycle, operations)
        create, poll = (lifecycle.create, lifecycle.poll) if lifecycle else (None, None)
        reserved = {at for each in lifecycle.shows.values() for at in each} if lifecycle else ()
        handlers = {
            name: OperationHandler(
                compiled,
                settings,
                services,
                shown if compiled.operation.id == create else None,
                reserved if compiled.operation.id == poll else (),
                contract.operations.values(),
            )
            for name, compiled in {**operations, **_further_successes(contract)}.items()
        }
        self.unfillable = {name: handlers[name].plan.unfillable for name in operations}
        self._pipeline = RequestPipeline(contract, settings, services, handlers)
        self._behaviours: dict[str, Behaviour] = dict.fromkeys(
            operations, Immediate(services).answer
        )
        if lifecycle:
            tasks = Asynchronous(contract, lifecycle, settings, services)
            self._behaviours |= {lifecycle.create: tasks.create, lifecycle.poll: tasks.show}
        self._envelopes = Envelopes(settings, documented_templates(contract))
        headers = [(name.lower().encode(), value) for name, value in settings.headers.items()]
        self._own_headers = [(name, value) for name, value in headers if _REQUEST_ID in value]
        self._same_headers = [
            (name, value.encode()) for name, value in headers if _REQUEST_ID not in value
        ]
        self._same_headers.append(mark("mock"))

    def header_names(self) -> set[str]:
        """Return the names of the headers that its answers may have beside the usual ones."""
        scenarios = self.settings.scenarios.values()
        return {*self.settings.headers, *(name for each in scenarios for name in each.headers)}

    def shows_pictures(self, state: str) -> bool:
        """Whether a task in a state has its pictures."""
        lifecycle = self.contract.lifecycle
        return lifecycle is not None and state == (
            self.settings.task_success or lifecycle.terminal[0]
        )

    def account_of(self, authorization: str) -> AuthResult:
        """Return what an Authorization header amounts to."""
        return self._pipeline.authenticator.judge(authorization.encode("latin-1"))

    def made_up_key(self, wish: str) -> str:
        """Return a key that looks as the vendor's do, another for each wish; the wish itself where that will do."""
        return made_up_key(self.settings.key_pattern, wish)

    async def handle(self, call: Call) -> Answer:
        """Return the answer to one request, and journal both."""
        request_id = self._services.request_id()
        entry = JournalEntry(
            self._services.clock.now(), self.contract.vendor, call.method, call.path, request_id
        )
        context = RequestContext(call, entry)
        began = perf_counter()
        try:
            handler, accepted = await self._pipeline.admit(context)
            answer = await self._behaviours[handler.id](context, handler, accepted)
            entry.noter = None
            if accepted.notes:
                entry.notes = _told(accepted.notes, call)
                answer.remark = "; ".join(entry.notes)
                answer.headers.append(notes_header(entry.notes))
        except Diversion as diversion:
            answer = diversion.answer
        except Refusal as refusal:
            answer = self._refused(refusal, context)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            # What the contract asks of this answer cannot be made; what clashes in it is told at its derivation.
            why = f"no answer can be built: {type(error).__name__}: {error}"
            answer = self._refused(Refusal(UNANSWERABLE, why), context)
        for name, value in self._own_headers:
            answer.headers.append((name, value.replace(_REQUEST_ID, request_id).encode()))
        answer.headers += self._same_headers
        if context.preferences is not NONE and entry.cause not in ("preference", "scenario"):
            has_scenario = context.scenario is not None
            applied = context.preferences.applied(answer.status, has_scenario=has_scenario)
            if applied:
                answer.headers.append((b"preference-applied", applied.encode()))
        entry.status = answer.status
        entry.elapsed_s = perf_counter() - began
        if entry.cause and not call.is_read:
            await look_into(call, entry)
        entry.seal(call.headers, call.query)
        await self._services.store.record(entry)
        return answer

    def refused(self, call: Call, status: int, why: str) -> Answer:
        """Return the answer to what is no whole request, and journal both."""
        request_id = self._services.request_id()
        values = {"request_id": request_id, "path": call.path, "field": ""}
        answer = self._envelopes.answer("demanded", values, status)
        account = self.account_of(call.header(b"authorization")).account
        self._services.journal_refusal(
            call, request_id, status, why, vendor=self.contract.vendor, account=account
        )
        for name, value in self._own_headers:
            answer.headers.append((name, value.replace(_REQUEST_ID, request_id).encode()))
        answer.headers += self._same_headers
        return answer

    def _refused(self, refusal: Refusal, context: RequestContext) -> Answer:
        entry = context.entry
        entry.cause = refusal.cause
        entry.problems, entry.notes = (
            _told(refusal.why, context.call),
            _told(entry.notes, context.call),
        )
        if context.preferences.asks_success and refusal.cause != "preference":
            entry.problems += (
                f"Prefer: code={context.preferences.code} is for requests that are not refused",
            )
        values = {"request_id": entry.request_id, "path": context.call.path, "field": refusal.field}
        answer = self._envelopes.answer(refusal.cause, values, refusal.status, entry.operation)
        answer.remark = "; ".join(entry.problems)
        answer.headers.append(explanation_header(answer.remark))
        for name, value in refusal.headers.items():
            answer.headers.append((name.lower().encode(), value.encode()))
        return answer


def _told(texts: tuple[str, ...], call: Call) -> tuple[str, ...]:
    """Return what is told of a request without its key, and without what looks like one."""
    key = key_of(call.headers).decode("latin-1")
    return tuple([without_lookalikes(text, key) for text in texts])


def _further_successes(contract: Contract) -> dict[str, CompiledOperation]:
    """Return the operations that document several statuses of success, once for each but the usual one.

    Returns:
        `operation.202` -> the operation that answers so.
    """
    further = {
        f"{name}.{status}": replace(each, responses={status: each.responses[status]})
        for name, each in contract.operations.items()
        for status in each.responses
        if each.success < status < 300
    }
    return compile_operations(replace(contract, operations=further))
