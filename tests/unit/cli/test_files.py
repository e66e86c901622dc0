"""Files of a run."""

from pathlib import Path

import pytest

from truecopy.cli.files import own_file, shown_path


def test_the_own_folder_is_kept_out_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is made once, and what a person wrote into its .gitignore stays."""
    monkeypatch.chdir(tmp_path)

    path = own_file("ledger")

    assert path == Path(".truecopy/ledger")
    assert Path(".truecopy/.gitignore").read_text() == "*\n"
    Path(".truecopy/.gitignore").write_text("mine\n")
    assert own_file("other") == Path(".truecopy/other")
    assert Path(".truecopy/.gitignore").read_text() == "mine\n"


def test_paths_are_shown_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path below the current folder is shown without what leads there; any other as it is."""
    monkeypatch.chdir(tmp_path)

    assert shown_path(tmp_path / "a" / "b") == Path("a/b")
    assert shown_path(tmp_path.parent / "x") == tmp_path.parent / "x"
