"""`truecopy check` as its users start it, against servers that behave, misbehave, and cost money."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.answers import Answer, Call
from tests.drifts.drift import Drift
from tests.drifts.drifts import DRIFTS
from tests.drifts.edits import at, made, on
from tests.drifts.vendor import make_vendor
from tests.end_to_end.live_server import PROGRAM, LiveServer, documented, environment
from tests.stand_ins import Watched, always, broken_off, let_in, now_and_then, serving

from truecopy.model import Severity

VENDORS = tuple(documented())
PRICE = 0.075
_DRIFT_BY_NAME = {each.name: each for each in DRIFTS}
_LONG_S = 60
_STATUS_LINE = re.compile(r"HTTP/1\.1 ([0-9]{3})")
_PAGE = b"<!doctype html><title>Welcome</title><p>It works!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check showed."""

    code: int
    content: Any
    out: str
    err: str

    @property
    def rules(self) -> set[str]:
        """Rules of the findings above info."""
        return {
            each["rule"]
            for each in self.content["findings"]
            if each["severity"] != Severity.INFO.value
        }


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start a check in a folder and a process group of its own."""
    return subprocess.Popen(
        [*PROGRAM, "check", *arguments, "--report", "json=result.json"],
        cwd=folder,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str], folder: Path) -> Checked:
    """Wait for a check to end, and return what it showed."""
    out, err = process.communicate(timeout=_LONG_S)
    report = folder / "result.json"
    content = json.loads(report.read_text()) if report.exists() else None
    assert "Traceback" not in err
    return Checked(code=process.returncode, content=content, out=out, err=err)


def check(folder: Path, target: str, vendor: str, *arguments: str) -> Checked:
    """Run a check to its end."""
    return finish(start(folder, target, "--vendor", vendor, *arguments), folder)


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """End a check on leaving, if it still runs."""
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_mock_agrees_over_http(server: LiveServer, vendor: str, tmp_path: Path) -> None:
    """The mock of a real server keeps its contract in every phase, and leaves nothing but the report."""
    checked = check(
        tmp_path,
        f"{server.url}/{vendor}",
        vendor,
        "--phases=all",
        "--max-examples=2",
        "--poll-interval=0.2",
    )

    assert (checked.code, checked.content["exit_reason"]) == (0, "agrees")
    assert checked.content["claims"]["broken"] == 0
    assert [each.name for each in tmp_path.iterdir()] == ["result.json"]


@pytest.mark.parametrize("host", ["::1", "localhost"])
def test_a_target_by_another_name_of_this_machine(host: str, tmp_path: Path) -> None:
    """Pictures are found where the target is asked by an address of IPv6 or by name."""
    address = "::1" if host == "::1" else "127.0.0.1"
    with serving(make_vendor("powertokens"), address) as url:
        target = url.replace("127.0.0.1", host)
        checked = check(tmp_path, target, "powertokens", "--phases", "examples")

    assert checked.code == 0, checked.out


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """What a curl line printed."""

    statuses: tuple[int, ...]
    body: str


def repeat(line: str, folder: Path) -> Repeated:
    """Run a curl line as a user pastes it."""
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment(TOKEN="sk-mine", SECOND_TOKEN="sk-other"),
        capture_output=True,
        text=True,
        timeout=_LONG_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    statuses = tuple(int(each) for each in _STATUS_LINE.findall(done.stdout))
    return Repeated(statuses=statuses, body=done.stdout.rpartition("\r\n\r\n")[2])


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("n-7", []),
        ("n-at-most-5", []),
        ("cutout-opaque", []),
        ("cutout-4194304-bytes", []),
        ("image-cut-off", []),
        ("metadata-removed", []),
        ("any-key", []),
        ("any-method", []),
        ("any-body-read", []),
        ("alias-gone", []),
        ("charset-refused", []),
        ("error-is-text", []),
        ("unknown-task-found", []),
        ("model-any", ["--phases=fuzz", "--max-examples=15"]),
        ("file-unseen", ["--phases=fuzz", "--max-examples=10"]),
        ("cutout-opaque", ["--phases=fuzz", "--max-examples=10"]),
    ],
    ids=lambda each: each if isinstance(each, str) else "".join(each[:1]),
)
def test_a_drift_is_found_and_its_curl_line_repeats_it(
    name: str, arguments: list[str], tmp_path: Path
) -> None:
    """A drifting vendor is found with 1, and every curl line, pasted into bash, gets the answer that was found."""
    drift = _DRIFT_BY_NAME[name]
    with serving(make_vendor(drift.vendor, drift)) as url:
        checked = check(tmp_path, url, drift.vendor, "--token=sk-mine", *arguments)

        assert checked.code == 1, checked.out
        assert checked.rules & drift.rules
        for finding in checked.content["findings"]:
            if finding["severity"] == Severity.INFO.value:
                continue
            assert finding["reproduce"].replace("\r\n", "\n") in checked.out
            repeated = repeat(finding["reproduce"], tmp_path)
            status = re.search("with ([0-9]{3})|^([0-9]{3})$", finding["actual"])
            if status:
                assert int(status[1] or status[2]) == repeated.statuses[-1], finding["reproduce"]


def test_the_curl_line_of_a_wrong_key_has_its_prefix(tmp_path: Path) -> None:
    """A vendor that takes every key with the right prefix is found, and the curl line shows it."""
    secret = frozenset({"", "Bearer truecopy-invalid-key-0000"})
    basic = "Basic dHJ1ZWNvcHk6dHJ1ZWNvcHk="
    app = let_in(make_vendor("applerouter"), "sk-good", but=secret | {basic})
    with serving(app) as url:
        checked = check(tmp_path, url, "applerouter", "--token=sk-mine")

        assert checked.code == 1
        lines = [each["reproduce"] for each in checked.content["findings"] if "invalid-key" in each["reproduce"]]  # fmt: skip
        assert lines
        for line in lines:
            assert repeat(line, tmp_path).statuses[-1] == 200, line


def test_a_picture_behind_a_finding_is_kept(tmp_path: Path) -> None:
    """Files that a curl line refers to are in Truecopy's own folder, out of git."""
    drift = _DRIFT_BY_NAME["cutout-opaque"]
    with serving(make_vendor(drift.vendor, drift)) as url:
        checked = check(tmp_path, url, drift.vendor)

    names = re.findall(r"@(\.truecopy/[^'; ]+)", checked.out)
    assert names
    assert all((tmp_path / name).is_file() for name in names)
    assert (tmp_path / ".truecopy" / ".gitignore").read_text() == "*\n"


