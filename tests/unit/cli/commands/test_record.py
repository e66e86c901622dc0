"""`truecopy record`."""

import asyncio
import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.vendor import make_vendor
from tests.examining import DRIFT_BY_NAME, VENDORS
from tests.recordings import grave, verify
from tests.stand_ins import Watched, always, broken_off, let_in, serving
from tests.unit.cli.shell import Outcome, Shell

from truecopy.contract import workspace as workspaces
from truecopy.mock import create_app
from truecopy.model import Draft, Interaction
from truecopy.recording.files import find_cassettes, load_cassette
from truecopy.wire import RequestSender, Target

LIVE = "https://api.vendor.invalid"
KEY = "sk-live-0123456789abcdefghij"
ACCEPTED = Path("recordings/powertokens/edit-image-json/accepted.yaml")


@pytest.fixture
def bench(shell: Shell) -> Shell:
    """Commands in a workspace of its own."""
    shell.settings("")
    return shell


def record(shell: Shell, target: str, vendor: str, *arguments: str | Path) -> Outcome:
    """Run `record` on a target."""
    return shell.run("record", target, "--vendor", vendor, "--poll-interval", "0.01", *arguments)


def record_json(shell: Shell, target: str, vendor: str, *arguments: str) -> tuple[int, Any]:
    """Run `record` for programs; return exit code and result."""
    outcome = record(shell, target, vendor, "--format", "json", *arguments)
    return outcome.code, json.loads(outcome.out)


def files(shell: Shell) -> dict[Path, bytes]:
    """Return every file of the workspace."""
    return {each: each.read_bytes() for each in shell.folder.rglob("*") if each.is_file()}


@contextmanager
def drifting(name: str) -> Iterator[tuple[str, str]]:
    """Serve a vendor with a drift; yields its address and its name."""
    drift = DRIFT_BY_NAME[name]
    with serving(make_vendor(drift.vendor, drift)) as url:
        yield url, drift.vendor


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_mock_is_recorded(bench: Shell, vendor: str) -> None:
    """The mock in process is recorded in full: exit 0, each file is told, and says that it is from a mock."""
    code, content = record_json(bench, "mock", vendor)

    assert code == 0
    assert content.keys() == {"schema_version", "exit_reason", "message", "target", "cassettes", "compared", "omitted", "findings", "requests", "cost_usd"}  # fmt: skip
    assert (content["schema_version"], content["exit_reason"]) == (1, "recorded")
    assert content["omitted"] == []
    assert {each["severity"] for each in content["findings"]} <= {"info"}
    assert (content["cost_usd"] is None) == (vendor != "mulerouter")
    paths = find_cassettes(bench.folder / "recordings")
    assert sorted(content["cassettes"]) == [str(each.relative_to(bench.folder)) for each in paths]
    assert {load_cassette(each).header.target for each in paths} == {"mock"}
    assert grave(verify(bench.folder / "recordings").findings) == []


def test_the_mock_over_http_is_labelled_so(bench: Shell) -> None:
    """A mock is recorded as a mock wherever it is reached; the address it had is told beside that."""
    with serving(create_app(["powertokens"])) as url:
        outcome = record(bench, f"{url}/powertokens", "powertokens")

    header = load_cassette(bench.folder / ACCEPTED).header
    assert outcome.code == 0
    assert (header.target, header.base_url) == ("mock", f"{url}/powertokens")


def test_another_server_is_labelled_by_its_address(bench: Shell) -> None:
    """What does not say that it is a mock is recorded under its address."""
    with serving(make_vendor("powertokens")) as url:
        outcome = record(bench, f"{url}/", "powertokens")

    header = load_cassette(bench.folder / ACCEPTED).header
    assert outcome.code == 0
    assert (header.target, header.base_url) == (url, url)


def test_text_tells_files_and_how_it_ended(bench: Shell) -> None:
    """Text has a line for each cassette, and a last line of counts."""
    outcome = record(bench, "mock", "mulerouter")

    *paths, last = outcome.out.splitlines()
    assert [each.strip() for each in paths if each.startswith("  recordings/mulerouter/")]
    assert last.startswith("MuleRouter at mock: recorded; 10 cassettes written; ")
    assert last.endswith(" requests, $0.075")


