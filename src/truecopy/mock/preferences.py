"""The `Prefer` header: what a single request asks of the mock."""

import math
import re
from collections.abc import Collection
from dataclasses import dataclass

# Clients give up long before.
_LONGEST_DELAY_S = 300.0
# From here on statuses are no success, and from the other on they are errors (RFC 9110 section 15).
_REDIRECTIONS = 300
_ERRORS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """The parsed header.

    Attributes:
        code: Status that the answer shall have: any of an error, or another one that is documented.
        delay_s: Seconds to wait before answering.
        seed: Seed of the pictures.
        problem: Why the header cannot be followed; None when it can.
    """

    scenario: str | None = None
    code: int | None = None
    delay_s: float = 0.0
    seed: int | None = None
    problem: str | None = None

    @property
    def asks_success(self) -> bool:
        """Whether the answer of a good request is asked for, which no scenario then keeps from it."""
        return self.code is not None and self.code < _REDIRECTIONS

    def applied(self, status: int, *, has_scenario: bool) -> str:
        """Return what of the header was followed by an answer, as its echo has it; empty for nothing.

        Args:
            has_scenario: Whether a scenario stood; an error that is asked for goes before any.
        """
        code = self.code if self.code == status else None
        is_played = has_scenario and (code is None or self.asks_success)
        scenario = self.scenario if is_played else None
        given: dict[str, object] = {"scenario": scenario, "code": code, "seed": self.seed}
        given["delay"] = self.delay_s or None
        return ", ".join(f"{name}={value}" for name, value in given.items() if value is not None)

    def unknown_to(self, documented: Collection[int]) -> str | None:
        """Return why an operation cannot be asked for the status, None where it can.

        Args:
            documented: Its statuses. Errors can be asked for beyond them, as clients meet such from everywhere.
        """
        if self.code is None or self.code >= _ERRORS or self.code in documented:
            return None
        known = ", ".join(map(str, sorted(documented)))
        return f"Prefer: code={self.code} is not documented here; {known} are, and errors from 400 to 599 can be asked for"


NONE = Preferences()


def read_preferences(header: str) -> Preferences:
    """Return what a Prefer header asks for; preferences that are not the mock's are ignored.

    Source:
        RFC 7240 section 2; the names are those of Prism, with `scenario`, `delay` and `seed` added.
    """
    if not header:
        return NONE
    given: dict[str, str] = {}
    for part in header.replace(";", ",").split(","):
        name, _, value = part.partition("=")
        # The first of a name counts, and one without a value has an empty one.
        value = value.strip().removeprefix('"').removesuffix('"').strip()
        given.setdefault(name.strip().lower(), value)
    if not given.keys() & {"scenario", "code", "delay", "seed"}:
        return NONE
    try:
        return Preferences(
            scenario=_scenario(given["scenario"]) if "scenario" in given else None,
            code=_code(given["code"]) if "code" in given else None,
            delay_s=_delay(given["delay"]) if "delay" in given else 0.0,
            seed=_seed(given["seed"]) if "seed" in given else None,
        )
    except ValueError as error:
        return Preferences(problem=str(error))


def _scenario(text: str) -> str:
    if not text:
        raise ValueError("Prefer: scenario= names none")
    return text


def _code(text: str) -> int:
    if not re.fullmatch(r"[2-5][0-9][0-9]", text):
        raise ValueError(f"Prefer: code={text[:20]} is no status of an answer, 200 to 599")
    return int(text)


def _delay(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= _LONGEST_DELAY_S:
        raise ValueError(
            f"Prefer: delay={text[:20]} is not a number of seconds from 0 to {_LONGEST_DELAY_S:.0f}"
        )
    return seconds


def _seed(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise ValueError(f"Prefer: seed={text[:20]} is not a whole number of up to 18 digits")
    return int(text)
