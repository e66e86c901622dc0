"""How grave changes are: the severities that the settings of a workspace give to rules of drift."""

import click

from truecopy.cli.options.workspace import CHANGE_SLUGS, group_keys
from truecopy.contract import Workspace, read_settings
from truecopy.errors import UsageError
from truecopy.model import Severity

_SECTION = "drift"


def read_severities(workspace: Workspace) -> dict[str, Severity]:
    """Return rule -> severity, as `[tool.truecopy.drift]` has it.

    Raises:
        UsageError: There is no such rule, or no such severity.
    """
    section = read_settings(workspace).get(_SECTION, {})
    unknown = section.keys() - CHANGE_SLUGS
    unknown -= group_keys(_SECTION, click.get_current_context())
    if unknown:
        raise UsageError(
            f"{workspace.root}: settings of drift: there is no rule {', '.join(sorted(unknown))}; "
            "`truecopy drift rules` lists them"
        )
    return {slug: _severity(slug, value) for slug, value in section.items() if slug in CHANGE_SLUGS}


def _severity(slug: str, value: object) -> Severity:
    known = [each.value for each in Severity]
    if value not in known:
        raise UsageError(f"settings of drift: {slug}: {value!r} is none of {', '.join(known)}")
    return Severity(str(value))
