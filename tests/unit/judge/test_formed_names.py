"""Fields whose names say that not any text will do."""

import pytest

from truecopy.judge.formed_names import is_formed, sample_of


@pytest.mark.parametrize(
    "name", ["callback_url", "imageUrls", "job_id", "sourceLang", "languages", "from", "apiKey"]
)
def test_names_tell_that_a_text_has_a_form(name: str) -> None:
    """By their last word, in whatever way it is written."""
    assert is_formed(name)


@pytest.mark.parametrize("name", ["prompt", "text", "user", "tags", "negative_prompt", "title", ""])
def test_others_take_any_text(name: str) -> None:
    """Who refuses ours there, refuses what the page lets pass."""
    assert not is_formed(name)
    assert sample_of(name) is None


def test_what_can_be_guessed_is_sent() -> None:
    """An address for an address, a day for a day; an id of theirs nobody can guess."""
    assert sample_of("callback_url") == "https://example.com/resource"
    assert sample_of("reply_email") == "someone@example.com"
    assert sample_of("start_date") == "2025-01-01"
    assert sample_of("voice_id") is None
