"""Which files say something of a vendor."""

from pathlib import Path

import pytest

from truecopy.cli.vendor_files import vendor_files
from truecopy.contract import Workspace
from truecopy.contract.workspace import built_in_root
from truecopy.errors import WorkspaceError

DECISIONS = """
decisions:
- {id: ours, kind: assumption, why: ours, claim: '*.request.n#maximum', value: 2}
- {id: free, kind: assumption, why: ours, withdraws: '*.request.seed#maximum'}
"""


def test_every_file_is_told_with_what_it_gives(tmp_path: Path) -> None:
    """Of the workspace and of the built-in one behind it."""
    (tmp_path / "mocks").mkdir()
    (tmp_path / "mocks" / "powertokens.yaml").write_text("caps: {pictures: 2}\ndefault_size: 8*8\n")
    (tmp_path / "contracts" / "powertokens").mkdir(parents=True)
    (tmp_path / "contracts" / "powertokens" / "decisions.yaml").write_text(DECISIONS)

    workspace = Workspace(roots=(tmp_path, built_in_root()))
    found = dict(vendor_files(workspace, workspace.load("powertokens")))

    own = {path.removeprefix(f"{tmp_path}/"): what for path, what in found.items()}
    assert own["mocks/powertokens.yaml"] == "laid over it: caps.pictures, default_size"
    assert own["contracts/powertokens/decisions.yaml"] == (
        "decided otherwise: ours (*.request.n#maximum); free (no *.request.seed#maximum)"
    )
    assert {"the contract", "how its mock behaves"} <= set(found.values())
    assert any(what.endswith(" recordings") for what in found.values())


@pytest.mark.parametrize(
    ("content", "told"), [("caps: {pictures: 6}", "has no effect"), ("cap: {}", "unknown key cap")]
)
def test_a_file_without_effect_gives_nothing(tmp_path: Path, content: str, told: str) -> None:
    """It is no row but an error, as where the mock is started."""
    (tmp_path / "mocks").mkdir()
    (tmp_path / "mocks" / "powertokens.yaml").write_text(content)
    workspace = Workspace(roots=(tmp_path, built_in_root()))

    with pytest.raises(WorkspaceError, match=told):
        list(vendor_files(workspace, workspace.load("powertokens")))
