"""One vendor played: a request is judged once, and gets the vendor's answer."""

from truecopy.contract import compile_operations
from truecopy.mock.behaviour import Asynchronous, Immediate
from truecopy.mock.desk import Desk, lifecycle_schema
from truecopy.mock.envelopes import Envelopes, explanation_header
from truecopy.mock.journal import Entry
from truecopy.mock.mockfile import MockFile
from truecopy.mock.reception import Reception
from truecopy.mock.studio import Studio
from truecopy.mock.visit import Order, Refusal, Visit
from truecopy.model import Contract
from truecopy.serving import Answer, Call


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
        self._create = lifecycle.create if lifecycle else None
        self._poll = lifecycle.poll if lifecycle else None
        desks = {
            name: Desk(compiled, settings, shown if name == self._create else None)
            for name, compiled in operations.items()
        }
        self._reception = Reception(contract, settings, studio, desks)
        self._immediate = Immediate(studio)
        self._tasks = Asynchronous(contract, lifecycle, settings, studio) if lifecycle else None
        self._envelopes = Envelopes(settings)
        self._headers = [(name.lower().encode(), value) for name, value in settings.headers.items()]

    async def handle(self, call: Call) -> Answer:
        """Return the answer to one request, and journal both."""
        request_id = self._studio.request_id()
        entry = Entry(
            at=self._studio.clock.now(),
            vendor=self.contract.vendor,
            method=call.method,
            path=call.path,
            request_id=request_id,
        )
        visit = Visit(call, entry)
        try:
            desk, order = await self._reception.admit(visit)
            answer = await self._behave(visit, desk, order)
        except Refusal as refusal:
            answer = self._refused(refusal, visit)
        for name, value in self._headers:
            answer.headers.append((name, value.replace("{request_id}", request_id).encode()))
        if visit.preferences.scenario and entry.scenario:
            applied = f"scenario={entry.scenario}".encode()
            answer.headers.append((b"preference-applied", applied))
        entry.status = answer.status
        await self._studio.store.record(entry)
        return answer

    async def _behave(self, visit: Visit, desk: Desk, order: Order) -> Answer:
        if self._tasks and desk.id == self._create:
            return await self._tasks.create(visit, desk, order)
        if self._tasks and desk.id == self._poll:
            return await self._tasks.show(visit, desk, order)
        return await self._immediate.answer(visit, desk, order)

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
