"""`truecopy documents`: the vendors' pages, as text."""

import json
from pathlib import Path

import click

from truecopy.cli.options.workspace import format_option, vendor_option, workspace_option
from truecopy.cli.page_fetch import fetch_vendors, pages_text
from truecopy.contract import Workspace
from truecopy.errors import UsageError


@click.group()
def documents() -> None:
    """Get the vendors' pages."""


@documents.command()
@vendor_option
@click.option(
    "--from",
    "saved",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Take files saved by hand instead: DIR/DOCUMENT.html, .md or .txt, or in DIR/VENDOR.",
)
@workspace_option
@format_option
def fetch(
    *, vendors: tuple[str, ...], saved: Path | None, workspace: Workspace, output_format: str
) -> None:
    """Fetch the pages that vendor.yaml names as dated snapshots of text.

    Pages in HTML or Markdown become the text that `derive` reads: headings, parameters, code. Snapshots are
    .truecopy/documents/DATE/VENDOR/DOCUMENT.txt, which git ignores; give that folder to `derive` or `drift documents`.

    \b
      truecopy documents fetch --vendor stampworks
      truecopy derive .truecopy/documents/2026-11-26 --vendor stampworks --check
      truecopy documents fetch --from ~/Downloads/pages

    A page that has not changed is not sent again. Nothing of yours is sent: no key, no cookie. A page has 30 seconds and
    4 MB, also once it is decompressed. Redirects stay on the host; an address in a private network is asked only
    where vendor.yaml names it itself.

    \b
    Exit codes: 0 every page is there, 2 one is missing.
    """
    names = vendors or workspace.own_vendors()
    if not names:
        raise UsageError(f"{workspace.root}: has no vendor whose pages could be fetched")
    folder, found = fetch_vendors(names, workspace, saved=saved, is_asked=saved is None)
    if output_format == "json":
        rows = [each.row() for each in found]
        click.echo(json.dumps({"schema_version": 1, "folder": str(folder), "pages": rows}))
    else:
        click.echo(pages_text(found, folder), nl=False)
    raise click.exceptions.Exit(2 if any(each.state == "missing" for each in found) else 0)
