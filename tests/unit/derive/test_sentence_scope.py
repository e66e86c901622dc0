"""Which sentences are about a field's value."""

import pytest

from truecopy.derive.documented_fields import DocumentedField
from truecopy.derive.prose import read_limits
from truecopy.derive.sentence_scope import (
    has_foreign_unit,
    is_about_value,
    is_telling,
    split_sentences,
)


def said(text: str, name: str, kind: str) -> dict[str, object]:
    """Return what a text says of a field."""
    field = DocumentedField(name=name, types=frozenset({kind}))
    return {each.keyword: each.value for each in read_limits(text, field)}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Each coin takes between 20 and 30 seconds.", "n", "integer"),
        ("Minting lasts 20 to 30 minutes (2-3).", "n", "integer"),
        ("Kept for up to 30 days.", "n", "integer"),
        ("Costs between 1 and 5 credits.", "n", "integer"),
        ("$0.04 each (1-10).", "n", "integer"),
        ("Works best between 20 and 50.", "steps", "integer"),
        ("We recommend at most 10.", "steps", "integer"),
        ("Typically between 7 and 12.", "scale", "number"),
        ("The coin-2.0 series takes 1-6 (1-6), others one.", "n", "integer"),
        ("coin-2.0 supports 1 only.", "n", "integer"),
        ("On the free plan at most 3.", "n", "integer"),
        ("Must be between 1 and 4 when gilded is true.", "n", "integer"),
        ("At most 4 if the rim is milled.", "n", "integer"),
        ("About 10 at most 20 minutes.", "n", "integer"),
        ("Previously at most 4.", "n", "integer"),
        ("Calls are retried at most 3 times.", "n", "integer"),
        ("Between 20 and 500 characters are read.", "n", "integer"),
        ("A random value between 0 and 100 is chosen.", "seed", "integer"),
        ("Mottos of up to 50 characters give the best results.", "motto", "string"),
        ("At most 50 characters, longer ones are truncated.", "motto", "string"),
        ("The text behind the link has at most 500 characters.", "text_url", "string"),
        ("Supported formats: wav, mp3", "sound_url", "string"),
        ("Languages: en, zh, ja", "motto", "string"),
        ("Must be unique or empty.", "motto", "string"),
        ("Up to 3 requests per second.", "tags", "array"),
        ("Each tag has at most 3 words.", "n", "integer"),
        ("Max length: 800 tokens", "motto", "string"),
        ("The maximum length is 800 bytes.", "motto", "string"),
        ("At most 10 MB in total.", "photo", "string"),
        ("Total size: no larger than 10 MB", "photo", "string"),
    ],
)
def test_sentence_about_something_else_states_nothing(text: str, name: str, kind: str) -> None:
    """Durations, prices, advice, other models, conditions and what an address points to bound no value."""
    assert said(text, name, kind) == {}


@pytest.mark.parametrize(
    ("text", "name", "kind", "expected"),
    [
        ("How many, at most 10.", "n", "integer", {"maximum": 10}),
        ("Max length: 800 (some 90 words)", "motto", "string", {"maxLength": 800}),
        (
            "Length of the clip in seconds, between 5 and 10.",
            "duration",
            "integer",
            {"minimum": 5, "maximum": 10},
        ),
        ("Between 5 and 10 seconds.", "duration_s", "integer", {"minimum": 5, "maximum": 10}),
        (
            "Must be a multiple of 8, between 256 and 1024 pixels.",
            "width",
            "integer",
            {"multipleOf": 8, "minimum": 256, "maximum": 1024},
        ),
        ("Between 0 and 9, unless omitted.", "seed", "integer", {"minimum": 0, "maximum": 9}),
        ("Up to 4096 tokens.", "max_tokens", "integer", {"maximum": 4096}),
        ("At most 50 characters.", "motto", "string", {"maxLength": 50}),
        ("Fewer than 50 characters", "motto", "string", {"maxLength": 49}),
        ("The URL, at most 2,048 characters.", "link", "string", {"maxLength": 2048}),
        ("Supported formats: wav, mp3", "sound_format", "string", {"enum": ["wav", "mp3"]}),
        ("Available options: best, fast", "quality", "string", {"enum": ["best", "fast"]}),
    ],
)
def test_sentence_about_the_value_states_its_limit(
    text: str, name: str, kind: str, expected: dict[str, object]
) -> None:
    """A limit stands in any wording, as long as it is of the value."""
    assert said(text, name, kind) == expected


def test_pieces_are_split_into_sentences() -> None:
    """A label stays with its value, an abbreviation ends nothing, and a number's dot neither."""
    text = "One (e.g. a). Two 0.5!\nExample:\n\n7\nThree"

    assert [text[start:end].strip() for start, end in split_sentences(text)] == [
        "One (e.g. a).",
        "Two 0.5!",
        "Example:\n\n7\nThree",
    ]


def test_parts_of_the_judgement() -> None:
    """The unit behind a number, and what is left of a sentence, are looked at on their own."""
    field = DocumentedField(name="n", types=frozenset({"integer"}))

    assert has_foreign_unit("at most 3", " requests", field)
    assert not has_foreign_unit("at most 3", " coins", field)
    assert is_about_value("At most 3.", " .", field)
    assert not is_about_value("At most 3 days.", " days.", field)


@pytest.mark.parametrize(
    "left", ["and 3 more", "only", "a multiple of", "`rim`", "big_rim", "unless"]
)
def test_rest_of_a_sentence_may_make_a_rule(left: str) -> None:
    """Figures, names and words that limit are telling, whatever else of the sentence is cited."""
    assert is_telling(left, is_cited=True)


def test_must_before_a_limit_is_accounted_for() -> None:
    """What makes a rule of the cited limit is no rule of its own."""
    assert not is_telling("It must be", is_cited=True)
    assert is_telling("It must shine", is_cited=False)
    assert not is_telling("How it shines", is_cited=False)
