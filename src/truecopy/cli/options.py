"""Options that several commands share, and the settings files behind them."""

import math
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from truecopy.contract import Workspace, find_workspace, read_settings
from truecopy.errors import UsageError
from truecopy.model import Finding, Severity

F = TypeVar("F", bound=Callable[..., Any])


class Setting(click.Option):
    """An option whose variable in the environment is named after its flag, not its parameter."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Return the value of `TRUECOPY_<COMMAND>_<OPTION>`, None where it is unset or empty."""
        name = _setting_name(self).replace("-", "_").upper()
        return os.environ.get(f"{ctx.auto_envvar_prefix}_{name}") or None


class Number(click.FloatRange):
    """A number within bounds; what is none, or has no end, is refused."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return a number."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no number", param, ctx)
        return number


def option_group(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Return a decorator that adds options, in the order in which `--help` shows them."""

    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def workspace_option(command: F) -> F:
    """Add `--workspace`; the command receives the Workspace, and its defaults come from its settings."""
    return click.option(
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        is_eager=True,
        callback=_resolve,
        expose_value=True,
        metavar="DIR",
        help="Folder with contracts/, mocks/ and recordings/.  [default: the nearest one with "
        "truecopy.toml or [tool.truecopy], else the built-in one]",
    )(command)


def format_option(command: F) -> F:
    """Add `--format`."""
    return click.option(
        "--format",
        "output_format",
        cls=Setting,
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="What goes to standard output.",
    )(command)


def vendor_option(command: F) -> F:
    """Add `--vendor`, which may come several times."""
    return click.option(
        "--vendor",
        "vendors",
        cls=Setting,
        multiple=True,
        metavar="V",
        help="Only this vendor; may be given several times.  [default: all]",
    )(command)


def fail_on_option(command: F) -> F:
    """Add `--fail-on`."""
    return click.option(
        "--fail-on",
        type=click.Choice([each.value for each in Severity]),
        default=Severity.WARNING.value,
        show_default=True,
        help="Least severity that makes the exit code 1.",
    )(command)


def fails(findings: Iterable[Finding], fail_on: str) -> bool:
    """Whether a finding is as grave as `--fail-on` says, or graver."""
    return any(each.severity.rank <= Severity(fail_on).rank for each in findings)


def shown_path(path: Path) -> Path:
    """Return a path as people know it: from here, where it is below the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _resolve(ctx: click.Context, _: click.Parameter, value: Path | None) -> Workspace:
    workspace = find_workspace(value)
    settings = read_settings(workspace)
    _check(settings, ctx.find_root().command)
    name = _section_name(ctx)
    known = {_setting_name(each): each for each in ctx.command.params if each.name != "workspace"}
    section = {key.replace("_", "-"): value for key, value in settings.get(name, {}).items()}
    unknown = section.keys() - known
    if unknown:
        raise UsageError(
            f"{workspace.root}: settings of {name}: unknown key {', '.join(sorted(unknown))}; known are "
            f"{', '.join(sorted(known))}"
        )
    values = {known[key].name: _value(known[key], value) for key, value in section.items()}
    ctx.default_map = {**(ctx.default_map or {}), **values}
    return workspace


def _check(settings: Mapping[str, Any], root: click.Command) -> None:
    """Refuse sections of the settings that no command reads."""
    commands = root.list_commands(click.Context(root)) if isinstance(root, click.Group) else []
    for name, section in settings.items():
        if name not in commands or not isinstance(section, Mapping):
            raise UsageError(
                f"settings: unknown key {name!r}; there is one section for each command: "
                f"{', '.join(commands)}"
            )


def _section_name(ctx: click.Context) -> str:
    """Return the name of the command below the root, which its subcommands share."""
    while ctx.parent is not None and ctx.parent.parent is not None:
        ctx = ctx.parent
    return ctx.info_name or ""


def _setting_name(parameter: click.Parameter) -> str:
    """Return what settings call a parameter: its flag without the hyphens in front."""
    return max(parameter.opts, key=len).lstrip("-").replace("_", "-")


def _value(parameter: click.Parameter, value: Any) -> Any:
    """Return a setting as click takes it: a single value of what may come several times is a list."""
    return [value] if getattr(parameter, "multiple", False) and isinstance(value, str) else value
