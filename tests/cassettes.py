"""Cassettes for tests: interactions made up, and strategies for any of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from truecopy.model import Interaction
from truecopy.recording.cassette import Cassette, Header
from truecopy.recording.cassette_files import load_cassette, save_cassette
from truecopy.redaction import Redactor

HEADER = Header(
    recorded_at=1_800_000_000.25,
    target="https://api.example.com",
    base_url="https://api.example.com",
    contracts={"stampworks": "0123456789ab"},
    tool="truecopy 0.1.0",
)


def make_interaction(**changes: Any) -> Interaction:
    """Return an interaction, in parts another one."""
    return Interaction(
        **{
            "method": "POST",
            "url": "https://api.example.com/v1/stamps",
            "request_headers": (("content-type", "application/json"),),
            "request_body": b'{"prompt":"A kite","n":1}',
            "status": 200,
            "headers": (("content-type", "application/json"),),
            "body": b'{"data":[]}',
            "sent_at": 1_800_000_000.25,
            "elapsed_s": 0.125,
            **changes,
        }
    )


def save(path: Path, *interactions: Interaction, header: Header = HEADER) -> Cassette:
    """Write a cassette and read it back."""
    save_cassette(path, header, interactions, Redactor())
    return load_cassette(path)


def write_text(path: Path, text: str) -> Path:
    """Write a file of any text."""
    path.write_text(text, encoding="utf-8")
    return path


def bodies_of(path: Path) -> list[tuple[bytes, bytes]]:
    """Return the bodies of a cassette's requests and answers."""
    return [(each.request_body, each.body) for each in load_cassette(path).interactions]


_ODD = st.sampled_from("\x85\u2028\u2029\ufeff\x7f\x9f\ufffe\r\t|'\"\\é雨😀") | st.sampled_from(
    [
        "\r\n",
        " \n",
        "\n\n",
        "...\n",
        "---\n",
        "- a",
        "a: b",
        "# c",
        "{{",
        "!!binary",
        "*a",
        "&a",
        "null",
    ]
)
texts = st.lists(st.one_of(st.text(max_size=20), _ODD), max_size=8).map("".join)
bodies = st.one_of(texts.map(lambda text: text.encode("utf-8")), st.binary(max_size=60))
_names = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
_values = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=30)
headers = st.lists(st.tuples(_names, _values), max_size=4)


def grouped(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return headers in the order in which a cassette has them: those of one name together."""
    names = list(dict.fromkeys(name for name, _ in pairs))
    return tuple((name, value) for wanted in names for name, value in pairs if name == wanted)


interactions = st.builds(
    make_interaction,
    method=st.sampled_from(["GET", "POST", "DELETE"]),
    url=st.from_regex(
        r"https://api\.example\.com/[A-Za-z0-9/._~%-]{0,20}(\?[a-z=&0-9%]{0,12})?", fullmatch=True
    ),
    request_headers=headers.map(grouped),
    request_body=bodies,
    status=st.integers(100, 599),
    headers=headers.map(grouped),
    body=bodies,
    sent_at=st.integers(1, 4_000_000_000_000_000).map(lambda number: number / 1_000_000),
    elapsed_s=st.integers(0, 10**9).map(lambda number: number / 1_000_000),
)
