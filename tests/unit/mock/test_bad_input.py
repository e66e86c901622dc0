"""Whatever comes in: a clear 4xx in the vendor's envelope, bounded memory, the server alive."""

import json
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from tests.play import Play, make_play, square

JSON_PATHS = {
    "applerouter": "/applerouter/v1/images/generations",
    "powertokens": "/powertokens/v1/images/edits",
    "mulerouter": "/mulerouter/vendors/alibaba/v1/qwen-image-edit-max/generation",
}
FORM_PATH = "/applerouter/v1/images/edits"
KEY = {"authorization": "Bearer sk-test"}
BOUNDARY = "frontier"

BROKEN_JSON = {
    "empty": b"",
    "truncated": b'{"model": "a',
    "not utf-8": b'{"model": "\xff\xfe"}',
    "nan": b'{"n": NaN}',
    "infinity": b'{"n": -Infinity}',
    "too large a number": b'{"n": 1e999}',
    "lone surrogate": b'{"prompt": "\\ud800"}',
    "encoded surrogate": b'{"prompt": "\xed\xa0\x80"}',
    "deep": b"[" * 10_000 + b"]" * 10_000,
    "deep object": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "trailing garbage": b'{"model": "a"} {"model": "b"}',
    "byte order mark": b'\xef\xbb\xbf{"model": "a"}',
    "a list": b"[]",
    "a text": b'"hello"',
    "null": b"null",
    "control character": b'{"prompt": "a\nb"}',
    "huge integer": b'{"n": ' + b"9" * 5000 + b"}",
}


def error_text(vendor: str, response: Any) -> str:
    """Return the message of an error in the vendor's envelope."""
    body = response.json()
    return str(body["detail"] if vendor == "mulerouter" else body["error"]["message"])


def is_alive(play: Play) -> bool:
    """Whether a good request still succeeds."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}
    return play.send("powertokens", "edit-image-json", body).status_code == 200


@pytest.mark.parametrize("vendor", JSON_PATHS)
@pytest.mark.parametrize("data", BROKEN_JSON.values(), ids=list(BROKEN_JSON))
def test_a_broken_json_body_is_400(play: Play, vendor: str, data: bytes) -> None:
    """A body that is no JSON object is refused in the vendor's own words."""
    headers = {**KEY, "content-type": "application/json"}

    response = play.client.post(JSON_PATHS[vendor], content=data, headers=headers)

    assert response.status_code == 400
    assert error_text(vendor, response)
    assert response.headers["x-truecopy-explain"]
    assert is_alive(play)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "json",
        "application/",
        ";;;",
        "a" * 5000,
    ],
)
def test_a_wrong_media_type_is_400(play: Play, content_type: str) -> None:
    """A media type that is not documented is refused, and the documented ones are named."""
    headers = {**KEY, "content-type": content_type} if content_type else KEY

    response = play.client.post(FORM_PATH, content=b"{}", headers=headers)

    assert response.status_code == 400
    assert "multipart/form-data" in response.headers["x-truecopy-explain"]


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


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a PNG chunk."""
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def bomb(side: int) -> bytes:
    """Return a small PNG that claims side*side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    data = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [20_000, 60_000, 2**31 - 1])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(play: Play, side: int) -> None:
    """A picture that claims more pixels than the mock decodes is refused, whatever it holds."""
    files = {"image": ("a.png", bomb(side), "image/png")}

    response = play.send("applerouter", "edit-image-form", {"prompt": "A kite"}, files=files)
    inline = play.send(
        "mulerouter",
        "create-generation",
        {"images": [b64encode(bomb(side)).decode()], "prompt": "A kite"},
    )

    assert response.status_code == inline.status_code == 400
    assert is_alive(play)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://",
        "http:///x",
        "ftp://example.com/a.png",
        "data:image/png,abc",
        "data:;base64,",
        "###",
    ],
)
def test_a_picture_that_is_none_is_refused(play: Play, text: str) -> None:
    """A text that is no address, no data URI and no base64 is refused, with the claim named."""
    body = {"images": [text], "prompt": "A kite"}

    response = play.send("mulerouter", "create-generation", body)

    assert response.status_code == 400
    assert "x-image" in response.headers["x-truecopy-explain"]


