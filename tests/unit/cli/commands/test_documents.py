"""`truecopy documents fetch`."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.loopback import Received, Reply, loopback
from tests.unit.cli.shell import Outcome, Shell

from truecopy.contract import find_workspace
from truecopy.contract.vendorfile import read_vendor_file

PAGES = Path(__file__).parents[3] / "corpus" / "pages"
VENDOR = "inkpress"
HTML = {"content-type": "text/html"}


class Site:
    """A documentation site: pages by path, each with a version."""

    def __init__(self) -> None:
        self.pages = {
            "/create": (PAGES / "table.html").read_bytes(),
            "/errors": b"<h1>Errors</h1><p>400 Bad Request: wrong</p><p>401 Unauthorized: who</p>",
        }
        self.gone: set[str] = set()

    def __call__(self, request: Received) -> Reply:
        """Answer a request."""
        body = self.pages.get(request.path)
        if body is None or request.path in self.gone:
            return Reply(status=404)
        tag = f'"{len(body)}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(status=304, body=b"")
        return Reply(headers={**HTML, "etag": tag}, body=body)


def make_vendor(shell: Shell, url: str = "", **more: str) -> None:
    """Write the vendor file, with addresses where there is a site."""
    shell.settings("")
    folder = shell.folder / "contracts" / VENDOR
    folder.mkdir(parents=True, exist_ok=True)
    pages = {"create-sticker": "/create", "errors": "/errors", **more}
    entries = {name: {"url": f"{url}{path}"} if url else {} for name, path in pages.items()}
    entries["create-sticker"]["operation"] = "create-sticker"
    content = {"base_url": "https://api.inkpress.example", "documents": entries}
    (folder / "vendor.yaml").write_text(json.dumps(content))


def fetch(shell: Shell, *arguments: str | Path) -> Outcome:
    """Run the command for the vendor."""
    return shell.run("documents", "fetch", "--vendor", VENDOR, *arguments)


def snapshots(shell: Shell) -> dict[str, str]:
    """Return the text of every page in a snapshot."""
    found = shell.folder.glob(f".truecopy/documents/*/{VENDOR}/*.txt")
    return {path.stem: path.read_text("utf-8") for path in found}


def test_pages_become_a_snapshot_that_derive_reads(shell: Shell) -> None:
    """Fetched as HTML, kept as text under the ids of the documents, and derived from."""
    with loopback(Site()) as server:
        make_vendor(shell, server.url)

        fetched = fetch(shell)

    assert fetched.code == 0
    assert f"{VENDOR}/create-sticker: new" in fetched.out
    assert snapshots(shell).keys() == {"create-sticker", "errors"}
    folder = next(shell.folder.glob(".truecopy/documents/20*"))
    derived = shell.run("derive", folder, "--vendor", VENDOR)
    assert derived.code == 0
    assert "0 clashing" in derived.out
    assert {request.method for request in server.received} == {"GET"}


def test_a_second_run_asks_whether_pages_have_changed(shell: Shell) -> None:
    """304 keeps the text; a page that changed is told."""
    site = Site()
    with loopback(site) as server:
        make_vendor(shell, server.url)
        fetch(shell)
        before = snapshots(shell)
        site.pages["/errors"] += b"<p>429 Too Many Requests: wait</p>"
        again = json.loads(fetch(shell, "--format", "json").out)

    states = {each["document"]: each["state"] for each in again["pages"]}
    assert states == {"create-sticker": "unchanged", "errors": "changed"}
    assert snapshots(shell)["create-sticker"] == before["create-sticker"]
    assert "429" in snapshots(shell)["errors"]
    assert server.received[-2].headers["if-none-match"]


def test_a_page_that_moves_is_asked_for_anew(shell: Shell) -> None:
    """A validator belongs to the address that gave it."""
    site = Site()
    site.pages["/elsewhere"] = site.pages["/errors"]
    with loopback(site) as server:
        make_vendor(shell, server.url)
        fetch(shell)
        make_vendor(shell, server.url, errors="/elsewhere")
        again = fetch(shell)

    assert again.code == 0
    assert "if-none-match" not in server.received[-1].headers


def test_a_page_that_is_gone_is_missing(shell: Shell) -> None:
    """The others are told and kept: exit 2, never an old text for a new one."""
    site = Site()
    with loopback(site) as server:
        make_vendor(shell, server.url)
        site.gone.add("/errors")
        outcome = fetch(shell)

    assert outcome.code == 2
    assert f"{VENDOR}/errors: missing: the answer is 404" in outcome.out
    assert "1 of 2 pages are in" in outcome.out
    assert snapshots(shell).keys() == {"create-sticker"}


def test_snapshots_are_ignored_by_git_and_have_no_address(shell: Shell) -> None:
    """Whatever stands in an address stays out of names and files."""
    subprocess.run(["git", "init", "-q"], cwd=shell.folder, check=True)
    with loopback(lambda _: Reply(headers=HTML, body=b"<p>hello</p>")) as server:
        make_vendor(shell, server.url, errors="/a/../../b?token=abc123")
        fetch(shell)

    status = subprocess.run(
        ["git", "status", "--porcelain", "-uall"],
        cwd=shell.folder,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ".truecopy" not in status.stdout
    kept = [path for path in (shell.folder / ".truecopy").rglob("*") if path.is_file()]
    assert kept
    assert not any("abc123" in path.read_text("utf-8") + str(path) for path in kept)


def test_saved_files_are_taken_instead(shell: Shell) -> None:
    """HTML, Markdown or text, in the folder or in one of the vendor's name; nothing is asked."""
    make_vendor(shell)
    saved = shell.folder / "saved"
    (saved / VENDOR).mkdir(parents=True)
    (saved / "errors.txt").write_text("400 Bad Request: wrong\n401 Unauthorized: who\n")
    (saved / VENDOR / "create-sticker.md").write_bytes((PAGES / "page.md").read_bytes())

    outcome = fetch(shell, "--from", saved)

    assert outcome.code == 0
    assert snapshots(shell)["errors"] == "400 Bad Request: wrong\n401 Unauthorized: who\n"
    assert snapshots(shell)["create-sticker"].startswith("Create Sticker\n\nPOST\n/\n")


