"""Samples in programming languages."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.code_samples import (
    end_of_sample,
    fence_language,
    is_read_fence,
    opens_sample,
)

PYTHON = """import requests

answer = requests.post(
    "https://api.example.com/v1/coins",
    json={"face": "king"},
)
print(answer.json())
{"id": "c1"}
"""


@pytest.mark.parametrize(
    "text", ["import requests", "const coin = 1", "fetch('/v1')", "coin = client.mint()", "<?php"]
)
def test_sample_begins(text: str) -> None:
    """The first line of a sample is known in the languages that pages have."""
    assert opens_sample(text)
    assert not opens_sample("The coins are minted.")


def test_sample_ends_at_an_answer() -> None:
    """A sample goes on while brackets are open; the JSON behind it is not of the sample."""
    lines = make_document(PYTHON).lines

    assert lines[end_of_sample(lines, 0)].text.startswith('{"id"')


def test_open_bracket_does_not_hide_the_page() -> None:
    """A known heading below a blank line ends a sample whose bracket is never closed."""
    lines = make_document("const coin = mint({\n  face: 1,\n\nBody\n\nface\n").lines

    assert lines[end_of_sample(lines, 0)].text.strip() == ""
    assert lines[end_of_sample(lines, 0) + 1].text == "Body"


def test_fences() -> None:
    """The language behind a fence says whether what it holds is read."""
    assert fence_language("```python") == "python"
    assert fence_language("```") == ""
    assert fence_language("text") is None
    assert is_read_fence("json")
    assert not is_read_fence("python")
