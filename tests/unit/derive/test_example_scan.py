"""Addresses, commands, examples and statuses of a page."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.elements import Elements
from truecopy.derive.scan import scan_page

CURL = "curl https://a.example/v1/coins -d '{\"n\": 1}'\n"


def scan(text: str) -> Elements:
    """Return the elements of a page."""
    return scan_page(make_document(text))


def test_samples_in_other_languages_are_passed_over() -> None:
    """A sample is never the request; what follows it is its answer."""
    found = scan(
        f'cURL\n{CURL}\nPython\nimport coins\n\nbody = {{\n  "n": 2\n}}\ncoins.mint(body)\n{{"id": "c"}}\n\nBody\n\nn\ninteger\n'
    )

    assert [each.name for each in found.blocks] == ["n"]
    assert [each.node.value for each in found.answers] == [{"id": "c"}]
    assert found.request_examples == []


def test_several_statuses_have_their_own_examples() -> None:
    """An example below a status is of that status."""
    found = scan(
        CURL + 'Response\n\n200 OK\n\n{"id": 1}\n\n429 Rate Limited\n\n{"error": "slow"}\n'
    )

    assert [(each.status, each.is_error) for each in found.answers] == [(200, False), (429, True)]
    assert [each[0] for each in found.statuses] == [200, 429]


def test_tabs_of_statuses_show_the_first() -> None:
    """Of a row of bare numbers the first is the one that is shown."""
    found = scan(CURL + 'Response\n\n201\n400\n{"id": 1}\n')

    assert [each[0] for each in found.statuses] == [201, 400]
    assert found.answers[0].status == 201


@pytest.mark.parametrize("title", ["Webhook example", "Event"])
def test_example_of_something_else_is_not_read(title: str) -> None:
    """What is sent to a webhook is no answer."""
    assert scan(f'{CURL}\nResponse\n\n{title}\n\n{{"event": 1}}\n').answers == []


def test_error_example_is_no_answer_of_success() -> None:
    """A title that speaks of errors stands over an answer of failure."""
    (answer,) = scan(f'{CURL}\nResponse\n\nError response\n\n{{"error": 1}}\n').answers

    assert answer.is_error


def test_unreadable_example_is_told() -> None:
    """What begins like JSON and is none is passed over, with the reason."""
    found = scan("Body\n\n{\n  face: 'king'\n}\n\nface\nstring\n")

    assert [each.name for each in found.blocks] == ["face"]
    assert "a key in double quotes" in found.unread[0].what


def test_unreadable_command_is_told() -> None:
    """A command whose quote stays open is passed over, with the reason."""
    found = scan("curl https://a.example -d 'open\n")

    assert found.curls == []
    assert "never closed" in found.unread[0].what


def test_fenced_code() -> None:
    """What stands in a fence is read when it is a command or JSON, and passed over when it is a program."""
    found = scan(f'```bash\n{CURL}```\n```json\n{{"id": 1}}\n```\n```python\nx = {{}}\n```\n')

    assert len(found.curls) == 1
    assert [each.node.value for each in found.answers] == [{"id": 1}]
    assert found.unread == []
