"""Forms: what is no good one is refused in the vendor's envelope, and the server is alive."""

from typing import Any

import pytest
from tests.play import Play, square
from tests.unit.mock.posting import FORM_PATH, KEY, is_alive

BOUNDARY = "frontier"


def part(name: str, data: bytes, *, filename: str | None = None) -> bytes:
    """Return one part of a form."""
    file = f'; filename="{filename}"' if filename else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return head.encode() + data + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
IMAGE = part("image", square(), filename="a.png")
PROMPT = part("prompt", b"A kite")
BROKEN_FORMS = {
    "empty": b"",
    "no parts": END,
    "truncated in a part": IMAGE[:-30],
    "truncated after a part": IMAGE + PROMPT,
    "truncated boundary": IMAGE + PROMPT + b"--front",
    "a boundary that never ends": b"--" + b"x" * 200_000,
    "another boundary": (IMAGE + PROMPT + END).replace(BOUNDARY.encode(), b"elsewhere"),
    "no name": f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n".encode() + END,
    "no disposition": f"--{BOUNDARY}\r\nX-Other: 1\r\n\r\nx\r\n".encode() + END,
    "a header that never ends": f"--{BOUNDARY}\r\nContent-Disposition: ".encode() + b"y" * 100_000,
    "many headers": f"--{BOUNDARY}\r\n".encode() + b"X-A: 1\r\n" * 500 + b"\r\nx\r\n" + END,
    "many parts": part("a", b"1") * 3000 + END,
    "doubled text": IMAGE + PROMPT + PROMPT + END,
    "doubled file": IMAGE + IMAGE + PROMPT + END,
    "missing file": PROMPT + END,
    "missing text": IMAGE + END,
    "text for a file": part("image", b"hello") + PROMPT + END,
    "file for a text": IMAGE + part("prompt", b"A kite", filename="p.txt") + END,
    "text that is not utf-8": IMAGE + part("prompt", b"\xff\xfe") + END,
    "brackets": IMAGE + part("prompt[a][b", b"x") + END,
    "deep brackets": IMAGE + PROMPT + part("x" + "[a]" * 500, b"1") + END,
    "an empty name": IMAGE + PROMPT + part("", b"1") + END,
    "group and value": IMAGE + PROMPT + part("y", b"1") + part("y[a]", b"1") + END,
    "number that is none": IMAGE + PROMPT + part("n", b"two") + END,
    "arabic digits": IMAGE + PROMPT + part("n", "٣".encode()) + END,
    "a huge number": IMAGE + PROMPT + part("n", b"1" * 400) + END,
}


@pytest.mark.parametrize("data", BROKEN_FORMS.values(), ids=list(BROKEN_FORMS))
def test_a_broken_form_is_400(play: Play, data: bytes) -> None:
    """A form with damaged, missing or doubled parts is refused in the vendor's envelope."""
    headers = {**KEY, "content-type": f"multipart/form-data; boundary={BOUNDARY}"}

    response = play.client.post(FORM_PATH, content=data, headers=headers)

    assert response.status_code == 400
    assert response.json()["error"]["message"]
    assert response.headers["x-truecopy-explain"]
    assert is_alive(play)


def test_a_good_form_beside_the_broken_ones_is_accepted(play: Play) -> None:
    """The form that the broken ones are made from is itself accepted."""
    headers = {**KEY, "content-type": f"multipart/form-data; boundary={BOUNDARY}"}

    response = play.client.post(FORM_PATH, content=IMAGE + PROMPT + END, headers=headers)

    assert response.status_code == 200


@pytest.mark.parametrize("boundary", ["", "=", '""', "é", "x" * 300])
def test_a_form_without_a_usable_boundary_is_400(play: Play, boundary: str) -> None:
    """A Content-Type that names no usable boundary is refused."""
    content_type = f"multipart/form-data; boundary={boundary}".encode()
    headers = [(b"authorization", b"Bearer sk-test"), (b"content-type", content_type)]

    response = play.client.post(FORM_PATH, content=IMAGE + END, headers=headers)

    assert response.status_code == 400


def test_several_pictures_in_a_form_are_taken(play: Play) -> None:
    """PowerTokens takes one file or several, under the name with brackets too."""
    texts = {
        "model": "wan2.7-image-pro",
        "prompt": "A kite",
        "extra[input][mood]": "calm",
        "n": "2",
    }
    files: list[Any] = [
        ("image[]", ("a.png", square(), "image/png")),
        ("image[]", ("b.png", square(65), "image/png")),
    ]
    parts: list[Any] = [*((name, (None, value)) for name, value in texts.items()), *files]

    response = play.client.post(
        "/powertokens/v1/images/edits", files=parts, headers={"authorization": "Bearer k"}
    )

    assert response.status_code == 200, response.headers.get("x-truecopy-explain")
    assert len(response.json()["data"]) == 2
