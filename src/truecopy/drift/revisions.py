"""Where contracts are that are to be compared: a folder, a workspace, or either at a revision of git."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from truecopy.errors import UsageError

_CONTRACTS = "contracts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractPlace:
    """What is at a place.

    Attributes:
        folders: Vendor -> its contract folder.
        is_contract: Whether the place is that folder itself, and not one around it.
    """

    folders: Mapping[str, Path]
    is_contract: bool


@contextmanager
def open_contracts(place: str, workspace: Path) -> Iterator[ContractPlace]:
    """Give the contract folders at a place, by vendor; those of a revision are there until the block ends.

    Args:
        place: A contract folder, a folder of them, a workspace, or `REV:PATH` for one of these as git has it:
            PATH counts from the root of the repository, or from here with `./` in front; without one it is
            `workspace`.

    Raises:
        UsageError: There is no such place, or no contract at it.
    """
    folder = Path(place)
    if folder.is_dir():
        yield _contract_folders(folder.resolve(), place)
        return
    revision, colon, path = place.partition(":")
    if not colon:
        raise UsageError(
            f"{place}: there is no such folder; a folder, or REV:PATH of git, was expected"
        )
    with TemporaryDirectory(prefix="truecopy-") as made:
        name = _path_in_repository(path, workspace)
        kept = Path(made) / (PurePosixPath(name).name or "workspace")
        _write_tree(f"{revision}:{name}", kept, place)
        yield _contract_folders(kept, place)


def _contract_folders(folder: Path, place: str) -> ContractPlace:
    if (folder / "vendor.yaml").is_file():
        return ContractPlace(folders={folder.name: folder}, is_contract=True)
    inner = folder / _CONTRACTS if (folder / _CONTRACTS).is_dir() else folder
    found = {path.parent.name: path.parent for path in sorted(inner.glob("*/vendor.yaml"))}
    if not found:
        raise UsageError(f"{place}: there is no contract: neither vendor.yaml nor contracts/")
    return ContractPlace(folders=found, is_contract=False)


def _path_in_repository(path: str, workspace: Path) -> str:
    """Return a path from the root of the repository."""
    if path and not path.startswith(("./", "../")) and path != ".":
        return path.strip("/")
    place = (Path.cwd() / path).resolve() if path else workspace.resolve()
    root = Path(_git("rev-parse", "--show-toplevel").decode().strip()).resolve()
    if not place.is_relative_to(root):
        raise UsageError(f"{place}: is not in the repository {root}; say REV:PATH")
    name = place.relative_to(root).as_posix()
    return "" if name == "." else name


def _write_tree(tree: str, folder: Path, place: str) -> None:
    """Write the contracts of a tree of git as files; other files are left out."""
    names = _entries(tree, place)
    is_workspace = not any("/" not in name and name == "vendor.yaml" for name in names) and any(
        name.startswith(f"{_CONTRACTS}/") for name in names
    )
    wanted = {
        name: blob
        for name, blob in names.items()
        if name.endswith((".json", ".yaml"))
        and (name.startswith(f"{_CONTRACTS}/") or not is_workspace)
    }
    for name, data in zip(wanted, _blobs(wanted.values()), strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _entries(tree: str, place: str) -> dict[str, str]:
    """Return path -> id of its content, for each file of a tree; links and submodules are none."""
    try:
        listed = _git("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree).decode(
            "utf-8", "replace"
        )
    except UsageError as error:
        raise UsageError(f"{place}: {error}") from error
    found = {}
    for row in filter(None, listed.split("\0")):
        head, _, name = row.partition("\t")
        mode, _, blob = head.split(" ")
        if mode.startswith("100") and ".." not in PurePosixPath(name).parts:
            found[name] = blob
    return found


def _blobs(ids: Iterable[str]) -> Iterator[bytes]:
    """Yield contents by their ids, asked for at once."""
    answer = _git("cat-file", "--batch", asked="\n".join(ids).encode())
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        size = int(answer[at:end].rpartition(b" ")[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + size + 2


def _git(*arguments: str, asked: bytes = b"") -> bytes:
    """Return what a command of git prints.

    Args:
        asked: What it reads.

    Raises:
        UsageError: There is no git, or it refuses.
    """
    program = shutil.which("git")
    if program is None:
        raise UsageError("git is not installed, and REV:PATH needs it")
    done = subprocess.run(  # noqa: S603 - git itself, no shell, and no argument that it reads as an option
        [program, *arguments], input=asked, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git: {said[0] if said else 'failed'}")
    return done.stdout
