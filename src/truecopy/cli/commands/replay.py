"""`truecopy replay`: serve cassettes over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from truecopy import __version__
from truecopy.cli.files import shown_path
from truecopy.cli.listening import listen, ready_line, serve_until_stopped
from truecopy.cli.options.group import option, with_options
from truecopy.cli.options.listening import ListenOptions
from truecopy.cli.options.workspace import format_option, workspace_option
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.recording.cassette import Cassette
from truecopy.recording.cassette_files import FOLDER, find_cassettes, load_cassette
from truecopy.recording.replay import FOREIGN, ReplayApp, Stage
from truecopy.recording.replay_answers import HEADER_NAME

# Of a path in the banner: about what one line of a terminal holds.
_SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaySettings:
    """Everything that a replay can be told."""

    listening: ListenOptions
    vendor: str | None = option(
        "--vendor", metavar="V", help="Whose answers they are, where cassettes do not say."
    )
    ignored: tuple[str, ...] = option(
        "--ignore",
        multiple=True,
        metavar="PART",
        help="Does not tell requests apart: a pointer into bodies such as /seed, or a parameter such as ?trace.",
    )
    headers: tuple[str, ...] = option(
        "--match-header",
        multiple=True,
        metavar="NAME",
        help="Tells requests apart; headers do not otherwise.",
    )


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@with_options(ReplaySettings, port=4749)
@workspace_option
@format_option
def replay(
    settings: ReplaySettings, *, path: Path | None, workspace: Workspace, output_format: str
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
    _require_parts(settings.ignored, settings.headers)
    place = path or shown_path(workspace.root / FOLDER)
    cassettes = [load_cassette(each) for each in find_cassettes(place)]
    if not any(each.recorded for each in cassettes):
        raise UsageError(f"{place}: there are no recordings to play")
    application = ReplayApp(_stages(cassettes, workspace, settings))
    address = listen(settings.listening)
    is_json = output_format == "json"
    text = (
        _ready_line(application, address.url, address.port)
        if is_json
        else _banner(application, address.url)
    )
    raise click.exceptions.Exit(serve_until_stopped(application, address, text))


def _require_parts(ignore: Sequence[str], headers: Sequence[str]) -> None:
    """Refuse what is no part of a request, and so would change nothing."""
    for each in ignore:
        if not each.startswith(("/", "?")):
            raise UsageError(
                f"--ignore {each!r}: a pointer such as /seed, or a parameter such as ?trace, was expected"
            )
    for each in headers:
        if not HEADER_NAME.fullmatch(each):
            raise UsageError(f"--match-header {each!r} is no name of a header")


def _stages(
    cassettes: Sequence[Cassette], workspace: Workspace, settings: ReplaySettings
) -> list[Stage]:
    """Return the recordings of each vendor, ready to be played."""
    found: dict[str, list[Cassette]] = {}
    for each in cassettes:
        found.setdefault(each.header.vendor or settings.vendor or FOREIGN, []).append(each)
    known = workspace.vendors()
    return [
        Stage(
            slug,
            group,
            workspace.load(slug) if slug in known else None,
            ignore=settings.ignored,
            headers=settings.headers,
        )
        for slug, group in found.items()
    ]


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
        paths = [each for each in shown if each[1].startswith("/")]
        lines += [f"    {method:4} {path[:_SHOWN]}" for method, path in paths]
    lines += ["", f"  Journal: {url}/_truecopy/requests   Ctrl-C stops"]
    return "\n".join(lines)
