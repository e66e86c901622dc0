"""What a check finds, repeated by the curl line that it prints."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.drifts.vendor import make_vendor
from tests.end_to_end.checking import DRIFT_BY_NAME, LONG_S, check
from tests.end_to_end.live_server import environment
from tests.stand_ins import let_in, serving

from truecopy.model import Severity

_STATUS_LINE = re.compile(r"HTTP/1\.1 ([0-9]{3})")


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
        timeout=LONG_S,
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
        ("cutout-opaque", ["--phases=fuzz", "--max-examples=10"]),
    ],
    ids=lambda each: each if isinstance(each, str) else "".join(each[:1]),
)
def test_a_drift_is_found_and_its_curl_line_repeats_it(
    name: str, arguments: list[str], tmp_path: Path
) -> None:
    """A drifting vendor is found with 1, and every curl line, pasted into bash, gets the answer that was found."""
    drift = DRIFT_BY_NAME[name]
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
        lines = [
            each["reproduce"]
            for each in checked.content["findings"]
            if "invalid-key" in each["reproduce"]
        ]
        assert lines
        for line in lines:
            assert repeat(line, tmp_path).statuses[-1] == 200, line


def test_a_picture_behind_a_finding_is_kept(tmp_path: Path) -> None:
    """Files that a curl line refers to are in Truecopy's own folder, out of git."""
    drift = DRIFT_BY_NAME["cutout-opaque"]
    with serving(make_vendor(drift.vendor, drift)) as url:
        checked = check(tmp_path, url, drift.vendor)

    names = re.findall(r"@(\.truecopy/[^'; ]+)", checked.out)
    assert names
    assert all((tmp_path / name).is_file() for name in names)
    assert (tmp_path / ".truecopy" / ".gitignore").read_text() == "*\n"
