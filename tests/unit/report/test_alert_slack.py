"""An alert as blocks of Slack."""

import json
from dataclasses import replace

from tests.unit.report.alerts import alert, episode

from truecopy.report.alert_slack import alert_slack, slack_text


def test_vendor_text_calls_nobody_and_links_nothing() -> None:
    """Marks are escaped, signs are parted from names, control characters are gone."""
    shown = slack_text("<!channel> @name #12 `x`\x1b\r\n&")

    assert shown == "&lt;!channel&gt; @\u200bname #\u200b12 'x'   &amp;"


def test_an_alert_fits_the_limits_of_slack() -> None:
    """50 blocks, 3,000 characters a text, 150 a header; what does not fit is counted."""
    many = replace(
        alert(), begun=tuple(episode(claim="c" * 400) for _ in range(90)), title="T" * 500
    )

    content = json.loads(alert_slack(many))

    assert len(content["blocks"]) <= 50
    assert len(content["blocks"][0]["text"]["text"]) <= 150
    assert all(len(block["text"]["text"]) <= 3_000 for block in content["blocks"])
    assert "and 50 more" in content["blocks"][-1]["text"]["text"]


def test_an_alert_says_what_a_reader_asks() -> None:
    """Which sentence, what the wire did, since when, whom it breaks, which calls, who is stale, how to see it."""
    text = json.dumps(json.loads(alert_slack(alert())), ensure_ascii=False)

    for part in (
        "answer-field-missing",
        "since 1970-01-02",
        "clients that read",
        "test_one.yaml:12",
        "contract",
        "curl -X POST",
        "the wire has changed",
    ):
        assert part in text
    assert "<!" not in text
    assert "from 1970-01-02T00:00:00Z to 1970-01-04" in alert_slack(alert(ended=True))
