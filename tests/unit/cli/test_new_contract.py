"""New contracts of vendors whose documents have drifted."""

import subprocess
from pathlib import Path

import pytest
from tests.unit.cli.page_drift import drift
from tests.unit.cli.shell import Shell
from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page


@pytest.fixture
def folder(shell: Shell) -> Path:
    """The contract folder of the invented vendor, derived; its pages have another price."""
    found = derived_workspace(shell.folder)
    edit_page(shell.folder, "order-stamps", "$0.0125", "$0.02")
    return found


def test_changes_are_accepted(shell: Shell, folder: Path) -> None:
    """The new contract is written, exit 0, and the next look agrees."""
    outcome = drift(shell, "--accept")

    assert outcome.code == 0
    assert "[operation-price-raised]" in outcome.out
    assert "files written" in outcome.err
    assert '"usd": 0.02' in (folder / "openapi.json").read_text()
    assert drift(shell).out.startswith(f"{VENDOR}: agrees")


def test_a_patch_makes_the_new_contract(shell: Shell, folder: Path) -> None:
    """It is a diff that git takes; nothing is written, and the drift is still one."""
    before = (folder / "openapi.json").read_text()

    outcome = drift(shell, "--patch")

    assert outcome.code == 1
    assert (folder / "openapi.json").read_text() == before
    patch = shell.folder / "new.patch"
    patch.write_text(outcome.out)
    subprocess.run(["git", "apply", "new.patch"], cwd=shell.folder, check=True)
    assert drift(shell).code == 0


def test_a_decision_to_review_stops_unless_it_is_kept(shell: Shell, folder: Path) -> None:
    """It is named with its claims; kept, it holds for the text that is there now."""
    edit_page(shell.folder, "order-stamps", "a sheet for each copy", "a sheet for all copies")

    stopped = drift(shell, "--accept")
    kept = drift(shell, "--accept", "--keep-decisions")

    assert stopped.code == 1
    assert (
        "to review: decision a-sheet-a-copy: read-ticket.200.sheets#x-promises/count" in stopped.err
    )
    assert "nothing is written" in stopped.err
    assert kept.code == 0
    assert "to review: decision a-sheet-a-copy" in kept.err
    assert drift(shell).code == 0
    assert folder.is_dir()


def test_a_contradiction_stops_always(shell: Shell, folder: Path) -> None:
    """Which of two sentences holds, a person says."""
    edit_page(shell.folder, "order-stamps", "1 <= x <= 8", "1 <= x <= 9")

    outcome = drift(shell, "--accept", "--keep-decisions")

    assert outcome.code == 1
    assert "to settle: order-stamps.request.copies#maximum" in outcome.err
    assert folder.is_dir()


def test_a_page_that_cannot_be_read_is_accepted_never(shell: Shell, folder: Path) -> None:
    """A contract without it would have lost what it said."""
    (shell.folder / "documents" / VENDOR / "faults.txt").write_text("")
    before = (folder / "openapi.json").read_text()

    assert drift(shell, "--accept", "--keep-decisions").code == 2
    assert (folder / "openapi.json").read_text() == before


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--accept", "--patch"), "one of them"),
        (("--keep-decisions",), "has no effect without"),
    ],
)
def test_flags_without_sense(
    shell: Shell, folder: Path, flags: tuple[str, ...], message: str
) -> None:
    """Flags that exclude each other, or have no effect, are refused."""
    outcome = drift(shell, *flags)

    assert outcome.code == 2
    assert message in outcome.err
    assert folder.is_dir()


def test_a_built_in_contract_is_not_written(shell: Shell) -> None:
    """Only the workspace's own vendors are."""
    derived_workspace(shell.folder)
    pages = shell.folder / "documents" / "elsewhere"
    pages.mkdir()
    (pages / "page.txt").write_text("x")
    known = shell.run("vendors", "list", "--workspace", shell.folder, "--format", "json").out
    assert VENDOR in known
    built_in = next(each for each in ("applerouter", "mulerouter") if each in known)

    outcome = shell.run(
        "drift", "documents", pages, "--workspace", shell.folder, "--vendor", built_in, "--accept"
    )

    assert outcome.code == 2
    assert "only the contracts of the workspace itself are written" in outcome.err
