"""How a run ends that something breaks off: by a signal, or by an error that nobody foresaw."""

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from truecopy.errors import TruecopyError

_PACKAGE = Path(__file__).parents[1]
# A collection of garbage has ended by then, and nobody has waited.
_MOMENT_S = 0.05


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM, by which jobs are cancelled, interrupt as Ctrl-C does, and lose neither."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [signal.SIGTERM]
    if (
        signal.getsignal(signal.SIGINT) is signal.default_int_handler
    ):  # else it is ignored, or another's
        numbers.append(signal.SIGINT)
    before = {number: signal.signal(number, _interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Interrupt, or come again a moment later: Python drops what is raised while garbage is collected."""
    again = getattr(signal, "pthread_kill", None)  # not on Windows
    if again is not None and _is_in_collection(frame):
        # To the thread that may wait for something: a signal that another one takes would not wake it.
        timer = threading.Timer(_MOMENT_S, again, (threading.main_thread().ident, number))
        timer.daemon = True
        timer.start()
        return
    raise KeyboardInterrupt


def _is_in_collection(frame: FrameType | None) -> bool:
    """Whether a frame is one of what is called at each collection of garbage, as Hypothesis has it, or below it."""
    codes = {getattr(each, "__code__", None) for each in gc.callbacks}
    while frame is not None:
        if frame.f_code in codes:
            return True
        frame = frame.f_back
    return False
