"""What all vendors of one server share."""

import asyncio
import random
from dataclasses import dataclass

from truecopy.mock.clock import CLOCK_NAME, Clock
from truecopy.mock.image_spec import ImageSpec
from truecopy.mock.journal import JournalEntry
from truecopy.mock.renderer import Renderer
from truecopy.mock.store import Store
from truecopy.mock.tokens import Signer
from truecopy.mock.workers import Workers
from truecopy.serving import Call
from truecopy.serving.request_log import RequestLog

PICTURES = "/_pictures"
# Addresses expire at full minutes, so that those of one minute are the same.
_MINUTE_S = 60
# As many as the store keeps; an end has some fifty bytes.
_MOST_ACCOUNTS = 10_000
_CAUSE = "connection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """How a mock is reached, and who looks at it.

    Attributes:
        public_url: Scheme and authority of the links in answers; None takes them from each request.
        admin_token: Opens the admin API to other machines; None keeps it closed to them.
        cors: Whether pages of other origins may ask the vendors.
        request_log: Gets a line for each request.
    """

    public_url: str | None = None
    admin_token: str | None = None
    cors: bool = True
    request_log: RequestLog | None = None


class SharedServices:
    """Clock, state, pictures and seed.

    Attributes:
        seed: Of all pictures.
        judges: What judges large bodies and pictures; those who ask for pictures do not wait for it.
        default_scenario: Applies where nothing stronger does; None for plain success.
    """

    def __init__(
        self, *, store: Store, clock: Clock, seed: int = 0, default_scenario: str | None = None
    ) -> None:
        """Put the parts together; addresses are signed with the store's secret."""
        self.store = store
        self.clock = clock
        self.seed = seed
        self.default_scenario = default_scenario
        self.renderer = Renderer()
        self.judges = Workers("judge")
        self.signer = Signer(store.secret)
        self._ends: dict[str, str] = {"": ".png"}
        self._recordings: set[asyncio.Task[None]] = set()
        self._random = random.Random(store.secret)  # noqa: S311 - names requests, guards nothing

    def request_id(self) -> str:
        """Return a fresh id of 32 hex digits."""
        return f"{self._random.getrandbits(128):032x}"

    def journal_refusal(
        self,
        call: Call,
        request_id: str,
        status: int,
        why: str,
        *,
        vendor: str = "",
        account: str = "",
    ) -> None:
        """Journal what a connection was refused for, by as much of the request as came.

        Args:
            vendor: Empty where none was addressed.
            account: Empty without a key.
        """
        entry = JournalEntry(self.clock.now(account), vendor, call.method, call.path, request_id)
        entry.account, entry.status, entry.cause, entry.problems = account, status, _CAUSE, (why,)
        entry.seal(call.headers, call.query)
        recording = asyncio.get_running_loop().create_task(self.store.record(entry))
        self._recordings.add(recording)
        recording.add_done_callback(self._recordings.discard)

    def addresses(
        self, origin: str, spec: ImageSpec, expires: float, account: str = ""
    ) -> list[str]:
        """Return the absolute address of each picture of a spec, good until a minute after `expires`.

        Args:
            account: Whose clock says when that is.
        """
        minute = -(-expires // _MINUTE_S) * _MINUTE_S
        end = self._ends.get(account)
        if end is None:
            if len(self._ends) >= _MOST_ACCOUNTS:
                self._ends.clear()
            end = self._ends[account] = f".{self.signer.seal(account[CLOCK_NAME])}.png"
        signed_for = minute, origin, end
        if spec.signed is None or spec.signed[0] != signed_for:
            start = f"{origin}{PICTURES}/"
            spec.signed = signed_for, self.signer.write(spec, minute, start, end)
        return spec.signed[1]
