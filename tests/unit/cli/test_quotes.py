"""The sentences that findings stand on."""

from pathlib import Path

import pytest
from tests.unit.cli.shell import Shell

from truecopy.cli.quotes import with_sentences
from truecopy.contract.workspace import find_workspace
from truecopy.model import RULES, Finding

CLAIM = "create-postcard#auth"


@pytest.fixture
def folder(shell: Shell) -> Path:
    """A workspace of its own, with its pages."""
    shell.run("init", "stampworks", "--workspace", "apis")
    return shell.folder / "apis"


def quoted(folder: Path, claim: str = CLAIM) -> Finding:
    """Return a finding of a claim, with what it stands on."""
    workspace = find_workspace(folder)
    contract = workspace.load("stampworks")
    known = contract.claims.get(claim)
    sources = known.source if known else ""
    finding = RULES["request-auth-ignored"].finding("a", "b", claim=claim, sources=sources)
    return with_sentences([finding], contract, workspace)[0]


def test_a_page_that_is_at_hand_is_quoted(folder: Path) -> None:
    """The very words of the page are shown, in one line."""
    page = " ".join((folder / "documents/stampworks/postcards.txt").read_text().split())

    assert "Bearer" in quoted(folder).sentence
    assert quoted(folder).sentence in page
    assert quoted(folder, "").sentence == ""


@pytest.mark.parametrize("change", ["gone", "another", "shorter"])
def test_a_page_that_is_not_the_same_is_not_quoted(folder: Path, change: str) -> None:
    """Where the page is not at hand, or says something else, the finding has its address instead."""
    page, vendor = (
        folder / "documents/stampworks/postcards.txt",
        folder / "contracts/stampworks/vendor.yaml",
    )
    text = page.read_text()
    if change == "gone":
        page.unlink()
    elif change == "another":
        page.write_text(text.replace("Bearer", "Basic"))
    else:
        page.write_text(text[:40])
    address = "https://docs.example.com/postcards"
    vendor.write_text(
        vendor.read_text().replace("postcards: {", f"postcards: {{url: '{address}', ")
    )

    finding = quoted(folder)

    assert finding.sentence == ""
    assert finding.sources.endswith(f", {address}")
    assert finding.sources.startswith("postcards:")
