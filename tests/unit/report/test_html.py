"""A result as one HTML file."""

import re
from html.parser import HTMLParser

import pytest
from tests.unit.model.test_changes import make_change
from tests.unit.report.hostile import HOSTILE
from tests.unit.report.results import BROKEN, OWNER, make_finding, make_result, report
from tests.unit.report.test_drift_report import make_drift

from truecopy.model import Change, Severity
from truecopy.report import PAGE_FORMATS, drift_page
from truecopy.report.check_text import printable

_VOID = {"meta", "input", "img"}


class Outline(HTMLParser):
    """The elements of a page with their attributes' names, and its text; fails where elements are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, *(name for name, _ in attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Require that it is the last one that was opened."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def drift_html(*changes: Change) -> str:
    """Return changes as HTML."""
    return PAGE_FORMATS["html"](drift_page([make_drift(*changes)], "diff", {}))


@pytest.mark.parametrize("said", HOSTILE, ids=repr)
@pytest.mark.parametrize(
    "place", ["message", "sources", "expected", "actual", "reproduce", "diff", "operation", "claim"]
)
def test_a_finding_is_not_broken_out_of(place: str, said: str) -> None:
    """The page has the same elements as with a plain word, and shows what was said."""
    plain = Outline(report(make_result(make_finding(**{place: "plain"})), "html"))

    told = Outline(report(make_result(make_finding(**{place: said})), "html"))

    assert told.elements == plain.elements
    assert printable(said).replace("\r\n", "\n") in told.text.replace("\r\n", "\n")


@pytest.mark.parametrize("said", HOSTILE, ids=repr)
def test_a_change_is_not_broken_out_of(said: str) -> None:
    """Neither by a sentence of a document nor by a value in one."""
    words = {"old_sentence": "x", "old": "x", "old_source": "x", "breaks": "x", "decision": "x"}
    plain = Outline(drift_html(make_change(**words)))

    told = Outline(drift_html(make_change(**dict.fromkeys(words, said))))

    assert told.elements == plain.elements
    assert not set("\x00\x1b\u202e") & set(told.text)


def test_both_sides_stand_side_by_side_with_the_words_marked_that_differ() -> None:
    """What is gone in one, what is new in the other; the value, and where it stands."""
    told = drift_html(
        make_change(
            old=6,
            new=4,
            old_sentence="At most six pictures.",
            new_sentence="At most four pictures.",
            new_source="page:7",
        )
    )

    assert "<blockquote>At most <del>six</del> pictures.</blockquote>" in told
    assert "<blockquote>At most <ins>four</ins> pictures.</blockquote>" in told
    assert "<code><del>6</del></code>" in told
    assert "<cite>page:7</cite>" in told


def test_rows_stand_by_operation_the_gravest_first() -> None:
    """Each operation has a heading."""
    findings = [
        make_finding(operation="b", message="light", severity=Severity.INFO),
        make_finding(operation="b", message="grave"),
        make_finding(operation="a", message="other"),
    ]

    told = Outline(report(make_result(*findings), "html")).text.partition("What was found")[2]

    places = [told.index(each) for each in ("\na\n", "other", "\nb\n", "grave", "light")]
    assert places == sorted(places)


def test_a_check_shows_every_claim_and_how_to_see_a_finding_again() -> None:
    """What was expected and found, the source, a curl line with a button, and each verdict with its reason."""
    told = report(make_result(make_finding()), "html")

    assert "<dt>expected</dt><dd>there</dd>" in told
    assert "<dt>found</dt><dd>absent</dd>" in told
    assert "<dt>source</dt><dd>page:1-2</dd>" in told
    assert 'class="copy">copy</button>\n<pre>curl -i http://x/' in told
    assert f'<td data-label="claim"><code>{BROKEN}</code></td>' in told
    assert "nobody asked" in told
    assert OWNER in told


def test_the_page_is_whole_and_runs_nothing_but_its_own_script() -> None:
    """Nothing is loaded from anywhere, and only a script of a known digest may run."""
    told = report(make_result(make_finding()), "html")

    assert told.count("<script>") == told.count("<style>") == 1
    assert not re.search(r"<(?:link|img|iframe|script [^>]*src)|@import|url\(", told)
    assert re.search(
        r"default-src &#x27;none&#x27;; style-src &#x27;sha256-.{44}&#x27;; script-src", told
    )
    assert "prefers-color-scheme: dark" in told


def test_a_page_without_findings_says_so() -> None:
    """It is a page all the same."""
    told = Outline(report(make_result(verdicts=()), "html")).text

    assert "Nothing was found." in told
    assert "agrees" in told
