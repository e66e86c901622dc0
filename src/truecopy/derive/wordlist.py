"""Lists of words, written as text."""


def words(text: str) -> list[str]:
    """Return the words of a text, which blanks part."""
    return text.split()
