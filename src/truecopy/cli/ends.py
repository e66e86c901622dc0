"""How a run ends that something breaks off: by a signal, or by an error that nobody foresaw."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from truecopy.errors import TruecopyError

_PACKAGE = Path(__file__).parents[1]


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM, by which jobs are cancelled, interrupt as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def told(error: Exception) -> str:
    """Return an error as a sentence; of one that nobody foresaw, with the place in the code."""
    if isinstance(error, TruecopyError | OSError):
        return str(error)
    place, trace = "", error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(_PACKAGE):
            place = f" at {path.relative_to(_PACKAGE)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"an error of Truecopy itself, {type(error).__name__}{place}: {error}"


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
