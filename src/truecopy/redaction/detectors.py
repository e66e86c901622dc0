"""Detectors: an interaction taken apart once, and each secret in it replaced where what holds it parses."""

import re
from dataclasses import replace

from truecopy.model import Interaction
from truecopy.model.interactions import Headers
from truecopy.redaction.credentials import cookies_replaced, set_cookies_replaced
from truecopy.redaction.forms import URLENCODED, boundary_of, part_of
from truecopy.redaction.names import COOKIE, kind_of_header, kind_of_member
from truecopy.redaction.texts import DEEPEST, LONGEST_NAME, LONGEST_SHOWN, TextDetectors

# Bytes that no text has.
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ADDRESS_HEADERS = frozenset(["location", "content-location", "referer"])


class Detectors:
    """Finds secrets in interactions: in addresses, headers, forms, JSON and plain text."""

    def __init__(self, texts: TextDetectors) -> None:
        """Take what finds them in texts."""
        self._texts = texts

    def changed(self, interaction: Interaction) -> Interaction:
        """Return an interaction with its secrets replaced; a Content-Length that was right stays right."""
        texts = self._texts
        texts.where[:] = ["URL"]
        url = texts.address(interaction.url)
        request_headers, request_body = self._message(
            interaction.request_headers, interaction.request_body, "request"
        )
        headers, body = self._message(interaction.headers, interaction.body, "answer")
        texts.where[:] = ["failure"]
        return replace(
            interaction,
            url=url,
            request_headers=request_headers,
            request_body=request_body,
            headers=headers,
            body=body,
            failure=texts.plain(interaction.failure),
        )

    def _message(self, headers: Headers, body: bytes, side: str) -> tuple[Headers, bytes]:
        changed = []
        for name, value in headers:
            self._texts.where[:] = [f"{side} header {name}"]
            changed.append((name, self._header(name, value)))
        if not body:
            return tuple(changed), body
        self._texts.where[:] = [f"{side} body"]
        types = [value for name, value in headers if name.lower() == "content-type"]
        new = self._body(types[0] if types else "", body)
        if len(new) != len(body):
            changed = [_with_length(each, len(body), len(new)) for each in changed]
        return tuple(changed), new

    def _header(self, name: str, value: str) -> str:
        texts, lower = self._texts, name.lower()
        kind = kind_of_header(lower) if texts.knows_names and len(name) <= LONGEST_NAME else ""
        if kind == COOKIE:
            replaced = set_cookies_replaced if lower == "set-cookie" else cookies_replaced
            return replaced(value, lambda each: texts.secret(each, kind))
        if kind:
            return texts.credential(value, name, kind)
        if lower in _ADDRESS_HEADERS and "://" not in value:
            return texts.address(value)
        return texts.plain(value, name=lower)

    def _body(self, content_type: str, data: bytes) -> bytes:
        texts = self._texts
        boundary = boundary_of(content_type)
        if boundary and texts.depth < DEEPEST:
            texts.depth += 1
            first, *pieces = data.split(boundary)
            data = boundary.join([first, *[self._piece(each) if each else each for each in pieces]])
            texts.depth -= 1
            return data
        if _BINARY.search(data) is not None:
            return data
        text = data.decode("utf-8", "surrogateescape")
        is_form = content_type.partition(";")[0].strip().lower() == URLENCODED
        changed = texts.form(text) if is_form else texts.text(text)
        return data if changed == text else changed.encode("utf-8", "surrogateescape")

    def _piece(self, piece: bytes) -> bytes:
        """Return what stands between two boundaries of a form, its content without secrets."""
        part = part_of(piece)
        if part is None:
            return piece
        texts = self._texts
        is_name = texts.knows_names and not part.is_file and len(part.name) <= LONGEST_NAME
        kind = kind_of_member(part.name) if is_name else ""
        texts.where.append(f" field {part.name[:LONGEST_SHOWN]}")
        if kind:
            text = part.content.decode("utf-8", "surrogateescape")
            changed = texts.credential(text, part.name, kind)
            content = changed.encode("utf-8", "surrogateescape")
        else:
            content = self._body(part.content_type, part.content)
        texts.where.pop()
        return piece[: part.begin] + content + part.end


def _with_length(header: tuple[str, str], before: int, after: int) -> tuple[str, str]:
    """Return a header; a length that was that of the body is that of the new one."""
    name, value = header
    is_length = name.lower() == "content-length" and value.strip() == str(before)
    return (name, str(after)) if is_length else header
