"""Requests to the mock that are for no vendor: journaled, and told which vendors have the path."""

from collections.abc import Mapping
from time import perf_counter

from truecopy.contract import Routes
from truecopy.mock.journal import JournalEntry
from truecopy.mock.page import MockPage
from truecopy.mock.request_body import look_into
from truecopy.mock.services import SharedServices
from truecopy.mock.vendor import VendorMock
from truecopy.serving import Answer, Call, VendorSites
from truecopy.serving.marks import mark
from truecopy.serving.nowhere import Nowhere


class UnaddressedRequests:
    """Answers them with an error object that every client shows."""

    def __init__(
        self,
        services: SharedServices,
        sites: VendorSites,
        mocks: Mapping[str, VendorMock],
        page: MockPage,
    ) -> None:
        """Know the paths of every vendor.

        Args:
            page: Stands at the root, where no vendor does.
        """
        self._page = page
        self._services = services
        self._nowhere = Nowhere(sites)
        self._routes = {
            name: Routes(mock.contract.operations.values()) for name, mock in mocks.items()
        }

    async def handle(self, call: Call) -> Answer:
        """Return the page for people, or the answer to anything else, which is journaled."""
        began = perf_counter()
        # Who has a key is a client of some vendor, and is told that this is none.
        is_person = call.method in ("GET", "HEAD") and b"authorization" not in call.headers
        if call.path == "/" and is_person:
            headers, body = self._page.written()
            return Answer(200, body, headers)
        clock, store = self._services.clock, self._services.store
        entry = JournalEntry(clock.now(), "", call.method, call.path, self._services.request_id())
        path = call.path.rstrip("/")
        near = [name for name, routes in self._routes.items() if routes.find(path)]
        answer = self._nowhere.answer(call, near)
        answer.headers.append(mark("mock"))
        entry.status, entry.cause, entry.problems = answer.status, "vendor", (answer.remark,)
        await look_into(call, entry)
        entry.elapsed_s = perf_counter() - began
        entry.seal(call.headers, call.query)
        await store.record(entry)
        return answer

    def refused(self, call: Call, status: int, why: str) -> Answer:
        """Return the answer to what is no whole request, and journal both."""
        self._services.journal_refusal(call, self._services.request_id(), status, why)
        answer = self._nowhere.refused(call, status, why)
        answer.headers.append(mark("mock"))
        return answer
