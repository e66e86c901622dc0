"""A folder that one process at a time writes to."""

from pathlib import Path
from threading import Event, Thread

from truecopy.recording.file_lock import locked_folder


def test_who_comes_second_waits(tmp_path: Path) -> None:
    """Until the first has left; a folder that is not there is made, and nothing is left in it."""
    folder = tmp_path / "a" / "b"
    order: list[str] = []
    is_asking = Event()

    def second() -> None:
        is_asking.set()
        with locked_folder(folder):
            order.append("second")

    with locked_folder(folder):
        thread = Thread(target=second)
        thread.start()
        is_asking.wait(10)
        thread.join(0.1)
        order.append("first")
    thread.join(10)

    assert order == ["first", "second"]
    assert list(folder.iterdir()) == []
