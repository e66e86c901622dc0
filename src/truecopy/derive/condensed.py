"""A sentence as the wordings of limits see it: one blank where there are several, and no glosses behind numbers.

A gloss says a number in another way, `3600 (1 hour)`, or how good it is, `1 (worst)`: it bounds nothing and parts
what belongs together.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from truecopy.derive.document import Span

_BLANKS = r"[ \t\u00a0\u2007\u202f\u3000]"
_UNITS = r"(?:(?:milli)?seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)"
# Words for the ends of a scale, and what they are the ends of; any other word may be a condition or advice.
_ENDS = (
    r"(?:[a-z]{2,12}(?:est|ost)|best|worst|least|most|low|high|min(?:imum)?|max(?:imum)?|slow|fast|weak|strong|strict|loose|small|large|"
    r"short|long|none|full|off|on|never|always|silent|quiet|loud|bad|good|poor|excellent|cold|hot|black|white|disabled|unlimited|no|"
    r"deterministic|creative|random)"
)
_OF_SCALE = r"(?:quality|priority|level|detail|value|speed|change|effect|compression|volume|similarity|creative|random|strict|important|severe)"
# Behind a number: `(1 hour)`, `(lowest quality)`, `(5 is best)`.
_GLOSS = (
    rf"(?<=\d){_BLANKS}{{0,3}}\((?:(?:=|i\.e\.,?|or) ?)?(?:\d{{1,9}}(?:\.\d{{1,3}})? ?{_UNITS}"
    rf"|(?:\d{{1,9}} (?:is|=|means) )?(?:the )?{_ENDS}(?: {_OF_SCALE})?)\)"
)
_LEFT_OUT = re.compile(rf"{_GLOSS}|(?<={_BLANKS}){_BLANKS}+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condensed:
    """A sentence, and where its characters stand in the one on the page.

    Attributes:
        starts: Where each piece of the text begins, ascending from 0.
        places: Where each piece begins on the page.
    """

    text: str
    starts: Sequence[int]
    places: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return where a part of the text stands on the page; a gloss behind it belongs to it."""
        last = self._place(end)
        return self._place(start), max(last, self._place(start))

    def _place(self, at: int) -> int:
        piece = bisect_right(self.starts, at) - 1
        return self.places[piece] + at - self.starts[piece]


def condense(sentence: str) -> Condensed:
    """Return a sentence without what says nothing of a limit."""
    pieces, starts, places, at, length = list[str](), [0], [0], 0, 0
    for match in _LEFT_OUT.finditer(sentence):
        pieces.append(sentence[at : match.start()])
        length += match.start() - at
        at = match.end()
        starts.append(length)
        places.append(at)
    pieces.append(sentence[at:])
    return Condensed(text="".join(pieces), starts=starts, places=places)
