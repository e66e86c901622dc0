"""How much of all bodies under way is kept at once."""

from hypothesis import given
from hypothesis import strategies as st

from truecopy.serving.room import Room


@given(st.lists(st.integers(0, 40)))
def test_no_more_is_taken_than_there_is(sizes: list[int]) -> None:
    """What was given back can be taken again."""
    room, taken = Room(100), 0
    for size in sizes:
        is_taken = room.take(size)
        assert is_taken == (taken + size <= 100)
        taken += size if is_taken else 0

    room.give(taken)

    assert room.take(100)
    assert not room.take(1)
