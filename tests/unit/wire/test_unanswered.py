"""Pictures that were not given."""

from truecopy.wire.unanswered import UnansweredError, UndeterminedError


def test_what_was_not_given_says_what_was_answered() -> None:
    """The message is whole; status and wish are there where an answer came, and empty where none did."""
    later = UnansweredError("the answer is 429", 429, "7")
    never = UndeterminedError("nobody was asked")

    assert (str(later), later.status, later.retry_after) == ("the answer is 429", 429, "7")
    assert (str(never), never.status, never.retry_after) == ("nobody was asked", 0, "")
    assert isinstance(never, UnansweredError)
