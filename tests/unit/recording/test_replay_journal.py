"""What the replay server tells of itself and of what it has played."""

from pathlib import Path

import pytest
from tests.cassettes import make_interaction
from tests.replays import KEY, POLL, ask, journal, recorded, replaying, replaying_vendor

from truecopy.recording.play_log import read_plays


def test_the_journal_tells_what_was_played(recordings: Path, tmp_path: Path) -> None:
    """Each request is a row: what answered it, or why nothing did; it can be given to `verify --played`."""
    first, *_ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    with replaying_vendor(recordings, "mulerouter") as client:
        ask(client, first)
        client.post(POLL, json={"prompt": "x"}, headers=KEY)

        missed, played = journal(client)
        text = client.get("/_truecopy/requests").text
        assert (played["method"], played["path"], played["status"]) == ("POST", POLL, 202)
        assert (missed["status"], missed["cause"]) == (501, "no-recording")
        assert "/prompt" in missed["problems"][0]
        assert KEY["authorization"].split()[1] not in text

    file = tmp_path / "journal.json"
    file.write_text(text)
    path = (recordings / "mulerouter/create-generation/accepted.yaml").resolve()
    assert read_plays(file) == {(path, 0)}


@pytest.mark.parametrize("headers", [("authorization",), ("x-api-key",), ()])
def test_no_secret_of_a_client_is_told(headers: tuple[str, ...]) -> None:
    """A key in a header, in the address or in the body is neither in the journal nor in the answer of a miss."""
    secret = "sk-live-0123456789abcdef"
    with replaying(make_interaction(), headers=headers) as client:
        response = client.post(
            f"/v1/stamps?api_key={secret}",
            json={"prompt": "x", "access_token": secret},
            headers={"authorization": f"Bearer {secret}", "x-api-key": secret},
        )

        assert response.status_code == 501
        assert secret not in response.text
        assert secret not in response.headers["x-truecopy-explain"]
        assert secret not in client.get("/_truecopy/requests").text


def test_the_server_says_that_it_is_there() -> None:
    """Its health can be asked for."""
    with replaying(make_interaction()) as client:
        assert client.get("/_truecopy/health").json() == {"status": "ok"}


def test_pages_of_other_origins_are_kept_out() -> None:
    """A page of another origin, or a strange host name, sees neither journal nor reset."""
    with replaying(make_interaction()) as client:
        headers = {"origin": "https://evil.example"}
        assert client.get("/_truecopy/requests", headers=headers).status_code == 403
        assert client.post("/_truecopy/reset", headers={"host": "evil.example"}).status_code == 403


def test_the_journal_has_the_newest_first() -> None:
    """Rows of one millisecond stand in their order too."""
    with replaying(make_interaction()) as client:
        for number in range(20):
            client.get(f"/{number}")

        assert [each["path"] for each in journal(client)] == [f"/{n}" for n in reversed(range(20))]
