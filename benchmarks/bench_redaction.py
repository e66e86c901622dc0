"""Bytes per second of redaction and leak check, for ordinary and for hostile bodies, against json.loads.

The baseline is `json.loads` of an ordinary answer of the same size, in the same run: about what reading the body costs
whoever asked for it. Hostile bodies are made to take long; the last column says how many times as long ten times the
bytes take, where 10 is linear.
"""

import argparse
import base64
import gzip
import json
import os
import time
from collections.abc import Callable, Iterator

from truecopy.model import Interaction
from truecopy.redaction import Redactor

KEYS = [f"sk-{number:02}-0123456789abcdef" for number in range(10)]
HOSTILE = {
    "names of JSON": b'{"',
    "secrets of JSON": b'{"token": "abcd-1234"},',
    "quotation marks": b'"',
    "escapes": b"\\u0041\\n",
    "gzip magic": b"\x1f\x8b\x08",
    "gzip members": gzip.compress(b"abcdefgh"),
    "PEM begin lines": b"-----BEGIN PRIVATE KEY-----\n",
    "data:": b"data:",
    "://": b"://",
    "parameters": b"://a?token=b&",
    "percent signs": b"%41",
    "base64": b"QUJDRA",
    "looks of keys": b"sk-abcdefghijklmnop1234 ",
}


def repeated(unit: bytes) -> Callable[[int], bytes]:
    """Return a function that makes a body of some size out of one unit."""
    return lambda size: unit * (size // len(unit))


def answer(size: int) -> bytes:
    """Return JSON as APIs answer it."""
    row = {
        "id": "task_0123456789",
        "prompt": "A kite over the sea",
        "n": 1,
        "url": "https://a.example/b.png?sig=abc",
    }
    return json.dumps([row] * (size // len(json.dumps(row)))).encode()


def picture(size: int) -> bytes:
    """Return JSON that holds a picture as base64."""
    return json.dumps(
        {"data": [{"b64_json": base64.b64encode(os.urandom(size * 3 // 4)).decode()}]}
    ).encode()


def bodies() -> Iterator[tuple[str, Callable[[int], bytes], str]]:
    """Yield name, maker and media type of each body."""
    yield "an answer", answer, "application/json"
    yield "a picture in JSON", picture, "application/json"
    yield "a picture", os.urandom, "image/png"
    yield "a text", repeated(b"A kite over the sea, in the evening.\n"), "text/plain"
    yield (
        "a form",
        repeated(b"prompt=A+kite+over+the+sea&n=1&"),
        "application/x-www-form-urlencoded",
    )
    for name, unit in HOSTILE.items():
        yield f"hostile: {name}", repeated(unit), "application/json"
    yield "hostile: =&", repeated(b"=&"), "application/x-www-form-urlencoded"
    yield "hostile: boundaries", repeated(b"--X\r\n"), "multipart/form-data; boundary=X"


def seconds(body: bytes, content_type: str) -> float:
    """Return how long it takes to redact a body, and to look for what is left."""
    headers = (("content-type", content_type),)
    interaction = Interaction(
        method="POST", url="https://a.example/", status=200, headers=headers, body=body
    )
    redactor = Redactor(known=KEYS)
    began = time.process_time()
    redactor.examine([interaction])
    return time.process_time() - began


def main() -> None:
    """Print one line for each body."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=2.0, help="of the larger body")
    size = int(parser.parse_args().megabytes * 1e6)
    body = answer(size)
    began = time.process_time()
    json.loads(body)
    baseline = size / (time.process_time() - began)
    print(f"{'json.loads of an answer':32} {baseline / 1e6:8.1f} MB/s")
    for name, make, content_type in bodies():
        small, large = seconds(make(size // 10), content_type), seconds(make(size), content_type)
        speed = size / large
        print(
            f"{name:32} {speed / 1e6:8.1f} MB/s   {baseline / speed:6.1f}x json.loads   grows {large / small:5.1f}x"
        )


if __name__ == "__main__":
    main()