@pytest.mark.parametrize(
    "arguments", [["--token", KEY], ["--token-env", "MY_KEY"], ["--secret-env", "MY_KEY"]]
)
def test_no_file_has_a_key(bench: Shell, arguments: list[str]) -> None:
    """A key is nowhere in what is written, nor is what a variable is named secret for."""
    bench.setenv("MY_KEY", KEY)
    echo = always(200, json.dumps({"created": 1, "data": [], "you_sent": KEY}).encode())
    with serving(echo) as url:
        outcome = record(bench, url, "powertokens", *arguments)

    assert outcome.code == 1
    assert len(find_cassettes(bench.folder / "recordings")) > 0
    assert all(KEY.encode() not in each for each in files(bench).values())
    assert KEY not in outcome.out + outcome.err


def test_what_is_named_secret_is_replaced(bench: Shell) -> None:
    """--redact makes a text secret; --not-secret makes one none, that would keep a cassette from being written."""
    strange = "acme-Zk39xQ71mW84pL20vB57nR66"
    echo = always(200, json.dumps({"created": 1, "data": [], "note": strange}).encode())
    with serving(echo) as url:
        refused = record(bench, url, "powertokens")
        allowed = record(bench, url, "powertokens", "--not-secret", "acme-[A-Za-z0-9]+")
        replaced = record(bench, url, "powertokens", "--redact", "acme-[A-Za-z0-9]+")

    assert refused.code == 1
    assert "holds what may be secret" in refused.out
    assert strange not in refused.out + refused.err
    assert allowed.code == 1
    assert replaced.code == 1
    assert strange not in (bench.folder / ACCEPTED).read_text()


@pytest.mark.parametrize("arguments", [[], ["--token-env", "KEY"]])
def test_a_live_target_needs_a_budget(bench: Shell, arguments: list[str]) -> None:
    """Nothing is sent to a target that may cost money before a limit is set: exit 2."""
    bench.setenv("KEY", KEY)
    bench.setenv("TRUECOPY_TOKEN", KEY)

    for compare in ([], ["--compare"]):
        outcome = record(bench, LIVE, "mulerouter", *arguments, *compare)

        assert outcome.code == 2
        for option in ("--max-cost", "--max-requests", "--yes", "--dry-run"):
            assert option in outcome.err


@pytest.mark.parametrize("budget", [["--max-cost", "1"], ["--max-requests", "9"], ["--yes"]])
def test_a_live_target_needs_a_key(bench: Shell, budget: list[str]) -> None:
    """A target that is not on this machine is not asked without a key: exit 2, and where to put it."""
    outcome = record(bench, LIVE, "mulerouter", *budget)

    assert outcome.code == 2
    assert "TRUECOPY_TOKEN_MULEROUTER" in outcome.err


def test_an_unknown_price_and_a_limit_do_not_go_together(bench: Shell) -> None:
    """--max-cost cannot be kept where a price is unknown: exit 2, and the line says what to add."""
    refused = record(bench, "mock", "powertokens", "--max-cost", "1")
    prices = ["--price=edit-image-json=0.01", "--price=edit-image-form=0.01"]
    kept = record(bench, "mock", "powertokens", "--max-cost", "1", *prices)

    assert refused.code == 2
    assert "--price edit-image-json=USD" in refused.err
    assert kept.code == 0


@pytest.mark.parametrize("option", [["--max-requests", "3"], ["--max-cost", "0.1"]])
def test_a_budget_ends_it(bench: Shell, option: list[str]) -> None:
    """A limit that is reached ends it with 3; what was recorded by then is kept and told."""
    code, content = record_json(bench, "mock", "mulerouter", *option)

    paths = [str(each.relative_to(bench.folder)) for each in find_cassettes(bench.folder / "recordings")] if content["cassettes"] else []  # fmt: skip
    assert (code, content["exit_reason"]) == (3, "budget")
    assert option[0] in content["message"]
    assert sorted(content["cassettes"]) == paths


