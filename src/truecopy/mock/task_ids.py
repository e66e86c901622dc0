"""Ids of tasks, in the form that the answers and the look-up's address ask for."""

import os
import random
from collections.abc import Callable
from uuid import UUID

from truecopy.contract.pattern_texts import text_of
from truecopy.contract.places import described
from truecopy.contract.validate import compile_test
from truecopy.model import Contract, Lifecycle, Schema

# Integers that every client reads exactly (RFC 8259 section 6).
_LARGEST = 1 << 53
_HEX = "0123456789abcdef"


def task_ids(contract: Contract, lifecycle: Lifecycle) -> Callable[[], str]:
    """Return a maker of fresh ids; a UUID where the contract says nothing else of them."""
    schemas = [
        _id_schema(contract, name, lifecycle.id) for name in (lifecycle.create, lifecycle.poll)
    ]
    path = contract.operations[lifecycle.poll].path_parameters or {}
    schemas.append(path.get("properties", {}).get(lifecycle.parameter, {}))
    tests = [(compile_test(each), "integer" in each.get("type", "")) for each in schemas]
    patterns = [each["pattern"] for each in schemas if "pattern" in each]
    chooser = random.SystemRandom()

    def numbers() -> str:
        return str(chooser.randrange(1, _LARGEST))

    def short() -> str:
        longest = min(each.get("maxLength", 32) for each in schemas)
        return "".join(chooser.choices(_HEX, k=longest))

    ways = [_uuid, *(lambda it=each: text_of(it, pick=chooser.choice) for each in patterns)]
    ways += [numbers, short]
    for make in ways:
        sample = make()
        if all(
            test(int(sample) if is_number and sample.isdigit() else sample)
            for test, is_number in tests
        ):
            return make
    return _uuid


def _uuid() -> str:
    return str(UUID(bytes=os.urandom(16), version=4))


def _id_schema(contract: Contract, operation: str, at: str) -> Schema:
    owner = contract.operations[operation]
    return described(owner.responses[owner.success] or {}, at) or {}
