"""The accounts that a test holds with a mock: what it may set, look at, and leave empty."""

import json
from collections.abc import Iterator, Mapping
from operator import methodcaller
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from truecopy.errors import UsageError
from truecopy.pytest_plugin.played import PlayedMock

# What a test got wrong is told at the line of the test.
__tracebackhide__ = methodcaller("errisinstance", UsageError)

# All that a journal keeps.
_MOST_ENTRIES = 1_000
# Whoever reads a failure finds a wrong key among the first few.
_MOST_FOREIGN = 5
# Of a body: what stands on a few lines.
_SHOWN_LETTERS = 400
_API = "/_truecopy"


class TruecopyMock:
    """A mock as one test sees it: `truecopy_mock`, and under it `truecopy_app`.

    The test has an account of its own with every vendor, and those whose keys it names. Whatever it sets, moves
    forward or looks at is theirs alone.
    """

    def __init__(self, mock: PlayedMock, monkeypatch: pytest.MonkeyPatch) -> None:
        """Open accounts for a test, one with each vendor."""
        self._mock = mock
        self._monkeypatch = monkeypatch
        self._vendors = mock.vendors
        digits = uuid4().hex
        self._keys: dict[str, str] = {}
        self._problems: dict[str, str] = {}
        good: dict[str, str] = {}
        # Vendor -> ids of the accounts that are held.
        self._held: dict[str, list[str]] = {name: [] for name in self._vendors.operations}
        for key in (f"sk-truecopy-{digits}", digits):
            told = mock.ask("GET", f"{_API}/account", key=key)
            good |= told["good_keys"]
            for vendor, account in told["accounts"].items():
                problem = told["problems"].get(vendor)
                if problem:
                    self._problems[vendor] = problem
                elif vendor not in self._keys:
                    self._keys[vendor] = key
                    self._held[vendor].append(account)
            if len(self._keys) == len(self._held):
                break
        for vendor in good.keys() - self._keys.keys():
            self._try(vendor, good[vendor])

    def url(self, vendor: str) -> str:
        """Return the address in front of the vendor's paths."""
        return f"{self._mock.url}/{self._vendors.require(vendor)}"

    def key(self, vendor: str) -> str:
        """Return the API key of the test's account with a vendor: its own, or the one named by `use_key`.

        Raises:
            UsageError: The vendor's keys look otherwise than any that is made up here.
        """
        if self._vendors.require(vendor) not in self._keys:
            why = self._problems.get(vendor, "")
            raise UsageError(f"name a key of {vendor} with use_key: {why}")
        return self._keys[vendor]

    def _try(self, vendor: str, key: str) -> None:
        """Hold the account of a key, if the vendor takes it."""
        told = self._mock.ask("GET", f"{_API}/account?{urlencode({'vendor': vendor})}", key=key)
        if vendor not in told["problems"]:
            self._keys[vendor] = key
            self._held[vendor].append(told["account"])

    def use_key(self, vendor: str, key: str) -> None:
        """Hold the account of a key that the application has of its own, and empty it, now and after the test."""
        vendor = self._vendors.require(vendor)
        told = self._mock.ask("GET", f"{_API}/account?{urlencode({'vendor': vendor})}", key=key)
        account = told["account"]
        if account not in self._held[vendor]:
            self._held[vendor].append(account)
        self._keys[vendor] = key
        self._mock.ask("POST", f"{_API}/reset", {"account": account})

    def setenv(self, vendor: str) -> None:
        """Set the variables by which the vendor's SDK finds its address and key, for this test."""
        url, key = self.url(vendor), self.key(vendor)
        for name, text in self._vendors.environments[vendor].items():
            self._monkeypatch.setenv(name, text.replace("{url}", url).replace("{key}", key))

    def scenario(
        self,
        name: str | None,
        *,
        vendor: str | None = None,
        operation: str | None = None,
        times: int | None = None,
    ) -> None:
        """Let the vendors behave in another way; the name None takes that back.

        Args:
            vendor: None for every vendor that knows the scenario.
            operation: None for every operation.
            times: For so many requests; None for as often as the scenario says.

        Raises:
            UsageError: No vendor knows it.
        """
        if operation is not None:
            vendors = [self._vendors.of_operation(operation, vendor)]
        elif vendor is not None:
            vendors = [self._vendors.require(vendor)]
        else:
            known = self._mock.ask("GET", f"{_API}/scenarios")["scenarios"]
            vendors = [each for each in self._held if name is None or name in known[each]]
            if not vendors:
                names = sorted({each for names in known.values() for each in names})
                raise UsageError(f"there is no scenario {name!r}; there are: {', '.join(names)}")
        for account in self._accounts(vendors):
            members = {"scenario": name, "account": account, "operation": operation, "times": times}
            self._mock.ask("PUT", f"{_API}/scenarios", members)

    def advance(self, seconds: float) -> None:
        """Move the time of the test's accounts forward: tasks go on, addresses expire."""
        for account in self._accounts():
            self._mock.ask("POST", f"{_API}/clock", {"advance_s": seconds, "account": account})

    def reset(self) -> None:
        """Forget all that the test's accounts have: requests, tasks, charges, scenarios, moved time."""
        for account in self._accounts():
            self._mock.ask("POST", f"{_API}/reset", {"account": account})

    def requests(
        self, operation: str | None = None, *, vendor: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the requests of the test's accounts as the journal has them, in the order in which they came.

        Raises:
            UsageError: Several vendors have the operation, or none has it.
        """
        vendors = list(self._held)
        if operation is not None:
            vendors = [self._vendors.of_operation(operation, vendor)]
        elif vendor is not None:
            vendors = [self._vendors.require(vendor)]
        chosen = {"operation": operation} if operation else {}
        rows = [
            row
            for account in self._accounts(vendors)
            for row in reversed(self._entries(account=account, **chosen))
        ]
        return sorted(rows, key=lambda row: str(row["at"]))

    def assert_called(
        self,
        operation: str,
        *,
        vendor: str | None = None,
        times: int | None = None,
        body: Any = None,
    ) -> None:
        """Fail unless the test's accounts have called an operation.

        Args:
            times: How often, exactly; None for at least once.
            body: What the body has at least; None for any.

        Raises:
            AssertionError: They have not; shows the nearest requests, and those that came with other keys.
            UsageError: Several vendors have the operation, or none has it.
        """
        __tracebackhide__ = True
        named = self._vendors.of_operation(operation, vendor)
        wanted: dict[str, Any] = {"vendor": named, "operation": operation}
        if body is not None:
            wanted["body"] = body
        counted = [
            self._mock.ask("POST", f"{_API}/requests/count", {**wanted, "account": account})
            for account in self._accounts([named])
        ]
        count = sum(each["count"] for each in counted)
        if count == times or (times is None and count):
            return
        expected = "at least one request" if times is None else f"{times} requests"
        having = "" if body is None else f" with {body!r}"
        lines = [f"{named} {operation}: expected {expected}{having}, found {count}"]
        held = self._held[named]
        near = [one for each in counted for one in each["nearest"]]
        lines += _nearest([each for each in near if each["request"]["account"] in held])
        lines += self._foreign(named, operation)
        raise AssertionError("\n".join(dict.fromkeys(lines)))

    def _accounts(self, vendors: list[str] | None = None) -> Iterator[str]:
        for vendor in self._held if vendors is None else vendors:
            yield from self._held[vendor]

    def _entries(self, **chosen: str) -> list[dict[str, Any]]:
        query = urlencode({"limit": _MOST_ENTRIES, **chosen})
        rows: list[dict[str, Any]] = self._mock.ask("GET", f"{_API}/requests?{query}")["requests"]
        return rows

    def _foreign(self, vendor: str, operation: str) -> Iterator[str]:
        """Yield the latest requests for an operation that came with none of the keys of the test."""
        entries = self._entries(vendor=vendor, operation=operation)
        held = self._held[vendor]
        foreign = [row for row in entries if row["account"] not in held][:_MOST_FOREIGN]
        if foreign:
            yield f"with other keys than the test's (use_key names the application's own, key({vendor!r}) this test's):"
        for row in foreign:
            account = row["account"] or "no key"
            yield f"  {row['at']} {row['method']} {row['path']} -> {row['status']}, {account}"


def _nearest(entries: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the requests that come nearest, each with its body and what differs."""
    if entries:
        yield "nearest:"
    for each in entries:
        row = each["request"]
        sent = json.dumps(row["body"], ensure_ascii=False)[:_SHOWN_LETTERS]
        yield f"  {row['at']} {row['method']} {row['path']} -> {row['status']}: {sent}"
        # All of them are of accounts of the test.
        yield from (f"    {how}" for how in each["differs"] if not how.startswith("account: "))
