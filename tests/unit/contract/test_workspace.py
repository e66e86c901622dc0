"""Where contracts, mocks and recordings are."""

from pathlib import Path

import pytest
from tests.unit.derive.pages import VENDOR, derive_copy

from truecopy.contract import Workspace, find_workspace, read_settings, workspace
from truecopy.contract.workspace import built_in_root
from truecopy.derive import write_files
from truecopy.errors import UsageError, WorkspaceError


def make_vendor(root: Path, name: str) -> None:
    """Make a contract folder that has a vendor file only."""
    folder = root / "contracts" / name
    folder.mkdir(parents=True)
    (folder / "vendor.yaml").write_text("")


def test_named_folder_applies(tmp_path: Path) -> None:
    """The folder that the user names stands in front of the built-in one."""
    found = find_workspace(tmp_path)

    assert found.roots == (tmp_path.resolve(), built_in_root())
    assert found.root == tmp_path.resolve()


def test_named_folder_must_be_there(tmp_path: Path) -> None:
    """A folder that is not there is an error."""
    with pytest.raises(UsageError, match="no such folder"):
        find_workspace(tmp_path / "none")


def test_nearest_folder_with_settings_applies(tmp_path: Path) -> None:
    """Without a name the search goes upwards to the nearest settings."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "truecopy.toml").write_text("")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert find_workspace(start=inner).root == tmp_path.resolve()

    (tmp_path / "a" / "pyproject.toml").write_text("[tool.truecopy]\n")
    assert find_workspace(start=inner).root == (tmp_path / "a").resolve()


def test_recordings_go_to_a_workspace_that_somebody_chose(tmp_path: Path) -> None:
    """Nothing is written to the built-in folder from elsewhere; a named or a found workspace is written to."""
    with pytest.raises(UsageError, match=r"an empty truecopy\.toml makes this folder one"):
        find_workspace(start=tmp_path).recordings("mulerouter")

    assert find_workspace(tmp_path).recordings("x") == tmp_path.resolve() / "recordings" / "x"
    assert find_workspace(start=built_in_root()).recordings("x").parent.name == "recordings"


def test_built_in_folder_applies_without_settings(tmp_path: Path) -> None:
    """Where there are no settings the built-in vendors apply, and once only."""
    assert find_workspace(start=tmp_path).roots == (built_in_root(),)
    assert find_workspace(built_in_root()).roots == (built_in_root(),)


def test_search_begins_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a start the current folder is it."""
    (tmp_path / "truecopy.toml").write_text("")
    monkeypatch.chdir(tmp_path)

    assert find_workspace().root == tmp_path.resolve()


def test_own_vendor_replaces_a_built_in_one(tmp_path: Path) -> None:
    """A vendor of the workspace replaces the built-in one of that name whole."""
    name = Workspace(roots=(built_in_root(),)).vendors()[0]
    make_vendor(tmp_path, name)
    make_vendor(tmp_path, "mint")

    found = find_workspace(tmp_path)

    assert found.contract_folder(name) == tmp_path.resolve() / "contracts" / name
    assert found.mock_file(name) == tmp_path.resolve() / "mocks" / f"{name}.yaml"
    assert found.vendors().count(name) == 1
    assert "mint" in found.vendors()


def test_other_built_in_vendors_stay(tmp_path: Path) -> None:
    """Vendors that the workspace does not have are the built-in ones."""
    name = Workspace(roots=(built_in_root(),)).vendors()[0]

    assert find_workspace(tmp_path).contract_folder(name).is_relative_to(built_in_root())


@pytest.mark.parametrize("name", ["nobody", "", "..", "../contracts/mint", "mint/../mint"])
def test_unknown_vendor_is_refused(tmp_path: Path, name: str) -> None:
    """A vendor that is not there, or a path, is an error that lists the vendors."""
    make_vendor(tmp_path, "mint")
    found = Workspace(roots=(tmp_path,))

    with pytest.raises(UsageError, match="there are: mint"):
        found.contract_folder(name)


