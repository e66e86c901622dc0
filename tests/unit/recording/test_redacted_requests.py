"""A request that was redacted when it was recorded is answered when it is asked again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.loopback import Received, Reply, loopback

from truecopy.errors import SecretFoundError, UsageError
from truecopy.recording import use
from truecopy.recording.cassette_files import load_cassette
from truecopy.recording.origin import known_secrets

SECRET = "Zq81mPx0Lr77Wc"
LINK = "https://b.oss.example.com/a.png?Expires=1795660000&OSSAccessKeyId=LTAI4GabcdefGHIJ1234&Signature=ab%2Bcd%3D"

ASKING: dict[str, Callable[[str], Any]] = {
    "path": lambda base: httpx2.get(f"{base}/accounts/{SECRET}/images"),
    "escaped path": lambda base: httpx2.get(f"{base}/accounts/%5A{SECRET[1:]}/images"),
    "query": lambda base: httpx2.get(f"{base}/x?team={SECRET}&n=1"),
    "named query": lambda base: httpx2.get(f"{base}/x?api_key=short&code=abc"),
    "form": lambda base: httpx2.post(f"{base}/x", data={"team": SECRET, "pwd": "a b"}),
    "multipart": lambda base: httpx2.post(
        f"{base}/x", data={"team": SECRET}, files={"image": ("a.png", b"\x89PNG\x00")}
    ),
    "JSON": lambda base: httpx2.post(f"{base}/x", json={"prompt": f"of {SECRET}", "sid": "abc"}),
    "JSON in JSON": lambda base: httpx2.post(f"{base}/x", json={"a": json.dumps({"b": SECRET})}),
    "account": lambda base: httpx2.post(f"{base}/x", json={"user_id": 12345, "n": 1}),
    "text": lambda base: httpx2.post(f"{base}/x", content=f"a text of {SECRET}"),
    "signed link": lambda base: httpx2.post(f"{base}/x", json={"images": [LINK]}),
    "matched header": lambda base: httpx2.get(f"{base}/x", headers={"x-tenant": SECRET}),
    "upper case": lambda base: httpx2.get(f"{base}/x?team={SECRET.upper()}"),
}


def answer(_: Received) -> Reply:
    """Answer with JSON."""
    return Reply(headers={"content-type": "application/json"}, body=b"{}")


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKING)
def test_it_is_answered_when_it_is_asked_again(name: str, tmp_path: Path) -> None:
    """What was replaced in the recording is replaced in what is asked, and then compared."""
    path = tmp_path / "a.yaml"
    with loopback(answer) as server:
        base = server.url
        with use(path, mode="once", secrets=[SECRET], headers=["x-tenant"]):
            ASKING[name](base)
    with use(path, secrets=[SECRET], headers=["x-tenant"]):
        ASKING[name](base)

    assert SECRET.lower() not in path.read_text().lower()


def test_another_value_is_another_request(tmp_path: Path) -> None:
    """Only secrets are as good as each other; a miss names what differs, and no secret."""
    path = tmp_path / "a.yaml"
    with loopback(answer) as server:
        base = server.url
        with use(path, mode="once", secrets=[SECRET]):
            httpx2.get(f"{base}/x/{SECRET}?team={SECRET}&n=1")

    with (
        use(path, secrets=[SECRET]),
        pytest.raises(Exception, match="n differs: recorded 1, asked 2") as told,
    ):
        httpx2.get(f"{base}/x/{SECRET}?team={SECRET}&n=2")

    assert SECRET not in str(told.value)


def test_a_miss_without_any_recording_has_no_secret(tmp_path: Path) -> None:
    """The request that is told is the redacted one."""
    path = tmp_path / "a.yaml"
    with loopback(answer) as server:
        base = server.url
        with use(path, mode="once", secrets=[SECRET]):
            httpx2.post(f"{base}/other", content=b"x")

    with use(path, secrets=[SECRET]), pytest.raises(Exception, match="/accounts/") as told:
        httpx2.get(f"{base}/accounts/{SECRET}")

    assert SECRET not in str(told.value)


def test_a_word_of_the_environment_spoils_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Prompts and names of members stay, and the variable is told once."""
    monkeypatch.setenv("A_TEST_S_PASSWORD", "postgres")
    monkeypatch.setenv("A_TEST_S_SORT_KEY", "created_at")
    body = {"prompt": "the mascot of postgres", "created_at": "created_at"}
    with loopback(answer) as server, use(tmp_path / "a.yaml", mode="once"):
        httpx2.post(server.url, json=body)
    known_secrets()

    (kept,) = load_cassette(tmp_path / "a.yaml").interactions
    assert json.loads(kept.request_body) == body
    assert capsys.readouterr().err.count("A_TEST_S_PASSWORD holds a word") == 1


def test_what_is_given_is_replaced_always(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words and short values too, where they are given as secrets."""
    monkeypatch.setenv("TRUECOPY_TOKEN_X", "abcd")
    with loopback(answer) as server, use(tmp_path / "a.yaml", mode="once", secrets=["postgres"]):
        httpx2.post(server.url, json={"prompt": "of Postgres and abcd, not abcde"})

    (kept,) = load_cassette(tmp_path / "a.yaml").interactions
    assert json.loads(kept.request_body) == {
        "prompt": "of redacted-key-1 and redacted-key-2, not abcde"
    }


SUSPECT = "mr-a1b2c3d4e5f6g7h8i9j0k1l2m3"


@pytest.mark.parametrize("is_setting", [False, True])
def test_what_is_no_secret_can_be_allowed_where_one_records(
    tmp_path: Path, *, is_setting: bool
) -> None:
    """By `not_secret`, or by the settings of the workspace; otherwise nothing is written."""
    (tmp_path / "truecopy.toml").write_text(
        'not-secret = ["mr-[a-z0-9]+"]' if is_setting else "", encoding="utf-8"
    )
    allowed: dict[str, Any] = {} if is_setting else {"not_secret": ["mr-[a-z0-9]+"]}
    path = tmp_path / "a.yaml"
    with loopback(answer) as server:
        with use(path, mode="once", workspace=tmp_path, **allowed):
            httpx2.post(server.url, json={"note": SUSPECT})
        if not is_setting:
            with (
                pytest.raises(SecretFoundError, match=r"request body /note: .* prefix mr-"),
                use(tmp_path / "b.yaml", mode="once", workspace=tmp_path),
            ):
                httpx2.post(server.url, json={"note": SUSPECT})

    assert SUSPECT in path.read_text()


def test_settings_that_are_no_list_are_refused(tmp_path: Path) -> None:
    """A slip in the settings is told."""
    (tmp_path / "truecopy.toml").write_text("not-secret = 7", encoding="utf-8")

    with (
        pytest.raises(UsageError, match="not-secret is 7"),
        use(tmp_path / "a.yaml", mode="once", workspace=tmp_path),
    ):
        pass
