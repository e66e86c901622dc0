"""Sends requests within a budget, at a rate, waits out 429, and asks again where a server failed."""

import email.utils
import math
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from truecopy.errors import DeadlineReachedError
from truecopy.model import Draft, Interaction
from truecopy.wire.budget import Budget
from truecopy.wire.target import Target
from truecopy.wire.unanswered import UnansweredError

_MOST_FUTILE = 4  # second tries that failed like the first: a fifth one finds nothing else
_BREATH_S = 0.2  # before the second try: a server that restarts a worker has one again
# A Retry-After in seconds, which some vendors give with decimals.
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{0,9})?")

Sleep = Callable[[float], None]


@dataclass(slots=True, kw_only=True)
class RetryPolicy:
    """How long a run waits for a target that asks it to slow down.

    Attributes:
        longest_s: A single wait.
        left_s: All waits together.
        tries: How often one request is sent at most.
    """

    longest_s: float = 60.0  # limits a minute are common, limits an hour are not waited for
    left_s: float = 180.0  # three of them: then the run says what it knows
    tries: int = 5  # waits of 1, 2, 4 and 8 seconds where the target names none


@dataclass(slots=True)
class _Tries:
    """How often one request was sent, and how often of these the server or the connection failed."""

    what: str
    number: int = 0
    failures: int = 0


class RequestSender:
    """Sends requests to one target.

    Attributes:
        target: Where they go.
        budget: What they may cost.
    """

    def __init__(
        self,
        target: Target,
        budget: Budget,
        *,
        per_second: float | None = None,
        retry_policy: RetryPolicy | None = None,
        sleep: Sleep = time.sleep,
        deadline_s: float = math.inf,
    ) -> None:
        """Prepare to send.

        Args:
            per_second: Most requests in a second; None for no limit.
            sleep: Lets a number of seconds pass.
            deadline_s: How long all requests may take together, from now, with the waits between them.
        """
        self.target = target
        self.budget = budget
        self._sleep = sleep
        self._deadline_s = deadline_s
        self._until = time.monotonic() + deadline_s
        target.limit.run_until = self._until
        self._interval_s = 1 / per_second if per_second else 0.0
        self._retry = retry_policy or RetryPolicy()
        self._next_at = 0.0
        # Second tries in a row that failed like the first, of requests and of downloads.
        self._futile: Counter[str] = Counter()

    def send(self, draft: Draft, cost_usd: float = 0.0) -> Interaction:
        """Return the interaction of a request.

        429 is waited out within limits; then it is returned. A failure of the server or of the connection
        is tried once more.

        Args:
            cost_usd: What it costs if it is accepted.

        Raises:
            BudgetReachedError: It does not fit into the budget.
        """
        tries = _Tries("request")
        while True:
            interaction = self.send_once(draft, cost_usd)
            wish = interaction.header("retry-after")
            if interaction.is_unending:
                return interaction  # it would take as long again
            if not self._waits(tries, interaction.status, wish):
                return interaction

    def download(self, url: str) -> Interaction:
        """Return the interaction that gave a picture, with the same patience as for other requests.

        Raises:
            OSError: It cannot be had.
            BudgetReachedError: No more requests may be sent.
        """
        tries = _Tries("download")
        while True:
            self._require_time()
            self.budget.count()
            self._pace()
            try:
                found = self.target.download(url)
            except OSError as error:
                self._require_time()
                if not isinstance(error, UnansweredError):
                    raise
                if not self._waits(tries, error.status, error.retry_after):
                    raise
            else:
                self._waits(tries, found.status, "")
                return found

    def send_once(self, draft: Draft, cost_usd: float = 0.0) -> Interaction:
        """Return the interaction of a request, whatever came of it.

        Args:
            cost_usd: What it costs if it is accepted.

        Raises:
            BudgetReachedError: It does not fit into the budget.
        """
        self._require_time()
        self.budget.reserve(cost_usd, f"{draft.method} {draft.path}")
        self._pace()
        is_charged = True  # until an answer says otherwise
        try:
            interaction = self.target.send(draft)
            # A request that got no answer, or whose server failed, may have been charged.
            is_charged = interaction.is_sent and not 300 <= interaction.status < 500
        finally:
            self.budget.settle(cost_usd, is_charged=is_charged)
        if interaction.status == 0:
            self._require_time()
        return interaction

    @property
    def expected_second_tries(self) -> int:
        """How many requests may come on top, where second tries have begun to fail like the first."""
        futile = self._futile["request"]
        return max(0, _MOST_FUTILE - futile) if futile else 0

    def sleep(self, seconds: float) -> None:
        """Let some time pass.

        Raises:
            DeadlineReachedError: The run has not as much left.
        """
        self._require_time(seconds)
        self._sleep(seconds)

    def _require_time(self, seconds: float = 0.0) -> None:
        if time.monotonic() + seconds >= self._until:
            raise DeadlineReachedError(
                f"--deadline {self._deadline_s:g}: the time for the run is over"
            )

    def _pace(self) -> None:
        now = time.monotonic()
        if self._interval_s and now < self._next_at:
            self.sleep(self._next_at - now)
        self._next_at = max(now, self._next_at) + self._interval_s

    def _waits(self, tries: "_Tries", status: int, retry_after: str) -> bool:
        """Wait where another try makes sense; return whether it does.

        Args:
            status: Of the answer; 0 where there was none.
        """
        if status != 429 and 0 < status < 500:
            if tries.failures:
                self._futile[tries.what] = 0
            return False
        tries.number += 1
        tries.failures += status != 429
        self._futile[tries.what] += tries.failures > 1
        if (
            tries.failures > 1
            or self._is_futile(tries, status)
            or tries.number >= self._retry.tries
        ):
            return False
        if status != 429 and self.target.is_in_process:
            return True
        default_s = 2.0 ** (tries.number - 1) if status == 429 else _BREATH_S
        wait_s = retry_after_s(retry_after, default_s=default_s)
        if not self._may_wait(wait_s):
            return status != 429
        self.sleep(wait_s)
        return True

    def _is_futile(self, tries: _Tries, status: int) -> bool:
        return status != 429 and self._futile[tries.what] >= _MOST_FUTILE

    def _may_wait(self, wait_s: float) -> bool:
        retry = self._retry
        if wait_s > retry.longest_s or wait_s > retry.left_s:
            return False
        retry.left_s -= wait_s
        return True


def retry_after_s(text: str, *, default_s: float) -> float:
    """Return how many seconds a Retry-After header asks for.

    Source:
        RFC 9110 section 10.2.3: a number of seconds, or a date.
    """
    text = text.strip()
    if not text:
        return default_s
    if _NUMBER.fullmatch(text):
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return default_s
