"""The options of most commands (workspace, vendors of it, format), and the settings files behind all options."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from truecopy.cli.completion import complete_vendor
from truecopy.cli.options.group import Setting, setting_name
from truecopy.contract import Workspace, find_workspace, read_settings
from truecopy.errors import UsageError
from truecopy.model import RULES

# Settings of `drift` beside its options: a rule, and how grave it is to be.
CHANGE_SLUGS = {slug for slug, rule in RULES.items() if rule.is_of_change}

F = TypeVar("F", bound=Callable[..., Any])


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


def vendor_option(command: F) -> F:
    """Add `--vendor`, which may come several times."""
    return click.option(
        "--vendor",
        "vendors",
        cls=Setting,
        multiple=True,
        metavar="V",
        shell_complete=complete_vendor,
        help="Only this vendor; may be given several times.  [default: all]",
    )(command)


# Settings that stand outside the sections: of every command that has the option, and of `use` and pytest.
_SHARED = frozenset({"not-secret"})


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


def _resolve(ctx: click.Context, _: click.Parameter, value: Path | None) -> Workspace:
    workspace = find_workspace(value)
    settings = read_settings(workspace)
    _check(settings, ctx.find_root().command)
    name = _section_name(ctx)
    known = {setting_name(each): each for each in ctx.command.params if each.name != "workspace"}
    shared = {key: settings[key] for key in _SHARED & settings.keys() if key in known}
    own = {key.replace("_", "-"): value for key, value in settings.get(name, {}).items()}
    section = shared | own
    elsewhere = group_keys(name, ctx) | (CHANGE_SLUGS if name == "drift" else set())
    unknown = section.keys() - known - elsewhere
    if unknown:
        raise UsageError(
            f"{workspace.root}: settings of {name}: unknown key {', '.join(sorted(unknown))}; known are "
            f"{', '.join(sorted(known))}"
        )
    values = {
        known[key].name: _value(known[key], value) for key, value in section.items() if key in known
    }
    ctx.default_map = {**(ctx.default_map or {}), **values}
    return workspace


def _check(settings: Mapping[str, Any], root: click.Command) -> None:
    """Refuse sections of the settings that no command reads."""
    commands = root.list_commands(click.Context(root)) if isinstance(root, click.Group) else []
    for name, section in settings.items():
        if name not in _SHARED and (name not in commands or not isinstance(section, Mapping)):
            raise UsageError(
                f"settings: unknown key {name!r}; there is one section for each command: "
                f"{', '.join(commands)}; for all of them: {', '.join(_SHARED)}"
            )


def group_keys(name: str, ctx: click.Context) -> set[str]:
    """Return the options of all commands of a group, which share a section; nothing of a command without some."""
    root = ctx.find_root()
    group = root.command.get_command(root, name) if isinstance(root.command, click.Group) else None
    commands = group.commands.values() if isinstance(group, click.Group) else ()
    return {setting_name(each) for command in commands for each in command.params}


def _section_name(ctx: click.Context) -> str:
    """Return the name of the command below the root, which its subcommands share."""
    while ctx.parent is not None and ctx.parent.parent is not None:
        ctx = ctx.parent
    return ctx.info_name or ""


def _value(parameter: click.Parameter, value: Any) -> Any:
    """Return a setting as click takes it: a single value of what may come several times is a list."""
    return [value] if getattr(parameter, "multiple", False) and isinstance(value, str) else value
