"""How pages word the choices of a text, a number or a switch, in English and in Chinese."""

import re

from truecopy.derive.documented_fields import TOKEN, DocumentedField, choice, number
from truecopy.derive.wording import COLON, N, Parts, Wording, is_number, is_text, wording
from truecopy.derive.wordlist import words
from truecopy.errors import DeriveError

# A value without quotes: a word, or a ratio.
_CODE = rf"(?:\d{{1,5}}:\d{{1,5}}|{TOKEN})"
_VALUE = (
    rf"(?:[\"“`']{{1,2}}[\w.*+/: -]{{1,60}}[\"”`']{{1,2}}|{_CODE})(?:\s?\(default(?: value)?\))?"
)
_COMMA = r"\s{0,3}[,、\uff0c|]\s{0,3}"
_LAST = r"(?:\s{0,3}[,、\uff0c])?\s{0,3}(?:\b(?:or|and)\b|或|和)\s{0,3}"
_LIST = rf"(?:either\s+)?({_VALUE}(?:{_COMMA}{_VALUE})*(?:{_LAST}|{_COMMA}){_VALUE})"
_NUMBERS = r"(-?[\d.]+(?:\s*[,\n]\s*-?[\d.]+)*)"
_LABEL = (
    r"(?:available options|(?:allowed|possible|valid|supported|accepted|available|permitted|enum) (?:values?|options?|choices?)"
    r"|one of|must be|can be|either|options|choices|enum|(?:allowed|accepted) are|value is|(?:values|options|choices) are)"
)
# Words behind "must be" and "can be" that say how a value is, and are no values themselves.
_QUALITIES = frozenset(
    words(
        "empty null positive negative unique valid lowercase uppercase present absent omitted set unset true false string strings array "
        "object number integer numeric alphanumeric url uri urls base64 data uuid id json file files public absolute relative finite "
        "enabled disabled required optional small large short long new old used provided missing blank changed combined"
    )
)
# What ends a list that names some of the values only.
_OPEN_ENDS = frozenset(words("etc etc. any other others more another anything custom... ..."))
# Behind a last value: the list goes on with something that is none, "or another text".
_GOES_ON = re.compile(
    r"\s+(?:other|another|custom|string|text|value|name|id|an?|the|your|some|any|its)\b"
)
_LINES = rf"((?:\s*(?:[•*+◦-]\s+)?[\"'`]?{TOKEN}[\"'`]?[ \t]*+,?[ \t]*+(?:\n|$))+)"
# What stands before qualities, which are no values: "must be unique or empty".
_SAYS_HOW = re.compile(r"must be|can be|either|value is|必须是|可以是", re.IGNORECASE)
# A label over a list of values: "Available: ...", "Supported: ...".
_OPTIONS = re.compile(
    r"\s*(?:available|allowed|possible|valid|supported|accepted)\b", re.IGNORECASE
)
# One of the values that is marked as the default: `low (default)`.
_DEFAULT_MARK = re.compile(
    r"[\"“`']?([\w.*+/:-]{1,60}?)[\"”`']?\s?\(default(?: value)?\)", re.IGNORECASE
)
# What parts the values of a list, the mark of the default among them, and a size or a ratio.
_PARTS = re.compile(r"[,、\uff0c|\n]|\bor\b|\band\b|[或和]")
_DEFAULT_WORD = re.compile(r"\s?\(default(?: value)?\)", re.IGNORECASE)
_SIZE_VALUE = re.compile(r"\b\d{2,5}\s?[x×*]\s?\d{2,5}\b|\b\d{1,3}:\d{1,3}\b")
# A label that asks for one of what follows, and the word between the last two: `Which press: old or new`.
_ASKS = re.compile(r"(?:which|how|what|whether)\b")
# What a label may ask of the thing that a text leads to, and not of the text: `Allowed file types: csv or json`.
_OF_CONTENT = re.compile(
    r"\b(?:format|type|extension|codec|container|protocol|encoding|language)s?\b", re.IGNORECASE
)
# Names of forms of files, which a text has as its value only where its field is about one.
_FILE_FORMATS = frozenset(
    words(
        "mp3 mp4 m4a wav webm ogg oga flac aac aiff mov avi mkv pdf doc docx odt rtf epub txt csv tsv xls xlsx parquet json jsonl xml yaml "
        "html md srt vtt zip tar gz glb gltf obj fbx stl jpg jpeg png bmp tiff tif webp gif svg heic avif"
    )
)
# Names of the fields that are about one, and what parts two of those names in a sentence.
_FORMAT_NAME = re.compile(
    r"format|type|kind|ext|codec|container|encoding|mime|output|response|mode|as$", re.IGNORECASE
)
_ALTERNATIVE = re.compile(r"\bor\b|或", re.IGNORECASE)
# Words of a field's name and of a label, to see whether the label is about the field.
_WORD = re.compile(r"[a-z]{3,}")


