"""Copies of bodies: whole within the bounds, and nothing beyond them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.recording.content_encoding import MOST_BYTES
from truecopy.recording.proxying.copies import Copy
from truecopy.serving.room import Room


@given(st.lists(st.binary(max_size=20)))
def test_a_copy_is_what_was_added(pieces: list[bytes]) -> None:
    """Within the bounds the pieces come back in one."""
    copy = Copy(Room(), "the answer")
    for each in pieces:
        copy.add(each)

    assert copy.content() == b"".join(pieces)
    assert copy.size_bytes == len(copy.content())
    assert copy.loss == ""


@pytest.mark.parametrize(("more", "loss"), [(b"", ""), (b"x", "the answer has more than 64 MB")])
def test_a_copy_has_64_megabytes_at_most(more: bytes, loss: str) -> None:
    """One byte more, and nothing is kept; what was seen is still counted."""
    copy = Copy(Room(), "the answer")
    copy.add(bytes(MOST_BYTES))
    copy.add(more)

    assert copy.loss == loss
    assert copy.size_bytes == MOST_BYTES + len(more)
    assert len(copy.content()) == (0 if loss else MOST_BYTES)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40) | st.none()), max_size=40))
def test_all_copies_together_are_bounded(steps: list[tuple[int, int | None]]) -> None:
    """Whatever is added and dropped, no more is kept at once than there is room, and room comes back."""
    room = Room(100)
    copies = [Copy(room, "the answer") for _ in range(3)]
    for index, size in steps:
        if size is None:
            copies[index].drop()
        else:
            copies[index].add(bytes(size))

        assert sum(len(each.content()) for each in copies) <= 100

    for each in copies:
        each.drop()
        each.drop()
    assert room.take(100)
    assert not room.take(1)


def test_a_copy_without_room_says_so() -> None:
    """The reason is another one than that of a long body, and the copy stays lost."""
    room = Room(10)
    first, second = Copy(room, "the request"), Copy(room, "the answer")
    first.add(bytes(8))
    second.add(bytes(8))
    first.drop()
    second.add(bytes(1))

    assert second.loss == "too much is under way at once to keep the answer"
    assert first.loss == "the request is not kept any more"
    assert second.content() == b""
