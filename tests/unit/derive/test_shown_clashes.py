"""Examples and defaults of pages against what the pages say."""

from pathlib import Path

import pytest
from tests.unit.derive.test_pages_corpus import write_page

from truecopy.derive import derive_vendor
from truecopy.model import Severity

PAGE = """POST
/
v1
/
coins
Mint
curl --request POST \\
  --url https://api.mintworks.example/v1/coins \\
  --header 'Authorization: Bearer <token>' \\
  --header 'Content-Type: application/json' \\
  --data '{
  "n": 2,
  "metal": "gold",
  "motto": "E pluribus"
}'
{
  "coin": {"id": "c-1", "state": "done", "grams": 7, "note": "<string>"}
}

Body

application/json

n
integer
default:1

How many. At most 4.

metal
enum<string>
required

Available options: gold, silver

motto
string

Maximum length 12 characters.

Response

200 - application/json

coin
object
coin.state
enum<string>

Available options: waiting, done

coin.grams
integer

At most 100.

coin.note
enum<string>

Available options: proof, plain
"""


def told(root: Path, *edits: tuple[str, str], decisions: str = "") -> list[str]:
    """Return the messages of the clashes of a page after edits."""
    text = PAGE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    folder, documents = write_page(root, text)
    (folder / "decisions.yaml").write_text(decisions)
    found = [
        each
        for each in derive_vendor(folder, documents).findings
        if each.rule == "contract-claims-clash"
    ]
    assert all(each.severity is Severity.ERROR and each.sources for each in found)
    return [each.message for each in found]


def test_what_fits_clashes_with_nothing(tmp_path: Path) -> None:
    """Examples within their limits, and placeholders whatever the limits, are no clash."""
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (("default:1", "default:7"), ("mint.request.n#default", "mint.request.n#maximum")),
        (('"n": 2', '"n": 9'), ("mint#example", "mint.request.n#maximum")),
        (('"metal": "gold"', '"metal": "tin"'), ("mint#example", "mint.request.metal#enum")),
        (("E pluribus", "E-pluribus-unum"), ("mint#example", "mint.request.motto#maxLength")),
        (('"n": 2', '"n": "two"'), ("mint.request.n#type", "page:12")),
        (
            ('"state": "done"', '"state": "ready"'),
            ("the example of the answer (page:16-18)", "mint.200.coin.state#enum"),
        ),
        (
            ('"grams": 7', '"grams": 700'),
            ("the example of the answer (page:16-18)", "mint.200.coin.grams#maximum"),
        ),
        (('"grams": 7', '"grams": "7 g"'), ("mint.200.coin.grams#type", "page:17")),
    ],
    ids=lambda each: each[1] if each[0].startswith(("default", '"', "E ")) else "",
)
def test_both_sides_of_a_clash_are_named(
    tmp_path: Path, edit: tuple[str, str], named: tuple[str, str]
) -> None:
    """What is shown and what is said are named with their places, once each."""
    found = told(tmp_path, edit)

    assert len(found) == 1
    assert all(each in found[0] for each in named)


def test_an_example_overrules_nothing_that_is_marked(tmp_path: Path) -> None:
    """A required field that the example lacks is no clash: the mark holds."""
    assert told(tmp_path, ('  "metal": "gold",\n', "")) == []


def test_what_somebody_decided_is_settled(tmp_path: Path) -> None:
    """A decision about the claim has seen what the example of an answer shows."""
    decided = (
        "decisions:\n- {id: states, kind: resolution, claim: 'mint.200.coin.state#enum', "
        "value: [waiting, done, ready], why: the example shows one more}\n"
    )

    assert told(tmp_path, ('"state": "done"', '"state": "ready"'), decisions=decided) == []


def test_a_form_is_judged_field_by_field(tmp_path: Path) -> None:
    """The texts of a form are the values that they stand for."""
    body = PAGE[PAGE.index("  --header 'Content-Type") : PAGE.index('{\n  "coin"')]
    form = "  --form n=9 \\\n  --form metal=gold\n"

    found = told(tmp_path, (body, form), ("application/json\n\nn\n", "multipart/form-data\n\nn\n"))

    assert len(found) == 1
    assert "mint#example" in found[0]
    assert "mint.request.n#maximum" in found[0]