def test_costs_are_noted_before_they_arise(bench: Shell) -> None:
    """With a limit there is a ledger: what a run that was killed may have spent counts towards the next."""
    ledger = bench.folder / "ledger.jsonl"
    ledger.write_text('{"run": 1, "carried_usd": 0}\n{"reserve_usd": 0.9, "for": "x"}\n')

    code, content = record_json(
        bench, "mock", "mulerouter", "--max-cost=0.95", f"--ledger={ledger}"
    )

    assert (code, content["exit_reason"]) == (3, "budget")
    assert content["requests"] == 0
    assert '"end"' in ledger.read_text().splitlines()[-1]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_told(bench: Shell, status: int) -> None:
    """A target that refuses the key ends it with 4; nothing is written, and the key is not told."""
    with serving(always(status, b'{"error": {"message": "bad key"}}')) as url:
        outcome = record(bench, url, "powertokens", "--token", KEY)

    assert outcome.code == 4
    assert f"the key is refused with {status}" in outcome.out
    assert KEY not in outcome.out + outcome.err
    assert not (bench.folder / "recordings").exists()


def test_nobody_there_is_told(bench: Shell) -> None:
    """A target that cannot be reached ends it with 2; the old recordings are as they were."""
    record(bench, "mock", "powertokens")
    before = files(bench)

    code, content = record_json(bench, "http://127.0.0.1:9", "powertokens")

    assert (code, content["exit_reason"]) == (2, "unreachable")
    assert "http://127.0.0.1:9" in content["message"]
    assert files(bench) == before


async def _hang(_: Scope, __: Receive, ___: Send) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("app", "codes"),
    [(_hang, {2}), (broken_off(make_vendor("powertokens")), {2})],
    ids=["hanging", "resetting"],
)
def test_a_target_that_gives_no_answer_is_told(bench: Shell, app: ASGIApp, codes: set[int]) -> None:
    """A target that hangs, or breaks every answer off, ends it with 2, and writes nothing."""
    with serving(app) as url:
        outcome = record(bench, url, "powertokens", "--timeout", "0.2")

    assert outcome.code in codes
    assert not (bench.folder / "recordings").exists()


def test_a_target_that_hangs_later_leaves_the_old_recordings(bench: Shell) -> None:
    """A request without an answer is told, and its cassette left as it was; the others are recorded."""
    record(bench, "mock", "powertokens")
    before = files(bench)
    vendor = make_vendor("powertokens")

    async def hang_on_forms(scope: Scope, receive: Receive, send: Send) -> None:
        is_form = b"multipart" in dict(scope["headers"]).get(b"content-type", b"")
        await (_hang if is_form else vendor)(scope, receive, send)

    with serving(hang_on_forms) as url:
        code, content = record_json(bench, url, "powertokens", "--timeout", "0.2")

    old = bench.folder / "recordings/powertokens/edit-image-form/accepted.yaml"
    assert (code, content["exit_reason"]) == (1, "incomplete")
    assert any("no answer within 0.2 seconds" in each["why"] for each in content["omitted"])
    assert old.read_bytes() == before[old]
    assert (bench.folder / ACCEPTED).read_bytes() != before[bench.folder / ACCEPTED]


def test_redirects_are_not_followed(bench: Shell) -> None:
    """A redirect is no answer to record; the key goes nowhere else."""
    elsewhere = Watched(make_vendor("powertokens"))
    with serving(elsewhere) as other:
        moved = always(307, headers={"location": f"{other}/v1/images/edits"})
        with serving(moved) as url:
            code, content = record_json(bench, url, "powertokens")

    assert (code, content["exit_reason"]) == (1, "incomplete")
    assert any("307" in each["why"] for each in content["omitted"])
    assert elsewhere.seen == []


def test_a_very_large_answer_is_recorded_beside_its_cassette(bench: Shell) -> None:
    """An answer of 100 MB is kept, out of line, and read back as it was."""
    body = b'{"created": 1, "data": [], "pad": "' + b"x" * 100_000_000 + b'"}'
    with serving(always(200, body)) as url:
        code, content = record_json(bench, url, "powertokens", "--max-requests", "1")

    (path,) = find_cassettes(bench.folder / "recordings")
    assert (code, content["exit_reason"]) == (3, "budget")
    assert path.stat().st_size < 10_000
    assert load_cassette(path).interactions[0].body == body


