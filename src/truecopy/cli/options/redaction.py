"""The options that say what is secret in recordings."""

from dataclasses import dataclass

from truecopy.cli.options.group import option, read_variable
from truecopy.recording.origin import known_secrets
from truecopy.redaction import Redactor


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionOptions:
    """Which texts are secret or not, beside those that are known to be."""

    secret_names: tuple[str, ...] = option(
        "--secret-env",
        multiple=True,
        metavar="NAME",
        help="Variable whose value is secret, beside those named ..._KEY, ..._TOKEN, ..._SECRET, ..._PASSWORD.",
    )
    secret_patterns: tuple[str, ...] = option(
        "--redact", multiple=True, metavar="REGEX", help="What matches is secret too."
    )
    allowed_patterns: tuple[str, ...] = option(
        "--not-secret",
        multiple=True,
        metavar="REGEX",
        help="What matches is no secret, though it looks like one.",
    )

    def open_redactor(self, *keys: str | None) -> Redactor:
        """Return what redacts recordings.

        Args:
            keys: Those that requests are sent with.

        Raises:
            UsageError: A variable is not set, or a pattern is none.
        """
        named = [read_variable("--secret-env", name) for name in self.secret_names]
        return Redactor(
            known=[*filter(None, keys), *named, *known_secrets()],
            patterns=self.secret_patterns,
            allowed=self.allowed_patterns,
        )
