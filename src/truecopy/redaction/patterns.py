"""Secret patterns: texts that are secret by their look alone, wherever they stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_GROUP = "secret"
_WORD = "[A-Za-z0-9]"
_NAME = "[A-Za-z0-9_-]"

# What it is -> how it looks. Each begins with a letter or a set of them, which keeps the search fast.
_WITH_PREFIX = {
    f"sk-{_NAME}{{16,}}+": "a key with the prefix sk-",
    f"[sr]k_(?:live|test|prod)_{_WORD}{{10,}}+": "a key of Stripe",
    "whsec_[A-Za-z0-9+/=]{16,}+": "a key with the prefix whsec_",
    "A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])": "the id of an AWS access key",
    f"LTAI{_WORD}{{12,30}}+(?!{_WORD})": "the id of an Alibaba access key",
    f"AKID{_WORD}{{13,40}}+(?!{_WORD})": "the id of a Tencent key",
    f"gh[pousr]_{_WORD}{{20,}}+": "a token of GitHub",
    "github_pat_[A-Za-z0-9_]{20,}+": "a token of GitHub",
    f"gl(?:pat|dt|rt|ptt|cbt|soat|oas)-{_NAME}{{16,}}+": "a token of GitLab",
    "xox[abeoprs]-[A-Za-z0-9-]{10,}+": "a token of Slack",
    "xapp-[A-Za-z0-9-]{10,}+": "a token of Slack",
    f"AIza{_NAME}{{35}}(?!{_NAME})": "a key of Google",
    f"ya29[.]{_NAME}{{20,}}+": "a token of Google",
    f"1//0{_NAME}{{20,}}+": "a token of Google",
    f"GOCSPX-{_NAME}{{20,}}+": "a secret of Google",
    f"SG[.]{_NAME}{{10,}}+[.]{_NAME}{{16,}}+": "a key of SendGrid",
    f"hf_{_WORD}{{20,}}+": "a token of Hugging Face",
    f"npm_{_WORD}{{30,}}+": "a token of npm",
    f"pypi-{_NAME}{{30,}}+": "a token of PyPI",
    "do[oprt]_v1_[a-f0-9]{40,}+": "a token of DigitalOcean",
    "shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}": "a token of Shopify",
    f"sq0[a-z]{{3}}-{_NAME}{{20,}}+": "a token of Square",
    "key-[0-9a-f]{32}(?![A-Za-z0-9])": "a key of Mailgun",
    "SK[0-9a-f]{32}(?![A-Za-z0-9])": "a key of Twilio",
    "dapi[a-f0-9]{32}": "a token of Databricks",
    f"hv[bsr][.]{_NAME}{{20,}}+": "a token of HashiCorp Vault",
    f"gsk_{_NAME}{{20,}}+": "a key of Groq",
    f"xai-{_NAME}{{20,}}+": "a key of xAI",
    f"pplx-{_NAME}{{20,}}+": "a key of Perplexity",
    f"nvapi-{_NAME}{{20,}}+": "a key of NVIDIA",
    f"r8_{_NAME}{{20,}}+": "a token of Replicate",
    f"gl(?:sa|c)_{_NAME}{{20,}}+": "a token of Grafana",
    f"lin_api_{_NAME}{{20,}}+": "a key of Linear",
    f"ntn_{_NAME}{{20,}}+": "a token of Notion",
    f"PMAK-{_NAME}{{20,}}+": "a key of Postman",
    f"figd_{_NAME}{{20,}}+": "a token of Figma",
    f"dckr_pat_{_NAME}{{20,}}+": "a token of Docker",
    "AGE-SECRET-KEY-1[0-9A-Z]{58}": "an age key",
    f"eyJ{_NAME}{{6,}}+[.]{_NAME}{{6,}}+[.]{_NAME}{{6,}}+": "a JWT",
}
# The group is the secret.
_BEHIND_WORDS = {
    "[Bb]earer[ \t]{1,8}([A-Za-z0-9._~+/=-]{20,}+)": "a bearer token",
    "hooks[.]slack[.]com/(?:services|workflows|triggers)/([A-Za-z0-9/_+-]{16,}+)": "a webhook of Slack",
    f"discord(?:app)?[.]com/api/webhooks/([0-9]{{10,24}}/{_NAME}{{20,}}+)": "a webhook of Discord",
    r"[Aa]ccount[Kk]ey=([^;&\s\"'<>\\]{4,}+)": "a key in a connection string",
    r"[Ss]hared[Aa]ccess(?:[Kk]ey|[Ss]ignature)=([^;&\s\"'<>\\]{4,}+)": "a key in a connection string",
    r"[Pp](?:assword|wd)=([^;&\s\"'<>\\]{4,}+)": "a password in a connection string",
    f"bot([0-9]{{8,10}}:AA{_NAME}{{33}})(?!{_NAME})": "a token of a Telegram bot",
}
# Blocks of PEM and of PGP, whole or cut off.
_BLOCK = re.compile(
    "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:[A-Za-z0-9+/=\s:,.()\\]|-(?!----)){16,}+(?:-----END [A-Z0-9 ]{0,40}-----)?+"
)
# An AWS secret key has no prefix; what has its length is looked at more closely.
_FORTY = re.compile("(?<![A-Za-z0-9+/=_.-])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_.-])")
_FORTY_PARTS = (re.compile("[+/]"), re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]"))
# In base64 any few letters stand somewhere by chance, but not with such a neighbour.
_PREFIXED = re.compile(f"(?<![A-Za-z0-9+/_-])(?:{'|'.join(_WITH_PREFIX)})")
_NAMED = re.compile(f"(?<![A-Za-z0-9])(?:{'|'.join(_BEHIND_WORDS)})")
# One of them stands in every text that one of those patterns matches.
_MARK = re.compile(
    "sk-|k_live_|k_test_|k_prod_|whsec_|A(?:KIA|SIA|BIA|CCA)|LTAI|AKID|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|ptt|cbt|soat|oas)-"
    "|xox|xapp-|AIza|ya29|1//0|GOCSPX-|SG[.]|hf_|npm_|pypi-|_v1_|shp(?:at|ca|pa|ss)_|sq0|key-|SK|dapi|hv[bsr][.]|gsk_|xai-"
    "|pplx-|nvapi-|r8_|gl(?:sa|c)_|lin_api_|ntn_|PMAK-|figd_|dckr_pat_|AGE-SECRET-KEY-1|eyJ|earer|hooks[.]slack|/webhooks/"
    "|ey=|ignature=|assword=|wd=|:AA"
)
_TOLD = [(re.compile(each), what) for each, what in (_WITH_PREFIX | _BEHIND_WORDS).items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """Where a text stands that looks like a secret.

    Attributes:
        pattern: The user's that matches; empty for a built-in one.
    """

    begin: int
    end: int
    pattern: str = ""


class SecretPatterns:
    """The built-in patterns, and those of the user."""

    def __init__(self, patterns: Iterable[re.Pattern[str]] = ()) -> None:
        """Take the user's patterns; the group `secret` of one is the secret, else all that it matches."""
        self.own = tuple(patterns)

    def are_in(self, text: str) -> bool:
        """Whether something in a text looks like a secret."""
        return next(self._found(text), None) is not None

    def shaped(self, text: str) -> list[Shaped]:
        """Return what looks like a secret, in the order of the places, without what overlaps."""
        kept: list[Shaped] = []
        for each in sorted(self._found(text), key=lambda each: (each.begin, -each.end)):
            if not kept or kept[-1].end <= each.begin:
                kept.append(each)
        return kept

    def _found(self, text: str) -> Iterator[Shaped]:
        is_marked = _MARK.search(text) is not None
        for built_in in (_PREFIXED, _NAMED, _BLOCK, _FORTY) if is_marked else (_BLOCK, _FORTY):
            for match in built_in.finditer(text):
                begin, end = match.span(match.lastindex or 0)
                if built_in is not _FORTY or all(each.search(match[0]) for each in _FORTY_PARTS):
                    yield Shaped(begin=begin, end=end)
        for pattern in self.own:
            group = _GROUP if _GROUP in pattern.groupindex else 0
            for match in pattern.finditer(text):
                if match.start(group) < match.end(group):
                    yield Shaped(
                        begin=match.start(group), end=match.end(group), pattern=pattern.pattern
                    )


def told(text: str, shaped: Shaped) -> str:
    """Return what it is that looks like a secret, for people."""
    if shaped.pattern:
        return f"a match of the pattern {shaped.pattern!r}"
    value = text[shaped.begin : shaped.end]
    for pattern, what in _TOLD:
        match = pattern.match(text, max(0, shaped.begin)) or pattern.search(
            text, max(0, shaped.begin - 60), shaped.end
        )
        if match is not None and match.span(match.lastindex or 0) == (shaped.begin, shaped.end):
            return what
    return "a private key" if value.startswith("-----BEGIN") else "an AWS secret key"
