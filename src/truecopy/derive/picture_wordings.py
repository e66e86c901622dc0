"""How pages say that a field carries a picture, and what they demand of it, in English and in Chinese."""

import re

from truecopy.derive.byte_limits import byte_limit
from truecopy.derive.documented_fields import (
    FORMAT_WORD,
    DocumentedField,
    number,
    picture_formats,
)
from truecopy.derive.wording import (
    IS,
    MOST,
    N,
    Parts,
    Wording,
    constant,
    is_picture,
    wording,
)

_PICTURE = r"(?:images?|pictures?|photos?|photographs?|图像|图片|照片)"
_LIST = rf"(?:{FORMAT_WORD})(?:\s{{0,3}}(?:[,、/\uff0c]|,?\s?\b(?:or|and)\b|或|和)\s{{0,3}}(?:{FORMAT_WORD})){{0,12}}"
_OTHER = r"(?:mp3|mp4|m4a|wav|webm|ogg|flac|aac|mov|avi|mkv|pdf|docx?|txt|csv|json|srt|vtt|zip|md)"
# What makes a file a picture: its formats, all of them formats of pictures.
_FORMATS = re.compile(
    rf"\b(?:formats?|types?)\b[^.\n]{{0,20}}?[:\uff1a ]\s{{0,3}}(?:{FORMAT_WORD})\b|(?:valid|a|an|有效的)\s{{0,3}}(?:{FORMAT_WORD})\b"
    rf"|\b(?:{FORMAT_WORD})\b\s{{0,3}}(?:files?|{_PICTURE}|文件|格式)|\b{_LIST}(?=\s{{0,3}}(?:$|[.,;\n(]|only|at most|up to|max))",
    re.IGNORECASE,
)
# That the files are of another kind: documents, sounds, films.
_NO_PICTURE = re.compile(rf"\b{_OTHER}\b", re.IGNORECASE)
# Formats that a text excludes: "any file except PNG", "no GIF".
_EXCLUDED = re.compile(
    rf"\b(?:except|excluding|not|no|without)\b[^.\n]{{0,30}}?\b{_LIST}", re.IGNORECASE
)
# "a URL, or Base64 data": whether of a picture, the text or the name says.
_EITHER = r"\bURLs?\b[^.\n]{0,80}?\bor\b[^.\n]{0,80}?\bBase64\b"
# What makes a text one: data of a picture, or the address of one; of what, the name may say.
_DATA = re.compile(
    rf"{_PICTURE}[^.\n]{{0,60}}\bbase64\b|\bbase64\b[^.\n]{{0,60}}{_PICTURE}",
    re.IGNORECASE,
)
_URL_OR_DATA = re.compile(_EITHER, re.IGNORECASE)
# What of pictures a name or a text speaks of.
_OF_PICTURES = re.compile(
    rf"{_PICTURE}|(?:^|_)(?:img|mask|photo|logo|avatar|thumbnail|frame)", re.IGNORECASE
)
# Last words of names whose fields hold no picture: they name a form of it, or tell of it.
_NO_PICTURE_NAME = re.compile(
    r"(?:^|[_-])(?:formats?|types?|kinds?|modes?|encodings?|delivery|descriptions?|prompts?|captions?|titles?|names?|ids?|counts?|"
    r"webhooks?|callbacks?)$",
    re.IGNORECASE,
)
# `url` and `base64` as names to choose from, in code or behind a question.
_FORM_CHOICES = re.compile(
    r"(?:[:`\"'|]|\b[Ww]hether\b[^.\n]{0,60}|\b[Hh]ow\b[^.\n]{0,60})\s*\burl[`\"']?\s*(?:,|\||/|or)\s*(?:or\s+)?[`\"']?base64"
    r"|\bbase64[`\"']?\s*(?:,|\||/|or)\s*(?:or\s+)?[`\"']?url\b(?!\s+(?:of|to))"
)
_LINKS = r"(?:UR[LI]s?|address(?:es)?|links?)"
# What is at such an address is no picture: a gallery, a service that is called.
_NO_ADDRESS = r"(?!\s(?:gallery|service|server|host|api|page|folder|bucket|album|library|models?|callbacks?|notifications?|events?|generat|process|upload))"
# That the text is the address of a picture: "image URL", "link to your photo".
_ADDRESS = re.compile(
    rf"{_PICTURE}(?:['\u2019]s?)?\s?的?\s?(?:{_LINKS}|地址|链接)"
    rf"|{_LINKS} (?:of|to|for|pointing to|that points to) (?:the |an? |your |each |one |one or more )?(?:[\w-]+ ){{0,2}}{_PICTURE}\b{_NO_ADDRESS}",
    re.IGNORECASE,
)
# How a text carries a picture, in the order in which contracts list it.
_SOURCES = (
    ("url", re.compile(rf"\b{_LINKS}\b|(?<=[\u4e00-\u9fff])URLs?|地址|链接", re.IGNORECASE)),
    ("base64", re.compile(r"base64", re.IGNORECASE)),
    ("data-uri", re.compile(r"\bdata[ -]?ur[li]s?\b|\bdata:", re.IGNORECASE)),
)
# What turns a sentence round, so that it names what is not taken.
_NOT = re.compile(
    r"\b(?:not?|never|without|cannot|instead of|rather than)\b|n['\u2019]t\b|不支持|不能|不接受",
    re.IGNORECASE,
)
# A sentence, or the part of one before a semicolon; a dot within a word does not end it.
_SENTENCE = re.compile(r"[^.;\n。；]+(?:[.;](?!\s|$)[^.;\n。；]*)*")


