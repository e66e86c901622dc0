"""Fixtures that several folders use."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from tests.play import Play, make_play

# No test asserts an absolute time. CI tries the same examples each time, a developer's machine new ones.
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")


@pytest.fixture
def play() -> Iterator[Play]:
    """The mock of every built-in vendor, fresh."""
    made = make_play()
    with made.client:
        yield made
