"""The baseline: findings that a team has accepted, each with a reason; made to be committed and reviewed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from truecopy.contract.yamlfile import only_keys, read_yaml, require_keys
from truecopy.errors import WorkspaceError
from truecopy.model import Finding

BASELINE = "truecopy-baseline.yaml"
_VERSION = 1
_REQUIRED = {"fingerprint", "reason", "who"}
_KEYS = _REQUIRED | {"rule", "vendor", "operation", "claim", "accepted", "until"}
_HEAD = "# Findings that are accepted. What stands here is silenced, not fixed: say why, who decided, and until when.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedFinding:
    """One finding that counts no more.

    Attributes:
        fingerprint: Of the finding; what else it says is for the reader.
        accepted: Day on which it was written.
        until: Last day on which it holds; None for good.
    """

    fingerprint: str
    reason: str
    who: str
    rule: str = ""
    vendor: str = ""
    operation: str = ""
    claim: str = ""
    accepted: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it has not expired."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What a baseline does to some findings.

    Attributes:
        counted: They count: nobody accepted them, or no longer.
        silenced: They are accepted.
        expired: Acceptances past their day whose finding is back.
    """

    counted: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    expired: tuple[AcceptedFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The acceptances of a workspace, by fingerprint."""

    path: Path
    accepted: tuple[AcceptedFinding, ...] = ()

    def silence(self, findings: Iterable[Finding], today: date) -> Silence:
        """Return which findings count today, and which are accepted."""
        by_fingerprint = {each.fingerprint: each for each in self.accepted}
        counted, silenced = list[Finding](), list[Finding]()
        expired = dict[str, AcceptedFinding]()
        for finding in findings:
            acceptance = by_fingerprint.get(finding.fingerprint)
            if acceptance is not None and acceptance.holds_on(today):
                silenced.append(finding)
                continue
            counted.append(finding)
            if acceptance is not None:
                expired[acceptance.fingerprint] = acceptance
        return Silence(
            counted=tuple(counted), silenced=tuple(silenced), expired=tuple(expired.values())
        )

    def updated(
        self, findings: Iterable[Finding], *, reason: str, who: str, today: date, until: date | None
    ) -> "Baseline":
        """Return the baseline with some findings accepted; those that were and still are keep their words."""
        known = {each.fingerprint: each for each in self.accepted}
        for finding in findings:
            before = known.get(finding.fingerprint)
            if before is not None and before.holds_on(today):
                continue
            known[finding.fingerprint] = AcceptedFinding(
                fingerprint=finding.fingerprint,
                reason=reason,
                who=who,
                rule=finding.rule,
                vendor=finding.vendor,
                operation=finding.operation,
                claim=finding.claim,
                accepted=today,
                until=until,
            )
        return Baseline(path=self.path, accepted=tuple(known.values()))

    def pruned(
        self, vendor: str, found: Iterable[Finding], examined: Collection[str], *, is_complete: bool
    ) -> "Baseline":
        """Return the baseline without what a run of a vendor has shown to be gone.

        What was not examined is not fixed: its acceptance stays.

        Args:
            examined: Ids of the claims that the run looked at.
            is_complete: Whether the run came to its end, so that what has no claim was looked at too.
        """
        present = {each.fingerprint for each in found}
        kept = [
            each
            for each in self.accepted
            if each.vendor != vendor
            or each.fingerprint in present
            or not (each.claim in examined if each.claim else is_complete)
        ]
        return Baseline(path=self.path, accepted=tuple(kept))

    def text(self) -> str:
        """Return it as YAML, one block an acceptance, in the order in which they came."""
        rows = [_row(each) for each in self.accepted]
        blocks = [
            "\n".join(
                f"{'- ' if at == 0 else '  '}{name}: {value}"
                for at, (name, value) in enumerate(row)
            )
            for row in rows
        ]
        body = "accepted:\n" + "\n".join(blocks) + "\n" if blocks else "accepted: []\n"
        return f"{_HEAD}version: {_VERSION}\n{body}"


def read_baseline(path: Path) -> Baseline:
    """Return the baseline in a file; an empty one where there is no file.

    Raises:
        WorkspaceError: The file cannot be used; names the acceptance and the value.
    """
    if not path.exists():
        return Baseline(path=path)
    content = read_yaml(path)
    only_keys(content, {"version", "accepted"}, str(path))
    if content.get("version") != _VERSION:
        raise WorkspaceError(
            f"{path}: has version {content.get('version')!r}; version {_VERSION} was expected"
        )
    rows = content.get("accepted") or []
    if not isinstance(rows, list):
        raise WorkspaceError(f"{path}: accepted: a list was expected, found {rows!r:.80}")
    accepted = [_acceptance(row, f"{path}: accepted[{at}]") for at, row in enumerate(rows)]
    seen: set[str] = set()
    for each in accepted:
        if each.fingerprint in seen:
            raise WorkspaceError(f"{path}: the fingerprint {each.fingerprint} stands there twice")
        seen.add(each.fingerprint)
    return Baseline(path=path, accepted=tuple(accepted))


def _acceptance(row: Any, where: str) -> AcceptedFinding:
    values = require_keys(row, _REQUIRED, where)
    only_keys(values, _KEYS, where)
    days = {
        name: _day(values.pop(name, None), f"{where}: {name}") for name in ("accepted", "until")
    }
    for name, value in values.items():
        # YAML reads twelve digits without a letter as a number.
        if name == "fingerprint" and isinstance(value, int) and not isinstance(value, bool):
            raise WorkspaceError(f"{where}: fingerprint: put {value} in quotes")
        if not isinstance(value, str) or (name in _REQUIRED and not value.strip()):
            raise WorkspaceError(f"{where}: {name}: a text was expected, found {value!r:.80}")
    return AcceptedFinding(accepted=days["accepted"], until=days["until"], **values)


def _day(value: Any, where: str) -> date | None:
    if value is None:
        return None
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise WorkspaceError(f"{where}: {value!r:.80} is no day such as 2027-01-31") from None


def _row(acceptance: AcceptedFinding) -> list[tuple[str, str]]:
    """Return the members that have a value."""
    row: list[tuple[str, str]] = []
    for name in ("fingerprint", "rule", "vendor", "operation", "claim", "reason", "who"):
        value = getattr(acceptance, name)
        if value:
            row.append((name, _quoted(value)))
    for name in ("accepted", "until"):
        day = getattr(acceptance, name)
        if day is not None:
            row.append((name, day.isoformat()))
    return row


def _quoted(text: str) -> str:
    """Return a text in double quotes, with what YAML does not take as it is escaped (YAML 1.2 section 5.7)."""
    marks = {'"': '\\"', "\\": "\\\\"}
    written = [
        marks.get(each) or (each if each.isprintable() else f"\\U{ord(each):08x}") for each in text
    ]
    return f'"{"".join(written)}"'