@pytest.mark.parametrize("name", ["form-gone", "never-ends", "server-at-work", "url-dead"])
def test_what_cannot_be_recorded_is_told(bench: Shell, name: str) -> None:
    """What a good recording cannot be made of is told, the old one stays as it was: exit 1."""
    with drifting(name) as (url, vendor):
        record(bench, "mock", vendor)
        before = files(bench)
        code, content = record_json(bench, url, vendor, "--task-timeout", "0.2")

    assert (code, content["exit_reason"]) == (1, "incomplete")
    assert content["omitted"]
    for each in content["omitted"]:
        path = bench.folder / "recordings" / vendor / f"{each['what']}.yaml"
        assert path.read_bytes() == before[path]


def test_what_is_recorded_is_judged(bench: Shell) -> None:
    """Answers that break the contract are recorded as they are, and told: exit 1, with file and line."""
    with drifting("created-is-text") as (url, vendor):
        code, content = record_json(bench, url, vendor)
        lenient = record(bench, url, vendor, "--fail-on", "error")

    finding = next(each for each in content["findings"] if each["severity"] == "error")
    assert (code, content["exit_reason"]) == (1, "recorded")
    assert finding["rule"] == "answer-field-type-differs"
    assert finding["where"].startswith("recordings/applerouter/edit-image-form/accepted.yaml:")
    assert lenient.code == 1


def test_a_full_disk_leaves_the_old_recordings(
    bench: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When nothing can be written it ends with 2; the old cassette is whole, and no part of a file is left."""
    record(bench, "mock", "powertokens")
    before = files(bench)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = record(bench, "mock", "powertokens")

    assert outcome.code == 2
    assert "No space left on device" in outcome.err
    assert "the old file is as it was" in outcome.err
    assert files(bench) == before


def test_a_folder_in_the_way_is_told(bench: Shell) -> None:
    """A cassette that cannot be put in its place is an error that names it: exit 2."""
    (bench.folder / ACCEPTED).mkdir(parents=True)

    outcome = record(bench, "mock", "powertokens")

    assert outcome.code == 2
    assert str(ACCEPTED) in outcome.err
    assert "cannot be written" in outcome.err


@pytest.mark.parametrize("is_comparison", [False, True])
def test_an_interruption_ends_it(
    bench: Shell, monkeypatch: pytest.MonkeyPatch, *, is_comparison: bool
) -> None:
    """Ctrl-C ends it with 130; what is known by then is kept and told."""
    record(bench, "mock", "powertokens")
    sent = 0
    send = RequestSender.send

    def interrupted(self: RequestSender, draft: Draft, cost_usd: float = 0.0) -> Interaction:
        nonlocal sent
        sent += 1
        if sent > 2:
            raise KeyboardInterrupt
        return send(self, draft, cost_usd)

    monkeypatch.setattr(RequestSender, "send", interrupted)
    arguments = ["--compare"] if is_comparison else []
    code, content = record_json(bench, "mock", "powertokens", *arguments)

    assert (code, content["exit_reason"]) == (130, "interrupted")
    assert content["compared"] if is_comparison else content["cassettes"]


def test_dry_run_sends_nothing(bench: Shell) -> None:
    """A dry run prints requests and cost, asks for no key or budget, sends nothing, and writes nothing."""
    watched = Watched(make_vendor("mulerouter"))
    with serving(watched) as url:
        outcome = record(bench, url, "mulerouter", "--dry-run")
    live = record(bench, LIVE, "mulerouter", "--dry-run")

    assert (outcome.code, live.code) == (0, 0)
    assert watched.seen == []
    assert "create-generation  POST /vendors/alibaba/" in outcome.out
    assert "$0.075 if all goes as documented" in outcome.out.splitlines()[-1]
    assert not (bench.folder / "recordings").exists()


def test_a_dry_run_says_how_many_requests_there_will_be(bench: Shell) -> None:
    """The plan is what is sent, looks and pictures beside it."""
    plan = record(bench, "mock", "powertokens", "--dry-run")
    _, content = record_json(bench, "mock", "powertokens")

    number = int(plan.out.splitlines()[-1].partition(" ")[0])
    assert content["requests"] == number + 2


@pytest.mark.parametrize("arguments", [["--format", "json"], ["--compare"]])
def test_a_dry_run_is_text_only(bench: Shell, arguments: list[str]) -> None:
    """What a dry run cannot do is refused."""
    outcome = record(bench, "mock", "mulerouter", "--dry-run", *arguments)

    assert outcome.code == 2
    assert "--dry-run" in outcome.err


def test_an_installation_is_not_written_to(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a workspace there is no place for recordings: exit 2 before anything is sent, and what to do."""
    root = workspaces.built_in_root()
    monkeypatch.setattr(workspaces, "_PACKAGED", root)
    watched = Watched(make_vendor("powertokens"))
    before = {each: each.stat().st_mtime_ns for each in (root / "recordings").rglob("*")}
    with serving(watched) as url:
        outcome = record(shell, url, "powertokens")

    assert outcome.code == 2
    assert "truecopy init" in outcome.err
    assert watched.seen == []
    assert {each: each.stat().st_mtime_ns for each in (root / "recordings").rglob("*")} == before


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["--price", "melt=1"], "'melt'"),
        (["--token-env", "NOT_SET"], "NOT_SET"),
        (["--secret-env", "NOT_SET"], "NOT_SET"),
        (["--redact", "("], "'('"),
        (["--redact", "x*"], "'x*'"),
        (["--not-secret", "["], "'['"),
        (["--image-url", "not an address"], "not an address"),
        (["--max-cost", "nan"], "nan"),
        (["--rate", "0"], "0"),
        (["--poll-interval", "0"], "0"),
        (["--timeout", "nan"], "nan"),
        (["--max-requests", "0"], "0"),
        (["--fail-on", "fatal"], "'fatal'"),
        (["--format", "xml"], "'xml'"),
    ],
    ids=" ".join,
)
def test_a_bad_value_is_shown(bench: Shell, arguments: list[str], shown: str) -> None:
    """A value that cannot be used is an error that shows it: exit 2, nothing on standard output."""
    outcome = record(bench, "mock", "mulerouter", *arguments)

    assert outcome.code == 2
    assert shown in outcome.err.splitlines()[-1]
    assert outcome.out == ""
    assert not (bench.folder / "recordings").exists()


