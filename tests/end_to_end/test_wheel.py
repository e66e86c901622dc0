"""The wheel: built, installed into an empty folder, and served from there."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx2
import pytest
from tests.end_to_end.downloads import download, measure
from tests.end_to_end.live_server import ROOT, environment, running_server
from tests.end_to_end.task_client import GENERATION

BUILD = ("-m", "build", "--wheel", "--no-isolation", "--outdir")
INSTALL = ("-m", "pip", "install", "--no-deps", "--no-index", "--quiet")
PROGRAM = (sys.executable, "-m", "truecopy")
BEARER = {"Authorization": "Bearer sk-test"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """The wheel, installed apart from the source checkout.

    Attributes:
        site: Folder with the installed packages.
        cwd: An empty folder.
        env: Environment in which Python finds `site` first.
    """

    wheel: Path
    site: Path
    cwd: Path
    env: dict[str, str]


def run_python(*arguments: str, cwd: Path, env: dict[str, str]) -> str:
    """Run this Python to its end, and return its standard output."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel from this checkout, and install it into a folder of its own."""
    base = tmp_path_factory.mktemp("wheel")
    cwd = base / "empty"
    cwd.mkdir()
    # What runs from the wheel is not the source that coverage measures.
    env = {name: text for name, text in environment().items() if not name.startswith("COVERAGE_")}
    run_python(*BUILD, str(base / "dist"), cwd=ROOT, env=env)
    [wheel] = (base / "dist").glob("*.whl")
    site = base / "site"
    run_python(*INSTALL, "--target", str(site), str(wheel), cwd=cwd, env=env)
    return Installed(wheel=wheel, site=site, cwd=cwd, env=env | {"PYTHONPATH": str(site)})


def files_below(folder: Path) -> set[str]:
    """Return the relative paths of all files that are no leftovers of a run."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_has_everything(installed: Installed) -> None:
    """The wheel has the package with its marker for type checkers, the workspace, and nothing else."""
    with ZipFile(installed.wheel) as archive:
        names = set(archive.namelist())

    expected = {f"truecopy/{name}" for name in files_below(ROOT / "src" / "truecopy")}
    for part in ("contracts", "mocks", "recordings"):
        found = files_below(ROOT / part)
        assert found, part
        expected |= {f"truecopy/workspace/{part}/{name}" for name in found}
    assert "truecopy/py.typed" in expected
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_wheel_has_metadata(installed: Installed) -> None:
    """The wheel brings the console script, the licence, and the readme as its description."""
    with ZipFile(installed.wheel) as archive:
        info = {
            name.partition(".dist-info/")[2]: archive.read(name).decode()
            for name in archive.namelist()
            if ".dist-info/" in name
        }

    assert "truecopy = truecopy.cli:main" in info["entry_points.txt"]
    assert "Apache License" in info["licenses/LICENSE"]
    assert "Requires-Python: >=3.11" in info["METADATA"]


def test_package_comes_from_the_wheel(installed: Installed) -> None:
    """What is tested here is the installed package, and not the source checkout."""
    code = "import truecopy; print(truecopy.__file__)"

    printed = run_python("-c", code, cwd=installed.cwd, env=installed.env)

    assert Path(printed.strip()).is_relative_to(installed.site)


def test_installed_program_plays_every_vendor(installed: Installed) -> None:
    """Served from the wheel in an empty folder, all three vendors answer, with real pictures."""
    edit = {"model": "qwen-image-2.0-pro", "prompt": "A boat", "size": "512*512"}
    generate = {
        "model": "qwen-image-plus",
        "input": {"messages": [{"role": "user", "content": [{"text": "A boat"}]}]},
        "parameters": {"size": "928*1664"},
    }
    task = {"images": ["https://example.com/a.png"], "prompt": "A boat"}

    with running_server(program=PROGRAM, cwd=installed.cwd, env=installed.env) as live:

        def post(path: str, body: dict[str, Any]) -> httpx2.Response:
            return httpx2.post(f"{live.url}{path}", headers=BEARER, json=body)

        edited = post("/powertokens/v1/images/edits", edit)
        generated = post("/applerouter/v1/images/generations", generate)
        created = post(f"/mulerouter{GENERATION}", task)
        assert measure(download(edited.json()["data"][0]["url"])) == (512, 512)
        assert measure(download(generated.json()["data"][0]["url"])) == (928, 1664)
        assert created.status_code == 202
        assert live.stop() == 0
        assert live.errors() == ""


def test_installed_program_leaves_its_folder_empty(installed: Installed) -> None:
    """Serving writes nothing into the working folder."""
    with running_server(program=PROGRAM, cwd=installed.cwd, env=installed.env) as live:
        live.stop()

    assert list(installed.cwd.iterdir()) == []


def test_installed_program_makes_a_workspace(installed: Installed, tmp_path: Path) -> None:
    """`init` from the wheel finds its starter files, and the new vendor is played beside the others."""
    run_python("-m", "truecopy", "init", "stampworks", cwd=tmp_path, env=installed.env)

    with running_server(program=PROGRAM, cwd=tmp_path, env=installed.env) as live:
        assert {"stampworks", "mulerouter"} <= live.ready["contracts"].keys()
