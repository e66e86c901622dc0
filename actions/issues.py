"""Creates, updates and closes one issue an episode, from the file that `--alert issue:FILE` writes, with `gh`.

    python issues.py FILE [LABEL]

Needs `gh` and GH_TOKEN with the permission `issues: write`. An issue is found again by the fingerprint in its hidden
mark, whatever people have made of its title.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

MARK = "<!-- truecopy-episode "
# In the mark, which is JSON without blanks.
FINGERPRINT = re.compile(r'"fingerprint":"([0-9a-f]{12})"')
SOURCE = re.compile(r'"source":"((?:[^"\\]|\\.){0,2000})"')
# The most that `gh issue list` has to go through.
MOST_ISSUES = 1_000


def main() -> int:
    """Bring the issues up to date; return the exit code."""
    path, label = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "truecopy-drift"
    sections = split(path.read_text(encoding="utf-8")) if path.exists() else []
    if not sections:
        return 0
    gh("label", "create", label, "--force", "--description", "An API has drifted from its contract")
    listed = gh(
        *("issue", "list", "--label", label, "--state", "all", "--limit", str(MOST_ISSUES)),
        *("--json", "number,body,state"),
    )
    known = {identity(each["body"]): each for each in json.loads(listed)}
    with TemporaryDirectory() as folder:
        for section in sections:
            body = Path(folder) / "body.md"
            body.write_text(section, encoding="utf-8")
            update(section, body, label, known.get(identity(section)))
    return 0


def split(text: str) -> list[str]:
    """Return the section of each episode."""
    return [each for each in re.split(rf"(?m)^(?={MARK})", text) if each.startswith(MARK)]


def identity(body: str) -> tuple[str, str]:
    """Return what an issue is about: fingerprint and source; empty for an issue without a mark."""
    mark = next((line for line in body.splitlines() if line.startswith(MARK)), "")
    fingerprint, source = FINGERPRINT.search(mark), SOURCE.search(mark)
    return (fingerprint[1] if fingerprint else "", source[1] if source else "")


def update(section: str, body: Path, label: str, issue: dict[str, Any] | None) -> None:
    """Create or update the issue of one episode, and close or open it."""
    title = section.splitlines()[1].removeprefix("# ")
    is_open = title.endswith("(open)")
    title = title.rpartition(" (")[0]
    if issue is None:
        if is_open:
            gh("issue", "create", "--title", title, "--body-file", str(body), "--label", label)
        return
    number = str(issue["number"])
    gh("issue", "edit", number, "--body-file", str(body))
    if is_open and issue["state"] == "CLOSED":
        gh("issue", "reopen", number)
    elif not is_open and issue["state"] == "OPEN":
        gh(
            "issue",
            "close",
            number,
            "--comment",
            "The drift is gone: a later run looked, and found the claim kept.",
        )


def gh(*arguments: str) -> str:
    """Return what `gh` prints; a failure ends the program with what it said."""
    done = subprocess.run(["gh", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"gh {' '.join(arguments[:2])}: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
