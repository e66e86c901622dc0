"""Curl lines: a request as a person repeats it in a shell."""

import re
import shlex
from collections.abc import Iterator, Mapping

from truecopy.contract.bodies import FORM_TYPE
from truecopy.contract.encode import encode_body, form_parts
from truecopy.model import Credentials, Draft, Payload

FOLDER = ".truecopy"
_LONGEST = 1_500  # of a text within the line: what a terminal shows at once


def curl_line(
    draft: Draft, url: str, name: str, *, prefix: str = ""
) -> tuple[str, Mapping[str, bytes]]:
    """Return a curl line, and the files that it refers to by name.

    Args:
        url: Where the request goes.
        name: What the files' names begin with.
        prefix: What documented keys begin with.
    """
    files: dict[str, bytes] = {}
    words = ["curl", "-i"]
    if draft.method != ("GET" if draft.body is None else "POST"):
        words += ["-X", draft.method]
    if any(mark in url for mark in "[]{}"):
        words.append("-g")
    words.append(shlex.quote(url))
    authorization = draft.credentials.header("$TOKEN", "$SECOND_TOKEN", prefix)
    if draft.credentials in (Credentials.GOOD, Credentials.SECOND):
        # The shell puts the key in.
        words += ["-H", f'"Authorization: {authorization}"']
    elif authorization is not None:
        words += ["-H", shlex.quote(f"Authorization: {authorization}")]
    for header, value in draft.headers.items():
        words += ["-H", shlex.quote(f"{header}: {value}" if value else f"{header};")]
    words += _body(draft, name, files)
    return " ".join(words), files


def _body(draft: Draft, name: str, files: dict[str, bytes]) -> Iterator[str]:
    body = draft.body
    if body is None:
        return
    is_form = isinstance(body, Payload) and draft.media_type == FORM_TYPE
    if isinstance(body, Payload) and is_form and body.instance and draft.content_type is None:
        yield from _form(body, name, files)
        return
    kind, data = (
        encode_body(body, draft.media_type or "")
        if isinstance(body, Payload)
        else (draft.media_type or "", body)
    )
    yield from ("-H", shlex.quote(f"Content-Type: {draft.content_type or kind}"))
    text = _inline(data)
    if text is not None:
        yield from ("--data-binary", _word(text))
        return
    files[f"{name}-body"] = data
    yield from ("--data-binary", f"@{FOLDER}/{name}-body")


def _form(body: Payload, name: str, files: dict[str, bytes]) -> Iterator[str]:
    for number, (part, content) in enumerate(form_parts(body), 1):
        if not isinstance(content, str):
            filename, data = content
            kept = f"{name}-{number}{_suffix(filename)}"
            files[kept] = data
            told = f"{part}=@{FOLDER}/{kept};filename={_quoted(filename)};type=application/octet-stream"
            yield from ("-F", shlex.quote(told))
        elif len(content) <= _LONGEST and _inline(content.encode()) is not None:
            yield from ("--form-string", _word(f"{part}={content}"))
        else:
            kept = f"{name}-{number}-text"
            files[kept] = content.encode()
            yield from ("-F", shlex.quote(f"{part}=<{FOLDER}/{kept}"))


def _word(text: str) -> str:
    """Return a text as one visible word of bash: what cannot be seen is written as its bytes."""
    if text.isprintable():
        return shlex.quote(text)
    pieces = []
    for character in text:
        if character in "\\'":
            pieces.append(f"\\{character}")
        elif character.isprintable():
            pieces.append(character)
        else:
            pieces += [f"\\x{byte:02x}" for byte in character.encode("utf-8")]
    return f"$'{''.join(pieces)}'"


def _suffix(filename: str) -> str:
    # The ending that tells people and their programs what the file is.
    found = re.search(r"\.[A-Za-z0-9]{1,8}$", filename)
    return found.group() if found else ""


def _quoted(text: str) -> str:
    """Return a text as curl reads it within an argument of -F."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _inline(data: bytes) -> str | None:
    """Return a body as a text for the command line, None where it is too long or no plain text."""
    if len(data) > _LONGEST or b"\0" in data or data.startswith(b"@"):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
