"""A timeline of episodes."""

import json
from html.parser import HTMLParser

from tests.unit.report.alerts import HOSTILE, episode

from truecopy.drift.history import PastRun, Side
from truecopy.report.history_report import Timeline, history_html, history_json, history_text

DAY_S = 86_400.0
TIMELINE = Timeline(
    side=Side(vendor="v", source="wire https://a.example/<b>"),
    episodes=[
        episode(),
        episode(
            claim="", operation="look", first_seen=3 * DAY_S, resolved_at=4 * DAY_S, reopened=1
        ),
    ],
    runs=[
        PastRun(at=0, exit_reason="agrees", examined=frozenset("a")),
        PastRun(at=DAY_S, exit_reason="could-not-look", examined=frozenset()),
    ],
)


class Page(HTMLParser):
    """What is in a page: its tags, and the texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.widths: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self.widths += [str(value) for name, value in attrs if name == "style"]


def test_a_page_has_a_bar_for_each_episode() -> None:
    """With its days, by operation; nothing to load, no script, nothing that a vendor could say to the browser."""
    text = history_html([TIMELINE], 5 * DAY_S)
    page = Page(text)

    assert page.tags.count("details") == 2
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert "<!channel>" not in text
    assert "a.example/<b>" not in text
    assert "left:20.00%;width:80.00%" in page.widths
    assert "left:60.00%;width:20.00%" in page.widths
    assert HOSTILE[:10] not in text


def test_what_has_no_claim_is_told_apart_by_what_was_seen() -> None:
    """The rule stands beside it, with severity and days, so that colour is not all that says it."""
    loose = episode(
        claim="", row={"message": "the plainest good request: refused"}, resolved_at=4 * DAY_S
    )
    text = history_html([Timeline(side=TIMELINE.side, episodes=[loose], runs=[])], 5 * DAY_S)

    assert "<b>the plainest good request: refused</b>" in text
    assert "<small>error: answer-field-missing, 1970-01-02 to 1970-01-05</small>" in text
    assert "red where it could not look" in text


def test_a_page_without_episodes_says_so() -> None:
    """And one without any history, too."""
    assert "No drift is remembered" in history_html(
        [Timeline(side=TIMELINE.side, episodes=[], runs=[])], DAY_S
    )
    assert "Nothing is remembered yet" in history_html([], 0)


def test_text_and_json_say_the_same() -> None:
    """Days, severity, rule, claim, how often it was seen."""
    text = history_text([TIMELINE])
    (side,) = json.loads(history_json([TIMELINE]))["sides"]

    assert "1970-01-02  lasts" in text
    assert "1970-01-04  1970-01-05" in text
    assert "back 1x" in text
    assert [each["rule"] for each in side["episodes"]] == ["answer-field-missing"] * 2
    assert [each["examined"] for each in side["runs"]] == [1, 0]
    assert history_text([]) == "nothing is remembered yet\n"
