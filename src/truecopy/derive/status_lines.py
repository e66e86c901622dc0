"""Lines that name a status of an answer: `200 - application/json`, `429 Rate Limited: slow down`."""

import re
from dataclasses import dataclass
from http import HTTPStatus

_KNOWN = {status.value: status.phrase.lower() for status in HTTPStatus}
# What may stand before the number: a bullet, a cell's edge, `HTTP/1.1`, `Status:`, marks of Markdown.
_LINE = re.compile(
    r"[\s|•*·\u2022\u25e6\u2013-]*(?:#{1,6}\s+)?(HTTP(?:/\d(?:\.\d)?)?\s+)?((?:success |error )?(?:status|code|response)(?: code)?:?\s+\(?)?"
    r"[`*]{0,2}([1-5]\d\d)[`*]{0,2}\)?(?![\d.,%])(?:(\s*[-–—:·|\t(]\s*)|\s+|$)(.*)$",
    re.IGNORECASE,
)
# What is shown of a status: `200 response`, `404 body`.
_OF_BODY = re.compile(
    r"(?:example |sample )?(?:responses?|answers?|body|examples?)(?: body| example)?:?",
    re.IGNORECASE,
)
# A code of the vendor's own: `402 insufficient_credits`.
_SLUG = re.compile(r"`?[a-z]{1,30}(?:_[a-z]{1,30}){1,6}`?(?=\s|$|[:,.])")
# The media type of an answer, behind its status.
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+*-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """What a line says of a status.

    Attributes:
        media_type: Of the answer, None where the line does not say.
        is_bare: The number stands alone.
        is_title: A word such as `Response` stands before it, and nothing behind it but its reason or a media type.
        is_certain: A media type or the reason that HTTP gives the status stands beside it.
    """

    status: int
    media_type: str | None = None
    is_bare: bool = False
    is_certain: bool = False
    is_title: bool = False


def read_status_line(text: str) -> StatusLine | None:
    """Return what a line says of a status, None where it is none.

    Any reason may follow the number, but it begins as a title does: `500 images a day` is prose.
    """
    match = _LINE.match(text)
    if match is None:
        return None
    status, mark, rest = int(match.group(3)), match.group(4), match.group(5).strip(" )`*")
    is_named = bool(match.group(1) or match.group(2))
    media_type = _MEDIA_TYPE.fullmatch(rest.rstrip(")"))
    if media_type:
        media = media_type.group().lower()
        return StatusLine(status=status, media_type=media, is_certain=True, is_title=is_named)
    if not rest or _OF_BODY.fullmatch(rest):
        return StatusLine(status=status, is_bare=True, is_title=is_named or bool(rest))
    is_known = status in _KNOWN and rest.lower().startswith(_KNOWN[status])
    is_slug = bool(_SLUG.match(rest))
    is_word = is_slug or (
        rest[0].isalpha() and (bool(mark) or rest[0].isupper() or not rest[0].isascii())
    )
    if is_known or is_word:
        is_title = is_named and rest.lower() == _KNOWN.get(status)
        return StatusLine(status=status, is_certain=is_known, is_title=is_title)
    return None
