"""Work on pictures that waits for its turn."""

from contextlib import suppress
from threading import Event, Thread

from truecopy.picture.pixel_room import PixelRoom

# Longer than threads take to begin.
PATIENCE_S = 0.05


def worker(room: PixelRoom, pixels: int) -> tuple[Event, Event]:
    """Begin work on a picture; return what is set when it has room, and what ends it."""
    has_room, may_end = Event(), Event()

    def work() -> None:
        with room.holding(pixels):
            has_room.set()
            may_end.wait(5)

    Thread(target=work, daemon=True).start()
    return has_room, may_end


def test_small_pictures_pass_a_large_one_that_waits() -> None:
    """Two large ones are worked on one after the other, with a small one beside them."""
    room = PixelRoom(100)
    first, end_first = worker(room, 80)
    assert first.wait(5)
    second, end_second = worker(room, 80)
    small, end_small = worker(room, 20)

    assert small.wait(5)
    assert not second.wait(PATIENCE_S)
    end_first.set()
    assert second.wait(5)
    end_second.set()
    end_small.set()


def test_what_is_larger_than_all_room_is_worked_on_alone() -> None:
    """Room is given back also where the work fails."""
    room = PixelRoom(100)
    with suppress(ZeroDivisionError), room.holding(50):
        _ = 1 // 0
    large, end_large = worker(room, 1_000)
    assert large.wait(5)
    other, end_other = worker(room, 1)

    assert not other.wait(PATIENCE_S)
    end_large.set()
    assert other.wait(5)
    end_other.set()
