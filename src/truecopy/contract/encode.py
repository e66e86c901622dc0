"""Values become the bytes of a body: the way back of `decode_body`."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from truecopy.contract.bodies import FORM_TYPE, JSON_TYPE, encode_json
from truecopy.model import ABSENT, Edit, Payload
from truecopy.model.pointers import join, split


def encode_body(payload: Payload, media_type: str) -> tuple[str, bytes]:
    """Return the Content-Type and the bytes of a body.

    The boundary of a form is a function of its content, so equal payloads give equal bytes.
    """
    if media_type == FORM_TYPE:
        return _encode_form(payload)
    try:
        return JSON_TYPE, encode_json(payload.instance)
    except TypeError:  # an integer of more than 64 bits: one past the limit of what has 64
        text = json.dumps(payload.instance, ensure_ascii=False, separators=(",", ":"))
        return JSON_TYPE, text.encode()


def data_uri(data: bytes, format: str = "png") -> str:
    """Return a picture as a data URI."""
    return f"data:image/{format};base64,{b64encode(data).decode()}"


def apply_edits(payload: Payload, edits: tuple[Edit, ...]) -> Payload:
    """Return a payload with some places changed; the one given stays as it is."""
    instance, files = payload.instance, dict(payload.files)
    for edit in edits:
        names = list(split(edit.pointer))
        instance = _put(instance, names, edit.value)
        for pointer in [
            each for each in files if each == edit.pointer or each.startswith(f"{edit.pointer}/")
        ]:
            del files[pointer]
        if edit.data is not None:
            files[edit.pointer] = edit.data
    return Payload(instance=instance, files=files)


def form_parts(payload: Payload) -> Iterator[tuple[str, str | tuple[str, bytes]]]:
    """Yield name and content of each part of a form: a text, or file name and bytes.

    An array of files is sent as repeated `name[]`, as SDKs do.
    """
    instance: Mapping[str, Any] = payload.instance
    for name, value in instance.items():
        pointer = join((name,))
        if not isinstance(value, list):
            yield name, _content(payload, pointer, value)
            continue
        for index, item in enumerate(value):
            yield f"{name}[]", _content(payload, f"{pointer}/{index}", item)


def _content(payload: Payload, pointer: str, value: Any) -> str | tuple[str, bytes]:
    if pointer in payload.files:
        return str(value), payload.files[pointer]
    return value if isinstance(value, str) else encode_json(value).decode()


def _encode_form(payload: Payload) -> tuple[str, bytes]:
    pieces = []
    for name, content in form_parts(payload):
        head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
        if isinstance(content, str):
            pieces.append((head, content.encode()))
        else:
            filename, data = content
            head += f'; filename="{_quoted(filename)}"\r\nContent-Type: application/octet-stream'
            pieces.append((head, data))
    digest = sha256()
    for head, data in pieces:
        digest.update(head.encode())
        digest.update(data)
    boundary = f"truecopy-{digest.hexdigest()[:24]}"
    body = b"".join(
        b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary.encode(), head.encode(), data)
        for head, data in pieces
    )
    return f"{FORM_TYPE}; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _put(here: Any, names: list[str], value: Any) -> Any:
    """Return `here` with `value` at the end of the path; only what is on the way is copied.

    An array that is too short grows by copies of its first element.
    """
    if not names:
        return value
    name, rest = names[0], names[1:]
    if name.isdigit() and (isinstance(here, list) or here is None):
        items = list(here or [])
        index = int(name)
        if not rest and value is ABSENT:
            return items[:index] + items[index + 1 :]
        items.extend([items[0] if items else None] * (index + 1 - len(items)))
        items[index] = _put(items[index], rest, value)
        return items
    members = dict(here) if isinstance(here, dict) else {}
    if not rest and value is ABSENT:
        members.pop(name, None)
        return members
    members[name] = _put(members.get(name), rest, value)
    return members
