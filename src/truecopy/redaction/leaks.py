"""The leak check: what could still be read in interactions, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from truecopy.model import Interaction
from truecopy.model.interactions import Headers
from truecopy.redaction import json_texts
from truecopy.redaction.readings import APART
from truecopy.redaction.values import Hit, SecretValues

# A header is written by people and programs, and read as UTF-8 or Latin-1.
_CODING = ("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """What would give a secret away if the interactions were shared.

    Attributes:
        number: Which interaction, from 0.
        place: For people: "request header x-api-key", "answer body /data/0/token".
        what: What it looks like, never the value.
    """

    number: int
    place: str
    what: str


def found_in(values: SecretValues, interaction: Interaction) -> Hit | None:
    """Return a secret that can be read in an interaction, in whatever encoding; None without one."""
    return values.hit(APART.join([data for _, data in _parts(interaction)]))


def leaks_of(values: SecretValues, number: int, interaction: Interaction) -> Iterator[Leak]:
    """Yield where secrets can be read in an interaction, one for each part of it."""
    for label, data in _parts(interaction):
        hit = values.hit(data)
        if hit is not None:
            pointer = _pointer(values, data) if label.endswith("body") else ""
            yield Leak(number=number, place=label + pointer, what=_told(hit))


def sealed_parts(number: int, interaction: Interaction) -> Iterator[Leak]:
    """Yield the bodies that are still encoded, which cannot be looked into."""
    sides = (
        ("request", interaction.request_headers, interaction.request_body),
        ("answer", interaction.headers, interaction.body),
    )
    for side, headers, body in sides:
        coding = _coding(headers)
        if body and coding:
            what = f"a body in the encoding {coding[:40]}, which cannot be looked into"
            yield Leak(number=number, place=f"{side} body", what=what)


def _coding(headers: Headers) -> str:
    """Return what a body is encoded with; empty for nothing."""
    named = [value.strip().lower() for name, value in headers if name.lower() == "content-encoding"]
    return ", ".join(each for each in named if each not in ("", "identity"))


def _parts(interaction: Interaction) -> list[tuple[str, bytes]]:
    """Return label and bytes of everything in which a secret may stand."""
    found = [("URL", interaction.url.encode(*_CODING))]
    for side, headers, body in (
        ("request", interaction.request_headers, interaction.request_body),
        ("answer", interaction.headers, interaction.body),
    ):
        found += [
            (f"{side} header {name}", f"{name}: {value}".encode(*_CODING))
            for name, value in headers
        ]
        found.append((f"{side} body", body))
    return [*found, ("failure", interaction.failure.encode(*_CODING))]


def _pointer(values: SecretValues, data: bytes) -> str:
    """Return which text of JSON a secret stands in, as it goes on behind the part's label; empty where none alone."""
    text = data.decode("utf-8", "surrogateescape")
    if text.lstrip()[:1] not in ("{", "["):
        return ""
    spans = [token.span(1) for token in json_texts.TOKEN.finditer(text) if token.lastindex]
    # Halving finds the first one in a few looks, each at half as much as the one before.
    low, high = 0, len(spans)
    while high - low > 1:
        middle = (low + high) // 2
        first_half = text[spans[low][0] : spans[middle - 1][1]]
        is_there = values.hit(first_half.encode("utf-8", "surrogateescape")) is not None
        low, high = (low, middle) if is_there else (middle, high)
    if low == high:
        return ""
    begin, end = spans[low]
    if values.hit(text[begin:end].encode("utf-8", "surrogateescape")) is None:
        return ""
    inner = json_texts.meant(text[begin:end])
    pointer = f" {json_texts.pointer_at(text, begin - 1)}"
    return pointer + _pointer(values, inner.encode("utf-8", "surrogatepass")).strip()


def _told(hit: Hit) -> str:
    whose = "a known secret" if hit.is_given else "a secret found elsewhere"
    return " ".join([whose, ", ".join(hit.how)]).strip()
