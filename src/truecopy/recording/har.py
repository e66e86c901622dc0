"""HAR files, as browsers and proxies save them, read as cassettes.

Source:
    The HTTP Archive format 1.2, section "log": entries with request, response, startedDateTime and time.
"""

import re
from base64 import b64decode
from binascii import Error as BinaryError
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from truecopy.contract.bodies import URLENCODED_TYPE, media_type_of
from truecopy.contract.formats import is_instant, parse_instant
from truecopy.contract.jsontext import parse_json
from truecopy.errors import RecordingError
from truecopy.model import Interaction
from truecopy.recording.cassette import Cassette, Recorded

SUFFIX = ".har"
# What stands in the file is the opened body, whatever was on the wire.
_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
# A key of an entry; the quotes of a key in a body are escaped.
_REQUEST = re.compile(r'(?<!\\)"request"\s*:\s*\{')


def parse_har(text: str, path: Path) -> Cassette:
    """Return the exchanges of a HAR file; those without an answer have the status 0.

    Args:
        path: For messages.

    Raises:
        RecordingError: It is no HAR file, or an entry of it cannot be read; names the entry.
    """
    try:
        content = parse_json(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise RecordingError(str(path), 0, f"is no HAR file: {error}") from error
    log = content.get("log") if isinstance(content, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise RecordingError(str(path), 0, "is no HAR file: it has no log with entries")
    lines = list(_lines(text))
    if len(lines) != len(entries):
        lines = [0] * len(entries)
    recorded = (
        _recorded(entry, line, f"entry {number}", path)
        for number, (entry, line) in enumerate(zip(entries, lines, strict=True), 1)
    )
    return Cassette(path=path, recorded=tuple(recorded))


def _lines(text: str) -> Iterator[int]:
    """Yield the line of each entry's request."""
    line, at = 1, 0
    for match in _REQUEST.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield line


def _recorded(entry: Any, line: int, name: str, path: Path) -> Recorded:
    try:
        return Recorded(interaction=_interaction(entry), line=line, answer_line=line)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        why = f"{name} cannot be read: {type(error).__name__}: {error}"
        raise RecordingError(str(path), line, why[:300]) from error


def _interaction(entry: Any) -> Interaction:
    request, response = entry["request"], entry.get("response") or {}
    content = response.get("content") or {}
    url, status = str(request["url"]), int(response.get("status") or 0)
    urlsplit(url)
    began = str(entry.get("startedDateTime") or "")
    sent_headers = tuple(_headers(request))
    return Interaction(
        method=str(request["method"]).upper(),
        url=url,
        request_headers=sent_headers,
        request_body=_sent(request.get("postData") or {}),
        status=status if 0 <= status <= 999 else 0,
        headers=tuple(
            (name.lower(), value)
            for name, value in _headers(response)
            if name.lower() not in _OF_THE_WIRE
        ),
        body=_answered(content),
        failure="" if status else "no answer is in the file",
        sent_at=parse_instant(began).timestamp() if is_instant(began) else 0.0,
        elapsed_s=max(0.0, float(entry.get("time") or 0.0)) / 1000.0,
    )


def _headers(message: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the headers of a message; what HTTP/2 writes as headers of its own is none."""
    for row in message.get("headers") or ():
        name = str(row["name"])
        if not name.startswith(":"):
            yield name, str(row["value"])


def _sent(post: Mapping[str, Any]) -> bytes:
    if post.get("text"):
        return str(post["text"]).encode("utf-8", "surrogatepass")
    if media_type_of(str(post.get("mimeType") or "")) == URLENCODED_TYPE:
        pairs = [
            (str(row["name"]), str(row.get("value") or "")) for row in post.get("params") or ()
        ]
        return urlencode(pairs).encode()
    return b""


def _answered(content: Mapping[str, Any]) -> bytes:
    text = str(content.get("text") or "")
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return b64decode(text)
    except BinaryError as error:
        raise ValueError(f"its answer is no base64: {error}") from error
