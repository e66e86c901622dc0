"""Documents that contradict themselves."""

import pytest
from tests.unit.derive.folding import fold_all, make_statement

from truecopy.errors import DeriveError


def test_contradiction_stops_and_shows_both_sentences() -> None:
    """Every pair that cannot both hold is shown with lines, values and words."""
    statements = [make_statement(3, 2), make_statement(4, 5)]

    with pytest.raises(DeriveError) as caught:
        fold_all([*statements, make_statement("x", 6, keyword="type")])

    text = str(caught.value)
    assert "a.request.n#maximum" in text
    assert "page:2 says 3: sentence 2" in text
    assert "page:5 says 4: sentence 5" in text
    assert "#type" not in text


def test_every_contradiction_is_shown_at_once() -> None:
    """A person settles all of them in one go."""
    with pytest.raises(DeriveError, match=r"(?s)#maximum.*#minimum"):
        fold_all(
            [
                make_statement(3),
                make_statement(4),
                make_statement(1, keyword="minimum"),
                make_statement(2, keyword="minimum"),
            ]
        )
