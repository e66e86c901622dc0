"""The fixtures of the pytest plugin in runs of their own: the mock as a server, and targets."""

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from tests.end_to_end.live_server import LiveServer
from tests.end_to_end.pytest_runs import run

APPLICATION = """
import os, time
import httpx2, pytest

def edit(prompt, key="sk-of-the-application"):
    url = os.environ["OPENAI_BASE_URL"]
    key = os.environ.get("OPENAI_API_KEY", key)
    body = {"model": "qwen-image-2.0-pro", "prompt": prompt, "size": "512*512"}
    headers = {"authorization": f"Bearer {key}"}
    return httpx2.post(f"{url}/images/edits", json=body, headers=headers).status_code
"""


def test_tests_share_a_server_and_see_nothing_of_each_other(folder: Path) -> None:
    """One for each worker of xdist, whose tests have accounts of their own; it ends with the run."""
    text = """
@pytest.mark.parametrize("number", range(6))
def test_own(truecopy_mock, number, monkeypatch):
    truecopy_mock.setenv("powertokens")
    monkeypatch.setattr(time, "time", lambda: 0.0)
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    truecopy_mock.scenario("overloaded", vendor="powertokens", times=1)
    assert [edit("A kite"), edit("A kite")] == [503, 200]
    truecopy_mock.assert_called("edit-image-json", vendor="powertokens", times=2)
    with open(f"{number}.url", "w") as file:
        file.write(truecopy_mock.url("powertokens"))

def test_adopted(truecopy_mock, monkeypatch):
    truecopy_mock.setenv("powertokens")
    monkeypatch.delenv("OPENAI_API_KEY")
    truecopy_mock.use_key("powertokens", "sk-of-the-application")
    edit("A kite")
    truecopy_mock.assert_called("edit-image-json", vendor="powertokens", times=1)

def test_foreign(truecopy_mock, monkeypatch):
    truecopy_mock.setenv("powertokens")
    monkeypatch.delenv("OPENAI_API_KEY")
    edit("A kite", "sk-foreign")
    truecopy_mock.assert_called("edit-image-json", vendor="powertokens")
"""
    (folder / "test_kites.py").write_text(APPLICATION + text, encoding="utf-8")

    out = run(folder, "-n", "2", code=1)

    assert "7 passed" in out
    assert "1 failed" in out
    assert "with other keys than the test's" in out
    urls = {path.read_text() for path in folder.glob("*.url")}
    assert 1 <= len(urls) <= 2
    for url in urls:
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(url)


def test_a_workspace_elsewhere_is_named(folder: Path) -> None:
    """By the option or the settings; what a test gets wrong is told at its line, and nothing of ours is shown."""
    line = [sys.executable, "-m", "truecopy", "init", "kites", "--workspace", str(folder / "apis")]
    subprocess.run(line, check=True, capture_output=True)
    text = """
def test_played(truecopy_mock):
    truecopy_mock.setenv("kites")

def test_misspelt(truecopy_app):
    truecopy_app.scenario("overlooded", vendor="kites")

@pytest.mark.truecopy_cassette("kites/none.yaml")
def test_without_a_cassette():
    pass
"""
    (folder / "test_kites.py").write_text(APPLICATION + text, encoding="utf-8")

    out = run(folder, "--truecopy-workspace", "apis", code=1)

    assert "1 passed" in out
    assert "there is no scenario 'overlooded'" in out
    assert "kites/none.yaml: there is no such cassette" in out
    assert "held_accounts.py" not in out
    assert "cassette_use.py" not in out


def test_recorders_see_nothing_of_the_plugin(folder: Path) -> None:
    """A cassette that allows no request holds up the application's, and none of the fixture's."""
    text = """
import vcr

def test_recorded(truecopy_mock, tmp_path):
    truecopy_mock.setenv("powertokens")
    with vcr.use_cassette(str(tmp_path / "none.yaml"), record_mode="none"):
        truecopy_mock.scenario("overloaded", vendor="powertokens")
        truecopy_mock.assert_called("edit-image-json", vendor="powertokens", times=0)
"""
    (folder / "test_kites.py").write_text(APPLICATION + text, encoding="utf-8")

    assert "1 passed" in run(folder)


def test_a_suite_without_the_fixtures_loads_nothing(folder: Path) -> None:
    """Options, markers and names of fixtures are all that it gets; its tests have none of them."""
    text = """
import sys

def test_plain(request):
    loaded = sorted(name for name in sys.modules if name.split(".")[0] == "truecopy")
    assert loaded == ["truecopy", "truecopy.pytest_plugin"]
    assert not [name for name in request.fixturenames if "truecopy" in name]
"""
    (folder / "test_plain.py").write_text(text, encoding="utf-8")

    assert "1 passed" in run(folder)


def test_a_target_is_judged_from_a_suite_of_ones_own(folder: Path, server: LiveServer) -> None:
    """The endpoint of the option, once for each vendor that is named."""
    text = """
def test_contract(truecopy_target):
    truecopy_target.assert_agrees()
"""
    (folder / "test_contract.py").write_text(text, encoding="utf-8")
    target = f"powertokens={server.url}/powertokens"

    assert "1 passed" in run(folder, "--truecopy-target", target)
    refused = run(folder, "--truecopy-target", "nobody=x", code=2)
    assert "--truecopy-target nobody=x: VENDOR=URL was expected" in refused
