"""Which subject each described field is about."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.elements import Block
from truecopy.derive.example_names import ExampleNames
from truecopy.derive.field_subjects import FieldSubjects, place_of, require_shallow
from truecopy.derive.located_json import DEEPEST, Node, read_json
from truecopy.errors import DeriveError


def make_block(
    name: str,
    kind: str = "string",
    *attributes: str,
    section: str = "request",
    parent: Block | None = None,
) -> Block:
    """Return a block whose lines stand on a page of their own."""
    lines = make_document("\n".join([name, kind, *attributes])).lines
    return Block(
        section=section,
        name=name,
        head=lines[0],
        declared=lines[1],
        attributes=list(lines[2:]),
        parent=parent,
    )


def subjects(
    *blocks: Block, has_body: bool = True, path: str = "", **examples: list[Node]
) -> list[str]:
    """Return the subject of each block."""
    names = ExampleNames(examples)
    found = FieldSubjects(blocks, status=200, has_body=has_body, path=path, names=names)
    return [found.of(block) for block in blocks]


def test_dotted_names_are_members() -> None:
    """A name with dots is a member of what stands before the dot, in an array of each element."""
    found = subjects(
        make_block("coin", "object"),
        make_block("coin.face"),
        make_block("coins", "object[]"),
        make_block("coins.face"),
        make_block("coins[].rim"),
        make_block("coins[0].edge"),
    )

    assert found == [
        "request.coin",
        "request.coin.face",
        "request.coins",
        "request.coins[].face",
        "request.coins[].rim",
        "request.coins[].edge",
    ]


def test_example_may_have_a_name_with_dots() -> None:
    """A key of an example that has the dot itself is one name."""
    document = make_document('{"coin.face": 1}')

    assert subjects(make_block("coin.face"), request=[read_json(document, 0)]) == [
        "request.coin%2Eface"
    ]


def test_members_of_a_described_object() -> None:
    """A block below the members of another is one of them."""
    parent = make_block("coins", "array")

    assert subjects(parent, make_block("face", parent=parent))[1] == "request.coins[].face"


def test_parameters_of_a_request_without_a_body() -> None:
    """Where there is no body, fields stand in the path or in the query."""
    found = subjects(
        make_block("coin"), make_block("limit"), has_body=False, path="/v1/coins/{coin}"
    )

    assert found == ["path.coin", "query.limit"]


def test_attribute_names_the_place() -> None:
    """An attribute that names a place wins over the heading."""
    block = make_block("x-mint", "string", "required", "header")

    assert place_of(block) == "header"
    assert subjects(block, make_block("id", section="answer")) == ["header.x-mint", "200.id"]


def test_members_without_end_are_refused() -> None:
    """What works on a body calls itself, so a field has so many fields around it and no more; dots count too."""
    document = make_document("a")
    blocks = [make_block("a")]
    for _ in range(DEEPEST - 1):
        blocks.append(make_block("a", parent=blocks[-1]))

    require_shallow(document, blocks)
    with pytest.raises(DeriveError, match="deeper than 64 levels"):
        require_shallow(document, [make_block("b", parent=blocks[-1])])
    with pytest.raises(DeriveError, match="deeper than 64 levels"):
        require_shallow(document, [make_block(".".join("a" * 65))])
