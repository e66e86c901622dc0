"""Groups of options: a dataclass, each field of which stands beside the click option that fills it.

A new option is one line in its group:

    quiet: bool = option("--quiet", is_flag=True, help="Print findings only.")

A field without `option` is a group in a group.
"""

import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, field, fields
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, Protocol, TypeVar

import click
from click.core import ParameterSource

from truecopy.errors import UsageError


class OptionGroup(Protocol):
    """A dataclass of options."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


GroupT = TypeVar("GroupT", bound=OptionGroup)
P = ParamSpec("P")
R = TypeVar("R")


class Setting(click.Option):
    """An option whose variable in the environment is named after its flag, not its parameter."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Return the value of `TRUECOPY_<COMMAND>_<OPTION>`, None where it is unset or empty."""
        return os.environ.get(self._variable(ctx)) or None

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """Return where a wrong value stands: on the command line, in the environment, or in the settings."""
        source = ctx.get_parameter_source(self.name) if ctx and self.name else None
        if ctx and source is ParameterSource.ENVIRONMENT:
            return self._variable(ctx)
        if source is ParameterSource.DEFAULT_MAP:
            return f"{setting_name(self)!r} in the settings of the workspace"
        return super().get_error_hint(ctx)

    def _variable(self, ctx: click.Context) -> str:
        return f"{ctx.auto_envvar_prefix}_{setting_name(self).replace('-', '_').upper()}"


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


def option(*flags: str, **attributes: Any) -> Any:
    """Return a field of a group, and the option that fills it.

    Args:
        attributes: What `click.option` takes. A `default` is the field's too, and is shown in the help; without
            one the field is None, () or False.
    """
    default = () if attributes.get("multiple") else False if attributes.get("is_flag") else None
    attributes.setdefault("show_default", "default" in attributes)
    default = attributes.get("default", default)
    return field(default=default, metadata={"flags": flags, "attributes": attributes})


def with_options(
    group: type[GroupT], **defaults: object
) -> Callable[[Callable[Concatenate[GroupT, P], R]], Callable[P, R]]:
    """Return a decorator that adds the options of a group to a command, in the order of the fields.

    The command's first argument is the group, as the command line fills it.

    Args:
        defaults: Field -> its default in this command, where that differs from the group's.
    """

    def add(command: Callable[Concatenate[GroupT, P], R]) -> Callable[P, R]:
        @wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            return command(_filled(group, kwargs), *args, **kwargs)

        for decorator in reversed(list(_decorators(group, defaults))):
            decorator(run)
        return run

    return add


def read_variable(flag: str, name: str) -> str:
    """Return the value of a variable that an option names.

    Raises:
        UsageError: It is not set, or is empty.
    """
    value = os.environ.get(name)
    if not value:
        raise UsageError(f"{flag} {name}: the variable is not set, or is empty")
    return value


def read_line(flag: str) -> str:
    """Return the line on standard input that an option stands for where it is `-`.

    Raises:
        UsageError: There is none.
    """
    line = sys.stdin.readline().strip() if sys.stdin else ""
    if not line:
        raise UsageError(f"{flag} -: there is nothing on standard input")
    return line


def setting_name(parameter: click.Parameter) -> str:
    """Return what settings call a parameter: its flag without the hyphens in front."""
    return max(parameter.opts, key=len).lstrip("-").replace("_", "-")


def _decorators(
    group: type[OptionGroup], defaults: Mapping[str, object]
) -> Iterator[Callable[[Callable[..., Any]], object]]:
    for each in fields(group):
        if each.metadata:
            attributes = dict(each.metadata["attributes"])
            if each.name in defaults:
                attributes["default"] = defaults[each.name]
            yield click.option(*each.metadata["flags"], each.name, cls=Setting, **attributes)
        else:
            yield from _decorators(each.type, defaults)  # type: ignore[arg-type] # a class, not its name


def _filled(group: type[GroupT], values: dict[str, Any]) -> GroupT:
    """Return a group with its values, which are taken out of the command's arguments."""
    return group(
        **{
            each.name: values.pop(each.name) if each.metadata else _filled(each.type, values)  # type: ignore[arg-type] # as above
            for each in fields(group)
        }
    )
