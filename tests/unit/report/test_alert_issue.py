"""An alert as Markdown for issues."""

from tests.unit.report.alerts import alert, episode

from truecopy.report.alert_issue import alert_issue, code_span, marked_episodes


def test_a_mark_gives_the_episode_back() -> None:
    """All that a history knows of it but its row, and that this sink was told."""
    for ended in (False, True):
        text = alert_issue(alert(ended=ended), "s")
        ((vendor, source, found),) = marked_episodes(f"before\n{text}\nafter")

        wanted = episode(
            row={},
            resolved_at=3 * 86_400.0 if ended else None,
            told_begin=frozenset("s"),
            told_end=frozenset("s" if ended else ""),
        )
        assert (vendor, source, found) == ("v", "wire https://a.example", wanted)


def test_a_mark_cannot_be_ended_or_made_by_a_vendor() -> None:
    """Its JSON has no hyphen, and what a vendor says stands in code."""
    text = alert_issue(alert(), "s")

    assert text.count("<!--") == text.count("-->") - text.count(" --> ")
    marks = [line for line in text.splitlines() if line.startswith("<!--")]
    assert len(marks) == 1
    assert "-" not in marks[0][4:-3].replace("truecopy-episode", "")


def test_altered_marks_are_passed_over() -> None:
    """People edit issues."""
    good = alert_issue(alert(), "s").splitlines()[0]

    for bad in (
        good.replace('"rule"', '"role"'),
        good.replace("{", "{{"),
        good.replace("error", "bad"),
    ):
        assert marked_episodes(bad) == []
    assert len(marked_episodes("\n".join([good] * 3))) == 3


def test_vendor_text_stands_in_code() -> None:
    """A run of backticks is fenced by a longer one; line ends and control characters are blanks."""
    assert code_span("a") == "`a`"
    assert code_span("a``b") == "``` a``b ```"
    assert code_span("") == "` `"
    assert code_span("@x\n#1\x1b") == "`@x #1 `"
