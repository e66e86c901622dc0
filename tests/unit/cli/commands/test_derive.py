"""`truecopy derive`."""

import json
from pathlib import Path

import pytest
from tests.starters import VENDOR as INKWELL
from tests.starters import write_starter
from tests.unit.cli.shell import Outcome, Shell
from tests.unit.derive.pages import VENDOR, copy_workspace

FILES = 39


def derive(shell: Shell, *arguments: str) -> Outcome:
    """Run `derive` on the copied workspace."""
    return shell.run("derive", "documents", "--workspace", shell.folder, *arguments)


@pytest.fixture
def folder(shell: Shell) -> Path:
    """The contract folder of the invented vendor, derived."""
    found = copy_workspace(shell.folder)
    assert derive(shell, "--no-prove").code == 0
    return found


def test_files_are_written_and_counted(shell: Shell) -> None:
    """The first run writes every file, the second none."""
    folder = copy_workspace(shell.folder)

    first, second = derive(shell, "--no-prove"), derive(shell, "--no-prove")

    assert first.out.startswith(f"{VENDOR}: ")
    assert f"{FILES} files changed, 0 sentences uncited" in first.out
    assert "0 files changed" in second.out
    assert (folder / "evidence.json").exists()
    assert (first.err, second.err) == ("", "")


def test_a_contract_that_clashes_is_written_and_named(shell: Shell) -> None:
    """Both claims are named with their sources, exit 1; the files are there to be looked at."""
    write_starter(shell.folder, "task", {}, drops=["get-poster.200.images#required"])

    outcome = derive(shell)

    assert outcome.code == 1
    assert "proof: 0 claims held, 1 clashing" in outcome.out
    told = next(line for line in outcome.out.splitlines() if line.startswith("error: "))
    assert "get-poster.200.images#required (get-poster:18-20)" in told
    assert "lifecycle.done#shows" in told
    assert told.endswith("[contract-claims-clash]")
    assert (shell.folder / "contracts" / INKWELL / "evidence.json").exists()


def test_the_proof_is_left_out(shell: Shell) -> None:
    """`--no-prove` derives, and says nothing of a mock."""
    write_starter(shell.folder, "task", {}, drops=["get-poster.200.images#required"])

    plain, as_json = derive(shell, "--no-prove"), derive(shell, "--no-prove", "--format", "json")

    assert plain.code == 0
    assert "proof" not in plain.out
    assert json.loads(as_json.out)["vendors"][0]["proof"] is None


def test_a_proof_is_data(shell: Shell) -> None:
    """JSON has what was held, what clashes, what could not be tried, and how much was sent."""
    write_starter(shell.folder, "task", {})

    proof = json.loads(derive(shell, "--format", "json").out)["vendors"][0]["proof"]

    assert proof["clashing"] == 0
    assert proof["held"] > 80
    assert proof["undetermined"] > 0
    assert proof["requests"] > 20


def test_a_flag_without_effect_is_refused(shell: Shell) -> None:
    """A comparison proves nothing."""
    copy_workspace(shell.folder)

    outcome = derive(shell, "--check", "--no-prove")

    assert outcome.code == 2
    assert "--no-prove has no effect on --check" in outcome.err


def test_check_of_a_fresh_contract_agrees(shell: Shell, folder: Path) -> None:
    """What was just derived is what the documents give: exit 0."""
    outcome = derive(shell, "--check")

    assert outcome.code == 0
    assert "checked" in outcome.out
    assert len(outcome.out.splitlines()) == 1
    assert folder.is_dir()


def test_check_of_a_stale_contract_finds_it(shell: Shell, folder: Path) -> None:
    """A contract that documents do not give is a finding with its difference: exit 1, nothing written."""
    path = folder / "lifecycle.json"
    text = path.read_text().replace("spoiled", "ruined")
    path.write_text(text)

    outcome = derive(shell, "--check")

    assert outcome.code == 1
    assert "[contract-file-stale]" in outcome.out
    assert "+    " in outcome.out
    assert path.read_text() == text


def test_check_of_moved_sentences_agrees(shell: Shell, folder: Path) -> None:
    """Sentences that only moved are told and are no reason to fail."""
    page = shell.folder / "documents" / VENDOR / "faults.txt"
    page.write_text(page.read_text().replace("\n\n200 OK", "\n\n\n200 OK"))

    outcome = derive(shell, "--check")

    assert outcome.code == 0
    assert "[document-sentence-moved]" in outcome.out
    assert folder.is_dir()


def test_uncited_sentence_is_told(shell: Shell, folder: Path) -> None:
    """A new sentence that nothing cites is listed and is no reason to fail."""
    page = shell.folder / "documents" / VENDOR / "faults.txt"
    page.write_text(page.read_text() + "\nBring your own glue.\n")

    outcome = derive(shell, "--check")

    assert outcome.code == 0
    assert "1 sentences uncited" in outcome.out
    assert "Bring your own glue." in outcome.out
    assert folder.is_dir()


def test_every_sentence_that_is_listed_is_counted(shell: Shell, folder: Path) -> None:
    """Those that may make a rule above all; `derive` and `derive --check` count the same."""
    page = shell.folder / "documents" / VENDOR / "faults.txt"
    page.write_text(page.read_text() + "\nBring your own glue.\nYou must bring at least 3 tubes.\n")

    outcome, checked = derive(shell, "--no-prove"), derive(shell, "--check")

    assert "[document-rule-uncited]" in outcome.out
    assert "2 sentences uncited or half-read" in outcome.out
    assert "2 sentences uncited or half-read" in checked.out
    assert folder.is_dir()