def _choices(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say the choices that a list names."""
    yield from _listed(match.group(), match.group(1), field, match.string[match.end() :])


def _listed(whole: str, text: str, field: DocumentedField, behind: str = "") -> Parts:
    """Say the choices of a list; a number with a separator of thousands is no list.

    Args:
        whole: The list with what introduces it.
        behind: What follows it; where the sentence goes on with a word, the list may be of anything.
    """
    if re.fullmatch(N, text.strip()) or _GOES_ON.match(behind):
        return
    marked = _DEFAULT_MARK.search(text)
    plain = re.sub(r"\s?\(default(?: value)?\)", "", text, flags=re.IGNORECASE)
    words = re.split(r"[,、\uff0c|\n]|\bor\b|\band\b|[或和]", plain.strip(" .。"))
    values = [
        re.sub(r"^[•*+◦-]\s+", "", word.strip()).strip("`\"“”'")
        for word in words
        if word.strip() and not _is_null(word)
    ]
    named = [value.lower() for value in values]
    # Before others `more` is a value: "default, more or less".
    if _OPEN_ENDS & {*named[-1:], *(value for value in named if value != "more")}:
        return
    is_in_marks = sum(text.count(mark) for mark in "\"“`'") >= len(values)
    is_quality = any(value.lower() in _QUALITIES for value in values)
    if is_quality and not is_in_marks and _SAYS_HOW.match(whole):
        return
    if _are_of_content(values, field):
        return
    is_single = len(values) == 1 and _is_list_of_options(whole)
    if not (len(values) > 1 or is_single) or not all(_is_choice(value) for value in values):
        return
    try:
        yield "enum", list(dict.fromkeys(choice(each, field) for each in values))
    except (ValueError, DeriveError):
        return
    if marked and not field.has_numbers:
        yield "default", marked.group(1)


def _is_null(word: str) -> bool:
    """Whether one of some choices is null, in marks of code perhaps: whether a value may be null is told elsewhere."""
    return word.strip().strip("`\"“”'").lower() == "null"


def _are_of_content(values: list[str], field: DocumentedField) -> bool:
    """Whether values are the formats that a file may have to which a text leads, or that it carries."""
    are_formats = all(value.lower().lstrip(".") in _FILE_FORMATS for value in values)
    return are_formats and not (field.is_enum or _FORMAT_NAME.search(field.name))


def _quoted_choices(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say the choices that stand in quotes, with blanks between."""
    quoted = re.findall(r"\"([^\"\n]+)\"", next(filter(None, match.groups())))
    try:
        yield "enum", list(dict.fromkeys(choice(each, field) for each in quoted))
    except (ValueError, DeriveError):
        return


def _numbers(match: re.Match[str], _: DocumentedField) -> Parts:
    """Say the choices of a number, with blanks between."""
    yield "enum", list(dict.fromkeys(number(each) for each in match.group(1).split()))


def _is_list_of_options(whole: str) -> bool:
    """Whether a list is introduced as one, so that it may have one element."""
    return bool(_OPTIONS.match(whole))


def _is_choice(value: str) -> bool:
    return bool(re.fullmatch(_CODE, value)) or (
        0 < len(value) <= 60 and " " in value and value.isascii()
    )


def _bare_choices(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say the choices of a list that is the whole sentence, if its values are marked or sizes: any words may be listed."""
    text = match.group(1)
    marked = sum(text.count(mark) for mark in "\"“`'") // 2
    words = _PARTS.split(_DEFAULT_WORD.sub("", text))
    values = [each for each in words if each.strip() and not _is_null(each)]
    marked -= sum(_is_null(each) and each.strip() != "null" for each in words)
    sizes = sum(bool(_SIZE_VALUE.search(each)) for each in values)
    is_default = bool(_DEFAULT_WORD.search(text))
    if field.is_enum or marked >= len(values) or sizes == len(values) or (is_default and sizes):
        yield from _listed(match.group(), text, field)


def _labelled_choices(match: re.Match[str], field: DocumentedField) -> Parts:
    """Say the choices behind a colon, if what stands before it is about this field: `The size: small or large`."""
    label, name = match.group(1).lower(), field.name.lower()
    stems = {_stem(word) for word in _WORD.findall(name.replace("_", " "))}
    is_named = any(_stem(word) in stems for word in _WORD.findall(label))
    of_content = _OF_CONTENT.findall(label)
    if of_content and not any(each.rstrip("s")[:5] in stems for each in of_content):
        return
    is_asked = bool(_ASKS.match(label) and _ALTERNATIVE.search(match.group(3)))
    if (is_named or is_asked) and not field.is_address:
        yield from _listed(match.group(), match.group(3), field)


def _stem(word: str) -> str:
    """Return what two words for the same thing share: `types` and `type`, `status` and `state`."""
    return "state" if word == "status" else word.rstrip("s")[:5]


def _has_choices(field: DocumentedField) -> bool:
    return field.is_text or field.is_enum


CHOICES: tuple[Wording, ...] = (
    wording(rf"{_LABEL}{COLON}{_LIST}", _has_choices, _choices),
    wording(
        r"^\s*(?:items )?enum\s*[:\uff1a]\s*(\"[^\"\n]{1,60}\"(?:\s{1,3}\"[^\"\n]{1,60}\"){0,99})\s*$|\benum\s*[:\uff1a]\s*(\"[^\"\n]{1,60}\"(?:\s{1,3}\"[^\"\n]{1,60}\"){1,99})",
        _has_choices,
        _quoted_choices,
    ),
    wording(
        r"^\s*(?:items )?enum\s*[:\uff1a]\s*(-?\d+(?:\.\d+)?(?:\s{1,3}-?\d+(?:\.\d+)?){0,99})\s*$",
        is_number,
        _numbers,
    ),
    wording(
        r"^\s*(?:const(?:ant)?|value|fixed value)\s*[:\uff1a]\s*(\"[^\"\n]{1,60}\")\s*$",
        _has_choices,
        _quoted_choices,
    ),
    wording(
        rf"(?:(?:available|allowed|possible|valid|supported|accepted) (?:options|values)|^\s*allowed|可用选项|可选项|可选值|枚举值)\s*[:\uff1a]{_LINES}",
        _has_choices,
        _choices,
    ),
    wording(
        rf"(?:available|allowed|possible|valid|accepted) (?:options|values)\s*[:\uff1a]\s*{_NUMBERS}",
        is_number,
        _choices,
    ),
    wording(
        rf"(?:one of|must be|either){COLON}(-?\d[\d.]*(?:\s*,\s*-?\d[\d.]*)*\s*,?\s*or\s*-?\d+(?:\.\d+)?)(?!\s?[%^*/k])",
        is_number,
        _choices,
    ),
    wording(
        rf"one of{COLON}(-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?)+)(?=\s*(?:$|[.;)]))",
        is_number,
        _choices,
    ),
    wording(
        r"(?:possible|allowed|accepted|valid|available) (?:values|options)\s*[:\uff1a]\s*\[([^\[\]\n]{1,400})\]",
        _has_choices,
        _choices,
    ),
    wording(
        rf"(?<!\w)((?:[\w'()/,-]{{1,40}}[ \t]{{1,3}}){{0,12}}[\w'()/-]{{1,40}})([:\uff1a]\s*{_LIST}\s*(?:[.。]\s*)?)$",
        is_text,
        _labelled_choices,
        group=2,
    ),
    wording(
        rf"(?:必须是|可选值(?:为|是)?|可选项|取值(?:为|是)?|枚举值?|支持的值|可以是)[:\uff1a]?\s*{_LIST}\s*(?:之一)?",
        is_text,
        _choices,
    ),
    wording(rf"^\s*{_LIST}\s*[.。]?\s*$", is_text, _bare_choices),
)
