"""Generators of requests: what they are told, and what they keep to themselves."""

import contextlib
import gzip
import json
import sys
import tempfile
import unicodedata
import warnings
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.configuration import set_hypothesis_home_dir, storage_directory
from hypothesis.errors import HypothesisException
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

# Ranges of the characters that UTF-8 can hold: all but surrogates; and those that it does not give back: none.
_UTF_8 = ([[0, 0xD7FF], [0xE000, sys.maxunicode]], list[list[int]]())
_UTF_8_FILE = "codec-v2-utf-8.json.gz"
# What gives Hypothesis the literals in the source of every module that is not installed. No public way leads there,
# so a Hypothesis that is built in another way goes without; a test says so.
_LITERALS, _DRAWN = "_get_local_constants", "CONSTANTS_CACHE"


class BrokenContractError(AssertionError):
    """A generated request showed the contract broken. Hypothesis looks for a smaller one."""


def quiet_settings(max_examples: int, *phases: Phase, **more: Any) -> settings:
    """Return settings under which Hypothesis keeps nothing, says nothing, and takes the time that targets take.

    Args:
        more: Further settings.
    """
    return settings(
        max_examples=max_examples,
        phases=phases,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        verbosity=Verbosity.quiet,
        **more,
    )


@contextlib.contextmanager
def quiet_generators() -> Iterator[None]:
    """Keep to ourselves what generators say: what was found is reported by us, in its smallest form."""
    with (
        contextlib.suppress(BrokenContractError, HypothesisException, BaseExceptionGroup),
        warnings.catch_warnings(action="ignore"),
    ):
        yield


@contextlib.contextmanager
def hypothesis_home() -> Iterator[None]:
    """Keep what Hypothesis remembers out of the working folder, and what stands in the user's source out of requests."""
    with tempfile.TemporaryDirectory(prefix="truecopy-") as folder, _no_literals():
        set_hypothesis_home_dir(folder)
        _write_utf_8()
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def _write_utf_8() -> None:
    """Put the table of UTF-8 where Hypothesis looks for it, which else tries each character there is, for seconds."""
    tables = storage_directory("unicode_data", unicodedata.unidata_version)
    tables.create_if_missing()
    (tables.path / _UTF_8_FILE).write_bytes(gzip.compress(json.dumps(_UTF_8).encode()))


@contextlib.contextmanager
def _no_literals() -> Iterator[None]:
    """Generate nothing from the source of the modules that happen to be loaded.

    Secrets may stand there, and one seed would give other requests in each program.
    """
    known: dict[str, Any] = {name: getattr(providers, name, None) for name in (_LITERALS, _DRAWN)}
    if None in known.values():  # pragma: no cover - it is built in another way
        yield
        return
    setattr(providers, _LITERALS, Constants)
    setattr(providers, _DRAWN, type(known[_DRAWN])(known[_DRAWN].max_size))
    try:
        yield
    finally:
        for name, value in known.items():
            setattr(providers, name, value)
