"""How reference pages word a limit: everything that is known, in the order in which it is looked for.

Each wording applies to fields of a certain kind only: "1-6" bounds an integer, and the length of an array.
"""

from truecopy.derive.choice_wordings import CHOICES
from truecopy.derive.count_wordings import COUNTS
from truecopy.derive.length_wordings import LENGTHS
from truecopy.derive.picture_wordings import PICTURES
from truecopy.derive.range_wordings import RANGES
from truecopy.derive.text_wordings import TEXTS

WORDINGS = (*LENGTHS, *RANGES, *COUNTS, *PICTURES, *CHOICES, *TEXTS)
