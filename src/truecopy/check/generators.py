"""Generators of requests: what they are told, and what they keep to themselves."""

import contextlib
import tempfile
import warnings
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import HypothesisException


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
    """Keep what Hypothesis remembers out of the working folder."""
    with tempfile.TemporaryDirectory(prefix="truecopy-") as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)
