"""The keywords that schemas may have."""

import pytest
from tests.examining import VENDORS, load

from truecopy.contract.keywords import ANNOTATIONS, ASSERTIONS, GROUPS, ORDER, STRUCTURAL
from truecopy.model import Layer


def test_each_keyword_is_of_one_class() -> None:
    """Structure, annotation and assertion do not overlap."""
    assert not STRUCTURAL & ANNOTATIONS
    assert not STRUCTURAL & ASSERTIONS
    assert not ANNOTATIONS & ASSERTIONS
    assert not GROUPS.keys() & (STRUCTURAL | ANNOTATIONS | ASSERTIONS)


def test_what_is_written_has_its_place() -> None:
    """Each annotation and each assertion about a value stands once in the order of writing."""
    assert len(set(ORDER)) == len(ORDER)
    assert set(ORDER) == (ANNOTATIONS | ASSERTIONS | GROUPS.keys()) - {"required"}


@pytest.mark.parametrize("vendor", VENDORS)
def test_contracts_assert_what_is_known(vendor: str) -> None:
    """The keyword of each claim about a value is an assertion, or part of a group."""
    known = ASSERTIONS | {f"{group}/{key}" for group, keys in GROUPS.items() for key in keys}
    used = {each.keyword for each in load(vendor).claims.values() if each.layer is Layer.ASSERTION}

    assert used
    assert used <= known
