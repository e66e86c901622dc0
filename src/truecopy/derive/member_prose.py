"""What sentences about an object say of its members: that they follow, or their names."""

import re

# That what follows is inside: "has the following fields:", "contains these properties", "Its members:".
_LISTED = re.compile(
    r"\b(?:the following|these|its|following)(?: [\w-]{1,30}){0,2} (?:fields|members|properties|attributes|keys|parameters|sub-?fields|values)\b"
    r"|\b(?:fields|members|properties|attributes|keys|parameters)(?: are)?\s?:\s*$|\b(?:contains|consists of|has|with|includes)(?: the following)?\s?:\s*$"
    r"|(?:包含|包括)(?:以下|下列)|以下(?:字段|属性|参数)|下列(?:字段|属性|参数)",
    re.IGNORECASE,
)
# That a sentence speaks of what an object is made of, and that it speaks of what stands beside it.
_MADE_OF = re.compile(
    r"\b(?:contains?|containing|consist(?:s|ing)? of|has|have|having|includes?|including|comprises?|made of|holds?|fields?|members?|"
    r"keys?|properties|attributes|objects? (?:with|of)|each with)\b|(?:^|[.,;] ?)with\b|包含|包括|字段|属性",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:not|cannot|instead|overrid\w+|overrule\w*|combined|together|exclusive|replaces?|either|alternative|ignored?|beside|as well as|"
    r"when|if|unless|same|see)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
# A name in marks of code or in quotes.
_MARKED = re.compile(r"[`\"“*]([A-Za-z_$][\w$-]{0,60})[`\"”*]")


def introduces_members(text: str) -> bool:
    """Whether a text says that members follow: `Each part has the following fields:`."""
    return bool(_LISTED.search(text))


def named_members(text: str) -> frozenset[str]:
    """Return the members that a text about an object names: `The design, with `face` and `back``."""
    is_made_of = _MADE_OF.search(text) and not _BESIDE.search(text)
    return frozenset(_MARKED.findall(text)) if is_made_of else frozenset()
