"""`truecopy record`."""

import asyncio
import errno
import os

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.vendor import make_vendor
from tests.examining import VENDORS
from tests.recordings import grave, verify
from tests.stand_ins import Watched, always, broken_off, serving
from tests.unit.cli.checks import drifting, is_priced
from tests.unit.cli.recorded import ACCEPTED, KEY, files, record, record_json
from tests.unit.cli.shell import Shell

from truecopy.contract import workspace as workspaces
from truecopy.mock import create_app
from truecopy.model import Draft, Interaction
from truecopy.recording.cassette_files import find_cassettes, load_cassette
from truecopy.wire import RequestSender, Target


@pytest.mark.slow
@pytest.mark.parametrize("vendor", VENDORS)
def test_the_mock_is_recorded(own_shell: Shell, vendor: str) -> None:
    """The mock in process is recorded in full: exit 0, each file is told, and says that it is from a mock."""
    code, content = record_json(own_shell, "mock", vendor)

    assert code == 0
    assert content.keys() == {
        "schema_version",
        "exit_reason",
        "message",
        "target",
        "cassettes",
        "compared",
        "recorded",
        "omitted",
        "findings",
        "requests",
        "cost_usd",
    }
    assert (content["schema_version"], content["exit_reason"]) == (1, "recorded")
    assert content["omitted"] == []
    assert {each["severity"] for each in content["findings"]} <= {"info"}
    assert (content["cost_usd"] is None) == (not is_priced(vendor))
    paths = find_cassettes(own_shell.folder / "recordings")
    assert sorted(content["cassettes"]) == [
        str(each.relative_to(own_shell.folder)) for each in paths
    ]
    assert {load_cassette(each).header.target for each in paths} == {"mock"}
    assert grave(verify(own_shell.folder / "recordings").findings) == []


def test_the_mock_over_http_is_labelled_so(own_shell: Shell) -> None:
    """A mock is recorded as a mock wherever it is reached; the address it had is told beside that."""
    with serving(create_app(["powertokens"])) as url:
        outcome = record(own_shell, f"{url}/powertokens", "powertokens")

    header = load_cassette(own_shell.folder / ACCEPTED).header
    assert outcome.code == 0
    assert (header.target, header.base_url) == ("mock", f"{url}/powertokens")


def test_another_server_is_labelled_by_its_address(own_shell: Shell) -> None:
    """What does not say that it is a mock is recorded under its address."""
    with serving(make_vendor("powertokens")) as url:
        outcome = record(own_shell, f"{url}/", "powertokens")

    header = load_cassette(own_shell.folder / ACCEPTED).header
    assert outcome.code == 0
    assert (header.target, header.base_url) == (url, url)


def test_text_tells_files_and_how_it_ended(own_shell: Shell) -> None:
    """Text has a line for each cassette, and a last line of counts."""
    outcome = record(own_shell, "mock", "mulerouter")

    *paths, last = outcome.out.splitlines()
    assert [each.strip() for each in paths if each.startswith("  recordings/mulerouter/")]
    assert last.startswith("MuleRouter at mock: recorded; 10 cassettes written; ")
    assert last.endswith(" requests, $0.075")


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_told(own_shell: Shell, status: int) -> None:
    """A target that refuses the key ends it with 4; nothing is written, and the key is not told."""
    with serving(always(status, b'{"error": {"message": "bad key"}}')) as url:
        outcome = record(own_shell, url, "powertokens", "--token", KEY)

    assert outcome.code == 4
    assert f"the key is refused with {status}" in outcome.out
    assert KEY not in outcome.out + outcome.err
    assert not (own_shell.folder / "recordings").exists()


def test_nobody_there_is_told(own_shell: Shell) -> None:
    """A target that cannot be reached ends it with 2; the old recordings are as they were."""
    record(own_shell, "mock", "powertokens")
    before = files(own_shell)

    code, content = record_json(own_shell, "http://127.0.0.1:9", "powertokens")

    assert (code, content["exit_reason"]) == (2, "unreachable")
    assert "http://127.0.0.1:9" in content["message"]
    assert files(own_shell) == before


async def _hang(_: Scope, __: Receive, ___: Send) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("app", "codes"),
    [(_hang, {2}), (broken_off(make_vendor("powertokens")), {2})],
    ids=["hanging", "resetting"],
)
def test_a_target_that_gives_no_answer_is_told(
    own_shell: Shell, app: ASGIApp, codes: set[int]
) -> None:
    """A target that hangs, or breaks every answer off, ends it with 2, and writes nothing."""
    with serving(app) as url:
        outcome = record(own_shell, url, "powertokens", "--timeout", "0.2")

    assert outcome.code in codes
    assert not (own_shell.folder / "recordings").exists()


def test_a_target_that_hangs_later_leaves_the_old_recordings(own_shell: Shell) -> None:
    """A request without an answer is told, and its cassette left as it was; the others are recorded."""
    record(own_shell, "mock", "powertokens")
    before = files(own_shell)
    vendor = make_vendor("powertokens")

    async def hang_on_forms(scope: Scope, receive: Receive, send: Send) -> None:
        is_form = b"multipart" in dict(scope["headers"]).get(b"content-type", b"")
        await (_hang if is_form else vendor)(scope, receive, send)

    with serving(hang_on_forms) as url:
        code, content = record_json(own_shell, url, "powertokens", "--timeout", "0.2")

    old = own_shell.folder / "recordings/powertokens/edit-image-form/accepted.yaml"
    assert (code, content["exit_reason"]) == (1, "incomplete")
    assert any("no answer within 0.2 seconds" in each["why"] for each in content["omitted"])
    assert old.read_bytes() == before[old]
    assert (own_shell.folder / ACCEPTED).read_bytes() != before[own_shell.folder / ACCEPTED]


