"""The workspace: where contracts, mocks and recordings are."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truecopy.contract.load import load_contract
from truecopy.errors import UsageError, WorkspaceError
from truecopy.model import Contract

_PACKAGED = Path(__file__).parent.parent / "workspace"
# This file is src/truecopy/contract/workspace.py of the checkout.
_CHECKOUT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One or two folders: the user's own, and the built-in one behind it.

    Attributes:
        roots: Folders that hold `contracts/`, `mocks/` and `recordings/`; the contract of a vendor is that of the
            first that has one, and what the first has beside adds to it.
        is_fallback: Whether nobody named it, and none was found around the current folder.
    """

    roots: tuple[Path, ...]
    is_fallback: bool = False

    @property
    def root(self) -> Path:
        """The folder that commands write to."""
        return self.roots[0]

    def vendors(self) -> tuple[str, ...]:
        """Return the slugs of all vendors, sorted."""
        found = {
            path.parent.name for root in self.roots for path in root.glob("contracts/*/vendor.yaml")
        }
        return tuple(sorted(found))

    def own_vendors(self) -> tuple[str, ...]:
        """Return the slugs of the vendors that stand in the folder that commands write to."""
        return tuple(sorted(path.parent.name for path in self.root.glob("contracts/*/vendor.yaml")))

    def contract_folder(self, vendor: str) -> Path:
        """Return the contract folder of a vendor.

        Raises:
            UsageError: No root has it; carries the vendors that there are.
        """
        return self._root_of(vendor) / "contracts" / vendor

    def mock_file(self, vendor: str) -> Path:
        """Return the path of the mock file beside a vendor's contract, which need not exist.

        Raises:
            UsageError: There is no such vendor.
        """
        return self._root_of(vendor) / "mocks" / f"{vendor}.yaml"

    def mock_files(self, vendor: str) -> tuple[Path, ...]:
        """Return the mock files of a vendor, each laid over those before: the one beside its contract, and one's own.

        Raises:
            UsageError: There is no such vendor.
            WorkspaceError: There is a file that belongs to no vendor.
        """
        self._require_effect()
        files = (self.mock_file(vendor), self.root / "mocks" / f"{vendor}.yaml")
        return tuple(dict.fromkeys(path for path in files if path.is_file())) or files[:1]

    def own_decisions(self, vendor: str) -> Path | None:
        """Return the file by which this workspace decides about a vendor whose contract it does not have.

        Raises:
            UsageError: There is no such vendor.
        """
        path = self.root / "contracts" / vendor / "decisions.yaml"
        return path if self._root_of(vendor) != self.root and path.is_file() else None

    def recordings(self, vendor: str) -> Path:
        """Return the folder that a vendor's recordings are written to, which need not exist.

        Raises:
            UsageError: The workspace is the built-in one of an installation, which is not written to.
        """
        if self.is_fallback or self.root == _PACKAGED:
            raise UsageError(
                "recordings go to a workspace, and here is none: an empty truecopy.toml makes this folder one, "
                "`truecopy init` makes one with an example, --workspace names one"
            )
        return self.root / "recordings" / vendor

    def recording_folders(self, vendor: str) -> tuple[Path, ...]:
        """Return the folders that there are of a vendor's recordings; those of another contract are none of them.

        Raises:
            UsageError: There is no such vendor.
        """
        roots = self.roots[: self.roots.index(self._root_of(vendor)) + 1]
        folders = (root / "recordings" / vendor for root in roots)
        return tuple(folder for folder in folders if folder.is_dir())

    def load(self, vendor: str) -> Contract:
        """Return the contract of a vendor.

        Raises:
            UsageError: There is no such vendor.
            ContractLoadError: Its contract cannot be used.
            WorkspaceError: Nor can what is written by hand about it; or there is a file that belongs to no vendor.
        """
        self._require_effect()
        return load_contract(self.contract_folder(vendor), self.own_decisions(vendor))

    def _require_effect(self) -> None:
        """Refuse files of a vendor that is not there: somebody expects something of them.

        Raises:
            WorkspaceError: There is one.
        """
        known = self.vendors()
        files = [*self.root.glob("mocks/*.y*ml"), *self.root.glob("contracts/*/decisions.y*ml")]
        for path in sorted(files):
            is_mock = path.parent.name == "mocks"
            vendor = path.stem if is_mock else path.parent.name
            if vendor not in known or path.suffix != ".yaml":
                whose = (
                    f"there is no vendor {vendor!r}"
                    if vendor not in known
                    else "it would end in .yaml"
                )
                raise WorkspaceError(
                    f"{path}: has no effect: {whose}; there are: {', '.join(known)}"
                )

    def _root_of(self, vendor: str) -> Path:
        for root in self.roots:
            if (root / "contracts" / vendor / "vendor.yaml").is_file() and "/" not in vendor:
                return root
        known = ", ".join(self.vendors()) or "none"
        raise UsageError(f"there is no vendor {vendor!r} in the workspace; there are: {known}")


def find_workspace(explicit: Path | None = None, start: Path | None = None) -> Workspace:
    """Return the workspace that applies.

    Args:
        explicit: The folder named by the user, if any.
        start: Where the search upwards begins; None for the current folder.

    Raises:
        UsageError: The named folder is not there.
    """
    if explicit is not None:
        if not explicit.is_dir():
            raise UsageError(f"--workspace {explicit}: there is no such folder")
        return _over_built_in(explicit.resolve())
    for folder in _upwards((start or Path.cwd()).resolve()):
        if settings_file(folder):
            return _over_built_in(folder)
    return Workspace(roots=(built_in_root(),), is_fallback=True)


def built_in_root() -> Path:
    """Return the folder of the built-in vendors: in the wheel, else in the source checkout.

    Raises:
        WorkspaceError: Neither is there, so the installation is broken.
    """
    for root in (_PACKAGED, _CHECKOUT):
        if (root / "contracts").is_dir():
            return root
    raise WorkspaceError(
        f"the built-in vendors are missing: neither {_PACKAGED} nor {_CHECKOUT} has them"
    )


def read_settings(workspace: Workspace) -> dict[str, Any]:
    """Return the settings of a workspace, from `truecopy.toml` or `[tool.truecopy]`; often none.

    Raises:
        WorkspaceError: The file is not TOML.
    """
    path = settings_file(workspace.root)
    if path is None:
        return {}
    content = _read_toml(path)
    return dict(_section(path, content) or {})


def _over_built_in(root: Path) -> Workspace:
    built_in = built_in_root()
    return Workspace(roots=(root,) if root == built_in else (root, built_in))


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents


def settings_file(folder: Path) -> Path | None:
    """Return the file that makes a folder a workspace, None where it is none."""
    own = folder / "truecopy.toml"
    if own.is_file():
        return own
    project = folder / "pyproject.toml"
    if project.is_file() and _section(project, _read_toml(project)) is not None:
        return project
    return None


def _section(path: Path, content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if path.name == "truecopy.toml":
        return content
    tools = content.get("tool")
    section = tools.get("truecopy") if isinstance(tools, dict) else None
    return section if isinstance(section, dict) else None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors begin with a mark
    except (OSError, ValueError) as error:
        raise WorkspaceError(f"{path}: cannot be read: {error}") from error
