"""How pages say that a field is required, that it may be left out, or that it is deprecated."""

import re

from truecopy.derive.document import Document, Line, Span
from truecopy.derive.elements import Block

# What stands behind the name of a field in the title of its list.
_REQUIRED = re.compile(
    r"[(（](?:[^()（）]{0,60}[,;，；]\s*)?(?:required|必填)(?:\s*[,;，；][^()（）]{0,60})?[)）]",
    re.IGNORECASE,
)
_IS_REQUIRED = frozenset({"required", "必填", "必须", "必需"})
_IS_OPTIONAL = frozenset({"optional", "可选", "选填", "非必填"})
# A description that begins with the mark: "Required. The ...", "(required)".
_REQUIRED_PROSE = re.compile(
    r"[\s*_`(\[]{0,4}(?:required|必填)(?=[*_)\]`]{0,3}(?:[.:,;\uff0c。]|\s*\Z|[)\]]))",
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


def is_required(block: Block, document: Document) -> bool:
    """Whether a field is marked as required."""
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
