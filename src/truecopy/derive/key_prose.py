"""How sentences say where a key goes that is no bearer token: a header, a query parameter, a name and a password."""

import re

# What such a sentence speaks of.
_KEY = r"(?:api[ -]?(?:key|token)|access[ -]?(?:key|token)|secret key|subscription key|key|token|credentials?)"
_SPEAKS = re.compile(rf"\b{_KEY}s?\b|\bauthenticat|\bauthori[sz](?:e|ed|ation)\b", re.IGNORECASE)
# What makes it one about something else, or one that says where the key does not go.
_OTHER = re.compile(
    r"\b(?:webhooks?|callbacks?|signatures?|signed|returned|returns|responses?|answers?|instead of|not|never|no longer|deprecated|bearer|"
    r"alternatively|also|next|page|cursor|rate)\b|n't\b",
    re.IGNORECASE,
)
# What pages put around names.
_MARK = r"[`\"'“”*]{0,3}"
# "the `X-API-Key` header", "`X-API-Key: <key>` header", "a header named X-API-Key".
_HEADER_NAME = r"([A-Za-z][A-Za-z0-9]{0,40}(?:-[A-Za-z0-9]{1,40}){1,6})"
_HEADER = re.compile(
    rf"{_MARK}\b{_HEADER_NAME}(?::[^\n`\"'*]{{0,60}})?{_MARK} (?:request |http |custom )?headers?\b"
    rf"|\bheaders? (?:named |called |field )?{_MARK}{_HEADER_NAME}\b",
    re.IGNORECASE,
)
# "the `api_key` query parameter", "a query parameter called `key`".
_QUERY = re.compile(
    rf"{_MARK}\b(?!(?:the|an?|this|your|as|in|via)\b)([A-Za-z][\w-]{{0,60}}){_MARK} (?:query|url)(?: string)? (?:parameter|param|argument)\b"
    rf"|\b(?:query|url)(?: string)? (?:parameter|param|argument) (?:named |called )?{_MARK}([A-Za-z][\w-]{{0,60}})\b",
    re.IGNORECASE,
)
# A name and a password (RFC 7617).
_BASIC = re.compile(
    r"\bhttp basic\b|\bbasic (?:http |access )?auth(?:entication|orization)?\b", re.IGNORECASE
)
# Names of headers and parameters that carry a key.
_KEY_NAME = re.compile(
    r"(?:^|[-_])(?:api[-_]?key|key|token|secret|auth|apikey|subscription-key)$", re.IGNORECASE
)
# "your key in the X-Mint header": what is said to carry it, whatever it is called.
_CARRIES = re.compile(
    rf"\b{_KEY}s? (?:must |should |has to )?(?:be |is )?(?:sent |passed |given |provided |included )?(?:in|as|via|through|using|with) (?:the|an?|your) ?$",
    re.IGNORECASE,
)


def key_header(name: str) -> bool:
    """Whether a header or a parameter carries a key, by its name: `x-api-key`."""
    return bool(_KEY_NAME.search(name)) and "idempotency" not in name.lower()


def key_place(sentence: str) -> str | None:
    """Return where a sentence says that the key goes, as a claim has it: `header x-api-key`, `query key`, `basic`."""
    if not _SPEAKS.search(sentence) or _OTHER.search(sentence):
        return None
    if _BASIC.search(sentence):
        return "basic"
    for place, pattern in (("header", _HEADER), ("query", _QUERY)):
        match = pattern.search(sentence)
        if match is None:
            continue
        name = next(filter(None, match.groups())).lower()
        if key_header(name) or _CARRIES.search(sentence, 0, match.start()):
            return f"{place} {name}"
    return None