def chunks(size: int, count: int) -> Iterator[bytes]:
    """Yield a body in pieces, without its length being known before."""
    for _ in range(count):
        yield b"x" * size


@pytest.mark.parametrize("vendor", JSON_PATHS)
def test_a_body_over_the_cap_is_refused_with_and_without_a_length(play: Play, vendor: str) -> None:
    """More than 48 MB is refused in the envelope, whether the length is told or found out."""
    headers = {**KEY, "content-type": "application/json"}

    told = play.client.post(JSON_PATHS[vendor], content=b"x" * 48_000_001, headers=headers)
    found = play.client.post(JSON_PATHS[vendor], content=chunks(1_000_000, 49), headers=headers)

    for response in (told, found):
        assert response.status_code == 400
        assert "more than 48000000 bytes" in response.headers["x-truecopy-explain"]


def test_a_chunked_body_under_the_cap_is_read(play: Play) -> None:
    """A body without a length is as good as one with it."""
    data = json.dumps({"model": "wan2.7-image-pro", "prompt": "A kite"}).encode()
    pieces = (data[n : n + 7] for n in range(0, len(data), 7))

    response = play.client.post(
        JSON_PATHS["powertokens"],
        content=pieces,
        headers={**KEY, "content-type": "application/json"},
    )

    assert response.status_code == 200


def test_three_pictures_of_ten_megabytes_fit(play: Play) -> None:
    """The largest documented request is accepted."""
    from truecopy.picture import sample_picture

    data = b64encode(sample_picture(width=400, height=400, size_bytes=10_000_000)).decode()

    response = play.send(
        "mulerouter", "create-generation", {"images": [data] * 3, "prompt": "A kite"}
    )

    assert response.status_code == 202


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        "/nobody/x",
        "/powertokens",
        "/powertokens/",
        "/%00",
        "/powertokens/%2e%2e/x",
        "/é",
    ],
)
def test_an_address_that_leads_nowhere_is_404(play: Play, path: str) -> None:
    """No path is ever answered with success by accident."""
    assert play.client.get(path, headers=KEY).status_code == 404


def test_a_vendor_alone_answers_at_the_root_and_under_its_name() -> None:
    """With a single vendor the prefix may be left out."""
    play = make_play("powertokens")
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}

    at_root = play.client.post("/v1/images/edits", json=body, headers=KEY)
    below = play.client.post("/powertokens/v1/images/edits", json=body, headers=KEY)

    assert at_root.status_code == below.status_code == 200


@pytest.mark.parametrize(
    "host", ["powertokens.localhost:4747", "api.powertokens.ai", "POWERTOKENS.localhost"]
)
def test_a_vendor_is_addressed_by_host_name(play: Play, host: str) -> None:
    """The vendor's own host name and its name under localhost both lead to it."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}

    response = play.client.post("/v1/images/edits", json=body, headers={**KEY, "host": host})

    assert response.status_code == 200
    assert response.json()["data"][0]["url"].startswith(f"http://{host}/_pictures/")


@pytest.mark.parametrize("depth", [150, 199, 253, 255, 300, 1000, 1023])
def test_deep_json_that_parses_is_answered_or_refused(play: Play, depth: int) -> None:
    """What can be read can be handled: up to 200 levels are accepted, more are 400, none is an error."""
    inner = '{"a":' * depth + "1" + "}" * depth
    body = f'{{"model": "wan2.7-image-pro", "prompt": "A kite", "extra": {inner}}}'
    headers = {**KEY, "content-type": "application/json"}

    response = play.client.post(JSON_PATHS["powertokens"], content=body.encode(), headers=headers)
    form = play.send(
        "powertokens",
        "edit-image-form",
        {"model": "wan2.7-image-pro", "prompt": "A", "extra": inner},
    )

    assert response.status_code == (200 if depth <= 199 else 400)
    assert form.status_code == (200 if depth <= 200 else 400)


@pytest.mark.parametrize("host", ['evil.example:80/"><script>', "a b", "", "x" * 10 + "/y", "a@b"])
def test_a_host_that_is_none_is_not_put_into_links(play: Play, host: str) -> None:
    """Only a host name with a port goes into the links of an answer."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}

    response = play.send("powertokens", "edit-image-json", body, headers={"host": host})

    assert response.json()["data"][0]["url"].startswith("http://127.0.0.1:4747/_pictures/")
