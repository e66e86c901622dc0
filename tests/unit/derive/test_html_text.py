"""HTML as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import growth

from truecopy.derive.html_text import html_text
from truecopy.errors import DeriveError


def lines(body: str) -> list[str]:
    """Return the lines of a page that have text."""
    return [line for line in html_text(f"<html><body>{body}</body></html>").split("\n") if line]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a <b>b</b>\n c</p>", ["a b c"]),
        ("<p>1 &lt;= x &amp;&amp; &#8364;</p>", ["1 <= x && €"]),
        ("a<br>b", ["a", "b"]),
        ("<div>a</div><div>b</div>", ["a", "b"]),
        ("<ul><li>a</li><li><p>b</p></li></ul>", ["• a", "• b"]),
        ("<pre>a\n  b<br>c</pre>", ["a", "  b", "c"]),
        ("<pre><div>a</div><div>b</div></pre>", ["a", "b"]),
        ("<details><summary>More</summary><p>x</p></details>", ["More", "x"]),
        ("<p hidden>a</p><p style='display: none'>b</p><p aria-hidden='true'>c</p>d", ["d"]),
        ("<div role='tabpanel' hidden>a</div>", ["a"]),
        ("<h2>Body<a href='#body'>#</a></h2>", ["Body"]),
        ("<script>x</script><style>y</style><!-- z --><svg><text>w</text></svg>v", ["v"]),
        ("<h4>n <span>integer</span></h4>", ["n", "integer"]),
        (
            "<div><span>n</span><span>integer</span><span>required</span></div>",
            ["n", "integer", "required"],
        ),
        (
            "<ul><li><code>n</code> <i>(string)</i> - One of <code>a</code>, <code>b</code>.</li></ul>",
            ["n", "string", "One of a, b."],
        ),
        ("<p>Strings are <code>text</code><code>s</code></p>", ["Strings are texts"]),
        ("<img src='data:image/png;base64," + "A" * 70_000 + "'>a", ["a"]),
        ("a\0b", ["ab"]),
    ],
)
def test_elements_become_lines(body: str, expected: list[str]) -> None:
    """As a browser shows them, with what introduces a field a part a line."""
    assert lines(body) == expected


def test_tables_within_tables_are_written_once() -> None:
    """However many of them."""
    nested = "<table><tr><td>" * 60 + "deep" + "</td></tr></table>" * 60

    assert lines(nested) == ["deep"]


def test_the_main_part_is_the_page() -> None:
    """Where a page marks it, what is around it is left out."""
    text = "word " * 40

    assert lines(f"<div>around</div><main>{text}</main>") == [text.strip()]
    assert lines(f"<div>around</div><article>{text}</article>") == [text.strip()]
    assert lines(f"<div>around</div><div role='main'>{text}</div>") == [text.strip()]


def test_a_small_main_part_is_not_the_page() -> None:
    """A frame that a script would fill does not hide the text."""
    text = "word " * 40

    assert lines(f"<main>Loading</main><div>{text}</div>") == ["Loading", text.strip()]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "no HTML"),
        ("<!-- only a comment -->", "no HTML"),
        ("<div>" * 5_000 + "x", "nested too deep"),
        ("<p " + "a=1 " * 20_000 + ">", "a tag has more than"),
    ],
)
def test_what_can_be_no_page_is_told(source: str, why: str) -> None:
    """Empty, nested without end, or with a tag without end."""
    with pytest.raises(DeriveError, match=why):
        html_text(source)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["<p>n integer, required: a</p>", "<li>x", "<b>", "<td>", "<pre>", "&lt;", "<a href='#'>#</a>"],
)
def test_work_grows_with_the_page(piece: str) -> None:
    """Four times the page, about four times the work, whatever it repeats."""

    def work(count: int) -> None:
        try:
            html_text("<html><body>" + piece * count)
        except DeriveError:
            return

    assert growth(work, 4_000, 16_000, rounds=3, most=10) < 10


@given(st.text(alphabet="<>/ =\"'abdiluptrhe!-&;#x\n", max_size=200))
def test_any_text_gives_lines_or_is_refused(source: str) -> None:
    """No page ends in a traceback."""
    try:
        assert isinstance(html_text(source), str)
    except DeriveError:
        return