@pytest.mark.parametrize("target", ["nonsense", "ftp://127.0.0.1/x", "http://me:secret@127.0.0.1/"])
def test_a_target_that_is_no_address_is_refused(bench: Shell, target: str) -> None:
    """What is neither `mock` nor an address is an error; a password in it is not repeated."""
    outcome = record(bench, target, "mulerouter")

    assert outcome.code == 2
    assert "TARGET" in outcome.err or "is no target" in outcome.err
    assert "secret" not in outcome.err


def test_a_vendor_is_needed(bench: Shell) -> None:
    """Where there are several vendors, one has to be said."""
    outcome = bench.run("record", "mock")

    assert outcome.code == 2
    assert "--vendor is needed" in outcome.err


def test_the_same_shapes_agree(bench: Shell) -> None:
    """Compared with what has not changed: exit 0, and nothing is written."""
    record(bench, "mock", "mulerouter")
    before = files(bench)

    code, content = record_json(bench, "mock", "mulerouter", "--compare")
    text = record(bench, "mock", "mulerouter", "--compare")

    assert (code, content["exit_reason"]) == (0, "same")
    assert content["cassettes"] == []
    assert content["compared"] > 10
    assert (text.code, files(bench)) == (0, before)
    assert " answers compared; " in text.out.splitlines()[-1]


def test_a_change_of_shape_is_told(bench: Shell) -> None:
    """A field that is gone is a warning with the stale side: exit 1; --fail-on error makes it 0."""
    with serving(make_vendor("applerouter")) as url:
        record(bench, url, "applerouter")
    with drifting("created-renamed") as (url, vendor):
        code, content = record_json(bench, url, vendor, "--compare")
        lenient = record(bench, url, vendor, "--compare", "--fail-on", "error")
        text = record(bench, url, vendor, "--compare")

    (finding,) = [each for each in content["findings"] if each["severity"] == "warning"]
    assert (code, content["exit_reason"]) == (1, "changed")
    assert finding["rule"] == "recording-shape-differs"
    assert (finding["stale"], finding["pointer"]) == ("contract", "/created")
    assert lenient.code == 0
    assert text.code == 1
    assert "/created was integer, now it is absent; stale is the contract" in text.out
    assert "AppleRouter at" in text.out.splitlines()[-1]
    assert ": changed (" in text.out.splitlines()[-1]


