"""What a check has found so far, each with the way to see it again."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from truecopy.judge import curl_line
from truecopy.model import Draft, Finding, Severity
from truecopy.wire import Target


class KeptFindings:
    """The findings of one run: of each the first."""

    def __init__(self, target: Target) -> None:
        """Begin with none.

        Args:
            target: Where a request is sent again.
        """
        self._target = target
        self._found: dict[str, Finding] = {}

    @property
    def grave(self) -> list[Finding]:
        """Those above info."""
        return [each for each in self._found.values() if each.severity is not Severity.INFO]

    @property
    def by_fingerprint(self) -> Mapping[str, Finding]:
        """All of them."""
        return self._found

    def add(self, findings: Iterable[Finding], draft: Draft) -> None:
        """Keep what a request has shown, with the line that sends it again."""
        for each in findings:
            if each.fingerprint in self._found:
                continue
            line, files = curl_line(
                draft,
                self._target.address(draft),
                each.fingerprint,
                prefix=self._target.keys.prefix,
            )
            if files and each.severity is Severity.INFO:
                line, files = "", {}  # nothing is kept for what breaks nothing
            self._found[each.fingerprint] = replace(each, reproduce=line, attachments=files)

    def clear(self) -> None:
        """Take all of it back."""
        self._found.clear()

    def in_order(self) -> tuple[Finding, ...]:
        """Return them, the gravest first."""
        return tuple(sorted(self._found.values(), key=_gravest_first))


def _gravest_first(finding: Finding) -> tuple[int, str, str, str]:
    return finding.severity.rank, finding.operation, finding.rule, finding.claim
