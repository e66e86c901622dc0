"""The names that secrets have in headers, addresses, JSON and forms."""

import re

KEY, COOKIE, ACCOUNT, SIGNATURE, PASSWORD = "key", "cookie", "account", "signature", "password"
KINDS = (KEY, COOKIE, ACCOUNT, SIGNATURE, PASSWORD)

# Words in front of a credential that say how it is meant.
_SCHEMES = re.compile(
    "basic|bearer|digest|negotiate|ntlm|hmac|token|apikey|key|hoba|mutual|vapid|dpop|"
    "scram-sha-256|aws4-hmac-sha256|aws|oauth"
)
# Words that stand in a secret's place, and elsewhere mean nothing of that kind.
_WORDS = re.compile(
    "password|undefined|disabled|anonymous|redacted|required|optional|unlimited|signature|"
    "credentials?|authorization"
)

# All names are in lower case, without `-` and `_`.
_MEMBERS = {
    KEY: re.compile(
        # These say it at the end of a longer name too, such as `openai_api_key`.
        ".*(?:apikey|accesskey|secretkey|privatekey|clientsecret|accesstoken|refreshtoken|"
        "sessiontoken|authtoken)|"
        "accesskeyid|secret|token|idtoken|securitytoken|authorization|credentials?"
    ),
    PASSWORD: re.compile("password|passwd"),
    SIGNATURE: re.compile("signature"),
}
_ACCOUNT_MEMBER = re.compile("(?:account|user|org|organization|tenant|customer)id")
_PARAMETERS = {
    KEY: re.compile(
        "key|awsaccesskeyid|googleaccessid|ossaccesskeyid|keypairid|"
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
    KEY: re.compile("proxyauthorization|x(?:amz|goog|oss|tos|cos)(?:credential|securitytoken)"),
}
_HEADER_ENDING = re.compile("-(?:key|token|secret|(signature))$")
# They name a request or an entry of a cache, and open nothing.
_HARMLESS_HEADERS = re.compile("(?:x-)?idempotency-key|surrogate-key|(?:x-)?cache-key")


def kind_of_header(name: str) -> str:
    """Return the kind of secret that a header holds; empty for none."""
    lower = name.lower()
    if _HARMLESS_HEADERS.fullmatch(lower):
        return ""
    kind = _kind(name, _HEADERS) or _kind(name, _MEMBERS)
    ending = _HEADER_ENDING.search(lower)
    if kind or ending is None:
        return kind
    return SIGNATURE if ending.group(1) else KEY


def kind_of_parameter(name: str) -> str:
    """Return the kind of secret that a parameter of an address holds; empty for none."""
    # An address in HTML has `&amp;` between its parameters.
    plain = name.removeprefix("amp;")
    return _kind(plain, _PARAMETERS) or _kind(plain, _MEMBERS)


def kind_of_member(name: str) -> str:
    """Return the kind of secret that a member of JSON or a field of a form holds; empty for none.

    Args:
        name: Of a field, `outer[name]` counts as `name`.
    """
    plain = name.rstrip("[]").rpartition("[")[2]
    return ACCOUNT if _ACCOUNT_MEMBER.fullmatch(_plain(plain)) else _kind(plain, _MEMBERS)


def is_scheme(word: str) -> bool:
    """Whether a word says how a credential is meant, and is none."""
    return _SCHEMES.fullmatch(word.lower()) is not None


def is_word(value: str) -> bool:
    """Whether a value is a word that stands anywhere, secret or not."""
    return is_scheme(value) or _WORDS.fullmatch(value.lower()) is not None


def _kind(name: str, table: dict[str, re.Pattern[str]]) -> str:
    plain = _plain(name)
    return next((kind for kind, pattern in table.items() if pattern.fullmatch(plain)), "")


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
