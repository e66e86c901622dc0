"""Signed tokens: enough to render from, and nobody else can write one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.mock.image_spec import ImageSettings, ImageSpec, caption_of
from truecopy.mock.tokens import LONGEST, Signer, TokenError
from truecopy.picture import (
    Likeness,
    likeness_from_digests,
)

sources = st.one_of(
    st.none(),
    st.integers(1, 4).flatmap(lambda n: st.binary(min_size=8 * n, max_size=8 * n)),
    st.builds(
        Likeness,
        palette=st.binary(min_size=48, max_size=48),
        grid=st.binary(min_size=512, max_size=512),
    ),
)
specs = st.builds(
    ImageSpec,
    settings=st.builds(
        ImageSettings,
        width=st.integers(1, 65_000),
        height=st.integers(1, 65_000),
        count=st.integers(1, 10),
        watermark=st.booleans(),
    ),
    seed=st.integers(0, 2**64 - 1),
    caption=st.text(max_size=400).map(caption_of),
    source=sources,
)


@given(spec=specs)
def test_a_token_holds_all_that_a_picture_needs(spec: ImageSpec) -> None:
    """What is written into a token is read back, in at most 1,500 bytes."""
    signer = Signer(b"k" * 32)

    tokens = signer.write(spec, expires=100.0)

    source = spec.source
    likeness = likeness_from_digests(source) if isinstance(source, bytes) else source
    assert len(tokens) == spec.count
    for index, token in enumerate(tokens):
        painting = signer.read(token, now=99.0)
        assert len(token) <= LONGEST
        expected = spec.painting(index, likeness)
        assert replace(painting, caption="") == replace(expected, caption="")
        assert spec.caption.startswith(painting.caption)


@given(st.text(max_size=200))
def test_no_text_passes_for_a_token(text: str) -> None:
    """Only what this mock signed is a token."""
    with pytest.raises(TokenError):
        Signer(b"k" * 32).read(text, now=0.0)


SPEC = ImageSpec(ImageSettings(1, 8, 9), seed=3, caption="A kite")


def test_a_token_is_good_until_its_time() -> None:
    """Past it, it is told apart from one that was never given."""
    signer = Signer(b"k" * 32)
    (token,) = signer.write(SPEC, expires=100.0)

    assert signer.read(token, now=100.0).width == 8
    with pytest.raises(TokenError) as late:
        signer.read(token, now=101.0)
    with pytest.raises(TokenError) as foreign:
        Signer(b"other" * 8).read(token, now=0.0)
    assert (late.value.is_expired, foreign.value.is_expired) == (True, False)


def test_a_caption_is_cut_between_characters() -> None:
    """However long a prompt is, its token stays one that every client takes."""
    spec = replace(SPEC, caption="\u96e8" * 400)

    token = Signer(b"k" * 32).write(spec, expires=100.0)[0]
    caption = Signer(b"k" * 32).read(token, now=0.0).caption

    assert len(token) <= LONGEST
    assert caption == "\u96e8" * 160


def test_a_sealed_name_comes_back_and_a_forged_one_does_not() -> None:
    """Only the secret that sealed a name unseals it; no name is no name."""
    signer = Signer(b"a" * 32)
    sealed = signer.seal("0123456789abcdef")

    assert signer.unseal(sealed) == "0123456789abcdef"
    assert signer.unseal("") == ""
    for forged in ("1" + sealed[1:], sealed[:-1], Signer(b"b" * 32).seal("0123456789abcdef"), "é"):
        with pytest.raises(TokenError):
            signer.unseal(forged)
