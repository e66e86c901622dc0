"""Texts that may be keys of vendors whose keys nobody knows: they are told, and left to the user."""

import re
from collections.abc import Iterator

# A prefix with letters and digits behind it.
_WIDE = re.compile(r"(?<![A-Za-z0-9+/_=-])((?:[A-Za-z]{2,10}[-_]){1,3})([A-Za-z0-9]{24,}+)")
# Fewer digits or letters are what ordinary words and numbers have; in longer texts there is something of every look.
_LEAST_OF_EACH, _LONGEST = 3, 200
# Words in front of an id that opens nothing.
_HARMLESS_WORDS = re.compile(
    "req|request|task|img|images?|resp|response|chatcmpl|cmpl|msg|message|file|run|trace|batch|evt|event|job|gen|"
    "redacted|truecopy|boundary|sha(?:1|256)|md5|call|video|audio|edits?|asst|thread|step|vs|ft|ftjob|rs|fc|ig|ws|"
    "item|conv|chat|embd|modr|upload|model|user|org|proj|project|in|ch|pi|cus|sub|prod|price|span|id|uuid",
    re.IGNORECASE,
)
# They name a request or an upload, in letters of any kind.
_HARMLESS_HEADERS = re.compile(
    "(?:.*(?:request-id|trace).*|etag|cf-ray|content-type|date|x-amz-cf-id|x-guploader-uploadid)"
)


def wide_prefixes(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield each text that could be a key, and its prefix; ids, as their name says, could not.

    Args:
        name: Of the header, member or field that it stands in; empty without one.
    """
    lower = name.lower()
    if len(text) > _LONGEST or lower.endswith(("id", "ids")) or _HARMLESS_HEADERS.fullmatch(lower):
        return
    for match in _WIDE.finditer(text):
        prefix, tail = match.groups()
        digits = sum(each.isdigit() for each in tail)
        has_both = digits >= _LEAST_OF_EACH and len(tail) - digits >= _LEAST_OF_EACH
        if has_both and _HARMLESS_WORDS.fullmatch(re.split("[-_]", prefix)[0]) is None:
            yield match[0], prefix


def may_be_in(text: str) -> bool:
    """Whether a text has something of that look."""
    return _WIDE.search(text) is not None
