"""Values become bytes, and bytes become those values again."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract.bodies import decode_body
from truecopy.contract.encode import apply_edits, data_uri, encode_body, form_parts
from truecopy.model import ABSENT, Edit, Payload

JSON, FORM = "application/json", "multipart/form-data"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "count": {"type": "integer"},
        "flag": {"type": "boolean"},
        "extra": {"type": "object"},
        "file": {"type": "string", "format": "binary"},
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "either": {"type": ["string", "array"], "format": "binary", "items": {"format": "binary"}},
    },
}
LETTERS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | LETTERS,
    lambda inner: st.lists(inner) | st.dictionaries(LETTERS, inner),
    max_leaves=20,
)
# Clients write `"`, CR and LF as %22, %0D and %0A, which readers leave so; a backslash escapes.
FILENAMES = st.text(
    st.characters(codec="utf-8", exclude_characters='"\\', exclude_categories=["Cc"]), min_size=1
)
FILE = st.tuples(FILENAMES, st.binary())


@st.composite
def forms(draw: st.DrawFn) -> Payload:
    """Draw a form that the schema speaks of, with its files."""
    instance: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "text": LETTERS,
                "count": st.integers(-(10**18), 10**18),
                "flag": st.booleans(),
                "extra": st.dictionaries(LETTERS, VALUES),
                "unknown": LETTERS,
            },
        )
    )
    files: dict[str, bytes] = {}
    if draw(st.booleans()):
        instance["file"], files["/file"] = draw(FILE)
    for name in ("files", "either"):
        several = draw(st.lists(FILE, max_size=3))
        if several:
            instance[name] = [each[0] for each in several]
            files |= {f"/{name}/{index}": each[1] for index, each in enumerate(several)}
    return Payload(instance=instance, files=files)


@pytest.mark.slow
@given(value=VALUES)
def test_json_comes_back_as_it_was(value: Any) -> None:
    """A value that is encoded as JSON is decoded to the same value."""
    content_type, data = encode_body(Payload(instance=value), JSON)

    assert content_type == JSON
    assert decode_body(JSON, content_type, data, {}) == Payload(instance=value)


@pytest.mark.slow
@given(payload=forms())
def test_a_form_comes_back_as_it_was(payload: Payload) -> None:
    """Texts, numbers, objects and files of a form are decoded to the same values and bytes."""
    content_type, data = encode_body(payload, FORM)

    assert decode_body(FORM, content_type, data, SCHEMA) == Payload(
        instance=payload.instance, files=payload.files
    )


@pytest.mark.slow
@given(payload=forms())
def test_equal_forms_are_equal_bytes(payload: Payload) -> None:
    """The boundary is a function of the content, and nowhere in it."""
    content_type, data = encode_body(payload, FORM)

    assert encode_body(copy.deepcopy(payload), FORM) == (content_type, data)
    boundary = content_type.partition("boundary=")[2]
    assert data.count(boundary.encode()) == 1 + len(list(form_parts(payload)))


def test_a_file_under_a_name_with_a_slash_comes_back() -> None:
    """Its pointer is escaped on both ways."""
    payload = Payload(instance={"a/b": "1.png"}, files={"/a~1b": b"png"})

    content_type, data = encode_body(payload, FORM)

    assert decode_body(FORM, content_type, data, {}) == payload


def test_other_forms_have_other_boundaries() -> None:
    """Another content is another boundary."""
    one, two = (encode_body(Payload(instance={"text": each}), FORM)[0] for each in "ab")

    assert one != two


def test_a_form_is_written_as_clients_write_it() -> None:
    """Lists of files are sent as repeated `name[]`, other values as the JSON text of them."""
    payload = Payload(
        instance={"text": "a", "count": 1, "flag": True, "none": None, "files": ["1.png", "2.png"]},
        files={"/files/0": b"1", "/files/1": b"2"},
    )

    assert list(form_parts(payload)) == [
        ("text", "a"),
        ("count", "1"),
        ("flag", "true"),
        ("none", "null"),
        ("files[]", ("1.png", b"1")),
        ("files[]", ("2.png", b"2")),
    ]


def test_names_cannot_break_out_of_their_header() -> None:
    """Quotes and line ends in names are written as browsers write them."""
    payload = Payload(instance={'a"\r\nX: y': 'f"\r\n.png'}, files={'/a"\r\nX: y': b""})

    data = encode_body(payload, FORM)[1]

    assert b'name="a%22%0D%0AX: y"; filename="f%22%0D%0A.png"\r\nContent-Type:' in data


def test_an_empty_form_is_a_form() -> None:
    """A form without parts has its closing boundary only."""
    content_type, data = encode_body(Payload(instance={}), FORM)

    assert data == f"--{content_type.partition('boundary=')[2]}--\r\n".encode()


def test_a_picture_is_a_data_uri() -> None:
    """Bytes stand in JSON as base64 behind their type."""
    assert data_uri(b"\x00\xff") == "data:image/png;base64,AP8="
    assert data_uri(b"", "webp") == "data:image/webp;base64,"


@pytest.mark.parametrize(
    ("instance", "edits", "changed"),
    [
        pytest.param({"a": 1}, [("/a", 2)], {"a": 2}, id="a member"),
        pytest.param({}, [("/a/b/c", 1)], {"a": {"b": {"c": 1}}}, id="members on the way"),
        pytest.param({"a": "x"}, [("/a/b", 1)], {"a": {"b": 1}}, id="a value becomes an object"),
        pytest.param({"a": [1, 2]}, [("/a/1", 3)], {"a": [1, 3]}, id="an element"),
        pytest.param(
            {"a": [{"x": 1}]}, [("/a/2/x", 5)], {"a": [{"x": 1}] * 2 + [{"x": 5}]}, id="grown"
        ),
        pytest.param({}, [("/a/1", 5)], {"a": [None, 5]}, id="a new array"),
        pytest.param({"a": []}, [("/a/0", 5)], {"a": [5]}, id="an empty array"),
        pytest.param({"a": {}}, [("/a/0", 5)], {"a": {"0": 5}}, id="a number that is a name"),
        pytest.param({"a": 1}, [("", [7])], [7], id="all of it"),
        pytest.param({"a": 1, "b": 2}, [("/a", ABSENT)], {"b": 2}, id="a member taken away"),
        pytest.param({"b": 2}, [("/a", ABSENT)], {"b": 2}, id="an absent member taken away"),
        pytest.param(
            {"a": [1, 2, 3]}, [("/a/1", ABSENT)], {"a": [1, 3]}, id="an element taken away"
        ),
        pytest.param({"a": [1]}, [("/a/5", ABSENT)], {"a": [1]}, id="an absent element taken away"),
        pytest.param({"a": 1}, [("/a", 2), ("/b", 3), ("/a", ABSENT)], {"b": 3}, id="in order"),
        pytest.param(
            {"x/y": 1, "~": 2}, [("/x~1y", 3), ("/~0", 4)], {"x/y": 3, "~": 4}, id="escaped"
        ),
        pytest.param({"a": 1}, [("/a", None)], {"a": None}, id="null is a value"),
    ],
)
def test_an_edit_changes_one_place(
    instance: Any, edits: list[tuple[str, Any]], changed: Any
) -> None:
    """A value is put where the pointer says, with what is missing on the way; ABSENT takes away."""
    made = tuple(Edit(pointer=pointer, value=value) for pointer, value in edits)

    assert apply_edits(Payload(instance=instance), made).instance == changed


@pytest.mark.parametrize(
    ("edit", "files"),
    [
        pytest.param(
            Edit(pointer="/f", value="n", data=b"2"),
            {"/f": b"2", "/g/0": b"0", "/g/1": b"1"},
            id="another",
        ),
        pytest.param(
            Edit(pointer="/h", value="n", data=b""),
            {"/f": b"f", "/g/0": b"0", "/g/1": b"1", "/h": b""},
            id="one more",
        ),
        pytest.param(
            Edit(pointer="/f", value=ABSENT), {"/g/0": b"0", "/g/1": b"1"}, id="taken away"
        ),
        pytest.param(
            Edit(pointer="/f", value="text"), {"/g/0": b"0", "/g/1": b"1"}, id="a text for it"
        ),
        pytest.param(Edit(pointer="/g", value=ABSENT), {"/f": b"f"}, id="all of a list"),
        pytest.param(
            Edit(pointer="/g/2", value="n", data=b"2"),
            {"/f": b"f", "/g/0": b"0", "/g/1": b"1", "/g/2": b"2"},
            id="one behind",
        ),
    ],
)
def test_files_go_with_their_places(edit: Edit, files: dict[str, bytes]) -> None:
    """The bytes of a file follow its place: they come and go with it."""
    payload = Payload(
        instance={"f": "f", "g": ["0", "1"]}, files={"/f": b"f", "/g/0": b"0", "/g/1": b"1"}
    )

    assert apply_edits(payload, (edit,)).files == files


POINTERS = st.lists(st.sampled_from(["a", "b", "0", "1"]), max_size=3).map(
    lambda names: "".join(f"/{name}" for name in names)
)
SMALL = st.recursive(
    st.none() | st.integers(0, 3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab01"), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    instance=SMALL,
    edits=st.lists(
        st.builds(Edit, pointer=POINTERS, value=SMALL, data=st.none() | st.binary(max_size=2)),
        max_size=4,
    ),
)
def test_an_edit_never_changes_what_it_was_given(instance: Any, edits: list[Edit]) -> None:
    """The payload that is edited stays as it is, and the last edit of a place is what stands there."""
    payload = Payload(instance=instance, files={"/a": b"1", "/b/0": b"2"})
    before = copy.deepcopy(payload)

    changed = apply_edits(payload, tuple(edits))

    assert payload == before
    if edits:
        here = changed.instance
        for name in edits[-1].pointer.split("/")[1:]:
            here = here[int(name)] if isinstance(here, list) else here[name]
        assert here == edits[-1].value
        assert json.dumps(here) == json.dumps(edits[-1].value)
