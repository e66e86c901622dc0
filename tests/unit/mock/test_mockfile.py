"""The mock file: every key is known, every name refers to something."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.errors import WorkspaceError
from truecopy.mock.envelopes import Envelopes
from truecopy.mock.mockfile import MockFile, read_mock_file
from truecopy.serving.marks import explanation_header

CONTRACT = find_workspace(built_in_root()).load("mulerouter")


def read(tmp_path: Path, content: Any) -> MockFile:
    """Read a mock file with this content."""
    path = tmp_path / "mock.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return read_mock_file(path, CONTRACT)


def takes(rule: Any) -> Any:
    """Return a file with a rule of translation."""
    return {"operations": {"create-generation": {"takes": [rule]}}}


def knows(entry: Any) -> Any:
    """Return a file with known values."""
    return {"operations": {"create-generation": {"knows": {"/model": entry}}}}


def scenario(at: str = "edge", times: Any = 1, **answer: Any) -> dict[str, Any]:
    """Return a mock file with one scenario that answers an error."""
    return {"scenarios": {"x": {"at": at, "times": times, "answer": {"error": "body", **answer}}}}


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    """A vendor without a mock file is played with defaults."""
    settings = read_mock_file(tmp_path / "none.yaml", CONTRACT)

    assert list(settings.scenarios) == ["success", "rate-limited", "overloaded", "no-balance"]
    assert settings.causes["unauthorized"].status == 401
    assert settings.body_bytes == 48_000_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"colour": 1}, "unknown key colour"),
        ({"keys": {"pattern": "x"}}, "unknown key pattern"),
        ({"keys": {"accepts": "("}}, "no regular expression"),
        ({"caps": {"body_mb": 0}}, "caps: body_mb: a number above 0"),
        ({"caps": {"body_mb": True}}, "a number above 0"),
        ({"default_size": "large"}, "is not width"),
        ({"operations": {"nope": {}}}, "is none of create-generation"),
        ({"operations": {"create-generation": {"reads": {"mood": "/x"}}}}, "unknown key mood"),
        ({"errors": {"causes": {"route": {"status": 200}}}}, "none of 400 to 599"),
        ({"errors": {"causes": {"teapot": {}}}}, "none of 400 to 599"),
        ({"scenarios": {"Loud!": {}}}, "small letters"),
        ({"scenarios": {"x": {"at": "moon"}}}, "is none of edge"),
        ({"scenarios": {"x": {"answer": {"error": "nope"}}}}, "no cause of this file"),
        (
            {"scenarios": {"x": {"task": {"state": "pending"}}}},
            "no terminal state.*: completed, failed",
        ),
        ({"tasks": {"success": "done"}}, "tasks.success: 'done' is no terminal state"),
        ({"scenarios": {"x": {"at": "edge"}}}, "those of an `answer`, and there is none"),
        (
            {"operations": {"create-generation": {"reads": {"prompt": "prompt"}}}},
            "reads.prompt: 'prompt' is no pointer",
        ),
        ({"scenarios": {"x": {"fault": 1}}}, "unknown key fault"),
        ({"tasks": {"speed": 1}}, "unknown key speed"),
        ({"scenarios": {"x": {"answer": {"error": "body"}}}}, "an answer needs `at: edge`"),
        (scenario(at="behaviour"), "an answer needs `at: edge`"),
        (scenario(times="two"), "times: a whole number from 1 was expected, found 'two'"),
        (scenario(times=0), "times: a whole number from 1"),
        (scenario(times=True), "times: a whole number from 1"),
        (scenario(as_success="yes"), "as_success: true or false"),
        (scenario(as_success=True, status=500), "as_success: true or false"),
        ({"observed": {"colour": "red"}}, "unknown key colour"),
        ({"observed": {"caps": {"pictures": 0}}}, "pictures: a number above 0"),
        ({"trailing_slash": "gone"}, "trailing_slash: 'gone' is none of alike, refused, redirect"),
        ({"paths": {"/v1/models": {"body": {}}}}, "a method and a path were expected"),
        ({"paths": {"GET /v1/models": {}}}, "body is missing"),
        ({"paths": {"GET /v1/models": {"body": {}, "status": 404}}}, "one from 200 to 299"),
        ({"errors": {"statuses": {"teapot": {}}}}, "'teapot' is none of 400 to 599"),
        (takes({"as": "/a"}), "member is missing"),
        (takes({"member": "/a", "to": "/b"}), "unknown key to"),
        (takes({"member": "size"}), "'size' is no pointer"),
        ({"operations": {"create-generation": {"takes": {}}}}, "a list was expected"),
        ({"operations": {"create-generation": {"bracketed": 5}}}, "a list of texts was expected"),
        (knows({"values": ["a"], "error": "nope"}), "error 'nope' is no cause"),
        (knows({"values": ["a"]}), "error is missing"),
        (scenario(status="abc"), "status: a whole number from 400 to 599 was expected"),
        (scenario(status=200), "status: a whole number from 400 to 599"),
        ({"scenarios": {"x": {"task": {"complete_s": "soon"}}}}, "complete_s: a number above 0"),
        ([1], "a mapping was expected"),
    ],
)
def test_what_nothing_reads_is_refused(tmp_path: Path, content: Any, message: str) -> None:
    """A misspelt or impossible setting stops the start, and says where it stands."""
    with pytest.raises(WorkspaceError, match=message):
        read(tmp_path, content)


def test_an_error_body_is_filled_and_keeps_types(tmp_path: Path) -> None:
    """A placeholder that is a whole text keeps the type of its value."""
    settings = read(
        tmp_path,
        {
            "errors": {
                "body": {"error": [{"code": "{code}", "text": "{message} at {path}", "fixed": 5}]},
                "causes": {"route": {"code": 77, "message": "nothing for {field}"}},
            }
        },
    )

    answer = Envelopes(settings, {("", 0): {}}).answer("route", {"path": "/x", "field": "y"})

    assert answer.status == 404
    assert answer.body == b'{"error":[{"code":77,"text":"nothing for y at /x","fixed":5}]}'


def test_an_explanation_is_one_plain_line() -> None:
    """Line ends, other scripts and control characters never reach the header as they are."""
    _, value = explanation_header("a\r\nb: 雨\x00\x7f" + "y" * 5000)

    assert value.startswith(b"a b: \\u96e8")
    assert len(value) == 1024
    assert value.isascii()


def test_files_are_laid_over_each_other(tmp_path: Path) -> None:
    """The later one adds and replaces, member by member; one that changes nothing, or cannot be read, is told."""
    base, over = tmp_path / "base.yaml", tmp_path / "over.yaml"
    base.write_text("caps: {pictures: 4, body_mb: 1}\n")
    over.write_text("caps: {pictures: 2}\nscenarios: {night: {at: edge, answer: {error: body}}}\n")

    found = read_mock_file((base, over), CONTRACT)

    assert (found.most_pictures, found.body_bytes) == (2, 1_000_000)
    assert "night" in found.scenarios
    for text, told in (
        ("caps: {pictures: 4}", "has no effect"),
        ("", "has no effect"),
        ("caps: {pictures", "is not valid YAML"),
        ("cap: {}", "unknown key cap"),
    ):
        over.write_text(text)
        with pytest.raises(WorkspaceError, match=f"over.yaml.*{told}"):
            read_mock_file((base, over), CONTRACT)


def test_the_variables_of_an_sdk_are_read(tmp_path: Path) -> None:
    """Without them those of the vendor's name are meant."""
    own = read(tmp_path, {"environment": {"STAMPS_URL": "{url}/v1"}})

    assert own.environment == {"STAMPS_URL": "{url}/v1"}
    assert read(tmp_path, {}).environment == {
        "MULEROUTER_BASE_URL": "{url}",
        "MULEROUTER_API_KEY": "{key}",
    }