def test_an_interrupt_leaves_a_report(tmp_path: Path) -> None:
    """Ctrl-C in a check of a slow vendor ends it with 130; what is known by then is printed and reported."""
    waiting, number = Event(), 0
    vendor = make_vendor("mulerouter")

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal number
        number += 1
        if number < 25:
            await vendor(scope, receive, send)
            return
        waiting.set()
        while (await receive())["type"] != "http.disconnect":
            pass

    with (
        serving(slow) as url,
        ended(start(tmp_path, url, "--vendor", "mulerouter")) as process,
    ):
        assert waiting.wait(_LONG_S)
        os.killpg(process.pid, signal.SIGINT)
        checked = finish(process, tmp_path)

    assert checked.code == 130
    assert checked.content["exit_reason"] == "interrupted"
    assert checked.content["claims"]["held"] > 0
    assert "interrupted" in checked.out


def test_an_interrupt_of_generated_requests_keeps_what_was_found(tmp_path: Path) -> None:
    """Ctrl-C among generated requests ends with 130, and findings of before are reported."""
    waiting, number = Event(), 0
    vendor = make_vendor("powertokens", _DRIFT_BY_NAME["data-renamed"])

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal number
        number += 1
        if number < 40:
            await vendor(scope, receive, send)
            return
        waiting.set()
        while (await receive())["type"] != "http.disconnect":
            pass

    arguments = ("--vendor", "powertokens", "--phases", "fuzz", "--max-examples", "100")
    with serving(slow) as url, ended(start(tmp_path, url, *arguments)) as process:
        assert waiting.wait(_LONG_S)
        os.killpg(process.pid, signal.SIGINT)
        checked = finish(process, tmp_path)

    assert checked.code == 130
    assert "answer-field-missing" in checked.rules


