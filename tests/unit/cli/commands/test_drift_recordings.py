"""`truecopy drift recordings`."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from tests.unit.cli.shell import Shell
from tests.unit.recording.proxying.test_exchange_journal import make_passed
from tests.unit.recording.test_har import entry, har

from truecopy.contract.workspace import built_in_root
from truecopy.model import RULES

RECORDED = built_in_root() / "recordings" / "powertokens"


def test_recordings_that_keep_the_contract_are_no_drift(shell: Shell) -> None:
    """Nothing above info; what was examined is remembered."""
    first = shell.run("drift", "recordings", RECORDED, "--format", "json")
    again = shell.run("drift", "recordings", RECORDED, "--format", "json")

    assert (first.code, again.code) == (0, 0)
    row = json.loads(again.out)
    assert row["exit_reason"] == "agrees"
    assert row["new"] == []
    assert {each["severity"] for each in row["lasting"]} <= {"info"}
    assert row["examined"] == row["examined_before"] > 50


def test_a_new_history_is_said_of_every_vendor(shell: Shell) -> None:
    """The first one that is remembered does not make it an old one."""
    outcome = shell.run("drift", "recordings", RECORDED.parent, "--format", "json")

    messages = [each["message"] for each in json.loads(outcome.out)["vendors"]]
    assert len(messages) > 1
    assert all("The history is new" in each for each in messages)


def answer(folder: Path, body: object) -> Path:
    """Write a HAR file in which a vendor answers something."""
    request = {
        "method": "POST",
        "url": "https://api.powertokens.ai/v1/images/edits",
        "headers": [{"name": "content-type", "value": "application/json"}],
        "postData": {
            "mimeType": "application/json",
            "text": json.dumps({"model": "wan2.7-image-pro", "prompt": "A kite"}),
        },
    }
    response = {
        "status": 200,
        "headers": [{"name": "content-type", "value": "application/json"}],
        "content": {"text": json.dumps(body)},
    }
    path = folder / "calls.har"
    path.write_text(har(entry(request=request, response=response)))
    return path


def test_a_har_file_with_a_drift_is_told(shell: Shell) -> None:
    """With exit 1 and its line; then it lasts."""
    path = answer(shell.folder, {"data": "none"})

    first = shell.run("drift", "recordings", path, "--vendor", "powertokens", "--format", "json")
    text = shell.run("drift", "recordings", path, "--vendor", "powertokens")

    row = json.loads(first.out)
    assert (first.code, text.code) == (1, 1)
    assert "answer-field-type-differs" in {each["rule"] for each in row["new"]}
    assert f"{path}:" in row["new"][0]["where"]
    assert "lasting " in text.out


def test_what_cannot_be_judged_is_told(shell: Shell) -> None:
    """Exit 2: nobody could look."""
    (shell.folder / "other.har").write_text(har(entry()))

    nothing = shell.run("drift", "recordings", shell.folder / "other.har")
    other = shell.run("drift", "recordings", shell.folder / "other.har", "--vendor", "powertokens")
    none = shell.run("drift", "recordings", shell.folder / "none")

    assert (nothing.code, other.code, none.code) == (2, 2, 2)
    assert "no contract is known for it" in nothing.err
    assert "none of 1 interactions belongs to an operation of the contract" in other.err


def test_a_recording_that_cannot_be_read_is_no_agreement(shell: Shell) -> None:
    """Exit 2 with its place and what is wrong; the others are looked at all the same."""
    copytree(RECORDED / "edit-image-json", shell.folder / "kept")
    (shell.folder / "kept" / "cut.yaml").write_text("interactions:\n- {request: ")

    outcome = shell.run(
        *("drift", "recordings", "kept", "--vendor", "powertokens", "--format", "json")
    )

    row = json.loads(outcome.out)
    assert (outcome.code, row["exit_reason"]) == (2, "could-not-look")
    assert "kept/cut.yaml:3: is not YAML" in row["message"]
    assert row["examined"] > 20


def test_a_journal_of_the_proxy_is_judged_by_what_it_says(shell: Shell) -> None:
    """New, lasting, and resolved once a later exchange shows the claim held; without bodies nothing is counted."""
    path = shell.folder / "journal.json"
    claim = "edit-image-json.200.data#type"
    finding = RULES["answer-field-type-differs"].finding(
        "",
        "the answer 200: /data is a string",
        vendor="powertokens",
        operation="edit-image-json",
        claim=claim,
    )
    rows = []
    for findings, held in (((finding,), ()), ((finding,), ()), ((), (claim,))):
        passed = make_passed(1, findings=findings, held=frozenset(held))
        path.write_text(json.dumps({"requests": [passed.row()]}))
        outcome = shell.run(
            "drift", "recordings", path, "--vendor", "powertokens", "--format", "json"
        )
        rows.append((outcome.code, json.loads(outcome.out)))

    assert [code for code, _ in rows] == [1, 1, 0]
    assert [each["claim"] for each in rows[0][1]["new"]] == [claim]
    assert rows[0][1]["new"][0]["where"].startswith(f"{path}#")
    assert [each["claim"] for each in rows[1][1]["lasting"]] == [claim]
    assert [each["claim"] for each in rows[2][1]["resolved"]] == [claim]
    assert [row["examined"] for _, row in rows] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "vendor", "why"),
    [
        ('{"requests": []}', "", "--vendor names one"),
        ('{"requests": []}', "powertokens", "none of 0 exchanges was judged"),
        ('[{"method": "GET", "path": "/"}]', "powertokens", "has no findings and held claims"),
        (
            '[{"method": "GET", "path": "/", "held": [], "findings": [{"rule": "x"}]}]',
            "powertokens",
            "has a finding that cannot be read",
        ),
        ("{", "powertokens", "cannot be read"),
    ],
)
def test_a_journal_that_says_nothing_is_no_agreement(
    shell: Shell, text: str, vendor: str, why: str
) -> None:
    """Exit 2, with the reason."""
    path = shell.folder / "journal.json"
    path.write_text(text)

    outcome = shell.run("drift", "recordings", path, *(["--vendor", vendor] if vendor else []))

    assert outcome.code == 2
    assert why in outcome.err
