"""What a request has that its contract lets pass: told in the journal and in a header."""

import json
from typing import Any

import pytest
from tests.growth import growth
from tests.play import Play, square
from tests.unit.mock.posting import GOOD, KEY, PATH, post

from truecopy.mock.request_notes import NoteTaker

SCHEMA = {
    "properties": {
        "prompt": {"type": "string"},
        "images": {"type": "array", "items": {"properties": {"url": {"type": "string"}}}},
    }
}
TAKER = NoteTaker(
    schema=SCHEMA,
    plain=frozenset({"prompt"}),
    elsewhere={"size": ["edit", "make"]},
    prompt="/images/*/text",
    model="/model",
    models=("small", "large"),
)
TEXT = {
    "model": "qwen-image-plus",
    "input": {"messages": [{"role": "user", "content": [{"text": "A"}]}]},
}


def noted(body: bytes) -> list[str]:
    """Return the notes for a body."""
    return TAKER.notes(json.loads(body), body)


def test_unknown_fields_and_doubled_keys_are_told() -> None:
    """A note names each field that no document has, by its pointer, and each key that stands twice."""
    body = b'{"prompt": "a", "prompt": "b", "colour": 1, "images": [{"url": "u"}, {"size": 2}]}'

    assert noted(body) == [
        "unknown field /colour",
        "unknown field /images/1/size, which edit and make have",
        "the key 'prompt' stands there twice; the last one counts",
    ]


@pytest.mark.parametrize(
    "body",
    [
        b'{"prompt": "a", "images": [{"url": "u"}]}',
        b'{"prompt": "a"}',
        b'{"prompt" : "\\"a\\":"}',
        b"{}",
        b"[]",
        b"5",
        b'{"model": "small"}',
        b'{"model": 5}',
    ],
)
def test_what_the_documents_name_is_not_told(body: bytes) -> None:
    """A request that has documented fields only has no notes."""
    assert [note for note in noted(body) if "/model: " in note or "key" in note] == []
    assert b"model" in body or noted(body) == []


def test_an_unknown_model_and_a_second_text_are_told() -> None:
    """The documents name some models, and show one text."""
    assert "unknown field /model" in noted(b'{"model": "huge"}')
    assert noted(b'{"model": "huge"}')[1] == (
        "/model: 'huge' is not among the models that the documents name: large, small"
    )
    texts = noted(b'{"images": [{"text": "a"}, {"text": "b"}]}')
    assert texts[-1] == (
        "2 texts where the documents show one: /images/0/text, /images/1/text; they are joined"
    )


def test_notes_are_bounded() -> None:
    """Of a million unknown fields with long names some twenty notes stay, each cut; no list of them all."""
    instance: dict[str, Any] = {f"{'long ' * 100}{number}": 1 for number in range(50_000)}

    notes = TAKER.notes(instance, json.dumps(instance).encode())

    assert len(notes) == 21
    assert notes[-1] == "and more"
    assert sum(map(len, notes)) < 5_000


def test_doubled_keys_take_time_in_proportion() -> None:
    """Sixteen times as many doubled keys take some sixteen times as long to find."""

    def look(count: int) -> None:
        data = (
            b"{" + b",".join(b'"%d":1,"%d":2' % (number, number) for number in range(count)) + b"}"
        )
        NoteTaker(schema={}, plain=frozenset(), elsewhere={}).notes({}, data)

    assert growth(look, 4_000, 64_000) < 16 * 5


def generation(**members: Any) -> dict[str, Any]:
    """Return a body of a generation with more members."""
    return {**TEXT, **members}


@pytest.mark.parametrize(
    ("body", "note"),
    [
        (generation(n=2), "unknown field /n"),
        (generation(response_format="b64_json"), "which edit-image-form has"),
        (generation(parameters={"n": 2}), "unknown field /parameters/n"),
        (generation(model="nope"), "'nope' is not among the models"),
    ],
)
def test_what_was_ignored_is_in_a_header_of_success(play: Play, body: Any, note: str) -> None:
    """Who sees a good answer learns why it is not what was wished; the same again tells the same."""
    for _ in range(3):
        answer = play.send("applerouter", "generate-image", body)

        assert answer.status_code == 200
        assert note in answer.headers["x-truecopy-notes"]
        assert play.journal()[0]["notes"] == answer.headers["x-truecopy-notes"].split("; ")


def test_a_picture_under_another_name_is_told(play: Play) -> None:
    """A form without its picture is accepted where it may be left out, and says what it has instead."""
    files = {"images": ("a.png", square(), "image/png")}

    answer = play.send("powertokens", "edit-image-form", GOOD, files=files)

    assert answer.status_code == 200
    assert answer.headers["x-truecopy-notes"] == "unknown field /images"


def test_a_good_request_has_no_header(play: Play) -> None:
    """There is nothing to be told."""
    assert "x-truecopy-notes" not in post(play, PATH, GOOD, **KEY).headers


def test_a_note_is_ascii_and_fits_into_a_header(play: Play) -> None:
    """Whatever the fields are called."""
    body = {**GOOD, **{f"ä\n\r{'x' * 100}{number}": 1 for number in range(30)}}

    header = post(play, PATH, body, **KEY).headers["x-truecopy-notes"]

    assert header.isascii()
    assert len(header) <= 1024


def test_an_unknown_field_is_accepted_and_journaled(play: Play) -> None:
    """Contracts are open; what no document names is noted."""
    body = b'{"model": "wan2.7-image-pro", "prompt": "a", "prompt": "b", "colour": 1, "a/b~c": 1, "extra": {"x": 1}}'

    response = post(play, body=body, authorization="Bearer k")

    assert response.status_code == 200
    assert response.json()["data"][0]["revised_prompt"].startswith("b")
    notes = play.journal()[0]["notes"]
    assert "unknown field /colour" in notes
    assert "unknown field /extra/x" in notes
    assert "unknown field /a~1b~0c" in notes
    assert any("'prompt' stands there twice" in note for note in notes)
