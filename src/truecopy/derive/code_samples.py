"""Samples in programming languages: where they end. They never state the request."""

import re
from collections.abc import Sequence

from truecopy.derive.document import Line
from truecopy.derive.headings import section_of

# How a sample begins when no tab says so.
_OPENING = re.compile(
    r"(?:import\s+[\w{*\"'(]|from\s+\S+\s+import\b|(?:const|let|var)\s+[\w{\[]|package\s+\w+|using\s+\w+|#include|<\?php|"
    r"require(?:_once)?[\s(]|(?:async\s+)?(?:def|func|fn|function)\s+\w+\s*\(|(?:public|private)\s+(?:static|class)\b|"
    r"await\s+\w|fetch\(|console\.\w+\(|print\(|\$\w+\s*=|[\w.]+\s*:?=\s*[\w.]+\(|(?:GET|POST|PUT|PATCH|DELETE) \S+ HTTP/)"
)
# How its lines go on.
_GOING_ON = re.compile(
    r"(?:[\w.\[\]\"'$@&*>-]+\s*(?::=|\+=|=>|=)\s*\S|[\w.$>:!-]+\(|[)}\]]|@\w|//|/\*|\*/|#\s|#!|"
    r"(?:for|if|while|with|try|except|catch|else|elif|return|raise|throw|end|do|use|fmt|defer|new|case|print|puts|echo)\b.*[:{(;)\w\"]$|"
    r"[A-Z][\w-]*: \S)|.*(?:[{(\[;\\]|=>|\)\.|,)$"
)
# A text in code, in any of the three kinds of quotes: what it says is no code.
_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
# A fence of Markdown with its language, and the languages of examples that are read elsewhere.
_FENCE = re.compile(r"(?:```|~~~)\s*([\w+#.-]*)")
_READ_FENCES = frozenset(
    {"", "json", "jsonc", "bash", "sh", "shell", "curl", "console", "text", "http-response"}
)


def opens_sample(text: str) -> bool:
    """Whether a line is the first of a sample in a programming language."""
    return bool(_OPENING.match(text.strip()))


def opens_example(text: str) -> bool:
    """Whether a line is the first of an example in JSON, or the fence around one."""
    return text.lstrip().startswith(("{", "[", "```"))


def fence_language(text: str) -> str | None:
    """Return the language behind a fence of Markdown, empty for none, and None where the line is no fence."""
    match = _FENCE.fullmatch(text.strip())
    return match.group(1).lower() if match else None


def is_read_fence(language: str) -> bool:
    """Whether what stands inside a fence is a command, an example or text, and no program."""
    return language in _READ_FENCES


def end_of_sample(lines: Sequence[Line], first: int) -> int:
    """Return the index behind the last line of the sample that begins at index `first`.

    It goes on while a bracket is open, and while lines look like code; an example of an answer ends it, a known
    heading below a blank line too.
    """
    depth, at, end = 0, first, first
    while at < len(lines):
        text = lines[at].text.strip()
        if not text:
            at += 1
            continue
        is_example = depth == 0 and at > first and text[0] in "{["
        is_heading = at > end and section_of(text) is not None
        if (
            is_example
            or is_heading
            or not (depth > 0 or at == first or _GOING_ON.match(text) or opens_sample(text))
        ):
            break
        bare = _TEXT.sub("", text)
        depth = max(0, depth + sum(map(bare.count, "([{")) - sum(map(bare.count, ")]}")))
        at += 1
        end = at
    return end
