"""`truecopy proxy`: pass a developer's own traffic on to a vendor, and judge it as it passes."""

from dataclasses import dataclass

import click

from truecopy import __version__
from truecopy.cli.completion import complete_vendor
from truecopy.cli.files import shown_path
from truecopy.cli.listening import ListenAddress, listen, ready_line, serve_until_stopped
from truecopy.cli.options.assumptions import AssumptionOptions
from truecopy.cli.options.group import Number, option, with_options
from truecopy.cli.options.listening import ListenOptions
from truecopy.cli.options.redaction import RedactionOptions
from truecopy.cli.options.workspace import format_option, workspace_option
from truecopy.cli.targets import vendor_of
from truecopy.cli.upstreams import refuse_loop, require_upstream
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.mock import create_app
from truecopy.model import Contract
from truecopy.recording.proxying.exchange_journal import Passed, ProxyJournal
from truecopy.recording.proxying.proxy_app import ProxyApp
from truecopy.recording.proxying.session import Session
from truecopy.report.check_text import printable
from truecopy.report.counted_words import counted, counted_severities
from truecopy.serving.admin_surface import ROOT
from truecopy.wire.relay import Relay


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxySettings:
    """Everything that the proxy can be told."""

    vendor: str | None = option(
        "--vendor",
        metavar="V",
        shell_complete=complete_vendor,
        help="Whose contract the traffic is judged by.  [default: the only own one, or the one at --upstream]",
    )
    upstream: str | None = option(
        "--upstream",
        metavar="URL",
        help="Where requests go: the address in front of the documented paths.  "
        "[default: the vendor's documented one]",
    )
    listening: ListenOptions
    has_fallback: bool = option(
        "--fallback",
        is_flag=True,
        help="Let the mock answer where the upstream cannot: it is down, silent, or says 502, 503 or 504.",
    )
    is_recorded: bool = option(
        "--record",
        is_flag=True,
        help="Keep what passes in recordings/VENDOR/OPERATION/proxied-....yaml of the workspace, redacted.",
    )
    assumptions: AssumptionOptions
    redaction: RedactionOptions
    timeout_s: float = option(
        "--timeout",
        type=Number(0.1),  # less may not be enough for a connection
        default=120.0,  # a picture that is made before the answer may take a minute or two
        metavar="S",
        help="Seconds that the upstream may keep silent.",
    )
    is_verbose: bool = option(
        "-v",
        "--verbose",
        is_flag=True,
        help="Print every exchange with its findings to standard error.",
    )


@click.command()
@with_options(ProxySettings, port=4748)
@workspace_option
@format_option
def proxy(settings: ProxySettings, *, workspace: Workspace, output_format: str) -> None:
    """Forward your own traffic to a vendor, and judge it against the contract as it passes.

    Point a client at the proxy instead of the vendor, and use it as always: requests, answers and keys pass
    unchanged, a piece at a time. What the contract does not allow, on either side, is found on the way.

    \b
      truecopy proxy --vendor mulerouter -v
      truecopy proxy --upstream https://api.mulerouter.ai --fallback --record
      truecopy serve & truecopy proxy --vendor mulerouter --upstream http://127.0.0.1:4747/mulerouter
      curl -s http://127.0.0.1:4748/_truecopy/requests

    The journal at /_truecopy/requests says of each exchange what was found, or why it was not judged; there
    are no keys and no bodies in it. Links in answers lead past the proxy, to where the vendor put them.

    With --fallback the mock of the vendor answers where the upstream cannot, and says so in the header
    X-Truecopy-Answered-By: an outage does not stop your work. Tasks that the mock made stay with it.

    With --record what the upstream answered becomes cassettes for `truecopy replay`, one a request, with the looks at
    its task; a request that comes again in a later session replaces its cassette. The mock's answers are not recorded.
    """
    if settings.upstream is not None:
        require_upstream(settings.upstream)
    vendor = settings.vendor or vendor_of(settings.upstream or "", workspace)
    contract = settings.assumptions.held_to(workspace.load(vendor))
    upstream = (settings.upstream or contract.base_url).rstrip("/")
    refuse_loop(upstream, settings.listening)
    session = _session(contract, upstream, workspace, settings)
    place = listen(settings.listening)
    application = _application(contract, upstream, workspace, session, settings)
    text = (_ready_line if output_format == "json" else _banner)(contract, place, upstream)
    code = serve_until_stopped(application, place, text, may_break_off=True)
    click.echo(summary_line(application.journal), err=True)
    for path in session.paths if session else ():
        click.echo(f"  {path}", err=True)
    raise click.exceptions.Exit(code)


def _session(
    contract: Contract, upstream: str, workspace: Workspace, settings: ProxySettings
) -> Session | None:
    """Return what keeps the traffic, None where it is not to be kept.

    Raises:
        UsageError: What is secret is said though nothing is kept, or there is no place to keep it.
    """
    if settings.is_recorded:
        folder = shown_path(workspace.recordings(contract.vendor))
        return Session(contract, folder, upstream, settings.redaction.open_redactor())
    if settings.redaction != RedactionOptions():
        raise UsageError("--secret-env, --redact and --not-secret have no effect without --record")
    return None


def _application(
    contract: Contract,
    upstream: str,
    workspace: Workspace,
    session: Session | None,
    settings: ProxySettings,
) -> ProxyApp:
    fallback = (
        create_app([contract.vendor], workspace=workspace.root) if settings.has_fallback else None
    )
    return ProxyApp(
        contract,
        Relay(upstream, timeout_s=settings.timeout_s),
        keep=session.keep if session else None,
        fallback=fallback,
        tell=_tell if settings.is_verbose else _tell_nobody,
    )


def _ready_line(contract: Contract, place: ListenAddress, upstream: str) -> str:
    """Return the line by which a program learns that the proxy is ready, as JSON."""
    vendor, fingerprint = contract.vendor, contract.fingerprint
    return ready_line(place.url, place.port, upstream=upstream, vendor=vendor, contract=fingerprint)


def _banner(contract: Contract, place: ListenAddress, upstream: str) -> str:
    """Return what a person reads when the proxy is ready."""
    return "\n".join(
        (
            f"Truecopy {__version__} forwards {place.url} to {upstream}",
            "",
            f"  Judged by the contract of {contract.title}  (contract {contract.fingerprint})",
            f"  Give your client {place.url} in place of {upstream}",
            f"  Journal: {place.url}{ROOT}/requests   Ctrl-C stops",
        )
    )


def exchange_text(passed: Passed) -> str:
    """Return one exchange as lines for a terminal, each finding on its own."""
    status = passed.status or "---"
    note = f"({passed.note})" if passed.note else ""
    took = f"{passed.method} {passed.path} {status} {passed.elapsed_s:.2f} s"
    lines = ["  ".join(filter(None, (took, passed.operation, note)))]
    lines += [
        f"  {each.severity.value}: {each.message}  [{each.rule}]  {each.sources}"
        for each in passed.findings
    ]
    # A line stays a line, whatever a target says.
    return "\n".join(" ".join(printable(each).split("\n")).rstrip() for each in lines)


def summary_line(journal: ProxyJournal) -> str:
    """Return one line that says how much passed, and what was found in it."""
    found = counted_severities(journal.severities.elements())
    return f"{counted(journal.exchanges, 'exchange')}; found: {found or 'nothing'}"


def _tell(passed: Passed) -> None:
    click.echo(exchange_text(passed), err=True)


def _tell_nobody(_: Passed) -> None:
    """Leave it to the journal."""