class Till:
    """What a vendor charged.

    Attributes:
        many: Set after so many pictures.
    """

    def __init__(self, most: int = 10**6) -> None:
        self.many = Event()
        self.usd = 0.0
        self._most = most

    def charge(self, answer: Answer, call: Call) -> Answer:
        """Charge a request that was accepted."""
        if call.operation == "create-generation" and answer.status < 300:
            self.usd += PRICE * max(1, int(call.request.get("n", 1)))
            if self.usd >= PRICE * self._most:
                self.many.set()
        return answer

    def vendor(self) -> ASGIApp:
        """Return a vendor that charges."""
        return make_vendor(
            "mulerouter",
            Drift(name="charges", vendor="mulerouter", kind="additive", traits={"edit": self.charge}),
        )  # fmt: skip


@pytest.mark.parametrize("most", [1, 4, 9])
def test_killed_runs_never_cost_more_than_the_budget(most: int, tmp_path: Path) -> None:
    """A run that was killed counts towards the next with its ledger: together they cost no more than allowed."""
    till = Till(most)
    waiting = Event()
    vendor = till.vendor()

    async def stuck(scope: Scope, receive: Receive, send: Send) -> None:
        await vendor(scope, receive, send)
        if till.many.is_set() and not waiting.is_set():
            waiting.set()

    arguments = ("--vendor=mulerouter", "--max-cost=0.9", "--ledger=ledger.jsonl", "--poll-interval=0.05")  # fmt: skip
    with serving(stuck) as url:
        with ended(start(tmp_path, url, *arguments)) as process:
            assert waiting.wait(_LONG_S)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        first = till.usd
        checked = check(tmp_path, url, "mulerouter", *arguments[1:])

    assert first > 0
    assert till.usd <= 0.9 + 1e-9
    assert checked.code == 3
    assert "an earlier run did not end" in checked.err
    assert checked.content["cost_usd"] <= 0.9 + 1e-9


def test_a_run_that_ended_costs_the_next_nothing(tmp_path: Path) -> None:
    """After a run that reached its budget the next may spend as much again."""
    till = Till()
    with serving(till.vendor()) as url:
        for _ in range(2):
            before = till.usd
            checked = check(tmp_path, url, "mulerouter", "--max-cost=0.5", "--ledger=ledger.jsonl")

            assert checked.code == 3
            assert 0 < till.usd - before <= 0.5 + 1e-9
            assert checked.content["cost_usd"] >= till.usd - before - 1e-9


def test_two_runs_do_not_share_a_ledger(tmp_path: Path) -> None:
    """A second run with the ledger of one under way is refused: exit 2, naming the file."""
    waiting = Event()

    async def stuck(_: Scope, receive: Receive, __: Send) -> None:
        waiting.set()
        while (await receive())["type"] != "http.disconnect":
            pass

    arguments = ("--vendor=mulerouter", "--max-cost=1", "--ledger=ledger.jsonl")
    with serving(stuck) as url, ended(start(tmp_path, url, *arguments)):
        assert waiting.wait(_LONG_S)
        second = check(tmp_path, url, "mulerouter", *arguments[1:])

    assert second.code == 2
    assert "ledger.jsonl: another run uses this ledger" in second.err


_BUSY = (
    b'{"type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": "slowly", "code": 1, '
    b'"error": {"message": "slowly", "type": "rate_limit_error", "code": "rate_limit"}}'
)