def test_idle_decision_fails_a_check_only(shell: Shell, folder: Path) -> None:
    """A decision without effect is a warning: it fails a check and is told otherwise."""
    path = folder / "decisions.yaml"
    path.write_text(
        path.read_text().replace(
            "decisions:\n",
            "decisions:\n- {id: idle, kind: reading, why: x, claim: 'read-ticket.200#status', "
            "value: 200}\n",
        )
    )

    assert derive(shell, "--no-prove").code == 0
    outcome = derive(shell, "--check")
    assert outcome.code == 1
    assert "warning: decisions.yaml: idle" in outcome.out


def test_contradiction_cannot_be_derived(shell: Shell) -> None:
    """Documents that contradict each other are an error: exit 2, both sentences shown."""
    folder = copy_workspace(shell.folder)
    (folder / "decisions.yaml").unlink()

    outcome = derive(shell)

    assert outcome.code == 2
    assert outcome.out == ""
    assert "order-stamps:90" in outcome.err
    assert "order-stamps:146" in outcome.err


def test_output_for_programs(shell: Shell, folder: Path) -> None:
    """JSON has a version, a row for each vendor, and the findings."""
    (folder / "openapi.json").unlink()

    checked = json.loads(derive(shell, "--check", "--format", "json").out)
    written = json.loads(derive(shell, "--no-prove", "--format", "json").out)

    assert checked["schema_version"] == 1
    assert checked["vendors"][0]["changed"] == []
    assert [each["rule"] for each in checked["findings"]] == ["contract-file-stale"]
    assert written["vendors"][0] | {"claims": 0} == {
        "vendor": VENDOR,
        "claims": 0,
        "files": FILES,
        "changed": ["openapi.json"],
        "uncited": 0,
        "proof": None,
    }
    assert written["findings"] == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nowhere"], "there is no such folder"),
        (["documents", "--vendor", "nobody"], "there is no vendor 'nobody'"),
        (["documents", "--vendor", "stampworks"], "no such folder with the pages of stampworks"),
        (["documents"], "has no folder for any vendor"),
        ([], "Missing argument"),
        (["documents", "--nonsense"], "No such option"),
        (["documents", "--workspace", "nowhere"], "--workspace nowhere: there is no such folder"),
    ],
)
def test_use_that_derives_nothing_is_an_error(
    shell: Shell, arguments: list[str], reason: str
) -> None:
    """Nothing derived is never a success: exit 2 with what was expected."""
    copy_workspace(shell.folder)
    (shell.folder / "documents" / VENDOR).rename(shell.folder / "documents" / "other")
    shell.settings("")

    outcome = shell.run("derive", *arguments)

    assert outcome.code == 2
    assert reason in outcome.err


def test_a_default_that_its_schema_refuses_is_a_clash(shell: Shell) -> None:
    """A decision that makes a contract refuse its own default: both claims, exit 1, and nothing is written."""
    folder = copy_workspace(shell.folder)
    path = folder / "decisions.yaml"
    path.write_text(
        path.read_text().replace(
            "decisions:\n",
            "decisions:\n- {id: bad, kind: assumption, why: x, "
            "claim: 'order-stamps.request.copies#default', value: many}\n",
        )
    )

    outcome = derive(shell)

    assert outcome.code == 1
    assert "order-stamps.request.copies#default (order-stamps:" in outcome.out
    assert "decision bad) and order-stamps.request.copies#type" in outcome.out
    assert "[contract-claims-clash]" in outcome.out
    assert not (folder / "evidence.json").exists()


def test_file_that_cannot_be_written_is_an_error(shell: Shell) -> None:
    """What the system refuses is one clear line: exit 2."""
    folder = copy_workspace(shell.folder)
    (folder / "schemas").write_text("a file where a folder belongs")

    outcome = derive(shell)

    assert outcome.code == 2
    assert outcome.err.startswith("Error: ")
    assert "Traceback" not in outcome.err


def test_decision_about_changed_text_stops_the_writing(shell: Shell, folder: Path) -> None:
    """A decision whose text has changed is an error: exit 1, and nothing is written until it is looked at."""
    decisions = folder / "decisions.yaml"
    text = decisions.read_text()
    page = next((shell.folder / "documents" / VENDOR).glob("*.txt"))
    extra = f"- id: pinned\n  kind: reading\n  claims: {{}}\n  sees: ['{page.stem}:1@00000000']\n  why: saw another text\n"
    decisions.write_text(text.replace("decisions:\n", f"decisions:\n{extra}", 1))
    before = (folder / "evidence.json").read_text()

    outcome = derive(shell)

    assert outcome.code == 1
    assert "[decision-text-changed]" in outcome.out
    assert (folder / "evidence.json").read_text() == before


def test_built_in_vendor_is_not_derived_from_another_workspace(shell: Shell, folder: Path) -> None:
    """Commands write to their own workspace only."""
    (shell.folder / "documents" / "powertokens").mkdir()

    outcome = derive(shell, "--vendor", "powertokens")

    assert outcome.code == 2
    assert "built in" in outcome.err
    assert folder.is_dir()
