"""`truecopy recordings`: what to do with cassettes beside recording and playing them."""

from pathlib import Path

import click

from truecopy.cli.files import shown_path
from truecopy.cli.options.workspace import workspace_option
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.recording.cassette_files import (
    FOLDER,
    find_cassettes,
    inlined_text,
    load_cassette,
    write_whole,
)


@click.group()
def recordings() -> None:
    """Export cassettes for plain VCR.py."""


@recordings.command(short_help="Write cassettes with every body in them, for plain VCR.py.")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the exported cassettes; those there under the same name are replaced.",
)
@workspace_option
def export(*, path: Path | None, folder: Path, workspace: Workspace) -> None:
    """Write cassettes with every body in them, as plain VCR.py reads them.

    Bodies over 256 KB lie beside the cassettes, where plain VCR.py does not look. PATH is a cassette or a folder of
    them.  [default: the recordings of the workspace]

    \b
      truecopy recordings export recordings/mulerouter --to /tmp/cassettes
    """
    place = path or shown_path(workspace.root / FOLDER)
    found = find_cassettes(place)
    if not found:
        raise UsageError(f"{place}: there are no cassettes")
    for each in found:
        name = each.relative_to(place) if place.is_dir() else Path(each.name)
        target = folder / name
        if target.resolve() == each.resolve():
            raise UsageError(f"--to {folder}: {each} would replace itself; name another folder")
        write_whole(target, inlined_text(load_cassette(each)).encode("utf-8"))
        click.echo(target)
