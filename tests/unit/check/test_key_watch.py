"""A key that expires in the middle of a run."""

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.vendor import make_vendor
from tests.examining import DRIFT_BY_NAME, examine, grave
from tests.stand_ins import always

from truecopy.check import CheckResult
from truecopy.check.key_watch import KeyWatch
from truecopy.errors import BudgetReachedError, CredentialsError
from truecopy.model import Credentials, Draft, Interaction
from truecopy.wire import Budget

VENDOR = "powertokens"


def from_then_on(number: int, status: int, app: ASGIApp) -> ASGIApp:
    """Return an application that answers with a status once it has answered so many requests."""
    other, count = always(status), 0

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal count
        count += 1
        await (app if count <= number else other)(scope, receive, send)

    return answer


def expiring(number: int, status: int, budget: Budget | None = None) -> CheckResult:
    """Return what is found of a vendor that keeps its contract, and takes the key so often only."""
    return examine(
        VENDOR,
        app=make_vendor(VENDOR, is_lighter=True),
        wrap=lambda app: from_then_on(number, status, app),
        budget=budget,
    )


@pytest.mark.parametrize("status", [401, 402, 403])
@pytest.mark.parametrize("number", [3, 15, 40])
def test_a_key_that_expires_is_no_finding(status: int, number: int) -> None:
    """Whether it is expired, out of money, or above a quota: nothing is known of any claim, and the exit code is 4."""
    result = expiring(number, status)

    assert result.exit_reason == "credentials"
    assert result.findings == ()
    assert result.examined == frozenset()
    assert f"the key was taken at first, and is refused later with {status}" in result.message


def test_an_operation_that_refuses_a_good_key_is_a_finding() -> None:
    """The key is taken elsewhere."""
    result = examine(VENDOR, DRIFT_BY_NAME["form-keys-refused"])

    assert result.exit_reason == "findings"
    assert {each.operation for each in grave(result)} == {"edit-image-form"}


def draft(credentials: Credentials = Credentials.GOOD, pictures: int = 0) -> Draft:
    """Return a request."""
    return Draft(
        operation="create", method="POST", path="/", credentials=credentials, pictures=pictures
    )


def answered(status: int) -> Interaction:
    """Return an answer."""
    return Interaction(method="POST", url="http://vendor.localhost/", status=status)


def test_the_cheapest_that_was_accepted_is_sent_again() -> None:
    """Once, and only where the last word was a refusal of a good key."""
    watch, sent = KeyWatch(), list[Draft]()

    def send(again: Draft) -> Interaction:
        sent.append(again)
        return answered(200)

    watch.see(draft(pictures=4), answered(200))
    watch.see(draft(pictures=1), answered(200))
    watch.see(draft(pictures=2), answered(200))
    watch.see(draft(Credentials.MISSING), answered(401))
    watch.require(send)
    assert sent == []
    watch.see(draft(), answered(403))
    watch.require(send)

    assert sent == [draft(pictures=1)]


def test_where_nobody_can_ask_again_nothing_is_found() -> None:
    """A budget that does not reach for it is no proof that the key is good."""
    watch = KeyWatch()

    def send(_again: Draft) -> Interaction:
        raise BudgetReachedError("--max-requests 9")

    watch.see(draft(), answered(200))
    watch.see(draft(), answered(401))

    with pytest.raises(CredentialsError, match="was not asked: --max-requests 9"):
        watch.require(send)
