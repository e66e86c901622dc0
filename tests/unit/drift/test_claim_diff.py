"""One set of claims against another."""

from typing import Any

import pytest
from tests.unit.drift.claims import make_claim, make_side

from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.drift import ClaimSide, compare_claims, contract_side
from truecopy.model import ChangeKind, Claim, Severity

WORKSPACE = find_workspace(built_in_root())
N = "make.request.n#maximum"


def test_a_limit_that_moves_is_one_change() -> None:
    """It has both values, and where each stands."""
    old = ClaimSide(claims={N: make_claim(N, 6, line=3)})
    new = ClaimSide(
        claims={N: make_claim(N, 4, line=9)}, sentence=lambda claim: f"at most {claim.value}"
    )

    (change,) = compare_claims(old, new)

    assert change.row() == {
        "claim": N,
        "kind": "changed",
        "rule": "request-maximum-lowered",
        "severity": "error",
        "old": 6,
        "new": 4,
        "old_source": "page:3",
        "new_source": "page:9",
        "old_sentence": None,
        "new_sentence": "at most 4",
        "decision": None,
        "breaks": "who sends n above 4",
        "calls": None,
    }


@pytest.mark.parametrize("vendor", WORKSPACE.vendors())
def test_a_contract_does_not_differ_from_itself(vendor: str) -> None:
    """Read twice, it says the same."""
    sides = [contract_side(WORKSPACE.load(vendor)) for _ in range(2)]

    assert compare_claims(*sides) == []


def test_where_a_claim_stands_does_not_count() -> None:
    """Neither another line nor another decision is a change."""
    old = ClaimSide(claims={N: make_claim(N, 6, line=3)})
    new = ClaimSide(claims={N: make_claim(N, 6, line=9, decision="why")})

    assert compare_claims(old, new) == []


def test_what_is_new_comes_after_what_was_there() -> None:
    """The order is that of the old side, then of the new."""
    kept = {f"make.request.{name}#type": "integer" for name in "abc"}
    old = make_side({**kept, "make.request.a#maximum": 1, "make.request.b#maximum": 1})
    new = make_side({**kept, "make.request.c#maximum": 1, "make.request.b#maximum": 2})

    found = compare_claims(old, new)

    assert [(each.kind, each.claim) for each in found] == [
        (ChangeKind.REMOVED, "make.request.a#maximum"),
        (ChangeKind.CHANGED, "make.request.b#maximum"),
        (ChangeKind.ADDED, "make.request.c#maximum"),
    ]
    assert [each.severity for each in found] == [Severity.INFO, Severity.INFO, Severity.ERROR]


OPERATION = {
    "make#method": "POST",
    "make#path": "/make",
    "make.request#type": "object",
    "make.200#status": 200,
    "make.200#type": "object",
}
FIELD = {"make.request.n#type": "integer", "make.request.n#maximum": 6, "make.request.n#default": 1}
OBJECT = {
    "make.200.task#type": "object",
    "make.200.task#required": True,
    "make.200.task.id#type": "string",
    "make.200.task.id#required": True,
}
TASKS = {
    "lifecycle#create": "make",
    "lifecycle#poll": {"operation": "look", "parameter": "id"},
    "lifecycle#initial": "new",
    "lifecycle#terminal": ["done", "failed"],
    "lifecycle.new#transitions": ["done", "failed"],
    "lifecycle.done#shows": ["/url"],
    "look#method": "GET",
    "look#path": "/make/{id}",
    "look.200#status": 200,
    "look.200.state#type": "string",
    "look.200.state#enum": ["new", "done", "failed"],
}

Told = tuple[str, str, str, object, object]


def told(before: dict[str, Any], after: dict[str, Any]) -> list[Told]:
    """Return what is told of two sides: kind, rule, claim and values."""
    found = compare_claims(make_side(before), make_side(after))
    return [(each.kind, each.rule, each.claim, each.old, each.new) for each in found]


def without(values: dict[str, Any], beginning: str) -> dict[str, Any]:
    """Return claims but those whose id begins so."""
    return {name: value for name, value in values.items() if not name.startswith(beginning)}


