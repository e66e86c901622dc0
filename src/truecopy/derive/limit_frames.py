"""What stands around a limit in its clause: only a clause about the value bounds the value.

`At most 4 images can be sent` and `The text, up to 80 characters` are such clauses; `The preview shows at most 5` and
`From 7 to 9 the picture stays close` have a verb of their own, and say what happens at these numbers.
"""

import re
from collections.abc import Sequence

from truecopy.derive.declared_types import read_type
from truecopy.derive.document import Span
from truecopy.derive.documented_fields import DocumentedField
from truecopy.derive.wordlist import words

# What parts the clauses of a sentence.
_BOUNDARY = re.compile(r"[,;:()\[\]|\n\uff0c\uff1b\uff1a\uff08\uff09。、—–]|\s-\s")
# A word, with what joins two into one: `6-sided`, `client's`, `50%`.
_WORD = re.compile(r"[^\W_][\w'\u2019/%-]*")
# A limit that brings its own verb: it needs none before it.
_OWN_VERB = re.compile(
    r"\b(?:must|can ?not|may not|must not|should|limited|exceed|range|required|valid|accepted|allowed|supported|rejected|refused|values?)\b"
    r"|[<>=≤≥\u4e00-\u9fff]",
    re.IGNORECASE,
)
# Words right before a limit that lead to it.
_LEADS = frozenset(
    words(
        "of with is are be must should may can will to from in value values length lengths range limit limits maximum minimum max min size "
        "count number total only not and or but that which have has having contain contains containing accept accepts support supports "
        "allow allows between exceed exceeds a an the x n any within currently also then than"
    )
)
# Verbs that ask for a value, where they have no subject of their own: `choose between 1 and 3`, `you can attach up to 4`.
_ASKS = frozenset(
    words(
        "use provide specify give pass send set enter choose pick supply include includes add upload attach"
    )
)
_ASKED = frozenset(words("can may must should to please or and you"))
# What a number is a number of, where it follows in the sentence: `a value of at least 2`.
_VALUES = frozenset(
    words(
        "value values number integer float minimum maximum total sum count limit range length size duration delay width height"
    )
)
# Words that a clause begins with that is about many things, or about those who wrote the page.
_OF_OTHERS = frozenset(
    words(
        "most some many few several other others our we they these those you people users everyone"
    )
)
_HAVE = frozenset(words("have has"))
_SUBJECTS = frozenset(
    words(
        "it this that which can may must should value field parameter list array text string entry item element each"
    )
)
# What introduces an example.
_SUCH_AS = frozenset(words("say like perhaps maybe eg e.g. e.g"))
# First words of what names a quantity: all that follows belongs to the name.
_QUANTITIES = frozenset(words("number how amount count quantity"))
# Words with which a clause goes on behind a limit and its unit.
_GOES_ON = frozenset(
    words(
        "in of per for to with within without inclusive inclusively including included exclusive excluding and or but nor can may must "
        "should shall cannot each long wide high tall deep apart only allowed supported accepted permitted possible valid required maximum max "
        "minimum min total by at on as that which where when while if unless depending from using you default otherwise after before via "
        "both also across between whichever whose inside during against since until because so not is are"
    )
)
_PREPOSITIONS = frozenset(words("for about on at by after before over under"))
_ARE = frozenset(words("is are"))
_ARE_ALLOWED = frozenset(
    words(
        "allowed supported accepted permitted possible valid required the rejected refused forbidden invalid inclusive not returned used"
    )
)
_ARTICLES = frozenset(words("a an the its"))
_DETERMINERS = frozenset(words("the a an this these those most some it they we our your"))
# Of a name without a verb, in words.
_LONGEST_NAME = 5
# Behind a number, that it counts those of a text.
_CHARACTERS = re.compile(r"char\w{0,12}$", re.IGNORECASE)


