"""The workspace of a run of tests."""

from pathlib import Path

import pytest

from truecopy.contract import Workspace, find_workspace

OPTION, SETTING = "--truecopy-workspace", "truecopy_workspace"


def named_folder(config: pytest.Config) -> Path | None:
    """Return the folder that the run names: by its option from here, by its settings from the root folder."""
    option: str | None = config.getoption(OPTION)
    if option:
        return config.invocation_params.dir / option
    setting: str = config.getini(SETTING)
    return config.rootpath / setting if setting else None


def workspace_of(config: pytest.Config) -> Workspace:
    """Return the workspace that the run names, else the one around its root folder.

    Raises:
        UsageError: The named folder is not there.
    """
    return find_workspace(named_folder(config), start=config.rootpath)
