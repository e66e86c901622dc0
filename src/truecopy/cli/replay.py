"""`truecopy replay`: serve cassettes over HTTP."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from truecopy import __version__
from truecopy.cli.listening import listen, listening_options, ready_line, serve_until_stopped
from truecopy.cli.options import Setting, format_option, shown_path, workspace_option
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.recording.cassette import Cassette
from truecopy.recording.files import FOLDER, find_cassettes, load_cassette
from truecopy.recording.replay import FOREIGN, ReplayApp, Stage

_HEADER = re.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@listening_options(4749)
@click.option("--vendor", metavar="V", help="Whose answers they are, where cassettes do not say.")
@click.option(
    "--ignore",
    cls=Setting,
    multiple=True,
    metavar="PART",
    help="Does not tell requests apart: a pointer into bodies such as /seed, or a parameter such as ?trace.",
)
@click.option(
    "--match-header",
    "headers",
    cls=Setting,
    multiple=True,
    metavar="NAME",
    help="Tells requests apart; headers do not otherwise.",
)
@workspace_option
@format_option
def replay(
    *,
    path: Path | None,
    host: str,
    port: int,
    workspace: Workspace,
    output_format: str,
    **settings: Any,
) -> None:
    """Serve recorded answers on a local port, and nothing else.

    PATH is a cassette or a folder of them.  [default: the recordings of the workspace]

    \b
      truecopy replay
      truecopy replay recordings/mulerouter/create-generation --port 0 --format json

    Equal requests get the recorded answers in their order, then the last one again; each API key has its own place in
    them. A request that was not recorded is answered with 404 or 501, and with the nearest recording. The journal is
    under /_truecopy/requests; POST /_truecopy/reset begins anew.
    """
    _require_parts(settings["ignore"], settings["headers"])
    place = path or shown_path(workspace.root / FOLDER)
    cassettes = [load_cassette(each) for each in find_cassettes(place)]
    if not any(each.recorded for each in cassettes):
        raise UsageError(f"{place}: there are no recordings to play")
    application = ReplayApp(
        [
            Stage(
                slug,
                group,
                workspace.load(slug) if slug in workspace.vendors() else None,
                ignore=settings["ignore"],
                headers=settings["headers"],
            )
            for slug, group in _by_vendor(cassettes, settings["vendor"]).items()
        ]
    )
    spot = listen(host, port)
    is_json = output_format == "json"
    text = (
        _ready_line(application, spot.url, spot.port) if is_json else _banner(application, spot.url)
    )
    raise click.exceptions.Exit(serve_until_stopped(application, spot, text))


def _require_parts(ignore: Sequence[str], headers: Sequence[str]) -> None:
    """Refuse what is no part of a request, and so would change nothing."""
    for each in ignore:
        if not each.startswith(("/", "?")):
            raise UsageError(
                f"--ignore {each!r}: a pointer such as /seed, or a parameter such as ?trace, was expected"
            )
    for each in headers:
        if not _HEADER.fullmatch(each):
            raise UsageError(f"--match-header {each!r} is no name of a header")


def _by_vendor(cassettes: Sequence[Cassette], vendor: str | None) -> dict[str, list[Cassette]]:
    found: dict[str, list[Cassette]] = {}
    for each in cassettes:
        found.setdefault(each.header.vendor or vendor or FOREIGN, []).append(each)
    return found


def _ready_line(application: ReplayApp, url: str, port: int) -> str:
    """Return the line by which a program learns that the server is ready, as JSON."""
    counts = {slug: len(each.tracks) for slug, each in application.stages.items()}
    return ready_line(url, port, recordings=counts)


def _banner(application: ReplayApp, url: str) -> str:
    """Return what a person reads when the server is ready."""
    lines = [f"Truecopy {__version__} replays on {url}", ""]
    for slug, stage in application.stages.items():
        lines.append(f"  {url}/{slug}  {len(stage.tracks)} recorded interactions")
        shown = dict.fromkeys(
            (each.interaction.method, each.question.parts["path"]) for each in stage.tracks
        )
        lines += [f"    {method:4} {path[:120]}" for method, path in shown if path.startswith("/")]
    lines += ["", f"  Journal: {url}/_truecopy/requests   Ctrl-C stops"]
    return "\n".join(lines)
