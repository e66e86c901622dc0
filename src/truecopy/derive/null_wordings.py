"""How pages say that a value may be null, beside the label of its type."""

import re

from truecopy.derive.document import Span
from truecopy.derive.sentence_scope import split_sentences

_NULL = r"[`\"']?null\b[`\"']?"
# "can be null", "nullable", "null until it is done", "set it to null to turn it off"; null as the last of the choices.
_NULLABLE = re.compile(
    rf"\b(?:can|may|might|could) (?:also )?be (?:set to )?{_NULL}|\bnullable\b|(?:\bor|\||,|/)\s{{0,3}}{_NULL}(?=\s{{0,3}}(?:$|[.,;|)\]]|to\b|if\b|when\b|for\b))"
    rf"|\bor {_NULL}|{_NULL} (?:if|when|for|until|unless|means|is (?:allowed|accepted|valid|permitted)|turns|disables|stands)\b"
    rf"|\b(?:set|pass|send|use|give|leave|defaults?)(?: (?:it|this|the (?:field|value|parameter)))? ?(?:to|as|at)? {_NULL}(?=\s(?:to|for|if|when|means)\b)"
    r"|可为空|可以为空|可以为 ?null|可为 ?null|或 ?null",
    re.IGNORECASE,
)
# That a sentence forbids what it names.
_FORBIDS = re.compile(
    r"\b(?:not|cannot|never|neither|nor|no longer|refus\w+|reject\w*|invalid|forb[ai]d\w*|disallow\w*|error)\b|n['\u2019]t\b|不能|不可|不得|不允许",
    re.IGNORECASE,
)


def null_place(text: str) -> Span | None:
    """Return where a text says that a value may be null, None where it does not, or says that it may not."""
    for start, end in split_sentences(text):
        match = _NULLABLE.search(text, start, end)
        if match is not None and not _FORBIDS.search(text, start, end):
            return match.span()
    return None