def test_empty_workspace_says_so(tmp_path: Path) -> None:
    """Where there are no vendors the error says none."""
    with pytest.raises(UsageError, match="there are: none"):
        Workspace(roots=(tmp_path,)).mock_file("mint")


def test_vendor_of_a_workspace_loads(tmp_path: Path) -> None:
    """A workspace loads the contracts of its vendors."""
    folder, derivation = derive_copy(tmp_path)
    write_files(folder, derivation.files)

    assert find_workspace(tmp_path).load(VENDOR).vendor == VENDOR


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("truecopy.toml", "[derive]\ncheck = true\n", {"derive": {"check": True}}),
        ("pyproject.toml", "[tool.truecopy.derive]\ncheck = true\n", {"derive": {"check": True}}),
        ("pyproject.toml", "[tool.other]\n", {}),
        ("pyproject.toml", "tool = 5\n", {}),
        ("pyproject.toml", "[tool]\ntruecopy = 5\n", {}),
    ],
)
def test_settings_of_a_workspace(
    tmp_path: Path, name: str, text: str, expected: dict[str, object]
) -> None:
    """Settings come from truecopy.toml, or from their section of pyproject.toml."""
    (tmp_path / name).write_text(text)

    assert read_settings(Workspace(roots=(tmp_path,))) == expected


def test_truecopy_toml_is_stronger(tmp_path: Path) -> None:
    """With both files the tool's own counts."""
    (tmp_path / "truecopy.toml").write_text("[derive]\n")
    (tmp_path / "pyproject.toml").write_text("[tool.truecopy.serve]\n")

    assert read_settings(Workspace(roots=(tmp_path,))) == {"derive": {}}


def test_workspace_without_settings(tmp_path: Path) -> None:
    """No file, no settings."""
    assert read_settings(Workspace(roots=(tmp_path,))) == {}


@pytest.mark.parametrize("content", [b"[derive", b"\xff\xfe"])
def test_damaged_settings_are_refused(tmp_path: Path, content: bytes) -> None:
    """Settings that are no TOML are an error that names the file."""
    (tmp_path / "truecopy.toml").write_bytes(content)

    with pytest.raises(WorkspaceError, match=r"truecopy.toml: cannot be read"):
        read_settings(Workspace(roots=(tmp_path,)))


def test_broken_installation_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the built-in vendors nothing works, and the error says where they should be."""
    monkeypatch.setattr(workspace, "_PACKAGED", tmp_path / "a")
    monkeypatch.setattr(workspace, "_CHECKOUT", tmp_path / "b")

    with pytest.raises(WorkspaceError, match="the built-in vendors are missing"):
        find_workspace(start=tmp_path)


@pytest.mark.parametrize(
    "name",
    ["mocks/nobody.yaml", "contracts/nobody/decisions.yaml", "mocks/powertokens.yml"],
)
def test_a_file_without_effect_is_an_error(tmp_path: Path, name: str) -> None:
    """Somebody expects something of it: of a vendor that is not there, or under a name that is not read."""
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("caps: {pictures: 1}\n")
    workspace = Workspace(roots=(tmp_path, built_in_root()))

    with pytest.raises(WorkspaceError, match="has no effect"):
        workspace.load("mulerouter")
    with pytest.raises(WorkspaceError, match="has no effect"):
        workspace.mock_files("mulerouter")


def test_files_of_a_workspace_add_to_a_built_in_vendor(tmp_path: Path) -> None:
    """Its mock file is laid over the built-in one, and its decisions are read; another vendor has none of it."""
    built_in = built_in_root()
    workspace = Workspace(roots=(tmp_path, built_in))
    mock = tmp_path / "mocks" / "powertokens.yaml"
    decisions = tmp_path / "contracts" / "powertokens" / "decisions.yaml"
    for path in (mock, decisions):
        path.parent.mkdir(parents=True)
        path.write_text("x: 1\n")

    assert workspace.mock_files("powertokens") == (built_in / "mocks" / "powertokens.yaml", mock)
    assert workspace.own_decisions("powertokens") == decisions
    assert workspace.own_decisions("mulerouter") is None
    assert len(workspace.mock_files("mulerouter")) == 1
