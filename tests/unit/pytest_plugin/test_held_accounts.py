"""The accounts that a test holds, with the mock in process."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.starters import VENDOR, mock_file, starter_contract

from truecopy.derive import derive_vendor, write_files
from truecopy.errors import UsageError
from truecopy.pytest_plugin.in_process import InProcessMock, TruecopyApp

EDITS = "/v1/images/edits"
EDIT = {"model": "qwen-image-2.0-pro", "prompt": "A kite", "size": "512*512"}


@pytest.fixture(scope="module")
def mock() -> Iterator[InProcessMock]:
    """One mock for all tests here."""
    made = InProcessMock()
    yield made
    made.close()


@pytest.fixture
def held(mock: InProcessMock, monkeypatch: pytest.MonkeyPatch) -> Iterator[TruecopyApp]:
    """The accounts of a test."""
    with TruecopyApp(mock, monkeypatch) as made:
        yield made


def edit(held: TruecopyApp, vendor: str = "powertokens", key: str = "", **more: object) -> int:
    """Ask for an edit, and return the status."""
    headers = {"authorization": f"Bearer {key}"} if key else {}
    body = EDIT | more
    return held.client(vendor).post(EDITS, json=body, headers=headers).status_code


def test_calls_of_the_test_are_counted(held: TruecopyApp) -> None:
    """Once, so often, or with so much in the body; requests come in their order."""
    edit(held, n=1)
    edit(held, n=2)

    held.assert_called("edit-image-json", vendor="powertokens")
    held.assert_called("edit-image-json", vendor="powertokens", times=2)
    held.assert_called("edit-image-json", vendor="powertokens", times=1, body={"n": 2})
    held.assert_called("edit-image-form", vendor="powertokens", times=0)
    held.assert_called("create-generation", times=0)
    assert [row["body"]["n"] for row in held.requests()] == [1, 2]
    assert len(held.requests("edit-image-json", vendor="powertokens")) == 2
    assert held.requests(vendor="mulerouter") == []


def test_a_failure_shows_the_nearest_and_other_keys(held: TruecopyApp) -> None:
    """What differs, and requests of an application that has a key of its own."""
    edit(held)
    edit(held, key="sk-of-the-application", n=3)

    with pytest.raises(AssertionError) as caught:
        held.assert_called("edit-image-json", vendor="powertokens", body={"prompt": "A boat"})

    lines = str(caught.value).splitlines()
    assert lines[0] == (
        "powertokens edit-image-json: expected at least one request with {'prompt': 'A boat'}, found 0"
    )
    assert "    /prompt: expected 'A boat', found 'A kite'" in lines
    assert any("with other keys than the test's" in line for line in lines)
    assert sum(" -> 200" in line for line in lines) >= 2


def test_an_adopted_key_is_held(held: TruecopyApp) -> None:
    """What it had done before is forgotten; then it is the test's."""
    edit(held, key="sk-adopted")

    held.use_key("powertokens", "sk-adopted")

    held.assert_called("edit-image-json", vendor="powertokens", times=0)
    assert held.key("powertokens") == "sk-adopted"
    edit(held, key="sk-adopted")
    held.assert_called("edit-image-json", vendor="powertokens", times=1)


def test_scenarios_are_those_of_the_test(
    mock: InProcessMock, monkeypatch: pytest.MonkeyPatch, held: TruecopyApp
) -> None:
    """For an operation or a vendor, so often, until it is taken back; other tests see nothing of it."""
    other = TruecopyApp(mock, monkeypatch)
    held.scenario("overloaded", vendor="powertokens", operation="edit-image-json", times=1)

    assert [edit(other), edit(held), edit(held)] == [200, 503, 200]

    held.scenario("overloaded")
    assert [edit(held), edit(other)] == [503, 200]

    held.scenario(None)
    assert edit(held) == 200
    with other:
        """Its clients are closed."""


@pytest.mark.parametrize(
    ("name", "more", "told"),
    [
        ("no-such", {}, "there is no scenario 'no-such'; there are: "),
        ("no-such", {"vendor": "powertokens"}, "there is no scenario"),
        ("overloaded", {"vendor": "nobody"}, "there is no vendor 'nobody'"),
        ("overloaded", {"operation": "edit-image-json"}, "say vendor="),
    ],
)
def test_what_cannot_be_set_is_told(
    held: TruecopyApp, name: str, more: dict[str, str], told: str
) -> None:
    """A misspelt name sets nothing."""
    with pytest.raises(UsageError, match=told):
        held.scenario(name, vendor=more.get("vendor"), operation=more.get("operation"))


def test_time_and_reset_are_those_of_the_test(held: TruecopyApp) -> None:
    """A task is over when its account's time has gone forward; a reset forgets it."""
    client = held.client("mulerouter")
    path = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
    task = client.post(path, json={"images": ["https://e/a.png"], "prompt": "A kite"}).json()
    poll = f"{path}/{task['task_info']['id']}"

    before = client.get(poll).json()["task_info"]["status"]
    held.advance(60)
    after = client.get(poll).json()["task_info"]["status"]

    assert (before, after) == ("pending", "completed")
    held.reset()
    assert client.get(poll).status_code == 404
    assert len(held.requests()) == 1


def test_the_variables_of_the_sdk_are_set(held: TruecopyApp) -> None:
    """Those of the mock's file, else the vendor's own; a vendor that is not there has none."""
    held.setenv("powertokens")
    held.setenv("mulerouter")

    assert os.environ["OPENAI_BASE_URL"] == f"{held.url('powertokens')}/v1"
    assert os.environ["OPENAI_API_KEY"] == held.key("powertokens")
    assert os.environ["MULEROUTER_BASE_URL"] == held.url("mulerouter")
    assert os.environ["MULEROUTER_API_KEY"] == held.key("mulerouter")
    for ask in (held.url, held.key, held.setenv):
        with pytest.raises(UsageError, match="no vendor 'nobody'"):
            ask("nobody")


def test_keys_are_made_up_as_each_vendor_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the mock's file says of them holds for the keys of tests; each test has another."""
    starter_contract(tmp_path, "immediate")
    folder = tmp_path / "contracts" / VENDOR
    write_files(folder, derive_vendor(folder, tmp_path / "documents" / VENDOR).files)
    file = mock_file(tmp_path)
    file.write_text(file.read_text("utf-8").replace("^[!-~]+$", "^ink-[a-z0-9-]+$"), "utf-8")
    mock = InProcessMock(tmp_path)

    held, other = TruecopyApp(mock, monkeypatch), TruecopyApp(mock, monkeypatch)

    assert held.key(VENDOR).startswith("ink-")
    assert held.key(VENDOR) != other.key(VENDOR)
    answer = held.client(VENDOR).post("/v1/postcards", json={"text": "A kite"})
    assert answer.status_code == 200
    held.assert_called("create-postcard", times=1)
    mock.close()


def test_a_vendor_with_keys_of_its_own_kind_needs_one(
    mock: InProcessMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every key that is made up is refused, the test names one."""
    plain = mock.ask

    def refusing(method: str, path: str, content: object = None, *, key: str = "") -> object:
        told = plain(method, path, key=key)
        if path == "/_truecopy/account":
            told["problems"]["powertokens"] = "it does not look like one"
        return told

    monkeypatch.setattr(mock, "ask", refusing)
    held = TruecopyApp(mock, monkeypatch)

    with pytest.raises(UsageError, match="use_key: it does not look like one"):
        held.key("powertokens")
    assert held.key("mulerouter").startswith("sk-")
