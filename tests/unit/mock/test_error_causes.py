"""Causes of errors, and how a vendor answers each."""

import pytest

from truecopy.errors import WorkspaceError
from truecopy.mock.error_causes import (
    CAUSES,
    UNANSWERABLE,
    ErrorCause,
    read_causes,
    read_statuses,
)


def test_every_cause_that_the_mock_needs_is_there() -> None:
    """With its own status and the common values, unless the file says otherwise."""
    content = {"default": {"type": "x"}, "invalid": {"status": 422, "message": "no"}}

    causes = read_causes(content, "here")

    assert causes.keys() == {*CAUSES, UNANSWERABLE}
    assert causes["route"] == ErrorCause(status=404, fields={"type": "x"})
    assert causes["invalid"] == ErrorCause(status=422, fields={"type": "x", "message": "no"})


@pytest.mark.parametrize(
    ("documented", "key", "value"),
    [((), 401, 400), ((401, 403), 401, 400), ((403, 422), 403, 422), ((400, 422), 401, 400)],
)
def test_a_status_that_is_documented_goes_before_the_usual_one(
    documented: tuple[int, ...], key: int, value: int
) -> None:
    """A mock that answers 401 where the page says 403 would break the page's contract."""
    causes = read_causes({}, "here", documented)

    assert (causes["unauthorized"].status, causes["invalid"].status) == (key, value)


def test_what_cannot_be_answered_looks_like_another_failure() -> None:
    """The first cause with its status, where the file has one."""
    known = read_causes({"broken": {"status": 500, "code": "oops"}}, "here")
    bare = read_causes({}, "here")

    assert known[UNANSWERABLE] == known["broken"]
    assert bare[UNANSWERABLE] == ErrorCause(status=500, fields={})


@pytest.mark.parametrize("status", [200, 600, "404", None, 399])
def test_a_status_is_one_of_an_error(status: object) -> None:
    """Of a redirection of slashes it may be one of those."""
    with pytest.raises(WorkspaceError, match="none of 400 to 599"):
        read_causes({"invalid": {"status": status}}, "here")
    with pytest.raises(WorkspaceError, match="none of 400 to 599"):
        read_statuses({status: {}}, "here")
    assert read_causes({"slash": {"status": 308}}, "here")["slash"].status == 308
