"""What a run may spend: reserved before each request, and written ahead, so that a crash spends no more."""

import errno
import json
import math
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from truecopy.errors import BudgetReachedError, UsageError

_DIGITS = 6  # a millionth of a dollar; no vendor charges less for a request
_MOST_BYTES = 100_000_000  # a million paid requests have as many
_SHOWN = 40  # of a line that is no entry: enough to know the file by

# To be read and written by the owner alone.
_OWN = 0o600


@dataclass(slots=True, kw_only=True)
class Budget:
    """Limits of a run, and what is used of them.

    Attributes:
        max_cost_usd, max_requests: None for no limit.
        spent_usd: What accepted requests cost, and what those may have cost whose answer was lost.
        carried_usd: What earlier runs that did not end may have spent; it counts.
        reserved_usd: Held for the request under way.
        requests: Sent so far.
    """

    max_cost_usd: float | None = None
    max_requests: int | None = None
    spent_usd: float = 0.0
    carried_usd: float = 0.0
    reserved_usd: float = 0.0
    requests: int = 0
    ledger: "Ledger | None" = None

    @property
    def cost_usd(self) -> float:
        """What this run has spent, or may have spent."""
        return self.spent_usd + self.reserved_usd

    def reserve(self, cost_usd: float, what: str) -> None:
        """Hold the cost of a request that is about to be sent.

        Raises:
            BudgetReachedError: It does not fit.
        """
        if self.max_requests is not None and self.requests >= self.max_requests:
            raise BudgetReachedError(f"--max-requests {self.max_requests} is reached")
        wanted = self.carried_usd + self.cost_usd + cost_usd
        # Sums of prices are off by less than a billionth of a dollar.
        if self.max_cost_usd is not None and wanted > self.max_cost_usd + 1e-9:
            raise BudgetReachedError(
                f"--max-cost {self.max_cost_usd:g}: ${self.spent_usd + self.carried_usd:.3f} is spent, and the "
                f"next request may cost ${cost_usd:.3f}"
            )
        if self.ledger is not None and cost_usd:
            self.ledger.write({"reserve_usd": round(cost_usd, _DIGITS), "for": what})
        self.requests += 1
        self.reserved_usd += cost_usd

    def settle(self, reserved_usd: float, *, is_charged: bool) -> None:
        """Turn what was held into what is spent, or give it back."""
        self.reserved_usd -= reserved_usd
        if is_charged:
            self.spent_usd += reserved_usd
        if self.ledger is not None and reserved_usd:
            self.ledger.write({"settle_usd": round(reserved_usd if is_charged else 0.0, _DIGITS)})

    def count(self) -> None:
        """Count a request that costs nothing, such as the download of a picture."""
        if self.max_requests is not None and self.requests >= self.max_requests:
            raise BudgetReachedError(f"--max-requests {self.max_requests} is reached")
        self.requests += 1


class Ledger:
    """A file of reservations, each on disk before its request is sent.

    A run that was killed has not ended in the file: the next run counts what that one spent, or may have
    spent, as its own.

    Attributes:
        carried_usd: What runs that did not end may have spent.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, which is its owner's alone, and lock it for as long as it is open.

        Raises:
            UsageError: It cannot be written, is no ledger, or another run uses it.
        """
        self._path = path
        if path.exists() and not path.is_file():
            raise UsageError(f"{path}: the ledger cannot be written: it is no file")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _OWN)
            self._file: IO[bytes] = os.fdopen(file, "ab+")
            path.chmod(_OWN)  # one that is there already may be open to others
        except OSError as error:
            raise UsageError(f"{path}: the ledger cannot be written: {error.strerror}") from error
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise UsageError(
                f"{path}: another run uses this ledger; --ledger names another one"
            ) from error
        try:
            whole = _whole(_content(path))
            self.carried_usd = _carried(whole.decode("utf-8"))
        except (ArithmeticError, RecursionError, ValueError, TypeError) as error:
            self._file.close()
            raise UsageError(
                f"{path}: is no ledger of Truecopy, or is damaged: {error}; --ledger names another one"
            ) from error
        self._file.truncate(len(whole))

    def write(self, entry: dict[str, Any]) -> None:
        """Append an entry; it is on disk when this returns.

        Raises:
            UsageError: It cannot be written, so that nothing may be spent.
        """
        try:
            _append(self._file.fileno(), f"{json.dumps(entry)}\n".encode())
        except OSError as error:
            raise UsageError(
                f"{self._path}: the ledger cannot be written: {error.strerror}"
            ) from error

    def __enter__(self) -> Self:
        """Begin a run."""
        self.write({"run": os.getpid(), "carried_usd": round(self.carried_usd, _DIGITS)})
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End the run: what it spent does not count against the next one."""
        try:
            self.write({"end": os.getpid()})
        finally:
            self._file.close()


def _lock(file: IO[bytes]) -> None:
    """Lock a file until it is closed; systems without such locks go without.

    Raises:
        OSError: Another process has the lock.
    """
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _append(file: int, line: bytes) -> None:
    """Write a line to disk, or nothing of it: half a line would spoil the file for the next run.

    Raises:
        OSError: It cannot be written.
    """
    size = os.fstat(file).st_size
    try:
        is_whole = os.write(file, line) == len(line)
        os.fsync(file)
    except OSError:
        is_whole = False
        raise
    finally:
        if not is_whole:
            with suppress(OSError):
                os.ftruncate(file, size)
    if not is_whole:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _content(path: Path) -> bytes:
    """Return what a ledger holds.

    Raises:
        ValueError: It is larger than any ledger.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"it has more than {_MOST_BYTES} bytes")
    return path.read_bytes()


def _whole(content: bytes) -> bytes:
    """Return a ledger without its last line where a crash cut that off while it was written."""
    kept, end, cut = content.rpartition(b"\n")
    if cut.strip() and not cut.startswith(b"{"):
        raise ValueError(f"the last line is {cut[:_SHOWN]!r}")
    return kept + end


def _carried(text: str) -> float:
    """Return what runs after the last end may have spent."""
    spent = held = 0.0
    for line in text.splitlines():
        if not line.strip():
            continue
        entry = json.loads(line)
        if not isinstance(entry, dict):
            raise TypeError(f"{line[:_SHOWN]!r} is no entry")
        if "end" in entry:
            spent = held = 0.0
        if "reserve_usd" in entry:
            spent, held = spent + held, _amount(entry["reserve_usd"])
        if "settle_usd" in entry:
            spent, held = spent + _amount(entry["settle_usd"]), 0.0
    return spent + held


def _amount(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ValueError(f"{value!r} is no amount")
    return float(value)
