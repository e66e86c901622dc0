"""`truecopy drift all`."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.unit.cli.shell import Shell
from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page


@pytest.fixture
def folder(shell: Shell) -> Path:
    """The contract folder of the invented vendor, derived."""
    shell.setenv("TRUECOPY_TOKEN", "sk-test")
    return derived_workspace(shell.folder)


def where(shell: Shell) -> tuple[str | Path, ...]:
    """Return the options that say whose contract it is, and a picture for its requests."""
    picture = "https://pictures.example/a.png"
    return ("--workspace", shell.folder, "--vendor", VENDOR, "--image-url", picture)


def everything(shell: Shell, *arguments: str) -> tuple[int, Any]:
    """Hold all sides against the contract; return exit code and result."""
    outcome = shell.run(
        "drift",
        "all",
        "mock",
        "documents",
        *where(shell),
        "--format",
        "json",
        *arguments,
    )
    return outcome.code, json.loads(outcome.out)


@pytest.mark.slow
def test_sides_that_agree_and_one_that_is_not_there(shell: Shell, folder: Path) -> None:
    """Exit 0; that there are no recordings is said."""
    code, row = everything(shell)

    assert (code, row["exit_reason"], row["diagnosis"]) == (0, "agrees", [])
    assert {name: side["looked"] for name, side in row["sides"].items()} == {
        "documents": True,
        "wire": True,
        "recordings": False,
        "mock": True,
    }
    assert "no recordings" in row["sides"]["recordings"]["message"]
    assert folder.is_dir()


@pytest.mark.slow
def test_a_limit_that_moves_on_the_page_is_announced(shell: Shell, folder: Path) -> None:
    """Not live yet: exit 1, with the contract as what is stale; as a page and as text, too."""
    for old, new in (("Range: 1-8", "Range: 1-4"), ("(1-8)", "(1-4)"), ("x <= 8", "x <= 4")):
        edit_page(shell.folder, "order-stamps", old, new)

    code, row = everything(shell, "--report", "html=all.html", "--report", "text=all.txt")

    (found,) = row["diagnosis"]
    assert code == 1
    assert found["claim"].endswith("#maximum")
    assert [each["slug"] for each in found["diagnoses"]] == ["announced"]
    assert found["diagnoses"][0]["stale"] == "contract"
    assert found["says"]["documents"] == "differs"
    assert found["says"]["wire"] == "agrees"
    assert found["claim"] in (shell.folder / "all.html").read_text()
    assert "announced, not live" in (shell.folder / "all.txt").read_text()
    assert folder.is_dir()


@pytest.mark.slow
def test_pages_that_are_not_there_are_no_agreement(shell: Shell, folder: Path) -> None:
    """Exit 2, with the reason."""
    for page in (shell.folder / "documents" / VENDOR).iterdir():
        page.unlink()

    code, row = everything(shell)

    assert code == 2
    assert row["exit_reason"] == "could-not-look"
    assert not row["sides"]["documents"]["looked"]
    assert folder.is_dir()


@pytest.mark.slow
def test_a_contract_that_unchanged_pages_do_not_give_is_a_stale_reading(
    shell: Shell, folder: Path
) -> None:
    """No change is announced: what we made of the pages is at fault."""
    for path in folder.rglob("*.json"):
        text = path.read_text()
        path.write_text(text.replace('"maximum": 8', '"maximum": 9'))
    evidence = folder / "evidence.json"
    content = json.loads(evidence.read_text())
    for row in content["claims"]:
        if row["id"].endswith("#maximum") and row["value"] == 8:
            row["value"] = 9
    evidence.write_text(json.dumps(content))

    code, row = everything(shell)

    assert code == 1
    assert [each["slug"] for each in row["diagnosis"][0]["diagnoses"]] == ["reading-stale"]
    assert row["diagnosis"][0]["says"]["documents"] == "misread"


@pytest.mark.slow
def test_recordings_are_a_side_of_their_own(shell: Shell, folder: Path) -> None:
    """What was recorded is held against the contract, too."""
    recorded = shell.run(
        "record",
        "mock",
        *where(shell),
    )

    code, row = everything(shell)

    assert recorded.code == 0, recorded.err
    assert (code, row["exit_reason"]) == (0, "agrees")
    assert row["sides"]["recordings"]["looked"]
    assert folder.is_dir()


@pytest.mark.slow
def test_a_folder_without_pages_of_the_vendor_is_said(shell: Shell, folder: Path) -> None:
    """Exit 2: nobody looked at the documents."""
    shutil.rmtree(shell.folder / "documents" / VENDOR)

    code, row = everything(shell)

    assert (code, row["exit_reason"]) == (2, "could-not-look")
    assert "there is no such folder" in row["sides"]["documents"]["message"]
    assert folder.is_dir()
