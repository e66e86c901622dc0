"""Members of examples, by the names that lead to them."""

from tests.unit.derive.pages import make_document

from truecopy.derive.example_names import ExampleNames
from truecopy.derive.located_json import read_json


def test_members_of_elements_stand_together() -> None:
    """What any element of a list has, a member of the list's path has."""
    document = make_document('{"coins": [{"face": "a"}, {"rim": {"width": 1}}]}')

    names = ExampleNames({"request": [read_json(document, 0)]})

    assert names.at(("request",)) == {"coins"}
    assert names.at(("request", "coins")) == {"face", "rim"}
    assert names.at(("request", "coins", "rim")) == {"width"}
    assert names.at(("200",)) == set()
