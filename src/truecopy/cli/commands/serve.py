"""`truecopy serve`: play vendors on a local port."""

import os
import sys
from dataclasses import dataclass
from typing import TextIO

import click

from truecopy import __version__
from truecopy.cli.completion import complete_scenario
from truecopy.cli.listening import listen, ready_line, serve_until_stopped
from truecopy.cli.options.group import option, read_line, with_options
from truecopy.cli.options.listening import ListenOptions
from truecopy.cli.options.workspace import format_option, vendor_option, workspace_option
from truecopy.contract import Workspace
from truecopy.contract.formats import is_absolute_url
from truecopy.errors import UsageError
from truecopy.mock import MockApp, create_app
from truecopy.mock.accounts import TRIAL_KEY
from truecopy.mock.profiles import AS_DOCUMENTED, PROFILES
from truecopy.serving.request_log import FORMATS, RequestLog

_ADMIN_TOKEN = "TRUECOPY_ADMIN_TOKEN"  # noqa: S105 - a name


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """Everything that the mock can be told at its start."""

    listening: ListenOptions
    scenario: str | None = option(
        "--scenario",
        metavar="NAME",
        shell_complete=complete_scenario,
        help="Behaviour for every request that names no other.",
    )
    seed: int | None = option(
        "--seed",
        type=click.IntRange(0),
        metavar="N",
        help="Of all pictures: same seed and request, same bytes.  [default: a new one]",
    )
    time_scale: float = option(
        "--time-scale",
        # A day in less than a second: more only makes instants that cannot be told apart.
        type=click.FloatRange(min=0, min_open=True, max=100_000),
        default=1.0,
        help="Seconds of the mock's clock for each real second.",
    )
    profile: str = option(
        "--profile",
        type=click.Choice(PROFILES),
        default=AS_DOCUMENTED,
        help="Which vendor is played: that of the documents, or the one its clients know.",
    )
    public_url: str | None = option(
        "--public-url", metavar="URL", help="Scheme and host of the links in answers."
    )
    admin_token: str | None = option(
        "--admin-token",
        metavar="T",
        help="Opens the admin API to clients that are not on this machine; - reads it from standard input, and "
        "TRUECOPY_ADMIN_TOKEN keeps it out of the list of processes as well.",
    )
    no_cors: bool = option(
        "--no-cors", is_flag=True, help="Keep pages of other origins in browsers from asking."
    )
    quiet: bool = option("--quiet", is_flag=True, help="No line on stderr for each request.")
    log_format: str | None = option(
        "--log-format",
        type=click.Choice(FORMATS),
        help="How the lines on stderr are written.  [default: text]",
    )


@click.command()
@vendor_option
@with_options(ServeSettings, port=4747)
@workspace_option
@format_option
def serve(
    settings: ServeSettings, *, vendors: tuple[str, ...], workspace: Workspace, output_format: str
) -> None:
    """Play vendors on a local port.

    Each vendor is reached by path (http://127.0.0.1:4747/mulerouter/...), by host name
    (http://mulerouter.localhost:4747/...) or, with a single --vendor, at the root.

    \b
      truecopy serve
      truecopy serve --vendor mulerouter --port 0 --format json
      truecopy serve --scenario rate-limited --seed 7

    A request chooses a behaviour of its own with `Prefer: scenario=NAME`, `Prefer: code=429`,
    `Prefer: delay=1.5`, `Prefer: seed=7`, or with the API key sk-scenario-NAME.
    """
    public_url = _public(settings.public_url)
    request_log = _request_log(settings)
    application = create_app(
        vendors,
        workspace=workspace.root,
        scenario=settings.scenario,
        seed=settings.seed,
        time_scale=settings.time_scale,
        profile=settings.profile,
        public_url=public_url,
        cors=not settings.no_cors,
        request_log=request_log,
        admin_token=_admin_token(settings.admin_token),
    )
    place = listen(settings.listening)
    url = public_url or place.url
    is_json = output_format == "json"
    text = _ready_line(application, url, place.port) if is_json else banner(application, url)
    raise click.exceptions.Exit(serve_until_stopped(application, place, text))


def _request_log(settings: ServeSettings) -> RequestLog | None:
    """Return what writes a line for each request; None where nobody wants one, or there is no stderr.

    Raises:
        UsageError: A form of lines is asked for, and no lines.
    """
    if settings.quiet and settings.log_format:
        raise UsageError("--log-format says nothing beside --quiet, which leaves the lines out")
    stream: TextIO | None = sys.stderr
    if settings.quiet or stream is None:
        return None
    return RequestLog(stream, settings.log_format or FORMATS[0])


def _public(url: str | None) -> str | None:
    """Return the public address without a slash at its end.

    Raises:
        UsageError: It is no http address.
    """
    if url is None:
        return None
    if not is_absolute_url(url):
        raise UsageError(
            f"--public-url {url!r}: an address such as https://mock.example.com was expected"
        )
    return url.rstrip("/")


def _admin_token(given: str | None) -> str | None:
    """Return the token that opens the admin API: as it was given, from standard input, or from the environment.

    Raises:
        UsageError: There is none on standard input.
    """
    return read_line("--admin-token") if given == "-" else given or os.environ.get(_ADMIN_TOKEN)


def _ready_line(application: MockApp, url: str, port: int) -> str:
    """Return the line by which a program learns that the server is ready, as JSON."""
    operations = [
        {
            "vendor": name,
            "operation": each.id,
            "method": each.method,
            "url": f"{url}/{name}{each.path}",
            "media_type": each.media_type,
        }
        for name, contract in application.contracts.items()
        for each in contract.operations.values()
    ]
    fingerprints = {name: each.fingerprint for name, each in application.contracts.items()}
    return ready_line(
        url,
        port,
        seed=application.seed,
        contracts=fingerprints,
        operations=operations,
        environments=application.environments,
    )


def banner(application: MockApp, url: str) -> str:
    """Return what a person reads when the server is ready."""
    lines = [f"Truecopy {__version__} plays on {url}", ""]
    for name, contract in application.contracts.items():
        lines.append(f"  {contract.title}  (contract {contract.fingerprint})")
        for each in contract.operations.values():
            kind = f"  {each.media_type}" if each.media_type else ""
            lines.append(f"    {each.method:4} {url}/{name}{each.path}{kind}")
        lines.append("")
    keys = dict.fromkeys(application.made_up_key(each, TRIAL_KEY) for each in application.contracts)
    lines.append(
        f"  Any API key is good that looks like the vendor's, such as {' or '.join(keys)}."
    )
    lines.append(
        f"  Page: {url}/_truecopy/   journal: {url}/_truecopy/requests   seed {application.seed}   Ctrl-C stops"
    )
    return "\n".join(lines)
