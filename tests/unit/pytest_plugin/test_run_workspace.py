"""The workspace of a run of tests."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from truecopy.contract.workspace import built_in_root
from truecopy.errors import UsageError
from truecopy.pytest_plugin.run_workspace import named_folder, workspace_of


def config(root: Path, *, option: str | None = None, setting: str = "") -> Any:
    """Return what a run was told, whose root folder is not the one that it was started in."""
    return SimpleNamespace(
        getoption={"--truecopy-workspace": option}.__getitem__,
        getini={"truecopy_workspace": setting}.__getitem__,
        rootpath=root,
        invocation_params=SimpleNamespace(dir=root / "here"),
    )


def test_the_option_goes_before_the_setting(tmp_path: Path) -> None:
    """Each is read from where it was written."""
    assert named_folder(config(tmp_path)) is None
    assert named_folder(config(tmp_path, setting="apis")) == tmp_path / "apis"
    both = config(tmp_path, option="mine", setting="apis")
    assert named_folder(both) == tmp_path / "here" / "mine"


def test_without_either_the_nearest_one_is_taken(tmp_path: Path) -> None:
    """Around the root folder; else the built-in one. A named folder must be there."""
    assert workspace_of(config(tmp_path)).is_fallback
    assert workspace_of(config(built_in_root() / "tests")).root == built_in_root()
    (tmp_path / "apis").mkdir()
    assert workspace_of(config(tmp_path, setting="apis")).root == tmp_path / "apis"
    with pytest.raises(UsageError, match="there is no such folder"):
        workspace_of(config(tmp_path, setting="elsewhere"))
