"""Loading, writing and playing cassettes, against plain VCR.py with the same cassettes and the same client.

Writing is dearer than VCR.py's: everything is redacted, and looked at again. Playing compares bodies,
which VCR.py does not by default; it is told to here.
"""

import json
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from hashlib import shake_256
from pathlib import Path

import httpx2
import vcr
from vcr.persisters.filesystem import FilesystemPersister
from vcr.serializers import yamlserializer

from truecopy.model import Interaction
from truecopy.recording import use
from truecopy.recording.cassette import Header
from truecopy.recording.cassette_files import load_cassette, save_cassette
from truecopy.redaction import Redactor

ROUNDS = 5
CALLS = 200
KEY = "sk-0123456789abcdefghijklmnop"
HEADER = Header(tool="truecopy")


def interactions(size_bytes: int, count: int) -> list[Interaction]:
    """Return interactions whose answers hold base64 of some size."""
    size = size_bytes * 3 // 4
    pictures = [b64encode(shake_256(b"%d" % each).digest(size)).decode() for each in range(count)]
    return [
        Interaction(
            method="POST",
            url="https://api.example.com/v1/images",
            request_headers=(
                ("authorization", f"Bearer {KEY}"),
                ("content-type", "application/json"),
            ),
            request_body=json.dumps({"prompt": f"A kite, number {number}", "n": 1}).encode(),
            status=200,
            headers=(("content-type", "application/json"),),
            body=json.dumps({"data": [{"b64_json": pictures[number]}]}).encode(),
            sent_at=1.0,
        )
        for number in range(count)
    ]


def best_s(action: Callable[[], object]) -> float:
    """Return the shortest of some runs."""
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        action()
        found.append(time.perf_counter() - began)
    return min(found)


def show(what: str, ours_s: float, theirs_s: float) -> None:
    """Print a line."""
    print(
        f"{what:<44} {ours_s * 1e3:8.1f} ms   VCR.py {theirs_s * 1e3:8.1f} ms   {ours_s / theirs_s:5.2f}x"
    )


def files(folder: Path, size_bytes: int, count: int) -> Path:
    """Compare writing and loading; return the cassette."""
    taken, path = interactions(size_bytes, count), folder / f"{size_bytes}.yaml"
    redactor = Redactor(known=[KEY])
    ours_s = best_s(lambda: save_cassette(path, HEADER, taken, redactor))
    requests, answers = FilesystemPersister.load_cassette(path, yamlserializer)
    content = {"requests": requests, "responses": answers}
    other = folder / "vcr.yaml"
    theirs_s = best_s(lambda: FilesystemPersister.save_cassette(other, content, yamlserializer))
    what = f"{count} interactions of {size_bytes // 1000} kB"
    show(f"write {what}", ours_s, theirs_s)
    theirs_s = best_s(lambda: FilesystemPersister.load_cassette(path, yamlserializer))
    show(f"load {what}", best_s(lambda: load_cassette(path)), theirs_s)
    return path


def plays(path: Path, count: int) -> None:
    """Compare playing a cassette's requests."""
    bodies = [each.request_body for each in load_cassette(path).interactions]

    def ask() -> None:
        with httpx2.Client(headers={"authorization": f"Bearer {KEY}"}) as client:
            for body in bodies:
                client.post("https://api.example.com/v1/images", content=body)

    def ours() -> None:
        with use(path):
            ask()

    def theirs() -> None:
        with vcr.use_cassette(str(path), record_mode="none", match_on=["method", "uri", "body"]):
            ask()

    show(f"play {count} requests of {count}", best_s(ours), best_s(theirs))


def main() -> None:
    """Print the comparison."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plays(files(folder, 1_000, CALLS), CALLS)
        files(folder, 2_000, 100)
        files(folder, 200_000, 10)


if __name__ == "__main__":
    main()
