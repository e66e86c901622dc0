"""What a mock of a test run is to tests: the vendors that it plays, and its admin API."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import Any, Protocol

from truecopy.errors import ServeError, UsageError

# What a test got wrong is told at the line of the test.
__tracebackhide__ = methodcaller("errisinstance", UsageError)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVendors:
    """The vendors of a mock.

    Attributes:
        operations: Vendor -> its operations.
        environments: Vendor -> variable -> its text, in which `{url}` and `{key}` stand for an account's.
    """

    operations: Mapping[str, Sequence[str]]
    environments: Mapping[str, Mapping[str, str]]

    def require(self, vendor: str) -> str:
        """Return a vendor that is played.

        Raises:
            UsageError: It is none.
        """
        if vendor not in self.operations:
            known = ", ".join(self.operations)
            hint = "--truecopy-workspace names a workspace that is not around the tests"
            raise UsageError(f"there is no vendor {vendor!r}; there are: {known}; {hint}")
        return vendor

    def of_operation(self, operation: str, vendor: str | None = None) -> str:
        """Return the vendor whose operation is meant.

        Raises:
            UsageError: There is no such operation, or several vendors have it and none is named.
        """
        named = None if vendor is None else self.require(vendor)
        having = [name for name, known in self.operations.items() if operation in known]
        if named is None and len(having) == 1:
            return having[0]
        if named in having:
            return str(named)
        if named is None and having:
            raise UsageError(f"{operation} is an operation of {' and '.join(having)}: say vendor=")
        asked = [named] if named else list(self.operations)
        known = ", ".join(dict.fromkeys(each for name in asked for each in self.operations[name]))
        raise UsageError(f"there is no operation {operation!r}; there are: {known}")


class PlayedMock(Protocol):
    """A mock, in a process of its own or in this one."""

    @property
    def url(self) -> str:
        """Scheme and authority."""
        ...

    @property
    def vendors(self) -> KnownVendors:
        """What it plays."""
        ...

    def ask(
        self,
        method: str,
        path: str,
        content: Mapping[str, Any] | None = None,
        *,
        key: str = "",
    ) -> Any:
        """Return the admin API's answer.

        Args:
            path: Below the server's root, with the query.
            content: Becomes the JSON of the body.
            key: A vendor's, for the header Authorization.

        Raises:
            UsageError: It refuses.
            ServeError: There is no answer.
        """
        ...


def answer_of(status: int, body: bytes) -> Any:
    """Return what an answer of the admin API says.

    Raises:
        UsageError: It is a refusal.
        ServeError: It is no answer of the admin API.
    """
    try:
        content = json.loads(body)
    except ValueError as error:
        raise ServeError(f"the mock's admin API answers {status}, without JSON") from error
    if status >= 400:
        raise UsageError(str(content.get("error", content)))
    return content
