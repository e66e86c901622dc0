"""The options that say what is secret in recordings."""

import json

import pytest
from tests.cassettes import make_interaction
from tests.stand_ins import always, serving
from tests.unit.cli.recorded import ACCEPTED, KEY, files, record
from tests.unit.cli.shell import Shell

from truecopy.cli.options.redaction import RedactionOptions
from truecopy.errors import UsageError
from truecopy.recording.cassette_files import find_cassettes


@pytest.mark.parametrize(
    "arguments", [["--token", KEY], ["--token-env", "MY_KEY"], ["--secret-env", "MY_KEY"]]
)
def test_no_file_has_a_key(own_shell: Shell, arguments: list[str]) -> None:
    """A key is nowhere in what is written, nor is what a variable is named secret for."""
    own_shell.setenv("MY_KEY", KEY)
    echo = always(200, json.dumps({"created": 1, "data": [], "you_sent": KEY}).encode())
    with serving(echo) as url:
        outcome = record(own_shell, url, "powertokens", *arguments)

    assert outcome.code == 1
    assert len(find_cassettes(own_shell.folder / "recordings")) > 0
    assert all(KEY.encode() not in each for each in files(own_shell).values())
    assert KEY not in outcome.out + outcome.err


def test_what_is_named_secret_is_replaced(own_shell: Shell) -> None:
    """--redact makes a text secret; --not-secret makes one none, that would keep a cassette from being written."""
    strange = "acme-Zk39xQ71mW84pL20vB57nR66"
    echo = always(200, json.dumps({"created": 1, "data": [], "note": strange}).encode())
    with serving(echo) as url:
        refused = record(own_shell, url, "powertokens")
        allowed = record(own_shell, url, "powertokens", "--not-secret", "acme-[A-Za-z0-9]+")
        replaced = record(own_shell, url, "powertokens", "--redact", "acme-[A-Za-z0-9]+")

    assert refused.code == 1
    assert "holds what may be secret" in refused.out
    assert strange not in refused.out + refused.err
    assert allowed.code == 1
    assert replaced.code == 1
    assert strange not in (own_shell.folder / ACCEPTED).read_text()


def test_keys_and_variables_are_known_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What requests are sent with and what a named variable holds is replaced; None is no key."""
    monkeypatch.setenv("MINE", "a-boat-on-a-pond")
    redactor = RedactionOptions(secret_names=("MINE",)).open_redactor(KEY, None)

    body = f"{KEY} and a-boat-on-a-pond".encode()
    (redacted,) = redactor.redact([make_interaction(body=body)])

    assert KEY.encode() not in redacted.body
    assert b"a-boat-on-a-pond" not in redacted.body


@pytest.mark.parametrize("value", [None, ""])
def test_a_variable_that_is_not_set_is_told(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    """Nothing is recorded in the belief that a secret is known."""
    if value is None:
        monkeypatch.delenv("MINE", raising=False)
    else:
        monkeypatch.setenv("MINE", value)

    with pytest.raises(UsageError, match="--secret-env MINE: the variable is not set"):
        RedactionOptions(secret_names=("MINE",)).open_redactor()
