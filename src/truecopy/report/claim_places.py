"""Where findings are shown in files: the line of a claim in its contract, and paths as repositories have them."""

from collections.abc import Mapping
from pathlib import Path

from truecopy.contract.lines import line_of
from truecopy.contract.load import read_claims
from truecopy.model import Claim

Place = tuple[Path, int]

# Folders of installed packages, also where an environment lies inside a repository.
_INSTALLED = frozenset({"site-packages", "dist-packages"})


class ClaimPlaces:
    """Where the claims of a contract stand in its folder; each file is read once."""

    def __init__(self, claims: Mapping[str, Claim], folder: Path) -> None:
        """Look claims up in a contract's folder."""
        self._claims = claims
        # Claims that a workspace decided may have moved others, and the files are as they were.
        self._written = read_claims(folder)
        self._folder = folder.resolve()
        self._texts: dict[str, str] = {}

    def knows(self, claim: str) -> bool:
        """Whether the contract has a claim."""
        return claim in self._claims

    def of(self, claim: str, operation: str) -> Place:
        """Return file and line of a claim; without a known one, those of its operation."""
        known = self._claims.get(claim)
        decided = place_in_text(known.decided_at) if known else None
        if decided is not None:
            return decided
        known = self._written.get(claim)
        pointer = known.pointer if known else f"openapi.json#/x-operations/{operation}"
        name, _, inner = pointer.partition("#")
        if name not in self._texts:
            self._texts[name] = (self._folder / name).read_text(encoding="utf-8")
        return self._folder / name, line_of(self._texts[name], inner)


def place_in_text(where: str) -> Place | None:
    """Return file and line of a text such as `recordings/a.yaml:12`; None where there is no such file."""
    name, _, line = where.rpartition(":")
    file, number = (Path(name), int(line)) if name and line.isdecimal() else (Path(where), 1)
    return (file.resolve(), number) if file.is_file() else None


def path_in_repository(file: Path) -> str | None:
    """Return a path from the root of the repository that has a file; of one that is in none, None.

    Without a repository it is the path from here; an installed package is in none. A file of another repository
    than the one around here would be looked for in this one.
    """
    if _INSTALLED.intersection(file.parts):
        return None
    here = Path.cwd().resolve()
    root, own = _repository(file.parent), _repository(here)
    if own is not None and root != own:
        return None
    root = root or (here if file.is_relative_to(here) else None)
    return file.relative_to(root).as_posix() if root else None


def _repository(folder: Path) -> Path | None:
    """Return the root of the repository that a folder is in, None for none."""
    around = (each for each in (folder, *folder.parents) if (each / ".git").exists())
    return next(around, None)
