"""A vendor that no test knows by name: a copy of a built-in one, with a slug and an address of its own."""

import shutil
from pathlib import Path

from truecopy.contract.load import load_contract
from truecopy.contract.workspace import built_in_root

LIKE = "powertokens"
SLUG = "paperkites"


def add_vendor(root: Path) -> None:
    """Put the vendor into a workspace: its contract, its mock and its recordings."""
    source = built_in_root()
    contract, recordings = (root / each / SLUG for each in ("contracts", "recordings"))
    shutil.copytree(source / "contracts" / LIKE, contract)
    shutil.copytree(source / "recordings" / LIKE, recordings)
    (root / "mocks").mkdir(exist_ok=True)
    shutil.copy(source / "mocks" / f"{LIKE}.yaml", root / "mocks" / f"{SLUG}.yaml")
    for path in (*contract.rglob("*.*"), *recordings.rglob("*.*")):
        _replace(path, LIKE, SLUG)
    old, new = load_contract(source / "contracts" / LIKE), load_contract(contract)
    for path in recordings.rglob("*.yaml"):
        _replace(path, old.fingerprint, new.fingerprint)


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
