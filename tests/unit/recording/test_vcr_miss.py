"""What a test is told when no recording answers: in our words, with what to do."""

from tests.cassettes import make_interaction

from truecopy.recording.matchers import Matching, Question
from truecopy.recording.vcr_miss import miss_message


def question(**changes: object) -> Question:
    """Return what a request asks."""
    return Matching().question(make_interaction(**changes))


def test_the_nearest_recording_is_named_with_file_and_line() -> None:
    """What differs, how to record it, and how to let a part not count."""
    asked = question(request_body=b'{"prompt":"A boat","n":1}')

    told = miss_message(asked, "none", [("kite.yaml:9", question())], "kite.yaml")

    assert told == (
        "no recording answers POST https://api.example.com/v1/stamps; the nearest is kite.yaml:9\n"
        '  /prompt differs: recorded "A kite", asked "A boat"\n'
        'mode none only plays; to record this, run once with mode="new_episodes", or pytest with '
        "--truecopy-record new_episodes\n"
        "what differs in every run need not count: ignore=['/prompt']"
    )


def test_of_many_differences_the_first_are_told() -> None:
    """The rest is counted."""
    body = b"{" + b",".join(b'"k%d":1' % each for each in range(30)) + b"}"

    told = miss_message(question(request_body=body), "once", [("a.yaml:1", question())], "a.yaml")

    assert told.count(" differs: ") == 6
    assert "\n  and 26 more\n" in told
    assert "mode once records only where there is no cassette" in told


def test_another_path_cannot_be_ignored() -> None:
    """Only what can be left out is named so."""
    told = miss_message(
        question(url="https://api.example.com/v1/other"), "none", [("a.yaml:1", question())], "a"
    )

    assert "path differs: " in told
    assert "ignore" not in told


def test_a_recording_that_was_played_is_no_difference() -> None:
    """Who pays twice for what was paid once is told so."""
    told = miss_message(question(), "none", [("kite.yaml:9", question())], "kite.yaml")

    assert told.startswith(
        "no recording answers POST https://api.example.com/v1/stamps any more: kite.yaml:9 has "
        "already been played; it was recorded once, and only GET and HEAD are answered more often\n"
    )


def test_an_empty_cassette_is_told() -> None:
    """There is nothing that could be near."""
    told = miss_message(question(), "once", [], "kite.yaml")

    assert told.startswith(
        "no recording answers POST https://api.example.com/v1/stamps: kite.yaml holds none\n"
    )