def test_what_was_not_saved_is_missing(shell: Shell) -> None:
    """The message says which names are looked for."""
    make_vendor(shell)
    (shell.folder / "saved").mkdir()
    (shell.folder / "saved" / "errors.html").write_bytes(b"\xff\xfe")

    outcome = fetch(shell, "--from", "saved")

    assert outcome.code == 2
    assert "saved has no file create-sticker that ends with one of .html" in outcome.out
    assert "is no text in UTF-8" in outcome.out
    assert "no page was fetched" in outcome.out


def test_built_in_vendors_have_no_addresses_yet(shell: Shell) -> None:
    """Each page says so, and which contracts stand on a summary."""
    workspace = find_workspace()
    pages = {
        name: read_vendor_file(workspace.contract_folder(name)).documents.values()
        for name in workspace.vendors()
    }
    bare = {name: each for name, each in pages.items() if not any(page.url for page in each)}
    vendors = [part for name in bare for part in ("--vendor", name)]

    outcome = shell.run("documents", "fetch", *vendors)

    found = [page for each in bare.values() for page in each]
    assert outcome.code == 2
    assert len(found) > 7
    assert outcome.out.count("vendor.yaml names no address of it") == len(found)
    summaries = [page for page in found if page.is_summary]
    assert outcome.out.count("a summary of the vendor's page") == len(summaries) > 2


@pytest.mark.parametrize("name", ["../errors", "a/b", ".hidden", "/etc/passwd", ""])
def test_an_id_leads_to_no_other_folder(shell: Shell, name: str) -> None:
    """Ids are names of files, and nothing else."""
    with loopback(lambda _: Reply(headers=HTML, body=b"<p>hello</p>")) as server:
        make_vendor(shell, server.url, **{name: "/errors"})
        outcome = fetch(shell)

    assert outcome.code == 2
    assert not list(shell.folder.glob("errors.txt"))
    assert snapshots(shell).keys() <= {"create-sticker", "errors"}


def test_an_empty_page_is_missing(shell: Shell) -> None:
    """A page that a script would fill is no page."""
    body = b"<html><body><div id=root></div><script>fill()</script></body></html>"
    with loopback(lambda _: Reply(headers=HTML, body=body)) as server:
        make_vendor(shell, server.url)
        outcome = fetch(shell)

    assert outcome.code == 2
    assert "there is nothing on it" in outcome.out


def test_a_damaged_memory_is_no_obstacle(shell: Shell) -> None:
    """What is known of the pages can always be fetched again."""
    with loopback(Site()) as server:
        make_vendor(shell, server.url)
        fetch(shell)
        (shell.folder / ".truecopy" / "documents" / f"{VENDOR}.json").write_text('{"pages": [1')
        again = fetch(shell)

    assert again.code == 0
    assert f"{VENDOR}/errors: new" in again.out