@pytest.mark.parametrize(
    ("vendor", "every", "headers"),
    [("mulerouter", 5, {"retry-after": "0"}), ("powertokens", 7, {"retry-after": "0"}), ("powertokens", 40, {})],
)  # fmt: skip
def test_too_many_requests_are_waited_out(
    vendor: str, every: int, headers: dict[str, str], tmp_path: Path
) -> None:
    """429 now and then, with and without Retry-After, is waited out and is no finding."""
    busy = always(429, _BUSY, headers=headers)
    with serving(now_and_then(every, busy, make_vendor(vendor))) as url:
        checked = check(tmp_path, url, vendor, "--poll-interval=0.2")

    assert (checked.code, checked.content["exit_reason"]) == (0, "agrees")
    assert checked.rules == set()
    assert checked.content["claims"]["held"] > checked.content["claims"]["undetermined"]


@pytest.mark.parametrize("vendor", ["mulerouter", "powertokens"])
def test_nothing_but_too_many_requests_is_no_agreement(vendor: str, tmp_path: Path) -> None:
    """A vendor that always answers 429 gives no finding, and no agreement: nothing could be examined."""
    busy = always(429, _BUSY, headers={"retry-after": "0"})
    with serving(busy) as url:
        checked = check(tmp_path, url, vendor)

    assert checked.rules == set()
    assert checked.content["claims"]["broken"] == 0
    held = [each["claim"] for each in checked.content["verdicts"] if each["standing"] == "held"]
    assert all(".429" in each for each in held)
    assert checked.code == 2, checked.out


@pytest.mark.parametrize(
    ("vendor", "app"),
    [
        ("mulerouter", always(400, b'{"error": {"message": "no"}, "title": "no", "detail": "no"}')),
        ("powertokens", always(200, b"{}")),
        ("applerouter", always(502, _PAGE, "text/html")),
    ],
    ids=["refused", "accepted", "502"],
)
def test_one_answer_to_everything_does_not_pass(vendor: str, app: ASGIApp, tmp_path: Path) -> None:
    """A target that refuses everything, accepts everything, or has one page for everything is found: exit 1."""
    with serving(app) as url:
        checked = check(tmp_path, url, vendor, "--task-timeout=0", "--poll-interval=0.01")

    assert checked.code == 1, checked.out
    assert checked.rules


@pytest.mark.parametrize("status", [301, 307])
def test_a_target_that_sends_elsewhere_is_not_followed(status: int, tmp_path: Path) -> None:
    """A redirect is an answer like any other: nobody else is asked, and the check does not pass."""
    other = Watched(make_vendor("powertokens"))
    with (
        serving(other) as elsewhere,
        serving(always(status, headers={"location": f"{elsewhere}/v1/images/edits"})) as url,
    ):
        checked = check(tmp_path, url, "powertokens")

    assert other.seen == []
    assert checked.code in (1, 2)


@pytest.mark.parametrize("vendor", ["mulerouter", "powertokens"])
def test_answers_that_break_off_now_and_then_are_no_finding(vendor: str, tmp_path: Path) -> None:
    """An answer that breaks off is asked for once more: it says nothing of the contract."""
    played = make_vendor(vendor)
    with serving(now_and_then(9, broken_off(played), played)) as url:
        checked = check(tmp_path, url, vendor, "--poll-interval=0.2")

    assert checked.rules == set()
    assert (checked.code, checked.content["exit_reason"]) == (0, "agrees")


def test_answers_that_always_break_off_are_no_agreement(tmp_path: Path) -> None:
    """A target whose answers never arrive cannot be checked: exit 2, saying why."""
    with serving(broken_off(make_vendor("powertokens"))) as url:
        checked = check(tmp_path, url, "powertokens")

    assert checked.code == 2
    assert "Error" in checked.content["message"]


