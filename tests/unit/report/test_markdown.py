"""A check as Markdown: nothing that a target says breaks out of it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.unit.report.results import CONTRACT, OWNER, make_finding, make_result, report

from truecopy.model import Severity
from truecopy.report.check_text import printable

NASTY = [
    "plain",
    "a | b | c",
    "```\nrm -rf /\n```",
    "`code`",
    "<script>alert(1)</script>",
    "<!-- ",
    "</details>",
    "&lt;b&gt;",
    "[link](javascript:alert(1))",
    "![image](http://evil/x.png)",
    "**bold** _it_ ~~no~~",
    "\n\n# heading",
    "\n- item\n> quote",
    "\\",
    "\\`",
    "\r\nx",
]
TEXTS = st.text(max_size=40) | st.text("`|<>&\\*_[]()!#~\n\r ab1.-+=\"'", max_size=30)
VARIOUS = settings(suppress_health_check=[HealthCheck.too_slow])


def rendered(text: str) -> list[Any]:
    """Return the blocks of a Markdown text, as GitHub reads it."""
    return MarkdownIt("gfm-like", {"linkify": False}).parse(text)


def outline(text: str) -> list[str]:
    """Return what kinds of blocks, and of marks within them, a Markdown text has."""
    found = []
    for token in rendered(text):
        found.append(token.type)
        found += [each.type for each in token.children or [] if each.type != "text"]
    return [each for each in found if each not in ("text_special", "softbreak")]


def shown(text: str) -> str:
    """Return the words that a reader of a Markdown text sees."""
    return "\n".join(
        "".join(child.content for child in token.children or []) for token in rendered(text)
    )


@pytest.mark.parametrize("said", NASTY, ids=repr)
@pytest.mark.parametrize("place", ["message", "sources", "claim", "expected", "where"])
def test_markdown_of_a_finding_is_not_broken_out_of(place: str, said: str) -> None:
    """Marks in what a target says are text: the page has the same parts as with a plain word."""
    plain = report(make_result(make_finding(**{place: "plain"})), "markdown")

    told = report(make_result(make_finding(**{place: said})), "markdown")

    assert outline(told) == outline(plain)


@pytest.mark.slow
@VARIOUS
@given(text=TEXTS)
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    """Whatever is said, the page keeps its parts, and its reader sees the words that were said."""
    plain = report(make_result(make_finding(message="plain")), "markdown")

    told = report(make_result(make_finding(message=f"x{text}x")), "markdown")

    assert outline(told) == outline(plain)
    assert printable(" ".join(f"x{text}x".split())) in shown(told)


def test_markdown_has_no_control_characters() -> None:
    """What would steer a terminal, or turn the direction of a text, is shown as a replacement."""
    told = report(make_result(make_finding(message="a\x1b[31mb\x00c\u202ed")), "markdown")

    assert "a\ufffd" in told
    assert not set(told) & set("\x00\x1b\u202e")


@pytest.mark.parametrize("said", NASTY, ids=repr)
def test_markdown_of_tasks_and_reasons_is_not_broken_out_of(said: str) -> None:
    """Ids of tasks and the reason of an early end come from a target too."""
    plain = report(make_result(tasks_left=("plain",), message="plain"), "markdown")

    told = report(make_result(tasks_left=(f"x{said}",), message=f"x{said}"), "markdown")

    assert outline(told) == outline(plain)


@VARIOUS
@given(text=TEXTS)
def test_markdown_keeps_a_curl_line_in_its_block(text: str) -> None:
    """A curl line stands in a fence that it cannot close, and can be copied as it is."""
    line = f"curl '{printable(text)}'"

    told = report(make_result(make_finding(reproduce=line)), "markdown")

    (fence,) = (each for each in rendered(told) if each.type == "fence")
    assert fence.content == f"{line}\n"
    assert fence.info == "bash"


def test_markdown_has_a_row_for_each_operation() -> None:
    """The table counts the claims of each operation, zeros too."""
    told = report(make_result(message="was stopped"), "markdown").splitlines()

    assert told[0] == f"## {CONTRACT.title}: agrees"
    assert "> was stopped" in told
    assert f"| {OWNER} | 1 | 2 | 1 | 0 |" in told


def test_markdown_leaves_out_most_additions() -> None:
    """Ten additions are shown, without curl lines, behind everything that is grave."""
    infos = [
        make_finding(severity=Severity.INFO, claim="", message=f"new {number}")
        for number in range(12)
    ]

    told = report(make_result(*infos, make_finding()), "markdown")

    assert told.index("data is missing") < told.index("new 0")
    assert "new 9" in told
    assert "new 10" not in told
    assert "... and 2 more of severity info" in told
    assert told.count("```bash") == 1
