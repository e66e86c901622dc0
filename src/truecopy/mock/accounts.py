"""API keys: which look good, and the account that each belongs to. Raw keys are never kept."""

import random
import re
from dataclasses import dataclass
from hashlib import blake2b

from truecopy.contract.pattern_texts import text_of

# Keys by which a client tries out what a refused key does.
_REFUSED = re.compile(r"invalid|expired", re.IGNORECASE)
# Shown to people, where a vendor's keys may look so.
TRIAL_KEY = "sk-test"
# A key that asks for a scenario; what follows the dot makes accounts of their own.
_SCENARIO = re.compile(r"sk-scenario-([a-z0-9-]+)(?:\..*)?")
# Several times the longest key of any vendor.
_LONGEST = 512
# More clients than one mock has; what is remembered is some hundred bytes each.
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class AuthResult:
    """What the Authorization header says.

    Attributes:
        account: Id of the account: vendor, colon, 16 hex digits; empty without a usable key.
        problem: Why the key is refused, None when it is good.
        scenario: Name of the scenario that the key itself asks for.
    """

    account: str
    problem: str | None
    scenario: str | None = None


def made_up_key(pattern: re.Pattern[str], wish: str) -> str:
    """Return a key that looks as a vendor's do, another for each wish: the wish itself where that will do, or where nothing is found.

    Args:
        pattern: What a good key looks like.
    """
    shaped = text_of(pattern.pattern, least=len(wish), pick=random.Random(wish).choice)  # noqa: S311 - nobody keeps it secret
    return next(
        (
            each
            for each in (wish, f"{shaped}{wish}", shaped)
            if pattern.search(each) and not _REFUSED.search(each)
        ),
        wish,
    )


class Authenticator:
    """Judges the keys of one vendor."""

    def __init__(self, vendor: str, pattern: re.Pattern[str], secret: bytes) -> None:
        """Prepare the keyed hash.

        Args:
            pattern: What a good key looks like.
            secret: Makes account ids that nobody can turn back into keys.
        """
        self._vendor = vendor
        self._pattern = pattern
        self._base = blake2b(vendor.encode(), key=secret[:32], digest_size=8)
        self._known: dict[int, AuthResult] = {}

    def judge(self, header: bytes) -> AuthResult:
        """Return what an Authorization header amounts to.

        A verdict is remembered under Python's keyed hash of the header, never under the header.
        """
        name = hash(header)
        known = self._known.get(name)
        if known is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[name] = self._judge(header.decode("latin-1"))
        return known

    def _judge(self, header: str) -> AuthResult:
        scheme, _, key = header.partition(" ")
        key = key.strip()
        if not header:
            return AuthResult("", "there is no Authorization header")
        if scheme.lower() != "bearer" or not key:
            # What stands there may be a key without its scheme, and is not repeated.
            return AuthResult("", "the Authorization header does not read: Bearer KEY")
        account = self._account(key)
        wish = _SCENARIO.fullmatch(key)
        if wish:
            return AuthResult(account, None, wish.group(1))
        if len(key) > _LONGEST or not self._pattern.search(key):
            wanted = self._pattern.pattern
            return AuthResult(account, f"the key does not look like one of this vendor ({wanted})")
        if _REFUSED.search(key):
            return AuthResult(account, "keys that contain 'invalid' or 'expired' are refused")
        return AuthResult(account, None)

    def _account(self, key: str) -> str:
        digest = self._base.copy()
        digest.update(key.encode("utf-8", "surrogateescape"))
        return f"{self._vendor}:{digest.hexdigest()}"
