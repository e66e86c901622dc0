"""The examples of `truecopy init`, derived with claims added, changed or taken away."""

from collections.abc import Collection, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from truecopy.derive import derive_vendor
from truecopy.model import Contract

VENDOR = "inkwell"


def starter_contract(
    folder: Path,
    example: str = "task",
    *,
    claims: Mapping[str, Any] | None = None,
    withdraws: Collection[str] = (),
    drops: Collection[str] = (),
) -> Contract:
    """Return the contract of an example.

    Args:
        folder: Where its files are put, as a workspace.
        claims: Decided besides, or in place of what the example decides.
        withdraws: Withdrawn besides.
        drops: What the example decides or withdraws, and is left out.
    """
    write_starter(folder, example, claims or {}, withdraws, drops)
    contracts = folder / "contracts" / VENDOR
    return derive_vendor(contracts, folder / "documents" / VENDOR).contract


def mock_file(folder: Path) -> Path:
    """Return the mock file of the example in a folder."""
    return folder / "mocks" / f"{VENDOR}.yaml"


def write_starter(
    folder: Path,
    example: str,
    claims: Mapping[str, Any],
    withdraws: Collection[str] = (),
    drops: Collection[str] = (),
) -> None:
    """Put an example into a folder, as a workspace, with its decisions changed."""
    contracts, documents = (folder / each / VENDOR for each in ("contracts", "documents"))
    for each in (contracts, documents, folder / "mocks"):
        each.mkdir(parents=True, exist_ok=True)
    (folder / "truecopy.toml").touch()
    starter = resources.files("truecopy.cli") / "starter" / example
    for file in starter.iterdir():
        text = file.read_text(encoding="utf-8").replace("{vendor}", VENDOR)
        place = {"vendor.yaml": contracts / file.name, "mock.yaml": mock_file(folder)}
        place["decisions.yaml"] = contracts / file.name
        place.get(file.name, documents / file.name).write_text(text, encoding="utf-8")
    content = yaml.safe_load((contracts / "decisions.yaml").read_text("utf-8"))
    changed = [_kept(each, {*claims, *drops}) for each in content["decisions"]]
    more = {"id": "more", "kind": "reading", "why": "a test", "claims": dict(claims)}
    changed.append({**more, "withdraws": list(withdraws)})
    content["decisions"] = [each for each in changed if each["claims"] or each["withdraws"]]
    (contracts / "decisions.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")


def _kept(decision: dict[str, Any], gone: Collection[str]) -> dict[str, Any]:
    claims = {key: value for key, value in decision["claims"].items() if key not in gone}
    withdraws = [each for each in decision.get("withdraws", ()) if each not in gone]
    return {**decision, "claims": claims, "withdraws": withdraws}
