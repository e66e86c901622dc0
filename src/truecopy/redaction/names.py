"""The names that secrets have in headers, addresses, JSON and forms."""

import re
from functools import lru_cache

KEY, COOKIE, ACCOUNT, SIGNATURE, PASSWORD = "key", "cookie", "account", "signature", "password"
KINDS = (KEY, COOKIE, ACCOUNT, SIGNATURE, PASSWORD)

# No name of a secret is longer; what is, is content.
_LONGEST = 100
# As many names as the members, headers and parameters of any API have.
_REMEMBERED = 4096

# Words in front of a credential that say how it is meant.
_SCHEMES = re.compile(
    "basic|bearer|digest|negotiate|ntlm|hmac|token|apikey|key|hoba|mutual|vapid|dpop|"
    "scram-sha-256|aws4-hmac-sha256|aws|oauth"
)

# All names are in lower case, without `-`, `_` and blanks.
_MEMBERS = {
    KEY: re.compile(
        # These say it at the end of a longer name too, such as `openai_api_key`.
        ".*(?:secret|(?:api|access|secret|private|signing|encryption|master|account|storage|subscription|"
        "function|shared|hmac|auth|app|client|session|service|license|deploy|ssh)key)s?|"
        # A token of a page opens nothing, nor does one of a text.
        "(?!.*(?:page|next|prev|previous|continuation|pagination|sync|cursor|start|stop|end|first|last|pad|bos|"
        "eos|unk|mask|sep|cls|special)token).*token|"
        ".*accesskeyid|secretid|session|sessionid|sid|[jp](?:hp)?sess(?:ion)?id|jwt|bearer|auth|authorization|"
        "connectionstring|connstr|credentials?|sas"
    ),
    PASSWORD: re.compile(
        ".*(?:password|passwd|passphrase|passcode|pwd)s?|(?:db|smtp|user|admin|root)?pass|t?otp"
    ),
    SIGNATURE: re.compile("(?:.*(?:hmac|request|webhook|access))?signature"),
    COOKIE: re.compile("(?:set)?cookies?"),
}
_ACCOUNT_MEMBER = re.compile("(?:account|user|org|organization|tenant|customer)id")
# `code` is OAuth's; in JSON it is that of an error.
_PARAMETERS = {
    KEY: re.compile(
        "key|code|ak|sk|awsaccesskeyid|googleaccessid|ossaccesskeyid|keypairid|"
        "x(?:amz|goog|oss|tos|cos)(?:credential|securitytoken)"
    ),
    SIGNATURE: re.compile("sig|sign|policy|x(?:amz|goog|oss|tos|cos)signature"),
}
_HEADERS = {
    COOKIE: re.compile("(?:set)?cookie"),
    ACCOUNT: re.compile(
        "openai(?:organization|project)|"
        ".*(?:account|user|org|organization|tenant|customer|project|workspace)id"
    ),
    SIGNATURE: re.compile("x(?:amz|goog|oss|tos|cos)signature"),
    KEY: re.compile(
        "proxyauthorization|authentication|x(?:amz|goog|oss|tos|cos)(?:credential|securitytoken)"
    ),
}
# Some name the length of their hash behind it.
_HEADER_ENDING = re.compile(".*-(?:key|token|secret|(sign(?:ature)?(?:-[0-9]{1,4})?))")
# They name a request or an entry of a cache, and open nothing.
_HARMLESS_HEADERS = frozenset(
    ["idempotency-key", "x-idempotency-key", "surrogate-key", "cache-key", "x-cache-key"]
)


@lru_cache(_REMEMBERED)
def kind_of_header(name: str) -> str:
    """Return the kind of secret that a header holds; empty for none."""
    lower = name.lower()
    if len(name) > _LONGEST or lower in _HARMLESS_HEADERS:
        return ""
    kind = (
        _kind(name, _HEADERS) or _kind(name, _MEMBERS) or _kind(lower.removeprefix("x-"), _MEMBERS)
    )
    ending = None if kind else _HEADER_ENDING.fullmatch(lower)
    if ending is None:
        return kind
    return SIGNATURE if ending.group(1) else KEY


@lru_cache(_REMEMBERED)
def kind_of_parameter(name: str) -> str:
    """Return the kind of secret that a parameter of an address holds; empty for none."""
    # An address in HTML has `&amp;` between its parameters.
    plain = name.removeprefix("amp;")
    return _kind(plain, _PARAMETERS) or _kind(plain, _MEMBERS)


@lru_cache(_REMEMBERED)
def kind_of_member(name: str) -> str:
    """Return the kind of secret that a member of JSON or a field of a form holds; empty for none.

    Args:
        name: Of a field, `outer[name]` counts as `name`.
    """
    if len(name) > _LONGEST:
        return ""
    plain = name.rstrip("[]").rpartition("[")[2]
    return ACCOUNT if _ACCOUNT_MEMBER.fullmatch(_plain(plain)) else _kind(plain, _MEMBERS)


def is_scheme(word: str) -> bool:
    """Whether a word says how a credential is meant, and is none."""
    return _SCHEMES.fullmatch(word.lower()) is not None


def _kind(name: str, table: dict[str, re.Pattern[str]]) -> str:
    plain = _plain(name[:_LONGEST])
    return next((kind for kind, pattern in table.items() if pattern.fullmatch(plain)), "")


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(" ", "").replace(".", "")