@pytest.mark.parametrize(
    ("rest", "beginning", "kept", "removed", "added"),
    [
        (
            OPERATION | FIELD,
            "make.request.n",
            "make.request.n#type",
            ("request-field-removed", "integer"),
            ("request-field-added", "integer"),
        ),
        (
            OPERATION | FIELD | {"make.request.n#required": True},
            "make.request.n",
            "make.request.n#type",
            ("request-field-removed", "integer"),
            ("request-field-required", True),
        ),
        (
            OPERATION | OBJECT,
            "make.200.task",
            "make.200.task#type",
            ("answer-field-removed", True),
            ("answer-field-added", "object"),
        ),
        (
            OPERATION
            | {"make.429#status": 429, "make.429#type": "object", "make.429.error#type": "string"},
            "make.429",
            "make.429#status",
            ("answer-status-removed", 429),
            ("answer-status-added", 429),
        ),
        (
            OPERATION
            | {"make.201#status": 201, "make.201#media-type": "a/b", "make.201#type": "object"},
            "make.201",
            "make.201#status",
            ("answer-success-removed", 201),
            ("answer-success-added", 201),
        ),
        (
            OPERATION | {"make.429#status": 429, "make.429.error#type": "string"},
            "make.429.",
            "make.429.error#type",
            ("answer-body-removed", "string"),
            ("answer-body-added", "string"),
        ),
        (
            {"see#method": "GET", **OPERATION},
            "make",
            "make#path",
            ("operation-removed", "/make"),
            ("operation-added", "/make"),
        ),
        (
            TASKS | OPERATION,
            "lifecycle",
            "lifecycle#create",
            ("lifecycle-removed", "make"),
            ("lifecycle-added", "make"),
        ),
    ],
)
def test_what_comes_or_goes_as_a_whole_is_one_change(
    rest: dict[str, Any],
    beginning: str,
    kept: str,
    removed: tuple[str, object],
    added: tuple[str, object],
) -> None:
    """All that is claimed of a field, an answer, an operation or tasks comes and goes with them."""
    fewer = without(rest, beginning)

    ((gone, gone_rule, gone_claim, *gone_values),) = told(rest, fewer)
    ((come, come_rule, come_claim, *come_values),) = told(fewer, rest)

    assert (gone, gone_rule, gone_values) == ("removed", removed[0], [removed[1], None])
    assert (come, come_rule, come_values) == ("added", added[0], [None, added[1]])
    for claim, value in ((gone_claim, removed[1]), (come_claim, added[1])):
        assert claim == (kept if value is not True else f"{kept.partition('#')[0]}#required")


