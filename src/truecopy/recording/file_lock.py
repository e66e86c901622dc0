"""One process at a time: what is read and written again must not change in between."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except (
    ImportError
):  # pragma: no cover - Windows: two processes that record into one file may lose an episode
    fcntl = None  # type: ignore[assignment] # said by its absence


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Keep other processes that ask for it out of a folder; what is not there is made."""
    folder.mkdir(parents=True, exist_ok=True)
    if fcntl is None:  # pragma: no cover
        yield
        return
    # The folder itself, so that no file of a lock is left behind.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
