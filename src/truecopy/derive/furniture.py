"""What a web page has around its text: buttons, navigation, tabs of languages."""

import re

_WORDS = frozenset(
    """
content type|content-type|copy|copied|copied!|copy page|copy code|copy link|copy as markdown|copy to clipboard|ask ai|ask assistant|ask a question
try it|try it out|try now|run|send request|edit this page|edit on github|suggest edits|raise issue|report an issue|search|search...
search docs|⌘k|⌘ k|ctrl k|ctrl+k|on this page|in this article|table of contents|contents|was this page helpful?|yes|no|previous
next|back to top|skip to main content|skip to content|expand all|collapse all|show all|show more|show less|see more|view as markdown
toggle theme|toggle sidebar|toggle navigation|light|dark|system|navigation|menu|home|docs|documentation|api reference|guides
sign in|log in|login|sign up|get started|github|discord|linkedin|twitter|cookie settings|privacy policy|terms of service|terms
open in playground|download openapi specification|responses are generated using ai and may contain mistakes.|assistant|feedback
复制|复制代码|复制页面|上一页|下一页|搜索|目录|本页目录|此页面对您有帮助吗？|是|否
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
# Folded attributes, and footers.
_PATTERN = re.compile(
    r"(?:show|hide|expand|collapse)(?: \S{1,60})?(?: child)? (?:attributes|properties|parameters|details)"
    r"|\+? ?show \d{1,4} (?:more|properties)|powered by \S.{0,40}|(?:©|\(c\)) ?\d{0,4}.{0,80}"
    r"|last (?:updated|modified)(?: on)?:?.{0,40}|\d{1,3} min read|chevron.?(?:right|down)",
    re.IGNORECASE,
)
# A control that opens nested fields: `Show child attributes`, `Hide message child attributes`.
_CHILDREN = re.compile(
    r"(?:(?:show|hide|expand|collapse)(?: (?!all\b|more\b)\S{1,60})? (?:child )?|child )(?:attributes|properties|parameters|fields)",
    re.IGNORECASE,
)
# Tabs over samples. What follows one of the first kind is read as usual, of the second kind passed over.
_READ = frozenset(
    (
        "curl",
        "shell",
        "bash",
        "sh",
        "json",
        "terminal",
        "cmd",
        "command line",
        "console",
        "text",
        "plaintext",
    )
)
# A tab over a sample of code: `Python`, `Node.js`, `Go (SDK)`.
_LANGUAGE = re.compile(
    r"(?:python|javascript|typescript|node(?:\.?js)?|go(?:lang)?|java|php|ruby|c#|csharp|\.net|rust|swift|kotlin|dart|"
    r"scala|elixir|perl|powershell|http|js|ts|py|openai sdk|sdk|axios|fetch|requests|okhttp|httpx)"
    r"(?: ?\d)?(?: ?\(?(?:sdk|requests|fetch|axios|httpx|client|okhttp|native|openai|aiohttp)\)?){0,2}",
    re.IGNORECASE,
)
# In characters: what a control or a tab says is shorter; what is longer is prose.
_LONGEST = 90
# What an entry of a list begins with.
_BULLET = re.compile(r"\s*(?:[•*+◦▪▸●○■□‣⁃·–-]|\d{1,3}[.)])\s+")

# A line under a heading, or between two parts.
_RULE = re.compile(r"\s{0,8}([-=_*])(?:\s?\1){2,200}\s{0,40}")


def is_rule(text: str) -> bool:
    """Whether a line is nothing but a line: `-----`."""
    return bool(_RULE.fullmatch(text))


def is_furniture(text: str) -> bool:
    """Whether a line says nothing of the API: a button, a link of the navigation, a footer."""
    bare = text.strip()
    if len(bare) > _LONGEST:
        return False
    plain = bare.lower()
    return plain in _WORDS or plain in _READ or is_rule(bare) or bool(_PATTERN.fullmatch(bare))


def opens_children(text: str) -> bool:
    """Whether a line is the button over the members of the object described before it."""
    return len(text) <= _LONGEST and bool(_CHILDREN.fullmatch(text.strip()))


def is_language(text: str) -> bool:
    """Whether a line is the tab of a sample in a language other than curl."""
    bare = text.strip()
    return len(bare) <= _LONGEST and bool(_LANGUAGE.fullmatch(bare))


def is_bullet(text: str) -> bool:
    """Whether a line is an entry of a bulleted or numbered list."""
    return bool(_BULLET.match(text))
