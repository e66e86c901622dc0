"""`--calls`: a user's own calls beside the changes that break them."""

import json
from typing import Any

from tests.contract_copies import N_MAXIMUM, copy_contract, set_claim
from tests.unit.cli.shell import Shell

from truecopy.contract.workspace import built_in_root

OLD = built_in_root() / "contracts" / "mulerouter"


def journal(shell: Shell, *wanted: int) -> None:
    """Write a journal of requests that want so many pictures."""
    path = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
    rows: list[dict[str, Any]] = [
        {
            "request_id": f"n-{n}",
            "method": "POST",
            "path": path,
            "status": 202,
            "headers": {"content-type": "application/json"},
            "body": {"images": ["https://example.com/a.png"], "prompt": "A kite", "n": n},
        }
        for n in wanted
    ]
    (shell.folder / "journal.json").write_text(json.dumps({"requests": rows}), "utf-8")


def test_every_change_names_the_calls_that_it_breaks(shell: Shell) -> None:
    """Of a contract under another name too: its address says whose it is."""
    new = copy_contract(shell.folder / "new")
    set_claim(new, N_MAXIMUM, 4)
    set_claim(new, "create-generation.request.prompt#maxLength", 900)
    journal(shell, 3, 5)

    outcome = shell.run("diff", OLD, new, "--calls", "journal.json", "--format", "json")

    told = json.loads(outcome.out)
    assert {each["claim"]: each["calls"] for each in told["changes"]} == {
        N_MAXIMUM: ["journal.json#n-5"],
        "create-generation.request.prompt#maxLength": [],
    }
    assert told["message"] == "calls to new that were looked at: 2"
    assert (
        "1 of yours: journal.json#n-5" in shell.run("diff", OLD, new, "--calls", "journal.json").out
    )


def test_no_calls_are_no_answer(shell: Shell) -> None:
    """A file without calls, or none at all, is exit 2."""
    journal(shell)

    for place in ("journal.json", "nowhere.yaml"):
        outcome = shell.run("diff", OLD, OLD, "--calls", place)

        assert (outcome.code, outcome.out) == (2, "")
        assert place in outcome.err


def test_a_vendor_that_is_new_was_called_by_nobody(shell: Shell) -> None:
    """Its operations break no call."""
    copy_contract(shell.folder / "a" / "contracts" / "mulerouter")
    copy_contract(shell.folder / "b" / "contracts" / "mulerouter")
    copy_contract(shell.folder / "b" / "contracts" / "powertokens", "powertokens")
    journal(shell, 3)

    outcome = shell.run("diff", "a", "b", "--calls", "journal.json", "--format", "json")

    told = json.loads(outcome.out)["vendors"]
    assert [each["message"] for each in told] == [
        "calls to mulerouter that were looked at: 1",
        "calls to powertokens that were looked at: 0",
    ]
    assert {tuple(each["calls"]) for row in told for each in row["changes"]} == {()}
