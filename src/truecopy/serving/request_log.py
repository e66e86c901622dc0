"""One line a request, for whoever looks at the server: written by a thread of its own, beside the requests."""

import json
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from queue import Empty, SimpleQueue
from time import sleep, time
from typing import NamedTuple, TextIO

from truecopy.redaction import without_lookalikes

FORMATS = ("text", "json")
# What is behind shows at once, and a busy server writes many lines at a time.
_GATHER_S = 0.05
# A minute of a busy server; a console that takes no more loses lines, and is told how many.
_MOST_ROWS = 10_000
# Longer than any documented path, and than any explanation in a header.
_LONGEST = 2_000
_REFUSED = 400
# As long as a console may take for what is left when the server stops.
_PATIENCE_S = 2.0


class LoggedRequest(NamedTuple):
    """What is noted of one request.

    Attributes:
        at: When it was answered, in unix seconds of this machine.
        status: 0 for a client that went away.
        remark: Why it was refused, or what was ignored; empty for nothing.
    """

    at: float
    method: str
    path: str
    status: int
    elapsed_s: float
    remark: str


class RequestLog:
    """Writes to a stream what is noted; to note costs a request no more than a place in a queue."""

    def __init__(self, stream: TextIO, form: str = "text") -> None:
        """Prepare; the thread begins with the first request.

        Args:
            form: One of `FORMATS`.
        """
        self._stream = stream
        self._line = _json_line if form == "json" else _text_line
        self._rows: SimpleQueue[LoggedRequest | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._left_out = 0

    def note(self, method: str, path: str, status: int, elapsed_s: float, remark: str = "") -> None:
        """Note an answered request."""
        if self._rows.qsize() >= _MOST_ROWS:
            self._left_out += 1
            return
        self._rows.put(LoggedRequest(time(), method, path, status, elapsed_s, remark))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="request log", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Write what is left, as far as the stream takes it within two seconds."""
        if self._thread is not None:
            self._rows.put(None)
            self._thread.join(_PATIENCE_S)
            self._thread = None

    def _work(self) -> None:
        is_last = False
        while not is_last:
            rows = [self._rows.get()]
            if rows[0] is not None:
                sleep(_GATHER_S)
            rows += self._waiting()
            is_last = rows[-1] is None
            try:
                self._stream.write(self._text([row for row in rows if row is not None]))
                self._stream.flush()
            except (OSError, ValueError):  # a console that is closed or full
                self._left_out += len(rows)

    def _waiting(self) -> Iterator[LoggedRequest | None]:
        try:
            for _ in range(_MOST_ROWS):
                yield self._rows.get_nowait()
        except Empty:
            return

    def _text(self, rows: Sequence[LoggedRequest]) -> str:
        lines = [self._line(row) for row in rows]
        if self._left_out:
            row = LoggedRequest(
                time(), "-", "-", 0, 0.0, f"{self._left_out} requests are not shown here"
            )
            self._left_out = 0
            lines.append(self._line(row))
        return "".join(lines)


def _text_line(row: LoggedRequest) -> str:
    at = datetime.fromtimestamp(row.at).astimezone().strftime("%H:%M:%S.%f")[:-3]
    status = str(row.status or "-")
    remark = f"  {_plain(row.remark)}" if row.remark else ""
    elapsed = f"{row.elapsed_s * 1000:.1f} ms"
    return f"{at} {_plain(row.method)} {_plain(_path(row))} {status} {elapsed}{remark}\n"


def _json_line(row: LoggedRequest) -> str:
    at = datetime.fromtimestamp(row.at).astimezone().isoformat(timespec="milliseconds")
    known = {"time": at, "method": row.method, "path": _path(row)}
    measured = {"status": row.status or None, "ms": round(row.elapsed_s * 1000, 3)}
    return json.dumps({**known, **measured, "remark": row.remark[:_LONGEST] or None}) + "\n"


def _path(row: LoggedRequest) -> str:
    """Return the path of a request; one that was refused may have anything in it, also a key."""
    path = row.path[:_LONGEST]
    return path if row.status < _REFUSED else without_lookalikes(path)


def _plain(text: str) -> str:
    """Return a text without anything that a terminal follows: control characters are written out."""
    cut = text[:_LONGEST]
    if cut.isprintable():
        return cut
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in cut
    )
