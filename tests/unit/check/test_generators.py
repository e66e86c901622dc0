"""Generators of requests, and what they keep to themselves."""

import sys
import tempfile
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, given
from hypothesis import strategies as st
from hypothesis.configuration import storage_directory
from hypothesis.errors import Unsatisfiable
from hypothesis.internal import charmap
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from truecopy.check.generators import (
    BrokenContractError,
    hypothesis_home,
    quiet_generators,
    quiet_settings,
)


def test_nothing_is_kept_or_said() -> None:
    """Neither examples nor times nor complaints are Hypothesis' business here."""
    made = quiet_settings(7, Phase.generate, stateful_step_count=3)

    assert (made.max_examples, made.phases, made.stateful_step_count) == (7, (Phase.generate,), 3)
    assert (made.database, made.deadline, made.print_blob) == (None, None, False)
    assert made.verbosity is Verbosity.quiet
    assert set(made.suppress_health_check) == set(HealthCheck)


@pytest.mark.parametrize(
    "error",
    [
        BrokenContractError("found"),
        Unsatisfiable("nothing fits"),
        BaseExceptionGroup("two", [BrokenContractError("a"), BrokenContractError("b")]),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_generators_raise_ends_with_them(error: BaseException) -> None:
    """What was found is reported in another way."""
    with quiet_generators():
        raise error


def test_other_errors_are_not_hidden() -> None:
    """A fault of the tool, and the user's interrupt, get through."""
    for error in (TypeError, KeyboardInterrupt):
        with pytest.raises(error), quiet_generators():
            raise error


def test_warnings_are_not_shown() -> None:
    """Here warnings are errors, and none is raised."""
    with quiet_generators():
        warnings.warn("too slow", stacklevel=1)


def test_the_home_of_hypothesis_is_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While generators run, what they remember is in a folder that is gone afterwards."""
    monkeypatch.chdir(tmp_path)

    with hypothesis_home():
        home = storage_directory("examples").path
        assert home.is_relative_to(tempfile.gettempdir())
        assert not home.is_relative_to(tmp_path)

    assert not home.exists()
    assert list(tmp_path.iterdir()) == []


def test_hypothesis_finds_the_table_of_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the one in its home, and tries no characters."""
    no_characters = SimpleNamespace(maxunicode=-1)
    monkeypatch.setattr(charmap, "sys", no_characters)

    with hypothesis_home():
        found, altered = charmap.intervals_from_codec.__wrapped__("utf-8")

    assert found.intervals == ((0, 0xD7FF), (0xE000, sys.maxunicode))
    assert altered.intervals == ()


def test_no_source_stands_in_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Literals of the modules of whoever runs it, secrets among them, are none of what is generated."""
    read = []

    def literals() -> Constants:
        read.append("source")
        return Constants()

    monkeypatch.setattr(providers, "_get_local_constants", literals)

    @quiet_settings(200, Phase.generate)
    @given(st.integers() | st.text())
    def generate(value: object) -> None:
        assert value is not None

    with hypothesis_home():
        generate()
    assert read == []

    generate()
    assert read