def moved(to: Callable[[str], str], vendor: str = "powertokens") -> ASGIApp:
    """Return a vendor whose pictures are elsewhere."""
    place = {
        "powertokens": on("edit-image-json", at("data[].url", made(to))),
        "mulerouter": on("get-generation", at("images", made(lambda urls: [*map(to, urls)]))),
    }[vendor]
    drift = Drift(name="moved", vendor=vendor, kind="additive", traits={"edit": place})
    return make_vendor(vendor, drift)


@pytest.mark.parametrize("vendor", ["powertokens", "mulerouter"])
def test_the_key_is_not_shown_to_the_host_of_pictures(vendor: str, tmp_path: Path) -> None:
    """A picture at another host is fetched without key and cookies; the curl lines do not show the key either."""
    pictures = Watched(make_vendor(vendor))
    with (
        serving(pictures) as elsewhere,
        serving(moved(lambda url: elsewhere + "/files/" + url.partition("/files/")[2], vendor)) as url,
    ):  # fmt: skip
        checked = check(tmp_path, url, vendor, "--token=sk-secret")

    assert pictures.seen
    assert pictures.keys == {None}
    assert {each.headers.get("cookie") for each in pictures.seen} == {None}
    assert {each.method for each in pictures.seen} == {"GET"}
    assert checked.code == 0
    assert "sk-secret" not in checked.out + checked.err + json.dumps(checked.content)


def test_the_key_is_not_carried_along_a_redirect_of_a_picture(tmp_path: Path) -> None:
    """A picture that is sent on to another host is fetched there without the key."""
    pictures = Watched(make_vendor("powertokens"))
    with serving(pictures) as elsewhere:
        played = make_vendor("powertokens")

        async def sending_on(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"].startswith("/files/"):
                place = {"location": elsewhere + scope["path"]}
                await always(302, headers=place)(scope, receive, send)
            else:
                await played(scope, receive, send)

        with serving(sending_on) as url:
            checked = check(tmp_path, url, "powertokens", "--token=sk-secret")

    assert pictures.keys == {None}
    assert checked.code == 0


def test_cookies_of_a_target_go_nowhere(tmp_path: Path) -> None:
    """A cookie that a target sets is neither sent back nor shown to the host of pictures: each request stands alone."""
    pictures = Watched(make_vendor("powertokens"))
    with serving(pictures) as elsewhere:
        played = moved(lambda url: elsewhere + "/files/" + url.partition("/files/")[2])

        async def baking(scope: Scope, receive: Receive, send: Send) -> None:
            async def with_cookie(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [
                        *message["headers"],
                        (b"set-cookie", b"session=1; Path=/"),
                    ]
                await send(message)

            await played(scope, receive, with_cookie)

        watched = Watched(baking)
        with serving(watched) as url:
            check(tmp_path, url, "powertokens")

    for each in (*watched.seen, *pictures.seen):
        assert each.headers.get("cookie") is None


def test_a_picture_in_a_private_network_is_not_asked_for_by_a_public_target() -> None:
    """What a public target says of pictures does not lead into a private network."""
    from truecopy.wire import Keys, Target

    pictures = Watched(make_vendor("powertokens"))
    with (
        serving(pictures) as elsewhere,
        Target("https://api.vendor.invalid", Keys(good="sk-a")) as target,
    ):
        with pytest.raises(OSError, match="private network"):
            target.download(f"{elsewhere}/files/8x8-0.png")

        assert pictures.seen == []


def test_warnings_of_generators_stay_inside(tmp_path: Path) -> None:
    """Standard error has progress and the summary, and no warning of a library."""
    drift = _DRIFT_BY_NAME["bmp-refused"]
    with serving(make_vendor(drift.vendor, drift)) as url:
        checked = check(
            tmp_path, url, drift.vendor, "--phases=fuzz", "--max-examples=15", "--seed=2"
        )

    assert checked.code == 1
    assert "Warning" not in checked.err
