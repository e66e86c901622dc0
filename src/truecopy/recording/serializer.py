"""A cassette as text: version 1 of VCR.py's format, with times, a header, and bodies out of line."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from truecopy.contract.bodies import JSON_TYPE
from truecopy.contract.formats import is_instant, parse_instant, precise_instant
from truecopy.errors import RecordingError
from truecopy.model import Interaction
from truecopy.recording.cassette import Cassette, Header, Recorded
from truecopy.recording.header_text import readable_header
from truecopy.recording.yaml_reader import Blob, Located, YamlProblem, read_yaml_text
from truecopy.recording.yaml_writer import Literal, write_yaml_text

VERSION = 1
_TYPE = "content-type"
# The year 10000, at which dates end.
_LAST_S = 253_402_300_800.0
# Bytes that no text has.
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")

# An escape of JSON, with both of its groups where two of them make one character (RFC 8259 section 7).
_ESCAPE = re.compile(r"\\(?:u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|.)", re.IGNORECASE)

Headers = tuple[tuple[str, str], ...]
Body = bytes | Blob
ReadBlob = Callable[[Blob], bytes]


def cassette_text(
    header: Header, interactions: Sequence[Interaction], place: Callable[[bytes], Body]
) -> str:
    """Return a cassette as text.

    Args:
        place: Returns a body as it is, or where it is kept instead.
    """
    data = {
        "version": VERSION,
        "recording": _header_row(header),
        "interactions": [_row(each, place) for each in interactions],
    }
    return "".join(write_yaml_text(data))


def parse_cassette(text: str, path: Path, read_blob: ReadBlob) -> Cassette:
    """Return the cassette that a text holds, of this program or of VCR.py.

    Args:
        path: For messages, and for what is kept beside it.
        read_blob: Returns the bytes of a body that is kept elsewhere.

    Raises:
        RecordingError: It is no cassette, or is damaged; names file and line.
    """
    try:
        content = _content(text)
        reader = _CassetteReader(_header(content.get("recording")), read_blob)
        recorded = tuple(reader.recorded(each) for each in content["interactions"])
    except YamlProblem as error:
        raise RecordingError(str(path), error.line, error.message) from error
    return Cassette(path=path, header=reader.header, recorded=recorded)


def _content(text: str) -> Located:
    # JSON is YAML but for this, which VCR.py's other serializer writes.
    content = read_yaml_text(_ESCAPE.sub(_joined, text) if text.lstrip()[:1] == "{" else text)
    first = content[0] if isinstance(content, list) and content else None
    if isinstance(first, Located) and "request" in first:
        raise YamlProblem("was written by a VCR.py before 1.0; record it again", 1)
    if not isinstance(content, Located) or not isinstance(content.get("interactions"), list):
        raise YamlProblem("is no cassette: a mapping with a list of interactions was expected")
    if content.get("version", VERSION) != VERSION:
        raise YamlProblem(f"has version {content['version']!r}; version 1 was expected")
    return content


def _joined(found: re.Match[str]) -> str:
    """Return the character that two escapes stand for together; another escape as it is."""
    high, low = found.groups()
    if high is None:
        return found.group()
    return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)


def _header_row(header: Header) -> dict[str, Any]:
    return {
        "recorded_at": precise_instant(header.recorded_at),
        "target": header.target,
        "base_url": header.base_url,
        "contracts": dict(header.contracts),
        "tool": header.tool,
    }


def _row(interaction: Interaction, place: Callable[[bytes], Body]) -> dict[str, Any]:
    status = interaction.status
    return {
        "request": {
            "method": interaction.method,
            "uri": interaction.url,
            "body": _shown(place(interaction.request_body)) if interaction.request_body else None,
            "headers": _grouped(interaction.request_headers),
        },
        "response": {
            "status": {"code": status, "message": _phrase(status)},
            "headers": _grouped(interaction.headers),
            "body": {"string": _shown(place(interaction.body))},
        },
        "sent_at": precise_instant(interaction.sent_at),
        "elapsed_s": round(interaction.elapsed_s, 6),
    }


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _grouped(headers: Headers) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name, []).append(value)
    return found


def _shown(body: Body) -> Any:
    """Return a body as YAML shows it best: text as a block, other bytes as base64."""
    if isinstance(body, Blob):
        return body
    if _BINARY.search(body):
        return body
    try:
        return Literal(body.decode("utf-8"))
    except UnicodeDecodeError:
        return body


def _header(row: Any) -> Header:
    if not isinstance(row, Located):
        return Header()
    contracts = row.get("contracts")
    return Header(
        recorded_at=_seconds(row.get("recorded_at"), row.line) or 0.0,
        target=str(row.get("target") or ""),
        base_url=_address(str(row.get("base_url") or ""), row.line),
        contracts={name: str(value) for name, value in contracts.items()}
        if isinstance(contracts, Located)
        else {},
        tool=str(row.get("tool") or ""),
    )


def _seconds(value: Any, line: int) -> float | None:
    if value is None:
        return None
    seconds = -1.0
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value) if -_LAST_S < value < _LAST_S else -1.0
    elif is_instant(str(value)):
        seconds = parse_instant(str(value)).timestamp()
    if not 0 <= seconds < _LAST_S:
        raise YamlProblem(f"has the time {value!r:.60}; RFC 3339, since 1970, was expected", line)
    return seconds


def _address(value: str, line: int) -> str:
    """Return an address that can be taken apart."""
    try:
        urlsplit(value)
    except ValueError as error:
        raise YamlProblem(
            f"has the address {value!r:.100}, which is none: {error}", line
        ) from error
    return value


class _CassetteReader:
    """Reads the interactions of one cassette."""

    def __init__(self, header: Header, read_blob: ReadBlob) -> None:
        self.header = header
        self._read_blob = read_blob

    def recorded(self, row: Any) -> Recorded:
        if not isinstance(row, Located):
            raise YamlProblem(f"has an interaction that is no mapping: {str(row)[:60]!r}")
        request, response = _member(row, "request"), _member(row, "response")
        method = str(_required(request, "method")).upper()
        url = _address(str(request.get("url") or _required(request, "uri")), request.line)
        status, reason = _status(response)
        headers = tuple((name.lower(), value) for name, value in _headers(response))
        request_headers = tuple((name.lower(), value) for name, value in _headers(request))
        if isinstance(request.get("body"), int | float) and not dict(request_headers).get(_TYPE):
            request_headers = (*request_headers, (_TYPE, JSON_TYPE))
        sent_at = _seconds(row.get("sent_at"), row.line)
        interaction = Interaction(
            method=method,
            url=url,
            request_headers=request_headers,
            request_body=self._bytes(request.get("body"), request.line),
            status=status,
            headers=headers,
            body=self._answer(response),
            sent_at=_answered_at(headers, self.header) if sent_at is None else sent_at,
            elapsed_s=_elapsed(row),
        )
        return Recorded(
            interaction=interaction, line=row.line, answer_line=response.line, reason=reason
        )

    def _answer(self, response: Located) -> bytes:
        body = response.get("body")
        if isinstance(body, Located):
            # Without a text, VCR.py means that there was no body.
            return self._bytes(body.get("string", body.get("base64_string")), body.line)
        return self._bytes(response.get("content") if body is None else body, response.line)

    def _bytes(self, value: Any, line: int) -> bytes:
        if value is None:
            return b""
        if isinstance(value, Blob):
            try:
                return self._read_blob(value)
            except OSError as error:
                raise YamlProblem(str(error), line) from error
        if isinstance(value, bytes):
            return value
        if isinstance(value, str):
            return value.encode("utf-8", "surrogatepass")
        if isinstance(value, list) and all(isinstance(each, str | bytes) for each in value):
            return b"".join(self._bytes(each, line) for each in value)
        try:
            # JSON before it was text, as VCR.py keeps it for aiohttp; numbers may be of any size.
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        except TypeError as error:
            raise YamlProblem(f"has a body that is no JSON: {error}", line) from error
        return text.encode("utf-8", "surrogatepass")


def _member(row: Located, name: str) -> Located:
    value = row.get(name)
    if not isinstance(value, Located):
        raise YamlProblem(f"has an interaction whose {name} is missing or no mapping", row.line)
    return value


def _required(row: Located, name: str) -> Any:
    if row.get(name) is None:
        raise YamlProblem(f"has a request without {name}", row.line)
    return row[name]


def _status(response: Located) -> tuple[int, str]:
    row = response.get("status")
    code = row.get("code") if isinstance(row, Located) else response.get("status_code", row)
    if isinstance(code, bool) or not isinstance(code, int) or not 0 <= code <= 999:
        raise YamlProblem(f"has the status {code!r}; a number was expected", response.line)
    return code, str((row.get("message") if isinstance(row, Located) else "") or "")


def _headers(row: Located) -> Iterator[tuple[str, str]]:
    headers = row.get("headers")
    if headers is None:
        return
    if not isinstance(headers, Mapping):
        raise YamlProblem(f"has headers that are no mapping: {headers!r:.60}", row.line)
    for name, values in headers.items():
        for value in values if isinstance(values, list) else [values]:
            yield name, "" if value is None else readable_header(value)


def _answered_at(headers: Headers, header: Header) -> float:
    """Return when an interaction without a time of its own happened; 0 where nobody knows."""
    told = next((value for name, value in headers if name == "date"), "")
    try:
        seconds = parsedate_to_datetime(told).timestamp()
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return header.recorded_at
    return seconds if 0 <= seconds < _LAST_S else header.recorded_at


def _elapsed(row: Located) -> float:
    value = row.get("elapsed_s", 0.0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise YamlProblem(f"has the duration {value!r}; seconds were expected", row.line)
    return float(value)
