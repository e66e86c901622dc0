"""`truecopy verify`."""

import json
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from tests.drifts.vendor import make_vendor
from tests.examining import DRIFT_BY_NAME
from tests.recordings import record
from tests.stand_ins import serving
from tests.unit.cli.shell import Outcome, Shell

from truecopy.recording.cassette_files import find_cassettes
from truecopy.recording.play_log import note_play

ACCEPTED = Path("recordings/powertokens/edit-image-json/accepted.yaml")
KEYS = {"schema_version", "cassettes", "interactions", "judged", "findings", "held"}


@pytest.fixture
def bench(shell: Shell) -> Shell:
    """Commands in a workspace with the recordings of one vendor."""
    shell.settings("")
    record(shell.folder / "recordings" / "powertokens", "powertokens")
    return shell


def verify_json(shell: Shell, *arguments: str | Path) -> tuple[int, Any]:
    """Verify for programs; return exit code and result."""
    outcome = shell.run("verify", "--format", "json", *arguments)
    return outcome.code, json.loads(outcome.out)


def damage(shell: Shell) -> None:
    """Damage one cassette."""
    path = shell.folder / ACCEPTED
    path.write_text(path.read_text().replace("status:", "status: ]", 1))


def told(outcome: Outcome) -> list[str]:
    """Return the rules that stand in a text."""
    lines = outcome.out.splitlines()
    return [each.rpartition("[")[2].rstrip("]") for each in lines if each.endswith("]")]


def test_good_recordings_agree(bench: Shell) -> None:
    """The recordings of the workspace are verified where no path is given: exit 0, and what was seen held."""
    code, content = verify_json(bench)

    assert code == 0
    assert content.keys() == KEYS
    assert content["schema_version"] == 1
    assert content["cassettes"] == len(find_cassettes(bench.folder / "recordings"))
    assert 0 < content["judged"] < content["interactions"]
    assert content["findings"] == []
    assert "edit-image-json.200#status" in content["held"]["powertokens"]


def test_text_counts_and_says_how_it_ended(bench: Shell) -> None:
    """Text ends with one line of counts."""
    outcome = bench.run("verify")

    (line,) = outcome.out.splitlines()
    assert outcome.code == 0
    assert ": agrees; " in line
    assert line.endswith(" claims of powertokens seen held")


@pytest.mark.parametrize("path", [ACCEPTED, ACCEPTED.parent, Path("recordings"), None])
def test_a_path_is_a_cassette_or_a_folder(bench: Shell, path: Path | None) -> None:
    """A cassette, a folder of them, or all there are."""
    outcome = bench.run("verify", *([path] if path else []))

    assert outcome.code == 0


def test_what_breaks_the_contract_is_told(bench: Shell) -> None:
    """A recorded drift is an error with file, line, rule and the documents' lines: exit 1."""
    drift = DRIFT_BY_NAME["created-is-text"]
    record(bench.folder / "recordings" / drift.vendor, drift.vendor, drift)

    code, content = verify_json(bench)
    text = bench.run("verify")

    row = next(each for each in content["findings"] if each["severity"] == "error")
    assert (code, text.code) == (1, 1)
    assert row["rule"] == "answer-field-type-differs"
    assert row["where"].startswith("recordings/applerouter/edit-image-form/accepted.yaml:")
    assert row["claim"] == drift.claim
    assert (row["vendor"], row["operation"], row["pointer"]) == (
        "applerouter",
        "edit-image-form",
        "/created",
    )
    assert len(row["fingerprint"]) == 12
    assert f"error: {row['where']}: {row['message']}  [{row['rule']}]" in text.out
    assert f"  source  {row['sources']}" in text.out


def test_severities_decide_about_the_exit_code(bench: Shell) -> None:
    """--fail-on says what counts."""
    arguments = ["--max-age", "0h"]

    assert bench.run("verify", *arguments).code == 1
    assert bench.run("verify", *arguments, "--fail-on", "error").code == 0
    assert bench.run("verify", *arguments, "--fail-on", "info").code == 1


@pytest.mark.parametrize(
    ("age", "is_old"),
    [("1h", False), ("30d", False), ("0.5w", False), ("0h", True), ("0d", True)],
)
def test_age_counts_where_it_is_asked_for(bench: Shell, age: str, *, is_old: bool) -> None:
    """--max-age takes hours, days and weeks; each older cassette is a warning."""
    outcome = bench.run("verify", ACCEPTED, "--max-age", age)

    assert outcome.code == is_old
    assert ("recording-expired" in told(outcome)) == is_old


@pytest.mark.parametrize("age", ["", "30", "d", "-1d", "1y", "1d2h", "nan", "1e3d", "99999999d"])
def test_what_is_no_age_is_shown(bench: Shell, age: str) -> None:
    """An age that is none is an error that shows it: exit 2."""
    outcome = bench.run("verify", "--max-age", age)

    assert outcome.code == 2
    assert f"{age!r} is no age, such as 12h, 30d or 4w" in outcome.err


