"""The HTML report in a real browser: it sorts and searches, fits its window, and runs no script but its own."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.unit.model.test_changes import make_change
from tests.unit.report.test_drift_report import make_drift

from truecopy.model import Severity
from truecopy.report import PAGE_FORMATS, drift_page

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), ""
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not BROWSER, reason="there is no Chromium"),
]

LONG = "A_word_without_a_break_" * 20
CHANGES = [
    make_change(
        claim="make.request.b#maximum",
        old=6,
        new=4,
        old_sentence="Up to six.",
        new_sentence="Up to four.",
    ),
    make_change(claim="make.request.a#pattern", rule="request-pattern-changed", old="a", new=LONG),
    make_change(
        claim="look#path",
        rule="operation-path-changed",
        severity=Severity.WARNING,
        old="/a",
        new="/b",
    ),
    make_change(
        claim="make.request.c#title",
        rule="request-note-changed",
        severity=Severity.INFO,
        new="<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>",
    ),
]
# What a reader does; what comes of it is written where the test finds it.
SCRIPT = """
<script>
addEventListener("load", () => {
  const rows = () => [...document.querySelectorAll("#items tr.row")].filter((row) => !row.hidden)
    .map((row) => row.querySelector("p").textContent.split(/[#:]/)[0]);
  const groups = () => [...document.querySelectorAll("#items tr.group")].filter((row) => !row.hidden)
    .map((row) => row.textContent);
  const press = (name) => [...document.querySelectorAll("#items thead button")]
    .find((each) => each.textContent === name).click();
  const find = document.getElementById("find");
  const type = (text) => { find.value = text; find.dispatchEvent(new Event("input")); };
  const seen = {start: rows(), groups: groups()};
  press("rule"); seen.byRule = rows(); seen.noGroups = groups();
  press("rule"); seen.byRuleDown = rows();
  press("severity"); seen.bySeverity = rows();
  press("operation"); seen.byOperation = rows(); seen.groupsAgain = groups();
  type("four UP"); seen.found = rows(); seen.foundGroups = groups();
  type("");
  const info = document.querySelector('input[value="info"]');
  info.checked = false; info.dispatchEvent(new Event("change")); seen.withoutInfo = rows();
  seen.shown = document.getElementById("shown").textContent;
  seen.width = document.documentElement.scrollWidth - innerWidth;
  document.body.dataset.seen = JSON.stringify(seen);
});
</script>
"""


def page() -> str:
    """Return a report of some changes."""
    return PAGE_FORMATS["html"](drift_page([make_drift(*CHANGES)], "diff", {}))


def dumped(folder: Path, text: str, width: int) -> str:
    """Return the page as a browser of a width has it in the end."""
    path = folder / "page.html"
    path.write_text(text, "utf-8")
    done = subprocess.run(
        [
            BROWSER,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},900",
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


@pytest.mark.parametrize("width", [1280, 500])
def test_the_report_sorts_searches_and_fits(tmp_path: Path, width: int) -> None:
    """By operation at first, by any column at will; rows are found by all words; nothing is wider than the window."""
    text = re.sub("<meta http-equiv[^>]*>", "", page()).replace("</body>", f"{SCRIPT}</body>")

    told = dumped(tmp_path, text, width)

    found = re.search('data-seen="([^"]*)"', told)
    assert found is not None
    seen: dict[str, Any] = json.loads(html.unescape(found.group(1)))
    b, a, c, look = "make.request.b", "make.request.a", "make.request.c", "look"
    assert seen["start"] == [look, b, a, c]
    assert seen["groups"] == seen["groupsAgain"] == ["look", "make"]
    assert (seen["byRule"], seen["noGroups"]) == ([look, b, c, a], [])
    assert seen["byRuleDown"] == [a, c, b, look]
    assert seen["bySeverity"] == [a, b, look, c]
    assert seen["byOperation"][0] == look
    assert (seen["found"], seen["foundGroups"]) == ([b], ["make"])
    assert c not in seen["withoutInfo"]
    assert seen["shown"] == "3 of 4 rows"
    assert seen["width"] <= 0


def test_only_its_own_script_runs(tmp_path: Path) -> None:
    """Even a script that got into the page does not run: its digest is another one."""
    alien = (
        "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"
    )

    told = dumped(tmp_path, page().replace("</main>", f"{alien}</main>"), 1280)

    assert "<title>v: drift</title>" in told
    assert "4 of 4 rows" in told
