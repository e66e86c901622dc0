"""JSON Schemas where other pages have an example."""

from tests.unit.derive.pages import make_document

from truecopy.derive.located_json import read_json
from truecopy.derive.schema_examples import is_schema, state_schema
from truecopy.derive.statements import Page

SCHEMA = """{
  "type": "object",
  "required": ["n"],
  "properties": {
    "n": {"type": "integer", "minimum": 1, "maximum": 9, "default": 2, "nullable": true},
    "faces": {"type": "array", "uniqueItems": true, "items": {"type": "string", "pattern": "^a$", "format": "colour"}},
    "rim": {"type": ["string", "null"], "enum": ["flat", null], "oneOf": [{}]}
  }
}"""


def test_schema_is_no_example() -> None:
    """An object with properties that are schemas is one; a body with a member of that name is not."""
    bodies = (SCHEMA, '{"properties": {"n": 1}}', '{"type": "object", "n": 1}')

    assert [is_schema(read_json(make_document(each), 0)) for each in bodies] == [True, False, False]


def test_schema_states_what_it_says_of_each_field() -> None:
    """Types, marks, limits, choices and elements; a keyword that no contract has is told."""
    document = make_document(SCHEMA)
    page = Page(document=document)

    state_schema(page, "request", read_json(document, 0))

    said = {
        f"{each.subject}#{each.keyword}": each.value
        for each in page.statements
        if each.keyword != "property"
    }
    assert said == {
        "request#type": "object",
        "request.n#required": True,
        "request.n#type": "integer",
        "request.n#minimum": 1,
        "request.n#maximum": 9,
        "request.n#default": 2,
        "request.n#null": True,
        "request.faces#type": "array",
        "request.faces#uniqueItems": True,
        "request.faces[]#type": "string",
        "request.faces[]#pattern": "^a$",
        "request.rim#type": ["string", "null"],
        "request.rim#enum": ["flat", None],
    }
    assert [what.partition(" of")[0] for _, what in page.unread] == [
        "the keyword format",
        "the keyword oneOf",
    ]
