"""Files of a run."""

from pathlib import Path

import pytest

from truecopy.cli.files import own_file, require_writable, shown_path
from truecopy.errors import UsageError


def test_the_own_folder_is_kept_out_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is made once, and what a person wrote into its .gitignore stays."""
    monkeypatch.chdir(tmp_path)

    path = own_file("ledger")

    assert path == Path(".truecopy/ledger")
    assert Path(".truecopy/.gitignore").read_text() == "*\n"
    Path(".truecopy/.gitignore").write_text("mine\n")
    assert own_file("other") == Path(".truecopy/other")
    assert Path(".truecopy/.gitignore").read_text() == "mine\n"


def test_the_own_folder_is_its_owner_s_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ledgers and bodies of requests are nobody else's business, in a folder from before too."""
    monkeypatch.chdir(tmp_path)
    Path(".truecopy").mkdir(mode=0o755)

    own_file("ledger")

    assert Path(".truecopy").stat().st_mode & 0o777 == 0o700


def test_paths_are_shown_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path below the current folder is shown without what leads there; any other as it is."""
    monkeypatch.chdir(tmp_path)

    assert shown_path(tmp_path / "a" / "b") == Path("a/b")
    assert shown_path(tmp_path.parent / "x") == tmp_path.parent / "x"


def test_a_folder_that_can_be_written_stays_as_it_is(tmp_path: Path) -> None:
    """Where it can be written or made, nothing is left behind."""
    require_writable(tmp_path / "a" / "b")
    require_writable(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where a folder is to be is a UsageError that names the place."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(UsageError, match="file/b: cannot write there"):
        require_writable(tmp_path / "file" / "b")
