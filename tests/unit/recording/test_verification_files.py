"""Files that are no cassettes, or whose bodies are gone: told with file and line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cassettes import make_interaction, write_text
from tests.recordings import rules, verify
from tests.verifying import contract_of, kept, line_of

from truecopy.errors import RecordingError
from truecopy.model import Severity

ENTRY = """\
- request: {method: GET, uri: 'https://api.example.com/v1', headers: {}, body: null}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: 'x'}}
"""


def test_a_file_that_cannot_be_read_does_not_hide_the_others(
    recordings: Path, tmp_path: Path
) -> None:
    """A damaged cassette is a finding at its line; the others are judged."""
    folder = tmp_path / "powertokens"
    shutil.copytree(recordings / "powertokens", folder)
    damaged = folder / "edit-image-json" / "accepted.yaml"
    write_text(damaged, damaged.read_text().replace("status:", "status: ]", 1))

    found = verify(folder)

    (finding,) = found.findings
    assert finding.rule == "recording-unreadable"
    assert finding.where.startswith(str(damaged))
    assert line_of(finding)[1].startswith("status: ]")
    assert found.examined > 0


def with_blob(folder: Path) -> tuple[Path, Path]:
    """Return a cassette with a large body, and where that body lies."""
    path = folder / "recordings" / "powertokens" / "edit-image-json" / "a.yaml"
    kept(path, make_interaction(body=b'"' + b"x" * 300_000 + b'"'))
    (blob,) = path.parents[1].glob("blobs/[0-9a-f]*")
    return path, blob


def _cut(blob: Path) -> None:
    blob.write_bytes(blob.read_bytes()[:-1])


def _alter(blob: Path) -> None:
    blob.write_bytes(b"!" + blob.read_bytes()[1:])


@pytest.mark.parametrize(
    ("harm", "told"),
    [(Path.unlink, "cannot be read"), (_cut, "was altered"), (_alter, "was altered")],
)
def test_a_body_that_is_missing_or_altered_is_found(
    tmp_path: Path, harm: Callable[[Path], None], told: str
) -> None:
    """A large body beside a cassette must be there, and must be what it was."""
    path, blob = with_blob(tmp_path)

    assert "recording-unreadable" not in rules(verify(path, contract_of=contract_of).findings)
    harm(blob)

    (finding,) = verify(path, contract_of=contract_of).findings
    assert finding.rule == "recording-unreadable"
    assert told in finding.message
    assert str(blob.name) in finding.message
    assert finding.where.startswith(f"{path}:")


def test_a_body_that_nothing_refers_to_is_told(tmp_path: Path) -> None:
    """A large body that no cassette refers to is info; one that is used is not."""
    path, blob = with_blob(tmp_path)
    unused = blob.with_name("0" * 64)
    unused.write_bytes(b"x")

    found = verify(tmp_path / "recordings", contract_of=contract_of).findings

    told = [each for each in found if each.rule == "recording-blob-unused"]
    assert [(each.where, each.severity) for each in told] == [(str(unused), Severity.INFO)]
    assert path.is_file()


def test_a_workspace_below_a_folder_called_blobs_is_found(tmp_path: Path) -> None:
    """What the folders above are called does not matter."""
    path, _ = with_blob(tmp_path / "blobs")

    assert verify(path.parents[2], contract_of=contract_of).cassettes == 1


def test_nothing_there_is_an_error(tmp_path: Path) -> None:
    """A path that leads nowhere cannot be verified."""
    with pytest.raises(RecordingError, match="there is no such file or folder"):
        verify(tmp_path / "nowhere")


def test_every_cut_of_a_cassette_is_told_with_its_file(task: Path, tmp_path: Path) -> None:
    """A cassette that is cut off anywhere is found unreadable or still whole; never does anything else happen."""
    data = task.read_bytes()
    path = tmp_path / "cut.yaml"

    for size in range(0, len(data), 97):
        path.write_bytes(data[:size])

        found = verify(path, contract_of=contract_of)

        unreadable = [each for each in found.findings if each.rule == "recording-unreadable"]
        assert unreadable or found.interactions
        for each in unreadable:
            assert each.where.partition(":")[0] == str(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("   \n", 0),
        ("5", 0),
        ("- 5", 0),
        ("- !!binary aGVsbG8=", 0),
        ("- null", 0),
        ("true", 0),
        ("interactions: 5", 0),
        ("interactions: [5]", 0),
        ("version: 2\ninteractions: []", 0),
        ("{", 2),
        ("a: [" * 100_000, 1),
        ("- " * 100_000, 1),
        ("a: &a [x]\nb: &b [*a, *a]\ninteractions: *c", 3),
        ("interactions: !!python/object/apply:os.system ['true']", 1),
        ("interactions:\n- !!python/object:os.path {}", 2),
        ("interactions:\n- request: {}\n  response: {}", 2),
        ("interactions:\n- request: {method: GET}\n  response: {}", 2),
        (f"interactions:\n{ENTRY}  sent_at: .inf", 2),
        (f"interactions:\n{ENTRY}  sent_at: 1.0e+300", 2),
        (f"interactions:\n{ENTRY}  sent_at: '0001-01-01T00:00:00+23:59'", 2),
        (f"interactions:\n{ENTRY}  sent_at: soon", 2),
        (f"interactions:\n{ENTRY}  elapsed_s: .nan", 2),
        (f"recording: {{recorded_at: -5}}\ninteractions:\n{ENTRY}", 1),
        (f"recording:\n  base_url: 'http://[x'\ninteractions:\n{ENTRY}", 2),
        ("interactions:\n" + ENTRY.replace("https://api", "http://[api"), 2),
        ("interactions:\n" + ENTRY.replace("code: 200", "code: x"), 3),
        ("interactions:\n" + ENTRY.replace("code: 200", "code: 1000"), 3),
        ("interactions:\n" + ENTRY.replace("body: null", "body: [!!binary aGVsbG8=, 5]"), 2),
        ("interactions:\n" + ENTRY.replace("body: null", "body: {a: !!binary aGVsbG8=}"), 2),
        ("interactions:\n" + ENTRY.replace("headers: {}", "headers: 5", 1), 2),
        ("interactions:\n" + ENTRY.replace("'x'", "!truecopy/blob ../../../etc/passwd"), 3),
        ("interactions:\n" + ENTRY.replace("'x'", "!truecopy/blob blobs/x 5"), 3),
        ("- request: {}\n  response: {}", 1),
    ],
)
def test_what_is_no_cassette_is_told_with_file_and_line(
    tmp_path: Path, text: str, line: int
) -> None:
    """Whatever stands in a file, verifying says what is wrong with it and where, and nothing else."""
    path = write_text(tmp_path / "a.yaml", text)

    (finding,) = verify(path, contract_of=contract_of).findings

    assert finding.rule == "recording-unreadable"
    assert finding.where == (f"{path}:{line}" if line else str(path))


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00a", b"\x89PNG\r\n\x1a\n", b"\x00" * 500, b"a: \xe9"]
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes) -> None:
    """A binary file, or one in another encoding, is told as such."""
    (tmp_path / "a.yaml").write_bytes(data)

    (finding,) = verify(tmp_path, contract_of=contract_of).findings

    assert finding.rule == "recording-unreadable"


def test_an_alias_bomb_is_told(tmp_path: Path) -> None:
    """Aliases of aliases are not written out beyond what a cassette can have."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    write_text(tmp_path / "a.yaml", "\n".join([*lines, "interactions: []"]))

    (finding,) = verify(tmp_path, contract_of=contract_of).findings

    assert "aliases" in finding.message