def test_what_was_not_played_is_told(bench: Shell) -> None:
    """With the file of plays, unused cassettes and unused interactions are warnings."""
    played = bench.folder / "played"
    for path in find_cassettes(bench.folder / "recordings"):
        if path.stem != "refused-key":
            note_play(played, path, 0)

    outcome = bench.run("verify", "--played", played)

    assert outcome.code == 1
    assert set(told(outcome)) == {"recording-unused"}
    assert "edit-image-json/refused-key.yaml: was not played at all" in outcome.out
    assert "accepted.yaml:" in outcome.out
    assert "GET http://vendor.localhost/files/" in outcome.out


def test_a_journal_of_plays_is_taken_too(bench: Shell) -> None:
    """The journal of `truecopy replay` says what was played as well."""
    paths = find_cassettes(bench.folder / "recordings")
    rows = [{"cassette": str(each), "interaction": n} for each in paths for n in (0, 1)]
    journal = bench.folder / "journal.json"
    journal.write_text(json.dumps({"requests": rows}))

    assert bench.run("verify", "--played", journal).code == 0


@pytest.mark.parametrize("content", ["nonsense", '{"a": 1}', "[1]"])
def test_another_file_of_plays_is_refused(bench: Shell, content: str) -> None:
    """A file that says nothing of plays is an error: exit 2."""
    (bench.folder / "played").write_text(content)

    outcome = bench.run("verify", "--played", bench.folder / "played")

    assert outcome.code == 2
    assert "pytest --truecopy-played" in outcome.err
    assert bench.run("verify", "--played", "nowhere").code == 2


def test_a_damaged_cassette_does_not_hide_the_others(bench: Shell) -> None:
    """Beside others, a damaged cassette is a finding: exit 1; alone nothing can be verified: exit 2."""
    damage(bench)

    code, content = verify_json(bench)
    alone, lone = verify_json(bench, ACCEPTED)

    assert (code, alone) == (1, 2)
    (row,) = content["findings"]
    assert row["rule"] == "recording-unreadable"
    assert row["where"].startswith(f"{ACCEPTED}:")
    assert content["judged"] > 0
    assert [each["rule"] for each in lone["findings"]] == ["recording-unreadable"]


def test_a_secret_is_told_without_its_value(bench: Shell) -> None:
    """What looks like a secret is an error; --not-secret says that it is none."""
    secret = "sk-proj-" + "a1B2c3D4" * 5
    path = bench.folder / ACCEPTED
    path.write_text(path.read_text().replace("A paper boat", secret))

    outcome = bench.run("verify", ACCEPTED)
    allowed = bench.run("verify", ACCEPTED, "--not-secret", "sk-proj-[A-Za-z0-9]+")

    assert outcome.code == 1
    assert "recording-secret-shaped" in told(outcome)
    assert secret not in outcome.out + outcome.err
    assert "recording-secret-shaped" not in told(allowed)


@pytest.mark.parametrize("arguments", [["--secret-env", "MINE"], ["--redact", "boat on a [a-z]+"]])
def test_what_the_user_calls_secret_is_looked_for(bench: Shell, arguments: list[str]) -> None:
    """A text that a variable or a pattern calls secret must not stand in a recording."""
    bench.setenv("MINE", "paper boat")

    outcome = bench.run("verify", ACCEPTED, *arguments)

    assert outcome.code == 1
    assert "recording-secret-shaped" in told(outcome)


def test_a_variable_of_a_known_name_is_looked_for(bench: Shell) -> None:
    """A variable whose name says that it is secret needs no option."""
    bench.setenv("SOME_API_KEY", "paper boat")

    assert bench.run("verify", ACCEPTED).code == 1


def test_an_older_contract_is_told(bench: Shell) -> None:
    """A cassette that was recorded under another contract is info: exit 0."""
    path = bench.folder / ACCEPTED
    lines = path.read_text().splitlines(keepends=True)
    place = next(number for number, each in enumerate(lines) if "powertokens:" in each)
    path.write_text(
        "".join([*lines[:place], "    powertokens: '000000000000'\n", *lines[place + 1 :]])
    )

    outcome = bench.run("verify")

    assert outcome.code == 0
    assert told(outcome) == ["recording-contract-changed"]


def test_the_address_says_whose_answers_they_are(bench: Shell) -> None:
    """A cassette without a header is of the vendor whose name or host stands in its addresses."""
    elsewhere = bench.folder / "elsewhere"
    elsewhere.mkdir()
    path = shutil.copy(bench.folder / ACCEPTED, elsewhere / "a.yaml")
    text = Path(path).read_text()
    interactions = text[text.index("interactions:") :]
    Path(path).write_text(interactions.replace("vendor.localhost", "api.powertokens.ai"))

    outcome = bench.run("verify", "elsewhere")

    assert outcome.code == 0
    assert "claims of powertokens seen held" in outcome.out


