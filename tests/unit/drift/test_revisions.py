"""Where contracts are that are to be compared."""

import re
import subprocess
from pathlib import Path

import pytest

from truecopy.drift.revisions import open_contracts
from truecopy.errors import UsageError


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two workspaces, one below the other, of which only git has the first's contract."""
    for place, names in ((".", ("a",)), ("inner", ("b", "c"))):
        for name in names:
            folder = tmp_path / place / "contracts" / name
            folder.mkdir(parents=True)
            (folder / "vendor.yaml").write_text(f"title: {name}\n", "utf-8")
            (folder / "page.txt").write_text("not of the contract", "utf-8")
    (tmp_path / ".gitattributes").write_text("* export-ignore\n", "utf-8")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "a"],
        ["tag", "first"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    (tmp_path / "contracts" / "a" / "vendor.yaml").unlink()
    monkeypatch.chdir(tmp_path / "inner")
    return tmp_path


@pytest.mark.parametrize(
    ("place", "vendors", "is_contract"),
    [
        (".", ["b", "c"], False),
        ("contracts", ["b", "c"], False),
        ("contracts/b", ["b"], True),
        ("first:", ["b", "c"], False),
        ("first:./", ["b", "c"], False),
        ("first:inner", ["b", "c"], False),
        ("first:contracts/a", ["a"], True),
        ("first:./contracts/b", ["b"], True),
        ("HEAD:inner/contracts/", ["b", "c"], False),
    ],
)
def test_a_place_holds_contracts(
    repository: Path, place: str, vendors: list[str], *, is_contract: bool
) -> None:
    """On disk or at a revision; a path counts from the root of the repository, `./` from here."""
    with open_contracts(place, repository / "inner") as found:
        folders = found.folders
        assert list(folders) == vendors
        assert found.is_contract is is_contract
        for name, folder in folders.items():
            assert folder.name == name
            assert (folder / "vendor.yaml").read_text("utf-8") == f"title: {name}\n"

    is_of_git = ":" in place
    assert all(folder.exists() is not is_of_git for folder in folders.values())


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("first:inner/contracts/b/page.txt", "first:inner/contracts/b/page.txt: "),
        ("second:", "second:: git: "),
        ("--all:", "--all:: git: "),
        ("first:../..", "is not in the repository"),
        ("elsewhere", "elsewhere: there is no such folder"),
    ],
)
def test_a_place_without_a_contract_is_refused(repository: Path, place: str, said: str) -> None:
    """With what git says."""
    with (
        pytest.raises(UsageError, match=re.escape(said)),
        open_contracts(place, repository / "inner"),
    ):
        pass


def test_git_may_be_absent(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders need none."""
    monkeypatch.setenv("PATH", "")

    with (
        pytest.raises(UsageError, match="git is not installed"),
        open_contracts("first:", repository),
    ):
        pass
    with open_contracts(".", repository) as found:
        assert list(found.folders) == ["b", "c"]