def test_folders_and_other_files_are_passed_over(recordings: Path, tmp_path: Path) -> None:
    """A folder in the place of a file, and files that are no YAML, are no cassettes."""
    (tmp_path / "accepted.yaml").mkdir()
    write_text(tmp_path / "README.md", "interactions")
    shutil.copy(recordings / "powertokens/edit-image-json/refused-key.yaml", tmp_path / "b.yml")

    found = verify(tmp_path)

    assert (found.cassettes, found.findings) == (1, [])


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without permission is a finding that says so."""
    path = kept(tmp_path / "a.yaml", make_interaction())

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    (finding,) = verify(path, contract_of=contract_of).findings

    assert finding.message == "cannot be read: Permission denied"


def test_a_file_without_end_is_told(tmp_path: Path) -> None:
    """No more is read of a file than a cassette can have."""
    (tmp_path / "a.yaml").symlink_to("/dev/zero")

    with (tmp_path / "b.yaml").open("wb") as file:
        file.truncate(64_000_001)

    assert verify(tmp_path / "a.yaml", contract_of=contract_of).findings[0].message == (
        "has more than 64,000,000 bytes, which no cassette has"
    )
    assert verify(tmp_path / "b.yaml", contract_of=contract_of).findings[0].message == (
        "has more than 64,000,000 bytes, which no cassette has"
    )