@pytest.mark.parametrize(
    "where", ["# sk-0123456789abcdefghij\n", "note: sk-0123456789abcdefghij\n"]
)
def test_secrets_beside_the_interactions_are_found(where: str, bench: Shell) -> None:
    """A comment, or a member that no reader looks at, is read by people all the same."""
    path = bench.folder / ACCEPTED
    path.write_text(path.read_text().replace("interactions:", f"{where}interactions:"))

    outcome = bench.run("verify", ACCEPTED)

    assert outcome.code == 1
    assert told(outcome) == ["recording-secret-shaped"]


def test_an_unknown_vendor_is_told(bench: Shell) -> None:
    """Where nothing says whose answers they are, nothing can be verified; --vendor says it."""
    elsewhere = bench.folder / "elsewhere"
    elsewhere.mkdir()
    path = shutil.copy(bench.folder / ACCEPTED, elsewhere / "a.yaml")
    text = Path(path).read_text()
    begin, end = text.index("  contracts:"), text.index("  tool:")
    Path(path).write_text(text[:begin] + text[end:])

    unknown = bench.run("verify", "elsewhere")
    known = bench.run("verify", "elsewhere", "--vendor", "powertokens")

    assert (unknown.code, known.code) == (2, 0)
    assert "--vendor names one" in unknown.err
    assert told(unknown) == ["recording-vendor-unknown"]
    assert told(known) == []
    assert bench.run("verify", "--vendor", "nobody").code == 2


@pytest.mark.slow
def test_the_same_finding_of_several_places_is_one_line(bench: Shell) -> None:
    """A finding that many answers share is told once, with all its places, and no line without end."""
    drift = DRIFT_BY_NAME["error-is-text"]
    record(bench.folder / "recordings" / drift.vendor, drift.vendor, drift)

    outcome = bench.run("verify")

    lines = [each for each in outcome.out.splitlines() if each.startswith("error: ")]
    assert lines
    assert any(" more: " in each for each in lines)
    assert "  also at recordings/applerouter/" in outcome.out
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("make", ["nowhere", "empty"])
def test_nothing_to_verify_is_an_error(shell: Shell, make: str) -> None:
    """Where there is no cassette nothing could be verified: exit 2."""
    shell.settings("")
    if make == "empty":
        (shell.folder / "empty").mkdir()

    outcome = shell.run("verify", make)

    assert outcome.code == 2
    assert make in outcome.err
    assert outcome.out == ""


def test_recordings_of_no_operation_are_nothing_verified(bench: Shell) -> None:
    """Where no interaction could be judged nothing is said to agree: exit 2, with how many there are."""
    text = (bench.folder / ACCEPTED).read_text()
    (bench.folder / ACCEPTED).write_text(text.replace("/v1/", "/v9/"))

    outcome = bench.run("verify", ACCEPTED)

    assert outcome.code == 2
    assert "none of 2 interactions belongs to an operation of the contract" in outcome.err


def test_a_workspace_without_recordings_says_so(shell: Shell) -> None:
    """Where nothing was recorded yet, the folder that is missing is named: exit 2."""
    shell.settings("")

    outcome = shell.run("verify")

    assert outcome.code == 2
    assert "recordings" in outcome.err


def test_an_empty_file_is_told(bench: Shell) -> None:
    """An empty file is told with what to do about it."""
    (bench.folder / "empty.yaml").write_text("")

    outcome = bench.run("verify", "empty.yaml")

    assert outcome.code == 2
    assert "is empty; record it again, or delete it" in outcome.out


def test_nothing_is_sent(bench: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verifying uses no network: pictures are looked at where they were recorded."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    assert bench.run("verify").code == 0


@pytest.mark.slow
def test_recordings_of_a_live_vendor_are_verified(bench: Shell) -> None:
    """What was recorded over HTTP is verified like anything else."""
    with serving(make_vendor("applerouter")) as url:
        made = bench.run("record", url, "--vendor", "applerouter")

    assert made.code == 0
    assert bench.run("verify").code == 0


def test_what_is_accepted_is_quiet_and_said(bench: Shell) -> None:
    """By the fingerprint of the finding."""
    damage(bench)
    _, found = verify_json(bench)
    rows = [each for each in found["findings"] if each["severity"] != "info"]
    lines = [
        f"- fingerprint: {json.dumps(each['fingerprint'])}\n  reason: known\n  who: Ann"
        for each in rows
    ]
    path = bench.folder / "accepted.yaml"
    path.write_text("version: 1\naccepted:\n" + "\n".join(lines) + "\n")

    outcome = bench.run("verify", "--baseline", path)

    assert rows
    assert outcome.code == 0
    assert f"{len(rows)} accepted by the baseline" in outcome.err
