"""Fixtures that several folders use."""

from collections.abc import Iterator

import pytest
from tests.play import Play, make_play


@pytest.fixture
def play() -> Iterator[Play]:
    """The mock of every built-in vendor, fresh."""
    made = make_play()
    with made.client:
        yield made