def says_picture(text: str, types: set[str], name: str) -> bool:
    """Whether what is said of a field makes it one that carries a picture.

    Args:
        text: Everything that describes the field.
        types: Its JSON types, `file` among them.
        name: Its own; it says of what an address or data is, where the text does not.
    """
    if types & {"integer", "number", "boolean", "object"}:
        return False
    if "file" in types:
        said = _EXCLUDED.sub("", text)
        return bool(_FORMATS.search(said)) and not _NO_PICTURE.search(text)
    if _NO_PICTURE_NAME.search(name) or _FORM_CHOICES.search(text):
        return False
    if _DATA.search(text) or _ADDRESS.search(text):
        return True
    return bool(_URL_OR_DATA.search(text) and _OF_PICTURES.search(f"{name} {text}"))


def picture_sources(text: str) -> tuple[str, ...]:
    """Return how a text carries its picture, by everything that describes it; what a sentence excludes is not one.

    A data URI is no address, though it is called one at times.
    """
    found: set[str] = set()
    for sentence in _SENTENCE.findall(text):
        if not _NOT.search(sentence):
            plain = _SOURCES[2][1].sub(" inline ", sentence)
            found.update(name for name, pattern in _SOURCES[:2] if pattern.search(plain))
            found.update(["data-uri"] if plain != sentence else [])
    return tuple(name for name, _ in _SOURCES if name in found)


def _sources(_: re.Match[str], field: DocumentedField) -> Parts:
    if field.sources:
        yield "x-image/sources", list(field.sources)


def _other_sources(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say the sources where the sentence does not say both in one breath."""
    if not re.search(_EITHER, match.string, re.IGNORECASE):
        yield from _sources(match, field)


def _bytes(match: re.Match[str], _: DocumentedField) -> Parts:
    exclusive = bool(re.match(r"less|smaller|under|below|小于", match.group(), re.IGNORECASE))
    yield "x-image/bytes", byte_limit(number(match.group(1)), match.group(2), exclusive=exclusive)


def _formats(match: re.Match[str], _: DocumentedField) -> Parts:
    if not _NO_PICTURE.search(match.group()):
        yield "x-image/formats", picture_formats(match.group())


def _transparency(match: re.Match[str], field: DocumentedField) -> Parts:
    named = match.group(1)
    others = [name for name in field.files if name != field.name]
    part = named if named in others else others[0] if len(others) == 1 else None
    if part:
        yield "x-image/transparency", {"unless": part}


def _same_size(match: re.Match[str], field: DocumentedField) -> Parts:
    if match.group(1) in field.files:
        yield "x-image/same_size_as", match.group(1)


def _is_text_picture(field: DocumentedField) -> bool:
    return field.is_picture and "file" not in field.types


PICTURES: tuple[Wording, ...] = (
    wording(rf"(?:less than|smaller than|under|below|小于)\s*{N}\s*([KMG]i?B)", is_picture, _bytes),
    wording(
        rf"(?:max(?:imum)?(?: (?:file )?size)?{IS}|{MOST}|(?:must|can) ?not exceed|(?:file )?size limit{IS}|limited to|不超过|最大)"
        rf"\s*(?:of\s+)?{N}\s*([KMG]i?B)",
        is_picture,
        _bytes,
    ),
    wording(rf"\b{N}\s*([KMG]i?B)\s*(?:max(?:imum)?|or (?:less|smaller)|以内)", is_picture, _bytes),
    wording(rf"formats?\s*[:\uff1a]\s*(?:{FORMAT_WORD})\b[^\n]*", is_picture, _formats),
    wording(
        rf"(?:valid|must be|\ban?)\s+{_LIST}(?:\s+(?:files?|{_PICTURE}))?\b", is_picture, _formats
    ),
    wording(
        rf"(?:supports?|accepts?|in|as)\s+{_LIST}\b|\b{_LIST} (?:only|files?|{_PICTURE}|formats?)\b",
        is_picture,
        _formats,
    ),
    wording(rf"^\s*{_LIST}(?=\s{{0,3}}(?:[,.;]|$))", is_picture, _formats),
    wording(rf"\b{_LIST} (?:are|is) (?:supported|accepted|allowed)", is_picture, _formats),
    wording(rf"(?:支持|有效的|必须是|格式为)\s*{_LIST}\s*(?:文件|格式)?", is_picture, _formats),
    wording(r"\bsquare\b|方形", is_picture, constant("x-image/square", value=True)),
    wording(
        r"\bif (?:the )?(\w+) is not provided, (?:the )?(?:\w+) must have transparency",
        is_picture,
        _transparency,
    ),
    wording(r"如果未提供(\S{1,40}?)[,\uff0c]\s*图像必须具有透明度", is_picture, _transparency),
    wording(r"same (?:dimensions|size) as (?:the )?(?:original )?(\w+)", is_picture, _same_size),
    wording(r"尺寸与(?:原始)?\s*(\w{1,40}?)\s*相同", is_picture, _same_size),
    wording(_EITHER, _is_text_picture, _sources, is_limit=False),
    wording(
        rf"{_ADDRESS.pattern}|{_DATA.pattern}", _is_text_picture, _other_sources, is_limit=False
    ),
)
