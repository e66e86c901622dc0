"""One vendor played: what every answer carries, and what none shows."""

import pytest
from tests.play import Play
from tests.unit.mock.posting import GOOD, post


def test_the_explanation_names_claim_and_source_and_the_body_does_not(play: Play) -> None:
    """Which line of which document says so goes to header and journal, never into the vendor's body."""
    response = post(play, body={**GOOD, "n": 7}, authorization="Bearer k")

    explained = response.headers["x-truecopy-explain"]
    assert "edit-image-json.request.n#maximum" in explained
    assert "edit-image:65,66,67" in explained
    assert "edit-image:" not in response.text
    entry = play.journal()[0]
    assert entry["problems"] == [explained]
    assert entry["cause"] == "invalid"


def test_an_explanation_is_ascii_and_at_most_a_kilobyte(play: Play) -> None:
    """Whatever a client sends, the header stays plain and short."""
    body = {"model": "雨" * 5000, "prompt": "x" * 900, "size": "é\r\nX: y", "n": [1] * 400}

    response = post(play, body=body, authorization="Bearer k")

    explained = response.headers["x-truecopy-explain"]
    assert response.status_code == 400
    assert explained.isascii()
    assert explained.isprintable()
    assert len(explained) <= 1024


def test_keys_are_accounts_and_are_never_shown(play: Play) -> None:
    """Two keys are two accounts; neither the journal nor the charges hold a key."""
    post(play, authorization="Bearer first-secret-key")
    post(play, authorization="Bearer second-secret-key")

    text = play.client.get("/_truecopy/requests").text + play.client.get("/_truecopy/charges").text
    assert len({entry["account"] for entry in play.journal()}) == 2
    assert "secret-key" not in text


def test_every_answer_has_the_vendors_request_id(play: Play) -> None:
    """Success and refusal carry the header by which the vendor's support finds a request."""
    good = post(play, authorization="Bearer k")
    bad = post(play)

    ids = [each.headers["x-oneapi-request-id"] for each in (good, bad)]
    assert len(set(ids)) == 2
    assert [entry["request_id"] for entry in play.journal()] == ids[::-1]


@pytest.mark.parametrize(
    "header", ["sk-very-secret", "Basic sk-very-secret", "Bearer sk-very-secret-invalid"]
)
def test_a_refused_key_is_shown_nowhere(play: Play, header: str) -> None:
    """Neither explanation nor body nor journal repeats what may be a key."""
    response = post(play, authorization=header)

    assert response.status_code == 401
    assert "secret" not in str(response.headers) + response.text
    assert "secret" not in play.client.get("/_truecopy/requests").text


def test_an_applied_preference_is_echoed(play: Play) -> None:
    """The answer says which scenario was applied, when a header asked for it."""
    response = post(play, authorization="Bearer k", prefer="scenario=success")

    assert response.headers["preference-applied"] == "scenario=success"


def test_every_preference_that_was_followed_is_echoed(play: Play) -> None:
    """Seed, delay and code come back as well; preferences of others do not."""
    seeded = post(play, authorization="Bearer k", prefer="seed=7, delay=0.001, respond-async")
    refused = post(play, authorization="Bearer k", prefer="code=503")
    foreign = post(play, authorization="Bearer k", prefer="return=minimal")

    assert seeded.headers["preference-applied"] == "seed=7, delay=0.001"
    assert refused.headers["preference-applied"] == "code=503"
    assert "preference-applied" not in foreign.headers