def renamed(values: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """Return claims with a part of their ids replaced."""
    return {name.replace(old, new): value for name, value in values.items()}


@pytest.mark.parametrize(
    ("name", "new", "note"),
    [
        ("n", "num", "How many pictures are wanted"),
        ("size", "image_size", ""),
        ("maxTokens", "max_tokens", ""),
        ("colour", "color", ""),
    ],
)
def test_a_field_of_another_name_is_one_change(name: str, new: str, note: str) -> None:
    """Same place, same shape, and similar words: in its name, or in what is said of it."""
    described = {"make.request.n#description": note} if note else {}
    before = renamed(OPERATION | FIELD | described, ".n#", f".{name}#")
    after = renamed(before, f".{name}#", f".{new}#")

    assert told(before, after) == [
        ("renamed", "request-field-renamed", f"make.request.{name}#type", name, new)
    ]


def test_sentences_tell_a_renaming() -> None:
    """Where no name and no description does, the text of the documents may."""
    before, after = OPERATION | FIELD, renamed(OPERATION | FIELD, ".n#", ".count#")

    def sentence(claim: Claim) -> str:
        return f"{claim.subject.rpartition('.')[2]}: how many pictures are made of one prompt"

    (change,) = compare_claims(
        ClaimSide(claims=make_side(before).claims, sentence=sentence),
        ClaimSide(claims=make_side(after).claims, sentence=sentence),
    )

    assert (change.rule, change.old, change.new) == ("request-field-renamed", "n", "count")
    assert change.new_sentence == "count: how many pictures are made of one prompt"


@pytest.mark.parametrize("other", ["watermark", ""])
def test_fields_that_are_not_alike_are_two_changes(other: str) -> None:
    """Another name and nothing said of it, or another shape, is another field."""
    after = renamed(OPERATION | FIELD, ".n#", f".{other or 'num_n'}#")
    if not other:
        after["make.request.num_n#maximum"] = 7

    found = told(OPERATION | FIELD, after)

    assert [rule for _, rule, *_ in found] == ["request-field-removed", "request-field-added"]


def test_a_renamed_field_has_its_new_name_wherever_it_is_referred_to() -> None:
    """A promise about as many entries as the field says is no other promise."""
    promise = {"make.200#x-promises/count": {"at": "/data", "equals": "request:/size"}}
    before = OPERATION | promise | {"make.request.size#type": "string"}
    after = renamed(before, ".size#", ".image_size#")
    after["make.200#x-promises/count"] = {"at": "/data", "equals": "request:/image_size"}

    assert [rule for _, rule, *_ in told(before, after)] == ["request-field-renamed"]
    after["make.200#x-promises/count"] = {"at": "/data", "equals": "request:/other"}
    assert {rule for _, rule, *_ in told(before, after)} == {
        "request-field-renamed",
        "answer-promise-changed",
    }


def test_fields_that_move_under_another_object_are_one_change() -> None:
    """The object that is new with them is not told, nor what refers to them; what else is new in it is."""
    rest = {"make.request.seed#type": "integer", "make.request.seed#required": True}
    promise = {"make.200#x-promises/count": {"equals": "request:/n"}}
    before = OPERATION | promise | FIELD | rest
    after = {
        **renamed(OPERATION | FIELD | rest, "request.", "request.parameters."),
        "make.request.parameters#type": "object",
        "make.request.parameters#required": True,
        "make.request.parameters.style#type": "string",
        "make.200#x-promises/count": {"equals": "request:/parameters/n"},
    }

    assert told(before, after) == [
        (
            "renamed",
            "request-fields-moved",
            "make.request.n#type",
            ["n", "seed"],
            ["parameters.n", "parameters.seed"],
        ),
        ("added", "request-field-added", "make.request.parameters.style#type", None, "string"),
    ]
    assert [rule for _, rule, *_ in told(after, before)] == [
        "request-fields-moved",
        "request-field-removed",
    ]


def test_an_object_that_moves_as_a_whole_is_told_shortly() -> None:
    """It is one field that stands elsewhere, with all that is in it."""
    after = renamed(OPERATION | OBJECT, "200.task", "200.result.task")
    after |= {"make.200.result#type": "object"}

    assert told(OPERATION | OBJECT, after) == [
        ("renamed", "answer-fields-moved", "make.200.task#type", "task", "result.task")
    ]


def test_another_status_of_success_is_one_change() -> None:
    """Its body is compared, and is not told as gone and come."""
    before = OPERATION | OBJECT
    after = renamed(before, "make.200", "make.201") | {"make.201#status": 201}

    assert told(before, after) == [
        ("changed", "answer-success-changed", "make.200#status", 200, 201)
    ]
    del after["make.201.task.id#required"]
    assert [rule for _, rule, *_ in told(before, after)] == [
        "answer-success-changed",
        "answer-field-optional",
    ]


def test_an_operation_of_another_id_is_compared() -> None:
    """Method, path and media type say that it is the same."""
    before, after = OPERATION | FIELD, renamed(OPERATION | FIELD, "make", "create")
    after |= {"create#path": "/make", "create.request.n#maximum": 4}

    assert told(before, after) == [
        ("renamed", "operation-renamed", "make#path", "make", "create"),
        ("changed", "request-maximum-lowered", "make.request.n#maximum", 6, 4),
    ]


def test_a_state_of_another_name_is_one_change() -> None:
    """It follows the same states and shows the same; the choice of values does not differ otherwise."""
    after = renamed(TASKS, "lifecycle.done", "lifecycle.finished") | {
        "lifecycle#terminal": ["finished", "failed"],
        "lifecycle.new#transitions": ["finished", "failed"],
        "look.200.state#enum": ["new", "finished", "failed"],
    }

    assert told(TASKS, after) == [
        ("renamed", "lifecycle-state-renamed", "lifecycle.done#shows", "done", "finished")
    ]


def test_a_further_state_is_told_where_it_stands() -> None:
    """As an end, as what follows another, and as a value of the answer; what it shows comes with it."""
    after = TASKS | {
        "lifecycle#terminal": ["done", "failed", "cancelled"],
        "lifecycle.new#transitions": ["done", "failed", "cancelled"],
        "lifecycle.cancelled#shows": ["/reason"],
        "look.200.state#enum": ["new", "done", "failed", "cancelled"],
    }

    assert [rule for _, rule, *_ in told(TASKS, after)] == [
        "lifecycle-end-added",
        "lifecycle-transition-added",
        "answer-enum-grown",
    ]


def test_a_parameter_of_another_name_breaks_nobody() -> None:
    """What is sent is the same path."""
    before = TASKS | {"look.path.id#type": "string", "look.path.id#required": True}
    after = renamed(before, "path.id", "path.task_id") | {
        "look#path": "/make/{task_id}",
        "lifecycle#poll": {"operation": "look", "parameter": "task_id"},
    }

    assert {rule for _, rule, *_ in told(before, after)} == {"operation-note-changed"}


def test_the_elements_of_an_array_are_told_claim_by_claim() -> None:
    """They are no field."""
    before = OPERATION | {"make.request.urls#type": "array"}
    after = before | {"make.request.urls[]#type": "string", "make.request.urls[].a#type": "string"}

    assert [(rule, claim) for _, rule, claim, *_ in told(before, after)] == [
        ("request-type-added", "make.request.urls[]#type"),
        ("request-field-added", "make.request.urls[].a#type"),
    ]


@pytest.mark.parametrize(
    ("rest", "rules"),
    [
        ({"make.request.size#x-dimensions/separator": "*"}, ["request-size-empty-allowed"]),
        ({}, ["request-constraint-added"]),
    ],
)
def test_a_leave_constrains_where_it_comes_alone(rest: dict[str, Any], rules: list[str]) -> None:
    """An empty size may be sent: of a text that had to be a size anyway that is more, of any other it is less."""
    before = OPERATION | {"make.request.size#type": "string"} | rest

    found = told(before, before | {"make.request.size#x-dimensions/empty": True})

    assert [rule for _, rule, *_ in found] == rules
