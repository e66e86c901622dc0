"""Lists of words."""

from truecopy.derive.wordlist import words


def test_words_are_parted_by_blanks() -> None:
    """Any number of blanks and line ends parts two words."""
    assert words("a  b\nc") == ["a", "b", "c"]
