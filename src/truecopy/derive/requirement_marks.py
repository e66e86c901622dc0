"""How pages say that a field is required, that it may be left out, or that it is deprecated."""

import re

from truecopy.derive.document import Document, Line, Span
from truecopy.derive.elements import Block
from truecopy.derive.wordlist import words

# What stands behind the name of a field in the title of its list.
_REQUIRED = re.compile(
    r"[(（](?:[^()（）]{0,60}[,;，；]\s*)?(?:required|必填)(?:\s*[,;，；][^()（）]{0,60})?[)）]",
    re.IGNORECASE,
)
_IS_REQUIRED = frozenset(
    words(
        "required mandatory 必填 必选 必须 必需 erforderlich pflicht pflichtfeld requis obligatoire requerido obligatorio obrigatório "
        "obbligatorio richiesto обязательный 必須 필수"
    )
)
_IS_OPTIONAL = frozenset(
    words("optional 可选 选填 非必填 否 optionnel facultatif opcional facoltativo 任意 선택")
)
# A description that begins with the mark: "Required. The ...", "(required)".
_REQUIRED_PROSE = re.compile(
    r"[\s*_`(\[]{0,4}(?:required|必填)(?=[*_)\]`]{0,3}(?:[.:,;\uff0c。]|\s*\Z|[)\]]))",
    re.IGNORECASE,
)
# That the field is required on a condition; `required for all requests` is none.
_CONDITION = re.compile(
    r"\b(?:required|mandatory|needed|obligatory)\b[*_`]{0,3}\s{0,3}[,(:;–—-]?\s{0,3}(?:only )?(?:if|when|whenever|unless|in case|except|depending|(?:for|with|in) "
    r"(?!all\b|every\b|each\b|any\b|the request|this request|authenti))"
    r"|\b(?:conditionally required|conditional)\b|(?:当|如果|仅)[^。\n]{1,40}(?:必填|必须(?:提供|填写|传))|必填\s{0,3}[（(]?(?:当|如果|仅)",
    re.IGNORECASE,
)
# A description that begins with the opposite mark, or says it of its field.
_OPTIONAL = re.compile(
    r"^\s*(?:[•*-]\s*)?\(?optional\b|\bthis (?:field|parameter) is optional\b|^\s*可选",
    re.IGNORECASE,
)
# How a field is called deprecated: as an attribute, behind its name, or by the words that its description begins with.
_IS_DEPRECATED = frozenset({"deprecated", "已弃用", "已废弃"})
_DEPRECATED_HEAD = re.compile(r"\bdeprecated\b|已[弃废]", re.IGNORECASE)
_DEPRECATED_PROSE = re.compile(
    r"\W{0,4}(?:(?:note|status)\s*:\s*)?(?:this (?:field|parameter|option) is )?deprecated\b|\W{0,4}(?:该\w{2} ?)?已[弃废]",
    re.IGNORECASE,
)


def conditions(block: Block, document: Document) -> list[Span]:
    """Return where the page says that the field is required on a condition, which a contract cannot say."""
    found = (_CONDITION.search(document.text, *place) for place in block.prose)
    return [*_labels(block), *(match.span() for match in found if match)]


def untold_conditions(block: Block, document: Document) -> list[Span]:
    """Return those of them that are no sentences of their own, or that stand against a mark."""
    found = conditions(block, document)
    return found if _is_marked(block, document) else found[: len(_labels(block))]


def _labels(block: Block) -> list[Span]:
    cells = [each for each in block.limits if _CONDITION.search(each.text)]
    cells += [block.condition] if block.condition else []
    return [(each.start, each.end) for each in cells]


def is_required(block: Block, document: Document) -> bool:
    """Whether a field is marked as required, and not on a condition alone."""
    return _is_marked(block, document) and not conditions(block, document)


def _is_marked(block: Block, document: Document) -> bool:
    return (
        block.is_required is not None
        or required_prose(block, document) is not None
        or bool(_REQUIRED.search(_head_line(block, document)))
        or any(says_required(line) for line in block.attributes)
    )


def is_optional(block: Block, document: Document) -> bool:
    """Whether a field is said to be one that may be left out."""
    return (
        block.is_optional is not None
        or any(_bare(line) in _IS_OPTIONAL for line in block.attributes)
        or any(_OPTIONAL.search(document.text[start:end][:200]) for start, end in block.prose[:1])
    )


def required_prose(block: Block, document: Document) -> Span | None:
    """Return where a description begins by saying that the field is required."""
    for start, end in block.prose[:1]:
        match = _REQUIRED_PROSE.match(document.text, start, end)
        return match.span() if match else None
    return None


def says_required(line: Line) -> bool:
    """Whether an attribute is the mark of a required field."""
    return _bare(line) in _IS_REQUIRED


def says_deprecated(line: Line) -> bool:
    """Whether an attribute is the mark of a deprecated field."""
    return _bare(line) in _IS_DEPRECATED


def is_deprecated_head(block: Block, document: Document) -> bool:
    """Whether the line with the name calls the field deprecated."""
    return bool(_DEPRECATED_HEAD.search(_head_line(block, document)))


def is_deprecated_prose(document: Document, piece: Span) -> bool:
    """Whether a description begins by calling the field deprecated."""
    return bool(_DEPRECATED_PROSE.match(document.text, *piece))


def _bare(line: Line) -> str:
    return line.text.strip().strip("*").lower()


def _head_line(block: Block, document: Document) -> str:
    return document.line_at(block.head.start).text if block.declared is None else ""
