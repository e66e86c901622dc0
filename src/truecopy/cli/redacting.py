"""The options that say what is secret in recordings."""

import os
from collections.abc import Mapping
from typing import Any

import click

from truecopy.cli.options import Setting, option_group
from truecopy.errors import UsageError
from truecopy.recording.origin import known_secrets
from truecopy.recording.redaction import Redactor

# Adds what says which texts are secret, beside those that are known to be.
redaction_options = option_group(
    click.option(
        "--secret-env",
        "secret_names",
        cls=Setting,
        multiple=True,
        metavar="NAME",
        help="Variable whose value is secret, beside those named ..._KEY, ..._TOKEN, ..._SECRET, ..._PASSWORD.",
    ),
    click.option(
        "--redact",
        "redact_patterns",
        cls=Setting,
        multiple=True,
        metavar="REGEX",
        help="What matches is secret too.",
    ),
    click.option(
        "--not-secret",
        "allowed_patterns",
        cls=Setting,
        multiple=True,
        metavar="REGEX",
        help="What matches is no secret, though it looks like one.",
    ),
)


def open_redactor(settings: Mapping[str, Any], *keys: str | None) -> Redactor:
    """Return what redacts recordings.

    Args:
        keys: Those that requests are sent with.

    Raises:
        UsageError: A variable is not set, or a pattern is none.
    """
    named = []
    for name in settings["secret_names"]:
        value = os.environ.get(name)
        if not value:
            raise UsageError(f"--secret-env {name}: the variable is not set, or is empty")
        named.append(value)
    return Redactor(
        known=[*(key for key in keys if key), *named, *known_secrets()],
        patterns=settings["redact_patterns"],
        allowed=settings["allowed_patterns"],
    )
