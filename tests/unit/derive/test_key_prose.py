"""Sentences about where a key goes."""

import pytest

from truecopy.derive.key_prose import key_place


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Send your API key in the X-Mint-Key header.", "header x-mint-key"),
        (
            "Every call has the header `xi-api-key: YOUR_KEY`, which is your key.",
            "header xi-api-key",
        ),
        ("Your API token must be sent in the `X-Mint` header.", "header x-mint"),
        ("Pass your key as the query parameter `apikey`.", "query apikey"),
        ("To authenticate, put your key into the `key` query parameter.", "query key"),
        ("We authenticate with HTTP Basic: the key is the name.", "basic"),
    ],
)
def test_sentence_tells_where_the_key_goes(sentence: str, place: str) -> None:
    """A header, a query parameter, or the name of basic authentication."""
    assert key_place(sentence) == place


@pytest.mark.parametrize(
    "sentence",
    [
        "Do not send your API key in the X-API-Key header.",
        "Use a Bearer token, or send your API key in the X-API-Key header.",
        "Webhooks carry your secret in the X-Hook-Secret header.",
        "The response has the token in an X-Next-Token header.",
        "Send an Idempotency-Key header with a key of your own.",
        "Send your API key in the Authorization header.",
        "The color key is a query parameter of the legend.",
        "Authenticate with your API key.",
    ],
)
def test_other_sentences_tell_nothing(sentence: str) -> None:
    """What is sent by the vendor, forbidden, one way among several, or about something else."""
    assert key_place(sentence) is None
