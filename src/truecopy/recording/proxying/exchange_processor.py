"""What is made of an exchange once it has passed: it is judged, kept and written down, in order."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from truecopy.contract.matching import Match
from truecopy.errors import TruecopyError
from truecopy.judge import Observation, TrafficJudge
from truecopy.model import Contract, Interaction
from truecopy.recording.content_encoding import UnreadableBodyError, opened
from truecopy.recording.proxying.exchange import Exchange
from truecopy.recording.proxying.exchange_journal import Passed, ProxyJournal
from truecopy.redaction import Redactor, header_secrets

Keep = Callable[[Observation, Interaction], None]


class ExchangeProcessor:
    """Sees exchanges one at a time, in the order in which they ended, off the event loop.

    Attributes:
        journal: What it has seen.
    """

    def __init__(
        self,
        contract: Contract,
        upstream: str,
        *,
        keep: Keep | None,
        tell: Callable[[Passed], None],
    ) -> None:
        """Begin with nothing seen.

        Args:
            upstream: Base address.
            keep: Takes each whole exchange with the upstream, its bodies opened and its keys still in it.
            tell: Is told of each exchange, whatever became of it.
        """
        self.journal = ProxyJournal()
        self._judge = TrafficJudge(contract, base_urls=(upstream,))
        self._upstream = upstream
        self._keep = keep
        self._tell = tell
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="exchanges")

    def match(self, exchange: Exchange) -> Match | None:
        """Return what a request is for, None where the contract has nothing for it."""
        return self._judge.match(exchange.question(self._upstream))

    def see(self, exchange: Exchange) -> Future[None]:
        """Take an exchange that is over, and return at once."""
        return self._thread.submit(self._see, exchange)

    async def settled(self) -> None:
        """Wait until everything that was taken is in the journal."""
        await asyncio.wrap_future(self._thread.submit(lambda: None))

    async def close(self) -> None:
        """End, once everything that was taken is in the journal."""
        await self.settled()
        self._thread.shutdown()

    def _see(self, exchange: Exchange) -> None:
        match = self.match(exchange)
        whole = exchange.interaction(self._upstream)
        redactor = Redactor(known=header_secrets(whole.request_headers))
        passed = Passed(
            at=exchange.sent_at,
            method=exchange.method,
            path=redactor.hide_text(exchange.path),
            operation=match.operation if match else "",
            status=exchange.status,
            answered_by=exchange.answered_by,
            elapsed_s=exchange.elapsed_s,
        )
        note = exchange.note or exchange.loss
        passed = replace(passed, note=note or "not judged: the judge failed")
        try:
            if not note:
                passed = self._judged(passed, whole, redactor)
        finally:
            self.journal.add(passed)
            self._tell(passed)

    def _judged(self, passed: Passed, raw: Interaction, redactor: Redactor) -> Passed:
        try:
            whole = opened(raw)
        except UnreadableBodyError as error:
            undone = "neither judged nor recorded" if self._keep else "not judged"
            return replace(passed, note=f"{undone}: {error}")
        # A vendor may repeat the key; the header that it was sent in tells whose task this is.
        hidden = replace(redactor.hide(whole), request_headers=whole.request_headers)
        seen = self._judge.see(hidden)
        notes = (
            "" if passed.operation else "not judged: the contract has no operation for it",
            self._kept(seen, whole),
        )
        return replace(
            passed,
            findings=tuple(seen.findings),
            held=frozenset(seen.held),
            note="; ".join(filter(None, notes)),
            is_recorded=self._keep is not None and not notes[1],
        )

    def _kept(self, seen: Observation, whole: Interaction) -> str:
        """Hand an exchange to the one who keeps them; return why it could not be kept."""
        if self._keep is None:
            return ""
        try:
            self._keep(seen, whole)
        except (OSError, TruecopyError) as error:
            return f"not recorded: {error}"
        return ""
