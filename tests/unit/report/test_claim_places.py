"""Where findings are shown in files."""

from pathlib import Path

import pytest
from tests.examining import load

from truecopy.contract.workspace import Workspace, built_in_root
from truecopy.report.claim_places import ClaimPlaces, path_in_repository, place_in_text

CONTRACT = load("mulerouter")
FOLDER = built_in_root() / "contracts" / "mulerouter"


def test_a_claim_is_at_its_line() -> None:
    """The line of the contract's file that has its value; of one that is gone, that of its operation."""
    places = ClaimPlaces(CONTRACT.claims, FOLDER)

    file, line = places.of("create-generation.request.n#maximum", "")

    assert file == FOLDER / "schemas" / "create-generation" / "request.json"
    assert '"maximum": 6' in file.read_text("utf-8").splitlines()[line - 1]
    file, line = places.of("get-generation.200.gone#type", "get-generation")
    assert file == FOLDER / "openapi.json"
    assert '"get-generation": {' in file.read_text("utf-8").splitlines()[line - 1]


def test_a_claim_that_a_workspace_decided_is_in_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it moved, as the requirements behind one that is gone, is where the contract's own file has it."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "contracts" / "mulerouter" / "decisions.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "decisions:\n- id: more\n  kind: assumption\n  why: w\n"
        "  claim: create-generation.request.n#maximum\n  value: 9\n"
        "  withdraws: [create-generation.request.images#required]\n",
        "utf-8",
    )
    contract = Workspace(roots=(tmp_path, built_in_root())).load("mulerouter")
    places = ClaimPlaces(contract.claims, FOLDER)

    assert places.of("create-generation.request.n#maximum", "") == (path, 2)
    file, line = places.of("create-generation.request.prompt#required", "")
    assert '"prompt"' in file.read_text("utf-8").splitlines()[line - 1]


@pytest.mark.parametrize(
    ("where", "line"), [("a.yaml:12", 12), ("a.yaml", 1), ("a.yaml: b", None), ("b.yaml:1", None)]
)
def test_a_text_may_name_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, line: int | None
) -> None:
    """With or without a line; what is no file is no place."""
    (tmp_path / "a.yaml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)

    assert place_in_text(where) == ((tmp_path / "a.yaml", line) if line else None)


def test_a_path_is_that_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its root, wherever the command runs; an installed package is in none."""
    inside = tmp_path / "a" / "b.json"
    monkeypatch.chdir(tmp_path.parent)
    assert path_in_repository(tmp_path / "a" / "b.json") == f"{tmp_path.name}/a/b.json"

    (tmp_path / ".git").mkdir()

    assert path_in_repository(inside) == "a/b.json"
    assert path_in_repository(tmp_path / "site-packages" / "c.json") is None
    assert path_in_repository(Path("/elsewhere/c.json")) is None

    other = tmp_path.parent / f"{tmp_path.name}-other"
    (other / ".git").mkdir(parents=True)
    monkeypatch.chdir(other)
    assert path_in_repository(inside) is None
