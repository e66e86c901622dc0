"""Copies of built-in contracts that say something else at one claim."""

import json
import shutil
from pathlib import Path
from typing import Any

from truecopy.contract.workspace import built_in_root
from truecopy.model.pointers import node

N_MAXIMUM = "create-generation.request.n#maximum"


def copy_contract(folder: Path, vendor: str = "mulerouter") -> Path:
    """Copy a built-in contract to a folder, and return it."""
    shutil.copytree(built_in_root() / "contracts" / vendor, folder)
    return folder


def set_claim(folder: Path, name: str, value: Any) -> None:
    """Give a claim another value, where it landed and in its evidence; None drops it."""
    evidence = json.loads((folder / "evidence.json").read_text("utf-8"))
    row = next(each for each in evidence["claims"] if each["id"] == name)
    path, _, pointer = row["pointer"].partition("#")
    content = json.loads((folder / path).read_text("utf-8"))
    above, _, last = pointer.rpartition("/")
    if value is None:
        del node(content, above)[last]
        evidence["claims"].remove(row)
    else:
        node(content, above)[last] = row["value"] = value
    (folder / path).write_text(json.dumps(content), "utf-8")
    (folder / "evidence.json").write_text(json.dumps(evidence), "utf-8")