def test_redirects_are_not_followed(own_shell: Shell) -> None:
    """A redirect is no answer to record; the key goes nowhere else."""
    elsewhere = Watched(make_vendor("powertokens"))
    with serving(elsewhere) as other:
        moved = always(307, headers={"location": f"{other}/v1/images/edits"})
        with serving(moved) as url:
            code, content = record_json(own_shell, url, "powertokens")

    assert (code, content["exit_reason"]) == (1, "incomplete")
    assert any("307" in each["why"] for each in content["omitted"])
    assert elsewhere.seen == []


def test_a_large_answer_is_recorded_beside_its_cassette(own_shell: Shell) -> None:
    """An answer of 300 KB is kept, out of line, and read back as it was."""
    body = b'{"created": 1, "data": [], "pad": "' + b"x" * 300_000 + b'"}'
    with serving(always(200, body)) as url:
        code, content = record_json(own_shell, url, "powertokens", "--max-requests", "1")

    (path,) = find_cassettes(own_shell.folder / "recordings")
    assert (code, content["exit_reason"]) == (3, "budget")
    assert path.stat().st_size < 10_000
    assert load_cassette(path).interactions[0].body == body


@pytest.mark.slow
@pytest.mark.parametrize("name", ["form-gone", "never-ends", "server-at-work", "url-dead"])
def test_what_cannot_be_recorded_is_told(own_shell: Shell, name: str) -> None:
    """What a good recording cannot be made of is told, the old one stays as it was: exit 1."""
    with drifting(name) as (url, vendor):
        record(own_shell, "mock", vendor)
        before = files(own_shell)
        code, content = record_json(own_shell, url, vendor, "--task-timeout", "0.2")

    assert (code, content["exit_reason"]) == (1, "incomplete")
    assert content["omitted"]
    for each in content["omitted"]:
        path = own_shell.folder / "recordings" / vendor / f"{each['what']}.yaml"
        assert path.read_bytes() == before[path]


@pytest.mark.slow
def test_what_is_recorded_is_judged(own_shell: Shell) -> None:
    """Answers that break the contract are recorded as they are, and told: exit 1, with file and line."""
    with drifting("created-is-text") as (url, vendor):
        code, content = record_json(own_shell, url, vendor)
        lenient = record(own_shell, url, vendor, "--fail-on", "error")

    finding = next(each for each in content["findings"] if each["severity"] == "error")
    assert (code, content["exit_reason"]) == (1, "recorded")
    assert finding["rule"] == "answer-field-type-differs"
    assert finding["where"].startswith("recordings/applerouter/edit-image-form/accepted.yaml:")
    assert lenient.code == 1


def test_a_full_disk_leaves_the_old_recordings(
    own_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When nothing can be written it ends with 2; the old cassette is whole, and no part of a file is left."""
    record(own_shell, "mock", "powertokens")
    before = files(own_shell)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = record(own_shell, "mock", "powertokens")

    assert outcome.code == 2
    assert "No space left on device" in outcome.err
    assert "the old file is as it was" in outcome.err
    assert files(own_shell) == before


def test_a_folder_in_the_way_is_told(own_shell: Shell) -> None:
    """A cassette that cannot be put in its place is an error that names it: exit 2."""
    (own_shell.folder / ACCEPTED).mkdir(parents=True)

    outcome = record(own_shell, "mock", "powertokens")

    assert outcome.code == 2
    assert str(ACCEPTED) in outcome.err
    assert "cannot be written" in outcome.err


@pytest.mark.parametrize("is_comparison", [False, True])
def test_an_interruption_ends_it(
    own_shell: Shell, monkeypatch: pytest.MonkeyPatch, *, is_comparison: bool
) -> None:
    """Ctrl-C ends it with 130; what is known by then is kept and told."""
    record(own_shell, "mock", "powertokens")
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
    code, content = record_json(own_shell, "mock", "powertokens", *arguments)

    assert (code, content["exit_reason"]) == (130, "interrupted")
    assert content["compared"] if is_comparison else content["cassettes"]


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


def test_the_target_is_closed(own_shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections are closed, whatever comes of it."""
    closed: list[Target] = []
    leave = Target.__exit__

    def note(self: Target, *why: object) -> None:
        closed.append(self)
        leave(self, *why)

    monkeypatch.setattr(Target, "__exit__", note)

    record(own_shell, "http://127.0.0.1:9", "powertokens")

    assert len(closed) == 1


def test_nothing_is_sent_where_nothing_can_be_written(own_shell: Shell) -> None:
    """A folder that cannot be written is told before the first request, which may cost: exit 2."""
    (own_shell.folder / "recordings").write_text("in the way")
    watched = Watched(make_vendor("powertokens"))

    with serving(watched) as url:
        outcome = record(own_shell, url, "powertokens")

    assert (outcome.code, watched.seen) == (2, [])
    assert "recordings/powertokens: cannot write there" in outcome.err
