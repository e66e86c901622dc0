"""What still looks like a secret."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from truecopy.recording.redaction.encodings import Hit, Hunt
from truecopy.recording.redaction.forms import fields_of
from truecopy.recording.redaction.members import members
from truecopy.recording.redaction.names import kind_of_header
from truecopy.recording.redaction.parts import Part, Role
from truecopy.recording.redaction.place import Place

# Longer values are content, not keys.
_LONGEST = 200
_WIDE = re.compile(r"(?<![A-Za-z0-9+/_=-])((?:[A-Za-z]{2,10}[-_]){1,3})([A-Za-z0-9]{24,})")
# Fewer digits or letters are what ordinary words and numbers have.
_LEAST_OF_EACH = 3
_PARAMETER = re.compile(r"[?&#][^=&#?]*=([^&#\s]*)")
# Words in front of an id that opens nothing.
_HARMLESS_WORDS = re.compile(
    "req|request|task|img|image|resp|response|chatcmpl|msg|file|run|trace|batch|evt|event|job|gen|"
    "redacted|truecopy|boundary|sha256",
    re.IGNORECASE,
)
# They name a request or an upload, in letters of any kind.
_HARMLESS_HEADERS = re.compile(
    "request-id|trace|^etag$|^cf-ray$|^content-type$|^date$|^x-amz-cf-id$|^x-guploader-uploadid$"
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Looks through parts for what must not be shared.

    Attributes:
        hunt: For the secrets that have a value.
        places: Returns the places of a part that hold a secret.
        is_allowed: Whether a text is none, as the user says.
    """

    hunt: Hunt
    places: Callable[[Part], Sequence[Place]]
    is_allowed: Callable[[str], bool]

    def leaks(self, number: int, part: Part) -> list[Leak]:
        """Return the leaks of a part, each once."""
        found = dict.fromkeys(self._found(part))
        return [Leak(number=number, place=place, what=what) for place, what in found]

    def _found(self, part: Part) -> Iterator[tuple[str, str]]:
        if part.problem:
            yield part.label, part.problem
        hits = self.hunt.hits(part.data)
        for hit in hits:
            whose = "a known secret" if hit.sought.is_known else "a secret found elsewhere"
            yield part.label + _pointer(part, hit), f"{whose} {hit.form}".rstrip()
        for place in self.places(part):
            if not any(place.overlaps(hit.begin, hit.end) for hit in hits):
                yield part.label + place.where, place.told
        for where, text in _texts(part):
            for prefix in _wide_prefixes(text, self.is_allowed):
                yield part.label + where, f"a text like a key with the prefix {prefix}"


def _pointer(part: Part, hit: Hit) -> str:
    """Return which member of JSON a hit is in, as it goes on behind the part's label."""
    if part.role is not Role.BODY:
        return ""
    holders = [
        each for each in members(part.data) if each.begin <= hit.begin and hit.end <= each.end
    ]
    return f" {holders[-1].pointer}" if holders else ""


def _texts(part: Part) -> Iterator[tuple[str, str]]:
    """Yield the texts in which any prefix may be that of a key, and where each stands.

    Pictures are left out: in so many characters there is something of every shape.
    """
    name = part.name.lower()
    if part.role is Role.BODY:
        yield from _texts_of_body(part)
    elif part.role is not Role.HEADER or not (
        kind_of_header(name) or _HARMLESS_HEADERS.search(name)
    ):
        yield "", part.data.decode("utf-8", "surrogateescape")


def _texts_of_body(part: Part) -> Iterator[tuple[str, str]]:
    is_form = False
    for field in fields_of(part.name, part.data):
        is_form = True
        if len(field.value) < _LONGEST:
            yield f" field {field.name[:60]}", field.value
    if not is_form:
        for member in members(part.data):
            if member.is_text and len(member.raw) < _LONGEST:
                yield f" {member.pointer}", member.value


def _wide_prefixes(text: str, is_allowed: Callable[[str], bool]) -> Iterator[str]:
    """Yield the prefix of each text that could be a key of a vendor whose keys nobody knows."""
    found = list(_WIDE.finditer(text))
    # The pattern shuns what follows `=`, as base64 does; the whole value of a parameter is no base64.
    values = (match.group(1) for match in _PARAMETER.finditer(text))
    found += [match for value in values if (match := _WIDE.fullmatch(value)) is not None]
    for match in found:
        prefix, tail = match.groups()
        digits = sum(each.isdigit() for each in tail)
        has_both = digits >= _LEAST_OF_EACH and len(tail) - digits >= _LEAST_OF_EACH
        is_harmless = _HARMLESS_WORDS.fullmatch(re.split("[-_]", prefix)[0])
        if has_both and not is_harmless and not is_allowed(match.group()):
            yield prefix
