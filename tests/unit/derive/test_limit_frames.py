"""What stands around a limit in its clause."""

import pytest
from tests.unit.derive.fields import make_field

from truecopy.derive.prose import read_limits


@pytest.mark.parametrize(
    ("kind", "text", "count"),
    [
        ("integer", "The number of coins to strike. Up to 4 coins can be struck at once.", 1),
        ("integer", "Number of passes between 1 and 50.", 2),
        ("integer", "A random seed between 0 and 4294967295.", 2),
        ("integer", "At most 10 per request.", 1),
        ("number", "How hard to press, from 0 to 20.", 2),
        ("integer", "Width of the coin, at least 256 and at most 2048.", 2),
        ("string", "A motto of up to 100 characters that describes the coin.", 1),
        ("string", "Fields may be between 3 and 30 characters.", 2),
        ("string", "It has between 3 and 30 characters.", 2),
        ("string", "The motto, no longer than 80 characters.", 1),
        ("array", "Up to 16 tags per coin.", 1),
        ("array", "An array of at most 4 reference coins.", 1),
        ("array", "You can attach up to 16 tags.", 1),
        ("integer", "Choose between 3 and 12.", 2),
        ("integer", "A value of at least 10.", 1),
        ("integer", "An integer between 0 and 20 specifying how many are struck.", 2),
    ],
)
def test_limit_in_a_clause_about_the_value_is_read(kind: str, text: str, count: int) -> None:
    """A clause without a verb, or with one that allows and forbids, bounds the value."""
    assert len(read_limits(text, make_field(kind))) == count


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "The preview shows at most 5."),
        ("integer", "Most screens show at most 60."),
        ("integer", "Our presses found at least 1024 helpful."),
        ("integer", "A box holds 10 to 12 pieces and weighs at most 4 kg."),
        ("integer", "At least 30 passes are needed for fine lines."),
        ("integer", "Films have at least 24."),
        ("integer", "Up to 4 coins fit on a tray."),
        ("number", "From 7 to 9 the coin stays close to the drawing."),
        ("number", "A value of at least 0.7 makes edges lively."),
        ("string", "Mottos between 20 and 60 characters scored highest."),
        ("string", "Long mottos, say 200 to 300 characters, wear off sooner."),
        ("string", "The badge has room for at most 20 characters."),
        ("string", "50 个字符以内的文字效果最好。"),
        ("array", "The overview lists up to 5 tags."),
        ("array", "Each may have up to 3 versions."),
        ("integer", "Banks ask for at least 500."),
        ("integer", "Phones use 8000 to 16000, studios at least 44100."),
        ("integer", "Buyers choose between 3 and 12."),
        ("integer", "Orders of at least 10 ship free."),
        ("array", "With at most 3 tags the search is exact."),
    ],
)
def test_number_in_a_clause_with_a_verb_of_its_own_bounds_nothing(kind: str, text: str) -> None:
    """What happens at a number, and what something else has, shows or needs, is no limit of the value."""
    assert read_limits(text, make_field(kind)) == []
