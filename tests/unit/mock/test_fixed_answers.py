"""Answers at addresses that the documents do not mention."""

import pytest

from truecopy.errors import WorkspaceError
from truecopy.mock.fixed_answers import read_fixed_answers


def test_an_address_has_its_answer() -> None:
    """By method and path; the status is 200 unless it is said."""
    found = read_fixed_answers(
        {"GET /v1/models": {"body": {"data": []}}, "POST /v1/x": {"status": 201, "body": 1}}, "file"
    )

    models = found["GET", "/v1/models"].answer()
    assert (models.status, models.body) == (200, b'{"data":[]}')
    assert found["POST", "/v1/x"].answer().status == 201
    assert found["GET", "/v1/models"].answer().headers is not models.headers
    assert found.keys() == {("GET", "/v1/models"), ("HEAD", "/v1/models"), ("POST", "/v1/x")}


@pytest.mark.parametrize(
    "content",
    [[], {"models": {"body": 1}}, {"GET /v1/models": []}, {"GET /x": {"body": 1, "y": 2}}],
)
def test_what_is_no_address_or_no_answer_is_refused(content: object) -> None:
    """A mistake in the file is told at the start."""
    with pytest.raises(WorkspaceError, match="file"):
        read_fixed_answers(content, "file")
