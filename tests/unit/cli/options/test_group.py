"""Groups of options: dataclasses that a command line fills."""

from dataclasses import dataclass, fields
from typing import Any, get_origin

import click
import pytest
from click.testing import CliRunner

from truecopy.cli.commands.proxy import ProxySettings
from truecopy.cli.commands.record import RecordSettings
from truecopy.cli.commands.replay import ReplaySettings
from truecopy.cli.commands.serve import ServeSettings
from truecopy.cli.commands.verify import VerifySettings
from truecopy.cli.options.check import CheckSettings
from truecopy.cli.options.group import Number, OptionGroup, option, with_options

SETTINGS = (
    CheckSettings,
    ProxySettings,
    RecordSettings,
    ReplaySettings,
    ServeSettings,
    VerifySettings,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A group in a group."""

    number: float = option("--number", type=Number(0), default=1.5, help="A number.")
    names: tuple[str, ...] = option("--name", multiple=True, help="A name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """A group with another one in its middle."""

    is_first: bool = option("--first", is_flag=True, help="Comes first.")
    inner: Inner
    last: str | None = option("--last", help="Comes last.")


def filled(group: type[Any], *arguments: str, env: str = "", **defaults: object) -> Any:
    """Return a group as a command line, or a variable of the environment, fills it."""
    found: list[Any] = []

    @click.command(context_settings={"auto_envvar_prefix": "T"})
    @with_options(group, **defaults)
    @click.option("--own", default="x")
    def command(given: Any, *, own: str) -> None:
        assert own == "x"
        found.append(given)

    name, _, value = env.partition("=")
    outcome = CliRunner().invoke(command, list(arguments), env={name: value} if name else {})
    assert outcome.exit_code == 0, outcome.output
    return found[0]


def made(group: Any) -> Any:
    """Return a group as code makes it that says nothing of its options."""
    inner = {each.name: made(each.type) for each in fields(group) if not each.metadata}
    return group(**inner)


def test_an_empty_command_line_gives_the_defaults() -> None:
    """What is not said is None, False, no values, or the default."""
    assert filled(Outer) == Outer(is_first=False, inner=Inner(number=1.5, names=()), last=None)


def test_each_option_fills_its_field() -> None:
    """Values come to the group that they belong to."""
    outer = filled(Outer, "--number=2", "--first", "--name=a", "--name", "b", "--last=c")

    assert outer == Outer(is_first=True, inner=Inner(number=2.0, names=("a", "b")), last="c")


def test_help_shows_options_in_the_order_of_fields() -> None:
    """A group in a group stands where its field does, and the command's own options behind; defaults are shown."""

    @click.command()
    @with_options(Outer)
    @click.option("--own")
    def command(_: Outer, *, own: str) -> None: ...

    lines = CliRunner().invoke(command, ["--help"]).output.splitlines()

    options = [each.split()[0] for each in lines if each.startswith("  --")]
    assert options == ["--first", "--number", "--name", "--last", "--own", "--help"]
    (number,) = [each for each in lines if "--number" in each]
    assert "[default: 1.5; x>=0]" in number


def test_a_command_may_have_a_default_of_its_own() -> None:
    """A group that several commands take differs in them where they say so."""
    assert filled(Outer, number=7.0).inner.number == 7.0
    assert filled(Outer).inner.number == 1.5


def test_a_variable_is_named_after_the_flag() -> None:
    """The environment knows flags, not fields."""
    assert filled(Outer, env="T_FIRST=1").is_first
    assert filled(Outer, env="T_NAME=a b").inner.names == ("a", "b")


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "x", ""])
def test_what_is_no_number_is_refused(value: str) -> None:
    """A number is finite, and within its bounds."""

    @click.command()
    @with_options(Inner)
    def command(_: Inner) -> None: ...

    outcome = CliRunner().invoke(command, ["--number", value])

    assert outcome.exit_code == 2
    assert "Invalid value for '--number'" in outcome.output


@pytest.mark.parametrize("settings", SETTINGS)
def test_what_click_gives_is_what_the_field_says(settings: type[OptionGroup]) -> None:
    """For each command: an empty command line gives the defaults, each of the type of its field."""
    given = filled(settings)

    assert given == made(settings)
    for owner in (given, *(getattr(given, each.name) for each in fields(settings))):
        for each in fields(owner) if hasattr(owner, "__dataclass_fields__") else ():
            kind: Any = get_origin(each.type) or each.type
            kind = each.type if kind.__name__ == "UnionType" else kind
            assert isinstance(getattr(owner, each.name), kind), each.name
