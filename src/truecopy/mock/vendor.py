"""One vendor played: a request is judged once, and gets the vendor's answer."""

from collections.abc import Awaitable, Callable

from truecopy.contract import compile_operations
from truecopy.mock.behaviour import Asynchronous, Immediate
from truecopy.mock.desk import Desk, lifecycle_schema
from truecopy.mock.envelopes import Envelopes
from truecopy.mock.journal import Entry
from truecopy.mock.mockfile import MockFile
from truecopy.mock.preferences import NONE
from truecopy.mock.reception import Reception
from truecopy.mock.studio import Studio
from truecopy.mock.visit import Order, Refusal, Visit
from truecopy.model import Contract
from truecopy.serving import Answer, Call
from truecopy.serving.marks import explanation_header, mark

_MARK = mark("mock")

Behaviour = Callable[[Visit, Desk, Order], Awaitable[Answer]]


class VendorMock:
    """Plays one vendor.

    Attributes:
        contract: What it keeps.
        settings: How it behaves where the contract is silent.
    """

    def __init__(self, contract: Contract, settings: MockFile, studio: Studio) -> None:
        """Compile everything that can be.

        Args:
            studio: What all vendors of the server share.
        """
        self.contract = contract
        self.settings = settings
        self._studio = studio
        lifecycle = contract.lifecycle
        operations = compile_operations(contract)
        shown = lifecycle_schema(lifecycle, operations)
        create = lifecycle.create if lifecycle else None
        desks = {
            name: Desk(compiled, settings, shown if name == create else None)
            for name, compiled in operations.items()
        }
        self._reception = Reception(contract, settings, studio, desks)
        self._behaviours: dict[str, Behaviour] = dict.fromkeys(desks, Immediate(studio).answer)
        if lifecycle:
            tasks = Asynchronous(contract, lifecycle, settings, studio)
            self._behaviours |= {lifecycle.create: tasks.create, lifecycle.poll: tasks.show}
        self._envelopes = Envelopes(settings)
        self._headers = [(name.lower().encode(), value) for name, value in settings.headers.items()]

    async def handle(self, call: Call) -> Answer:
        """Return the answer to one request, and journal both."""
        request_id = self._studio.request_id()
        entry = Entry(
            self._studio.clock.now(), self.contract.vendor, call.method, call.path, request_id
        )
        visit = Visit(call, entry)
        try:
            desk, order = await self._reception.admit(visit)
            answer = await self._behaviours[desk.id](visit, desk, order)
        except Refusal as refusal:
            answer = self._refused(refusal, visit)
        for name, value in self._headers:
            answer.headers.append((name, value.replace("{request_id}", request_id).encode()))
        answer.headers.append(_MARK)
        if visit.preferences is not NONE and entry.cause not in ("preference", "scenario"):
            answer.headers.append((b"preference-applied", visit.preferences.applied.encode()))
        entry.status = answer.status
        await self._studio.store.record(entry)
        return answer

    def _refused(self, refusal: Refusal, visit: Visit) -> Answer:
        entry = visit.entry
        entry.cause = refusal.cause
        entry.problems = refusal.why
        values = {"request_id": entry.request_id, "path": entry.path, "field": refusal.field}
        answer = self._envelopes.answer(refusal.cause, values, refusal.status)
        answer.headers.append(explanation_header("; ".join(refusal.why)))
        for name, value in refusal.headers.items():
            answer.headers.append((name.lower().encode(), value.encode()))
        return answer
