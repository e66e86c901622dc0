"""What is made of an exchange once it has passed: it is judged, kept and written down, in order."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import quote

from truecopy.contract.matching import Match
from truecopy.contract.pointers import escape
from truecopy.errors import TruecopyError
from truecopy.judge import Observation, TrafficJudge
from truecopy.model import Contract, Finding, Interaction
from truecopy.recording.content_encoding import UnreadableBodyError, opened
from truecopy.recording.proxying.exchange import Exchange
from truecopy.recording.proxying.journal import Passed, ProxyJournal

# A shorter value stands in innocent text by chance.
_SHORTEST_KEY = 8
# Names of headers whose values are secrets.
_SECRET_HEADER = re.compile("authorization|key|token|secret|cookie")
_PLACEHOLDER = "$TOKEN"

Keep = Callable[[Observation, Interaction], None]
Secrets = tuple[str, ...]


class Witness:
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
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="witness")

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
        passed = Passed(
            at=exchange.sent_at,
            method=exchange.method,
            path=exchange.path,
            operation=match.operation if match else "",
            status=exchange.status,
            answered_by=exchange.answered_by,
            elapsed_s=exchange.elapsed_s,
        )
        whole = exchange.interaction(self._upstream)
        note = exchange.note or exchange.loss
        passed = replace(passed, note=note or "not judged: the judge failed")
        try:
            if not note:
                passed = self._judged(passed, whole)
        finally:
            self.journal.add(passed)
            self._tell(passed)

    def _judged(self, passed: Passed, raw: Interaction) -> Passed:
        try:
            whole = opened(raw)
        except UnreadableBodyError as error:
            undone = "neither judged nor recorded" if self._keep else "not judged"
            return replace(passed, note=f"{undone}: {error}")
        secrets = _secrets(whole)
        seen = self._judge.see(_without(secrets, whole))
        seen.findings = [_told(secrets, each) for each in seen.findings]
        notes = (
            "" if passed.operation else "not judged: the contract has no operation for it",
            self._kept(seen, whole),
        )
        return replace(
            passed,
            findings=tuple(seen.findings),
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


def _secrets(interaction: Interaction) -> Secrets:
    """Return what nobody may read in a journal, in each way of writing it: vendors repeat keys in errors."""
    values = [
        value.split(" ", 1)[-1] if name.endswith("authorization") else value
        for name, value in interaction.request_headers
        if _SECRET_HEADER.search(name)
    ]
    found = {each.strip() for each in values if len(each.strip()) >= _SHORTEST_KEY}
    return tuple(
        {
            way
            for each in found
            for way in (each, each.replace("/", "\\/"), quote(each, ""), escape(each))
        }
    )


def _without(secrets: Secrets, interaction: Interaction) -> Interaction:
    """Return an interaction with placeholders for the secrets, before a message cuts one short."""
    request_body, body = interaction.request_body, interaction.body
    for each in secrets:
        raw = each.encode("latin-1")
        request_body = request_body.replace(raw, _PLACEHOLDER.encode())
        body = body.replace(raw, _PLACEHOLDER.encode())
    headers = tuple((name, _scrubbed(secrets, value)) for name, value in interaction.headers)
    return replace(interaction, request_body=request_body, headers=headers, body=body)


def _told(secrets: Secrets, finding: Finding) -> Finding:
    """Return a finding without secrets, such as one that stood in a body with escapes."""
    return replace(
        finding,
        where=_scrubbed(secrets, finding.where),
        pointer=_scrubbed(secrets, finding.pointer),
        message=_scrubbed(secrets, finding.message),
        expected=_scrubbed(secrets, finding.expected),
        actual=_scrubbed(secrets, finding.actual),
    )


def _scrubbed(secrets: Secrets, text: str) -> str:
    for each in secrets:
        text = text.replace(each, _PLACEHOLDER)
    return text