def bounds_value(sentence: str, span: Span, others: Sequence[Span], field: DocumentedField) -> bool:
    """Whether a limit stands in a clause that bounds the value of a field.

    Args:
        sentence: Where it stands.
        span: Its offsets.
        others: Those of the other limits, of which none says anything of this one.
    """
    start, end = span
    before = max((stop for _, stop in others if stop <= start), default=0)
    behind = min((begin for begin, _ in others if begin >= end), default=len(sentence))
    clauses = _BOUNDARY.split(sentence[before:start])
    left, is_first = clauses[-1], before == 0 and len(clauses) == 1
    right = _BOUNDARY.split(sentence[end:behind], maxsplit=1)[0]
    limit = sentence[start:end]
    return _leads(left, limit, field, is_first=is_first) and _is_closed(right, _units_behind(limit))


def _leads(left: str, limit: str, field: DocumentedField, *, is_first: bool) -> bool:
    """Whether the words before a limit are no clause of their own.

    Args:
        is_first: They begin the sentence; a name behind a comma is of something else: `phones use 8, studios up to 44`.
    """
    said = [each.lower() for each in _WORD.findall(left)]
    while said and said[0] in _ARTICLES:
        said.pop(0)
    if not said or _OWN_VERB.search(limit) or _BOUNDARY.match(limit):
        return True
    if said[0] in _OF_OTHERS and "can" not in said and "may" not in said and "must" not in said:
        return False
    last = said[-1]
    if last in _SUCH_AS or (last in _HAVE and not _is_subject(said[:-1], field)):
        return False
    if last == "of" and field.is_number and len(said) > 1:
        return said[-2] in _VALUES or _is_of_field(said[-2], field) or said[0] in _QUANTITIES
    if field.is_array and not {"each", "every"}.isdisjoint(said):
        return False
    if last in _ASKS:
        return len(said) == 1 or said[-2] in _ASKED
    if last in _LEADS or said[0] in _QUANTITIES or not last.isascii():
        return True
    if _is_of_field(last, field) or read_type(last, is_in_place=True):
        return True
    return is_first and len(said) <= _LONGEST_NAME and not (_is_verb(said) or _HAVE & {*said})


def _is_subject(said: Sequence[str], field: DocumentedField) -> bool:
    """Whether what has a number of something is the field: `it has`, `names can have`; not `films have`."""
    return not said or said[-1] in _SUBJECTS or _is_of_field(said[-1], field)


def _is_verb(said: Sequence[str]) -> bool:
    """Whether the last of some words may be a verb, with a preposition perhaps: `the preview shows`, `banks ask for`.

    `A random seed` has none.
    """
    if said[-1] in _PREPOSITIONS:
        said = said[:-1]
    last = said[-1]
    is_inflected = _is_plural(last) or (last.endswith("ed") and not last.endswith("eed"))
    return len(said) > 1 and (is_inflected or _is_plural(said[-2]))


def _is_of_field(word: str, field: DocumentedField) -> bool:
    """Whether a word is part of a field's name, in the singular or the plural."""
    return any(
        part.rstrip("s") == word.rstrip("s") for part in re.split(r"[\W_]+", field.name.lower())
    )


def _units_behind(limit: str) -> int:
    """Return how many words of a unit may follow a limit: `at most 4` lacks it, `4 output` a part of it."""
    if not limit.rstrip()[-1:].isalpha():
        return 2
    return 0 if _CHARACTERS.search(limit) else 1


def _is_closed(right: str, units: int) -> bool:
    """Whether what follows a limit in its clause is its unit, in so many words, and what belongs to it."""
    said = [each.lower() for each in _WORD.findall(right)]
    for index, word in enumerate(said):
        if word in _ARE:
            return said[index + 1 : index + 2] == [] or said[index + 1] in _ARE_ALLOWED
        # `an integer between 0 and 20 specifying how many`: what ends so describes what stands before it.
        if word in _GOES_ON or word.endswith("ing") or not word.isascii():
            return True
        is_over = index > 0 and _is_plural(said[index - 1])
        if index >= units or is_over or word in _DETERMINERS:
            return False
    return True


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))