def test_what_could_not_be_compared_is_told(bench: Shell) -> None:
    """Where something could not be compared, the shapes are not called the same: exit 1, file and line."""
    with serving(make_vendor("powertokens")) as url:
        record(bench, url, "powertokens")
    with drifting("invalid-500") as (url, vendor):
        code, content = record_json(bench, url, vendor, "--compare")
        text = record(bench, url, vendor, "--compare")

    (row,) = content["omitted"]
    assert (code, content["exit_reason"]) == (1, "incomplete")
    assert row["what"] == "recordings/powertokens/edit-image-form/refused-value.yaml:10"
    assert row["why"] == "500: the server failed"
    assert f"not compared: {row['what']}: {row['why']}" in text.out


def test_nothing_compared_is_no_agreement(bench: Shell) -> None:
    """Where nothing could be compared at all: exit 2, and why."""
    with serving(make_vendor("powertokens")) as url:
        record(bench, url, "powertokens")
    with serving(always(503)) as url:
        code, content = record_json(bench, url, "powertokens", "--compare")

    assert (code, content["exit_reason"]) == (2, "nothing-compared")
    assert "503" in content["message"]


@pytest.mark.parametrize(
    ("app", "code", "reason"),
    [(always(401), 4, "credentials"), (broken_off(always(200)), 2, "unreachable")],
    ids=["refused", "broken off"],
)
def test_a_comparison_ends_early(bench: Shell, app: ASGIApp, code: int, reason: str) -> None:
    """A refused key ends it with 4, nobody there with 2."""
    record(bench, "mock", "powertokens")
    with serving(app) as url:
        found = record_json(bench, url, "powertokens", "--compare", "--timeout", "0.5")

    assert (found[0], found[1]["exit_reason"]) == (code, reason)


def test_a_comparison_keeps_a_budget(bench: Shell) -> None:
    """A limit ends a comparison with 3; what differs by then is told."""
    record(bench, "mock", "powertokens")

    code, content = record_json(bench, "mock", "powertokens", "--compare", "--max-requests", "2")

    assert (code, content["exit_reason"], content["compared"]) == (3, "budget", 2)


def test_a_comparison_needs_recordings(bench: Shell) -> None:
    """Without recordings there is nothing to compare with: exit 2, and nothing is sent."""
    watched = Watched(make_vendor("powertokens"))
    with serving(watched) as url:
        outcome = record(bench, url, "powertokens", "--compare")

    assert outcome.code == 2
    assert "recordings/powertokens: there are no recordings to compare with" in outcome.err
    assert watched.seen == []


def test_a_comparison_needs_readable_recordings(bench: Shell) -> None:
    """A damaged cassette is an error at its line: exit 2, and nothing is sent."""
    record(bench, "mock", "powertokens")
    path = bench.folder / ACCEPTED
    path.write_text(path.read_text().replace("status:", "status: ]", 1))
    watched = Watched(make_vendor("powertokens"))
    with serving(watched) as url:
        outcome = record(bench, url, "powertokens", "--compare")

    assert outcome.code == 2
    assert f"{ACCEPTED}:" in outcome.err
    assert watched.seen == []


def test_a_key_that_is_not_needed_is_found(bench: Shell) -> None:
    """A recorded refusal of a missing key is sent without one."""
    record(bench, "mock", "powertokens")
    with serving(let_in(make_vendor("powertokens"), "sk-any")) as url:
        code, content = record_json(bench, url, "powertokens", "--compare")

    statuses = [
        each for each in content["findings"] if each["message"].startswith("status was 401")
    ]
    assert code == 1
    assert {each["stale"] for each in statuses} == {"contract"}


def test_settings_come_from_the_environment_too(bench: Shell) -> None:
    """Each option has its variable and its setting."""
    bench.setenv("TRUECOPY_RECORD_MAX_REQUESTS", "1")
    assert record(bench, "mock", "powertokens").code == 3

    bench.settings("[record]\nmelt = 1\n")
    outcome = record(bench, "mock", "powertokens")
    assert outcome.code == 2
    assert "melt" in outcome.err


def test_the_target_is_closed(bench: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections are closed, whatever comes of it."""
    closed: list[Target] = []
    leave = Target.__exit__

    def note(self: Target, *why: object) -> None:
        closed.append(self)
        leave(self, *why)

    monkeypatch.setattr(Target, "__exit__", note)

    record(bench, "http://127.0.0.1:9", "powertokens")

    assert len(closed) == 1
