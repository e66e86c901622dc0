"""Where alerts go: one message a run and sink, told once, tried again with the next run where it fails."""

import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import click

from truecopy.contract.bodies import JSON_TYPE
from truecopy.drift.alert import Alert
from truecopy.drift.episodes import Episode, to_tell
from truecopy.drift.history import History, Side
from truecopy.errors import TargetError, UsageError
from truecopy.recording.file_lock import locked_folder
from truecopy.report.alert_github import alert_github
from truecopy.report.alert_issue import alert_issue
from truecopy.report.alert_json import alert_json
from truecopy.report.alert_slack import alert_slack
from truecopy.wire.hook import post_hook, require_hook, signature

KINDS = ("webhook:URL", "slack:URL", "github", "issue:FILE", "file:FILE")
SECRET_NAME = "TRUECOPY_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable
SUMMARY = "GITHUB_STEP_SUMMARY"
# The address of a hook in a variable: `webhook:env:NAME` keeps it out of lists of processes.
_FROM_ENVIRONMENT = "env:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sink:
    """One place that is told.

    Attributes:
        place: Address or path; the address of a hook is a secret.
    """

    kind: str
    place: str = field(default="", repr=False)

    @property
    def id(self) -> str:
        """What the history knows it by: nothing of an address can be read from it."""
        return f"{self.kind}-{sha256(self.place.encode()).hexdigest()[:12]}"

    @property
    def is_hook(self) -> bool:
        """Whether a message goes over the wire."""
        return self.kind in ("webhook", "slack")

    def __str__(self) -> str:
        """Return what people may see."""
        return self.kind if self.is_hook or not self.place else f"{self.kind}:{self.place}"


Places = Mapping[str, tuple[str, int]]
Compose = Callable[[tuple[Episode, ...], tuple[Episode, ...]], Alert]


def read_sink(text: str) -> Sink:
    """Return the sink that `--alert` names.

    Raises:
        UsageError: It is none, or its address cannot be used; addresses are not shown.
    """
    kind, _, place = text.partition(":")
    wanted = {each.partition(":")[0]: ":" in each for each in KINDS}
    if kind not in wanted:
        raise UsageError(f"--alert: there is no sink {kind[:20]!r}; there are {', '.join(KINDS)}")
    if wanted[kind] != bool(place):
        raise UsageError(
            f"--alert {kind}: {next(each for each in KINDS if each.startswith(kind))} was expected"
        )
    sink = Sink(kind=kind, place=place)
    if not sink.is_hook:
        return sink
    if place.startswith(_FROM_ENVIRONMENT):
        name = place.removeprefix(_FROM_ENVIRONMENT)
        sink = Sink(kind=kind, place=os.environ.get(name, ""))
        if not sink.place:
            raise UsageError(f"--alert {kind}: the variable {name[:60]} is not set")
    try:
        require_hook(sink.place)
    except UsageError as error:
        raise UsageError(f"--alert {kind}: {error}") from error
    return sink


def tell(
    sinks: Iterable[Sink],
    history: History,
    side: Side,
    compose: Compose,
    places: Places,
    accepted: Collection[str] = (),
) -> None:
    """Tell each sink what it has not been told; a sink that fails is named, and changes nothing else.

    Args:
        compose: Makes the alert of what began and what ended.
        places: Claim -> file and line, for annotations.
        accepted: Fingerprints that a baseline silences, also where an earlier message of them failed.
    """
    for sink in sinks:
        # Two runs that end together would both find that nobody was told.
        with locked_folder(history.path.parent):
            known = [each for each in history.known(side) if each.fingerprint not in accepted]
            begun, ended = to_tell(known, sink.id)
            _tell(sink, history, side, compose(tuple(begun), tuple(ended)), places)


def _tell(sink: Sink, history: History, side: Side, alert: Alert, places: Places) -> None:
    if sink.kind == "issue":
        _clear(sink)
    if not alert.begun and not alert.ended:
        return
    try:
        _send(sink, alert, places)
    except (TargetError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        click.echo(f"alert to {sink}: {why}; it is tried again with the next run", err=True)
        return
    history.note_told(side, (*alert.begun, *alert.ended), sink.id)


def _send(sink: Sink, alert: Alert, places: Places) -> None:
    if sink.kind == "slack":
        _post(sink, alert_slack(alert), ())
    elif sink.kind == "webhook":
        text = alert_json(alert)
        _post(sink, text, _signed(text))
    elif sink.kind == "github":
        # Standard output may be data; commands are read from here, too.
        click.echo(alert_github(alert, places), nl=False, err=True)
        if os.environ.get(SUMMARY):
            _append(Path(os.environ[SUMMARY]), alert_issue(alert, sink.id))
    elif sink.kind == "issue":
        _append(Path(sink.place), alert_issue(alert, sink.id))
    else:
        _append(Path(sink.place), f"{alert_json(alert)}\n")


def _post(sink: Sink, text: str, headers: Sequence[tuple[str, str]]) -> None:
    post_hook(
        sink.place,
        text.encode("utf-8", "replace"),
        {"content-type": JSON_TYPE, **dict(headers)},
    )


def _signed(text: str) -> list[tuple[str, str]]:
    """Return the headers by which a receiver knows who sent a message, and that it is not an old one."""
    secret = os.environ.get(SECRET_NAME)
    if not secret:
        click.echo(f"the alert is not signed: {SECRET_NAME} is not set", err=True)
        return []
    timestamp = str(int(time.time()))
    mark = signature(secret, timestamp, text.encode("utf-8", "replace"))
    return [("x-truecopy-timestamp", timestamp), ("x-truecopy-signature", f"sha256={mark}")]


def _clear(sink: Sink) -> None:
    """Empty the file of the run before: what stands in it was told."""
    path = Path(sink.place)
    if path.is_file():
        path.write_text("", encoding="utf-8")


def _append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", errors="replace") as file:
        file.write(text)
