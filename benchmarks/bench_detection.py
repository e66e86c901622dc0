"""How many drifts of a vendor are found, in how many requests and seconds: `truecopy check` beside `schemathesis run`.

Both judge the same test vendor over HTTP, from the same OpenAPI document and schemas, in one run. Schemathesis
runs as it comes, with every check of its own and a key, and goes on after a failure. A drift counts as found when a tool reports a failure that it does not report of the vendor without drift: what
fails there already says nothing.
"""

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from tests.drifts.drifts import DRIFTS, Drift
from tests.drifts.vendor import make_vendor

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
SAMPLE = 8
EXAMPLES = 100
KEY = "sk-bench"


@dataclass(slots=True)
class Counted:
    """An application that counts its requests."""

    app: Any
    requests: int = 0

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Count a request, and pass it on."""
        self.requests += scope["type"] == "http"
        await self.app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Run:
    """What one tool did with one vendor."""

    failures: frozenset[str]
    requests: int
    seconds: float


@contextmanager
def serving(vendor: str, drift: Drift | None) -> Iterator[tuple[str, Counted]]:
    """Serve a test vendor in a thread."""
    app = Counted(make_vendor(vendor, drift))
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", app
    finally:
        server.should_exit = True
        thread.join()


def truecopy(vendor: str, url: str, folder: Path) -> frozenset[str]:
    """Return the rules and claims that a check finds broken."""
    command = [str(BIN / "truecopy"), "check", url, "--vendor", vendor, "--format", "json"]
    command += ["--poll-interval", "0.1", "--provoke", "failed=Prefer:scenario=task-fails"]
    if vendor != "mulerouter":
        command = command[:-2]
    done = subprocess.run(command, capture_output=True, cwd=folder, text=True, check=False)
    findings = json.loads(done.stdout)["findings"]
    return frozenset(
        f"{each['rule']} {each['claim']}" for each in findings if each["severity"] != "info"
    )


def schemathesis(vendor: str, url: str, folder: Path) -> frozenset[str]:
    """Return the failures that Schemathesis reports, by operation and kind."""
    document = ROOT / "contracts" / vendor / "openapi.json"
    command = [str(BIN / "schemathesis"), "run", str(document), "--url", url]
    command += ["--header", f"Authorization: Bearer {KEY}", "--checks", "all"]
    command += [
        "--max-examples",
        str(EXAMPLES),
        "--seed",
        "1",
        "--no-color",
        "--continue-on-failure",
    ]
    done = subprocess.run(command, capture_output=True, cwd=folder, text=True, check=False)
    found, operation = set(), ""
    for line in done.stdout.splitlines():
        heading = re.match(r"_+ ((?:GET|POST) .*?) _+$", line.strip())
        operation = heading.group(1) if heading else operation
        kind = re.match(r"- (.+)$", line)
        if kind:
            found.add(f"{operation} {kind.group(1)}")
    return frozenset(found)


def measure(tool: Any, vendor: str, drift: Drift | None) -> Run:
    """Run a tool over a vendor."""
    with serving(vendor, drift) as (url, app), tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        failures = tool(vendor, url, Path(folder))
        return Run(failures, app.requests, time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--drifts", type=int, default=SAMPLE, help="how many, evenly chosen; 0 for all"
    )
    wanted = parser.parse_args().drifts
    os.environ.pop("TRUECOPY_TOKEN", None)
    grave = [each for each in DRIFTS if each.kind != "additive"]
    chosen = grave if not wanted else grave[:: max(1, len(grave) // wanted)][:wanted]
    vendors = sorted({each.vendor for each in chosen})
    rows = {}
    for tool in (schemathesis, truecopy):
        clean = {vendor: measure(tool, vendor, None) for vendor in vendors}
        runs = [(drift, measure(tool, drift.vendor, drift)) for drift in chosen]
        found = [drift for drift, run in runs if run.failures - clean[drift.vendor].failures]
        alarms = sum(bool(run.failures) for run in clean.values())
        requests = sum(run.requests for _, run in runs) / len(runs)
        seconds = sum(run.seconds for _, run in runs) / len(runs)
        rows[tool.__name__] = (len(found), alarms, requests, seconds)
    base = rows["schemathesis"]
    print(
        f"{len(chosen)} of {len(grave)} drifts, {len(vendors)} vendors; ratios against schemathesis run"
    )
    for name, (found_count, alarms, requests, seconds) in rows.items():
        print(
            f"{name:13} found {found_count:3} ({found_count / max(1, base[0]):.2f})   "
            f"false alarms on clean vendors {alarms}   "
            f"requests {requests:6.0f} ({requests / base[2]:.2f})   seconds {seconds:5.1f} ({seconds / base[3]:.2f})"
        )


if __name__ == "__main__":
    main()
