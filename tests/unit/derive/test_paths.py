"""Subjects of claims."""

from hypothesis import given
from hypothesis import strategies as st

from truecopy.derive.paths import child, element, last_name, outer, steps


@given(names=st.lists(st.none() | st.text(max_size=6), max_size=5))
def test_subject_splits_into_the_names_it_was_made_of(names: list[str | None]) -> None:
    """Whatever marks a name holds, a subject splits in one way only."""
    subject = "request"
    for name in names:
        subject = element(subject) if name is None else child(subject, name)

    assert steps(subject) == ["request", *names]
    assert "#" not in subject


def test_plain_names_are_written_plainly() -> None:
    """A name without marks is not encoded."""
    assert child(element("200.data"), "link_url") == "200.data[].link_url"
    assert child("request", "a.b[c]#d") == "request.a%2Eb%5Bc%5D%23d"
    assert child("request", "") == "request.%"


def test_what_is_around_a_subject() -> None:
    """An element is in its list, a member in its object; the last name of an element is that of its list."""
    assert outer("mint.request.coins[]") == "mint.request.coins"
    assert outer("mint.request.coins") == "mint.request"
    assert outer("mint") == ""
    assert last_name("mint.request.coins[]") == "coins"
