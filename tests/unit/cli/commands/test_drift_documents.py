"""`truecopy drift documents`."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from tests.loopback import Received, Reply, loopback
from tests.unit.cli.page_drift import drift
from tests.unit.cli.shell import Outcome, Shell
from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page

MEMBERS = {
    "claim",
    "kind",
    "rule",
    "severity",
    "old",
    "new",
    "old_source",
    "new_source",
    "old_sentence",
    "new_sentence",
    "decision",
    "breaks",
    "calls",
}


@pytest.fixture
def folder(shell: Shell) -> Path:
    """The contract folder of the invented vendor, derived."""
    return derived_workspace(shell.folder)


def test_pages_that_agree(shell: Shell, folder: Path) -> None:
    """One line, exit 0; as data with everything that a reader expects."""
    outcome, data = drift(shell), json.loads(drift(shell, "--format", "json").out)

    assert outcome.code == 0
    assert outcome.out.startswith(f"{VENDOR}: agrees; ")
    assert set(data) == {
        "schema_version",
        "vendor",
        "exit_reason",
        "changes",
        "sentences",
        "message",
    }
    assert (data["vendor"], data["exit_reason"], data["changes"]) == (VENDOR, "agrees", [])
    assert data["sentences"]["unread"] == 0
    assert folder.is_dir()


def test_a_limit_that_moves_is_one_row(shell: Shell, folder: Path) -> None:
    """Its claim, both values, both places and the new sentence; exit 1, and nothing beside it."""
    for old, new in (("Range: 1-8", "Range: 1-4"), ("(1-8)", "(1-4)"), ("x <= 8", "x <= 4")):
        edit_page(shell.folder, "order-stamps", old, new)

    outcome = drift(shell, "--format", "json")

    assert outcome.code == 1
    (row,) = json.loads(outcome.out)["changes"]
    assert set(row) == MEMBERS
    assert row["claim"] == "order-stamps.request.copies#maximum"
    assert (row["kind"], row["severity"], row["old"], row["new"]) == ("changed", "error", 8, 4)
    assert row["new_sentence"].endswith("1-4")
    assert folder.is_dir()


def test_least_severity_that_fails(shell: Shell, folder: Path) -> None:
    """A warning is drift unless errors alone are asked for."""
    edit_page(shell.folder, "order-stamps", "$0.0125", "$0.02")

    assert drift(shell).code == 1
    assert drift(shell, "--fail-on", "error").code == 0
    assert folder.is_dir()


def test_a_page_that_cannot_be_read(shell: Shell, folder: Path) -> None:
    """Exit 2, never "no drift"; what is known of other pages is told."""
    (shell.folder / "documents" / VENDOR / "read-ticket.txt").write_text("")
    edit_page(shell.folder, "order-stamps", "$0.0125", "$0.02")

    outcome = drift(shell, "--format", "json")

    data = json.loads(outcome.out)
    assert outcome.code == 2
    assert data["exit_reason"] == "could-not-look"
    assert "read-ticket" in data["message"]
    assert [each["rule"] for each in data["changes"]] == ["operation-price-raised"]
    assert folder.is_dir()


def test_pages_of_a_vendor_whose_contract_is_not_there(shell: Shell) -> None:
    """Nothing to compare with is exit 2."""
    outcome = shell.run("drift", "documents", shell.folder, "--vendor", "nobody")

    assert outcome.code == 2
    assert "nobody" in outcome.err


def addressed(shell: Shell, url: str, *, without: str = "") -> None:
    """Give every page of the invented vendor an address, all but one."""
    path = shell.folder / "contracts" / VENDOR / "vendor.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    documents = {name: entry or {} for name, entry in content["documents"].items()}
    content["documents"] = {
        name: entry if name == without else {**entry, "url": f"{url}/{name}"}
        for name, entry in documents.items()
    }
    path.write_text(yaml.safe_dump(content), "utf-8")


def fetched(shell: Shell, *arguments: str) -> Outcome:
    """Run `drift documents --fetch` on the copied workspace."""
    options = ("--workspace", str(shell.folder), "--vendor", VENDOR, "--format", "json")
    return shell.run("drift", "documents", *arguments, "--fetch", *options)


def site_of(shell: Shell, changes: Mapping[str, tuple[str, str]]) -> Callable[[Received], Reply]:
    """Return a site that has the pages of the vendor, some of them changed."""
    pages = {
        path.stem: path.read_text("utf-8")
        for path in (shell.folder / "documents" / VENDOR).glob("*.txt")
    }
    for name, (old, new) in changes.items():
        assert old in pages[name]
        pages[name] = pages[name].replace(old, new)

    def answer(request: Received) -> Reply:
        text = pages.get(request.path[1:])
        if text is None:
            return Reply(status=404)
        return Reply(headers={"content-type": "text/plain; charset=utf-8"}, body=text.encode())

    return answer


def test_pages_are_fetched_and_compared(shell: Shell, folder: Path) -> None:
    """The pages of today's site, without a folder of them: agreement, then drift."""
    with loopback(site_of(shell, {})) as server:
        addressed(shell, server.url)
        agreed = fetched(shell)
    edited = {"faults": ("402 Payment Required", "418 I'm a Teapot")}
    with loopback(site_of(shell, edited)) as server:
        addressed(shell, server.url)
        drifted = fetched(shell)

    assert (agreed.code, json.loads(agreed.out)["exit_reason"]) == (0, "agrees")
    assert "pages are in .truecopy/documents/" in agreed.err
    assert (drifted.code, json.loads(drifted.out)["exit_reason"]) == (1, "drift")
    assert any("418" in str(each["claim"]) for each in json.loads(drifted.out)["changes"])


def test_a_page_without_an_address_is_taken_from_the_folder(shell: Shell, folder: Path) -> None:
    """DIR beside --fetch has what was saved by hand."""
    with loopback(site_of(shell, {})) as server:
        addressed(shell, server.url, without="faults")
        outcome = fetched(shell, "documents")

    assert outcome.code == 0
    assert "/faults" not in {request.path for request in server.received}


def test_a_page_that_cannot_be_fetched_is_never_no_drift(shell: Shell, folder: Path) -> None:
    """Exit 2, and the page is named; so it is where no page is there."""
    with loopback(site_of(shell, {})) as server:
        addressed(shell, server.url, without="faults")
        outcome = fetched(shell)
    with loopback(lambda _: Reply(status=404)) as server:
        addressed(shell, server.url)
        nothing = fetched(shell)

    assert outcome.code == 2
    assert f"{VENDOR}/faults: missing" in outcome.err
    assert json.loads(outcome.out)["exit_reason"] == "could-not-look"
    assert nothing.code == 2
    assert "nothing to compare" in nothing.err


def test_neither_folder_nor_fetch_is_refused(shell: Shell, folder: Path) -> None:
    """There is nothing to look at."""
    outcome = shell.run("drift", "documents", "--workspace", shell.folder)

    assert outcome.code == 2
    assert "DIR is needed" in outcome.err
