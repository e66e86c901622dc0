"""How a check is run, unless it is told otherwise."""

import pytest

from truecopy.check import CheckOptions
from truecopy.check.options import DEFAULT_PHASES
from truecopy.model import Phase


def test_a_check_generates_only_where_it_is_asked_to() -> None:
    """What is planned is sent; what is generated takes longer and costs more."""
    options = CheckOptions()

    assert options.phases == DEFAULT_PHASES
    assert not options.phases & {Phase.FUZZ, Phase.LIFECYCLE_FUZZ}
    assert options.only is None
    assert options.max_failures is None


def test_options_are_values() -> None:
    """A run cannot change how it is run."""
    with pytest.raises(AttributeError):
        CheckOptions().seed = 4  # type: ignore[misc] # that it is frozen is what is tested
