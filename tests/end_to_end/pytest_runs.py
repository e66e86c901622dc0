"""Runs of pytest in folders of their own."""

import subprocess
import sys
from pathlib import Path

from tests.end_to_end.live_server import environment


def run(folder: Path, *arguments: str, code: int = 0, url: str = "") -> str:
    """Run pytest in a folder, and return what it printed.

    The plugins of others are not needed, and to rewrite their assertions takes seconds.
    """
    left_out = ("cacheprovider", "schemathesis", "hypothesispytest")
    alone = [word for each in left_out for word in ("-p", f"no:{each}")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *alone, "--assert=plain", "-q", "-rA", *arguments],
        cwd=folder,
        env=environment(**({"URL": url} if url else {})),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout
