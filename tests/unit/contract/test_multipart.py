"""Forms taken apart."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract.multipart import parse_multipart
from truecopy.contract.problems import Problem


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"--b\r\n", b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n"]),
)
def test_no_bytes_break_the_parser_of_forms(data: bytes, start: bytes) -> None:
    """Any bytes are parts or a problem, never an exception."""
    for body in (start + data, start + data + b"\r\n--b--\r\n"):
        assert isinstance(parse_multipart("multipart/form-data; boundary=b", body), list | Problem)


def form(count: int, *, end: str = "--b--\r\n") -> bytes:
    """Return a form with so many texts."""
    part = '--b\r\nContent-Disposition: form-data; name="n"\r\n\r\n1\r\n'
    return (part * count + end).encode()


def test_a_form_has_so_many_parts_and_no_more() -> None:
    """What has parts without end is refused before it fills the memory."""
    whole = parse_multipart("multipart/form-data; boundary=b", form(200))
    more = parse_multipart("multipart/form-data; boundary=b", form(201))

    assert isinstance(whole, list)
    assert len(whole) == 200
    assert isinstance(more, Problem)
    assert "more than 200 parts" in more.message


def test_a_form_that_was_cut_off_is_told() -> None:
    """Without its closing boundary a form is not whole."""
    cut = parse_multipart("multipart/form-data; boundary=b", form(2, end=""))

    assert isinstance(cut, Problem)
    assert "before its closing boundary" in cut.message


def test_a_form_without_a_boundary_is_told() -> None:
    """A Content-Type without a boundary does not say where parts end."""
    found = parse_multipart("multipart/form-data", form(1))

    assert isinstance(found, Problem)
    assert "what makes the form sets that header" in found.message


def image_form(
    disposition: bytes = b'name="image"; filename="a.png"',
    *,
    blanks: bytes = b"",
    before: bytes = b"",
    line_end: bytes = b"\r\n",
) -> bytes:
    """Return a form with a picture and a text."""
    lines = [
        b"--b" + blanks,
        b"Content-Disposition: form-data; " + disposition,
        b"Content-Type: image/png",
        b"",
        b"\x89PNG \r\n--like",
        b"--b" + blanks,
        b'Content-Disposition: form-data; name="prompt"',
        b"",
        b"A kite",
        b"--b--" + blanks,
        b"",
    ]
    return before + line_end.join(lines)


@pytest.mark.parametrize(
    "body",
    [
        image_form(),
        image_form(before=b"\r\n"),
        image_form(before=b"For readers without MIME.\r\nTwo lines of it.\r\n"),
        image_form(blanks=b" \t "),
        image_form(before=b"A preamble.\r\n", blanks=b" "),
        image_form() + b"An epilogue.",
    ],
    ids=["plain", "line", "preamble", "blanks", "both", "epilogue"],
)
def test_what_surrounds_delimiters_is_no_content(body: bytes) -> None:
    """A preamble, an epilogue, and blanks behind a delimiter are allowed, and say nothing."""
    parts = parse_multipart("multipart/form-data; boundary=b", body)

    assert isinstance(parts, list)
    assert [(each.name, each.filename, bytes(each.data)) for each in parts] == [
        ("image", "a.png", b"\x89PNG \r\n--like"),
        ("prompt", None, b"A kite"),
    ]
    assert [each.media_type for each in parts] == ["image/png", ""]


@pytest.mark.parametrize("fold", [b"\r\n ", b"\r\n\t \t"])
def test_heads_of_parts_may_be_folded(fold: bytes) -> None:
    """A line that begins with a blank goes on with the one before; content is left alone."""
    body = image_form(b'name="image";' + fold + b'filename="a.png"').replace(b"A kite", b"A\r\n b")

    parts = parse_multipart("multipart/form-data; boundary=b", body)

    assert isinstance(parts, list)
    assert [(each.name, each.filename) for each in parts] == [("image", "a.png"), ("prompt", None)]
    assert bytes(parts[1].data) == b"A\r\n b"


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("iso-8859-1", b"caf\xe9", "café"),
        ("latin-1", b"caf\xe9", "café"),
        ('"Windows-1252"', b"\x80", "€"),
        ("utf-16", "图".encode("utf-16"), "图"),
        ("gbk", "图".encode("gbk"), "图"),
        ("utf-8", "图".encode(), "图"),
        ("punycode", b"a-b", "a-b"),
        ("utf-16", b"\xff", None),
    ],
)
def test_a_text_is_read_in_the_character_set_that_it_names(
    charset: str, data: bytes, text: str | None
) -> None:
    """What cannot be read stays as it is, and what no form is written in counts as UTF-8."""
    head = (
        f'Content-Disposition: form-data; name="n"\r\nContent-Type: text/plain; charset={charset}'
    )
    body = b"--b\r\n" + head.encode() + b"\r\n\r\n" + data + b"\r\n--b--\r\n"

    parts = parse_multipart("multipart/form-data; boundary=b", body)

    assert isinstance(parts, list)
    assert parts[0].data == (data if text is None else text.encode())


def test_lines_that_end_in_lf_alone_are_told() -> None:
    """The standard asks for CR LF, and the message says so."""
    found = parse_multipart("multipart/form-data; boundary=b", image_form(line_end=b"\n"))

    assert isinstance(found, Problem)
    assert "CR LF" in found.message


@pytest.mark.parametrize(
    ("disposition", "filename"),
    [
        (b"name=image; filename*=UTF-8''%E5%9B%BE.png", "图.png"),
        (b"name=image; filename*=iso-8859-1'en'%A3.png", "£.png"),
        (b"name=image; FileName* = utf-8''a.png", "a.png"),
        (b"name=image; filename*=nonsense", "nonsense"),
        (b'name=image; filename*0="a; b"; filename*1=".png"', "a; b"),
        (b"name=image; filename*0*=UTF-8''%E5%9B%BE; filename*1=.png", "图"),
        (b"name=image; filename=a.png; filename*=UTF-8''b.png", "a.png"),
        (b'name="image"; x="; filename*=UTF-8\'\'b.png"', None),
    ],
)
def test_a_file_name_in_the_extended_writing_is_one(
    disposition: bytes, filename: str | None
) -> None:
    """`filename*` alone makes a part a file, beside `filename` it adds nothing."""
    parts = parse_multipart("multipart/form-data; boundary=b", image_form(disposition))

    assert isinstance(parts, list)
    assert parts[0].filename == filename


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "x"])
def test_a_part_that_is_written_in_another_way_is_told(encoding: str) -> None:
    """Mail encodes its parts, forms do not; content as it is may say so."""
    header = f'name="image"; filename="a.png"\r\nContent-Transfer-Encoding: {encoding}'.encode()
    plain = header.replace(encoding.encode(), b"Binary")

    found = parse_multipart("multipart/form-data; boundary=b", image_form(header))

    assert isinstance(found, Problem)
    assert "Content-Transfer-Encoding" in found.message
    assert isinstance(parse_multipart("multipart/form-data; boundary=b", image_form(plain)), list)


def test_content_is_not_walked_through_for_what_surrounds_delimiters() -> None:
    """Whoever looks at every letter of it keeps all others waiting; to take a form apart is less work than that."""
    data = form(1, end="")[:-3] + b"x" * 4_000_000 + b"\r\n--b--\r\n"
    walk = re.compile(rb"(?:\A|\r\n)--other").search

    def best(work: Callable[[], object]) -> float:
        times = []
        for _ in range(3):
            began = time.process_time()
            work()
            times.append(time.process_time() - began)
        return min(times)

    taken_apart = best(lambda: parse_multipart("multipart/form-data; boundary=b", data))
    assert taken_apart < best(lambda: walk(data))
