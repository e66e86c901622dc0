"""Answers made from the contract keep its schema and its promises."""

from typing import Any

import pytest
from tests.play import Play, example, make_play

from truecopy.contract import compile_operations
from truecopy.contract.promise_breaches import PromiseContext, promise_problems
from truecopy.mock.answer_plan import AnswerFacts, AnswerPlan
from truecopy.mock.context import Refusal
from truecopy.picture import sample_picture

OPERATIONS = [
    (vendor, name)
    for vendor, contract in make_play().app.contracts.items()
    for name, operation in contract.operations.items()
    if operation.method == "POST"
]


def judge(play: Play, vendor: str, operation: str, request: Any, answer: Any, status: int) -> None:
    """Fail when an answer breaks its schema or a promise."""
    compiled = compile_operations(play.app.contracts[vendor])[operation].responses[status]
    assert compiled is not None
    assert compiled.problems(answer) == []
    exchange = PromiseContext(
        request=request, answer=answer, sent_at=play.clock(), fetch=play.fetch
    )
    assert list(promise_problems(compiled, exchange)) == []


@pytest.mark.parametrize(("vendor", "name"), OPERATIONS)
def test_the_documents_own_request_gets_an_answer_that_keeps_the_contract(
    play: Play, vendor: str, name: str
) -> None:
    """The example of each operation is accepted, and its answer holds schema and promises."""
    operation = play.operation(vendor, name)
    body, files = example(operation)

    response = play.send(vendor, name, body, files=files)

    assert response.status_code == operation.success, response.headers.get("x-truecopy-explain")
    request = {key: int(value) if key == "n" else value for key, value in body.items()}
    judge(play, vendor, name, request, response.json(), operation.success)


@pytest.mark.parametrize("count", [1, 3, 6])
@pytest.mark.parametrize("form", ["url", "b64_json"])
@pytest.mark.parametrize("size", ["512*512", "4096*1024", "1024*768"])
def test_pictures_come_in_the_asked_number_size_and_form(
    play: Play, count: int, form: str, size: str
) -> None:
    """As many pictures as n, each of the asked size, in the asked form and never in both."""
    body = {
        "model": "wan2.7-image-pro",
        "prompt": "雨中的城市",
        "n": count,
        "size": size,
        "response_format": form,
    }

    response = play.send("powertokens", "edit-image-json", body)

    answer = response.json()
    judge(play, "powertokens", "edit-image-json", body, answer, 200)
    assert len({entry[form] for entry in answer["data"]}) == count
    assert all(len(entry) == 2 for entry in answer["data"])


def test_a_task_without_a_size_keeps_the_ratio_of_its_last_picture(play: Play) -> None:
    """Without size the answer has the last input's ratio at about 1024*1024 pixels."""
    from base64 import b64encode

    wide = b64encode(sample_picture(width=1600, height=800)).decode()
    body = {
        "images": ["https://example.com/a.png", f"data:image/png;base64,{wide}"],
        "prompt": "Mend it",
        "n": 2,
    }
    created = play.send("mulerouter", "create-generation", body).json()
    play.clock.now += 60

    shown = play.send(
        "mulerouter", "get-generation", parameters={"task_id": created["task_info"]["id"]}
    ).json()

    compiled = compile_operations(play.app.contracts["mulerouter"])["get-generation"].responses[200]
    assert compiled is not None
    exchange = PromiseContext(
        request=body,
        answer=shown,
        sent_at=play.clock(),
        fetch=play.fetch,
        inputs=(None, (1600, 800)),
    )
    assert compiled.problems(shown) == []
    assert list(promise_problems(compiled, exchange)) == []
    assert len(shown["images"]) == 2


@pytest.mark.parametrize("extend", [True, False, None])
def test_a_revised_prompt_comes_when_it_is_asked_for(play: Play, extend: bool | None) -> None:
    """AppleRouter shows the revised prompt when prompt_extend is on, and not otherwise."""
    parameters = {} if extend is None else {"prompt_extend": extend}
    body = {
        "model": "qwen-image-plus",
        "input": {"messages": [{"role": "user", "content": [{"text": "A kite"}]}]},
        "parameters": parameters,
    }

    entry = play.send("applerouter", "generate-image", body).json()["data"][0]

    assert ("revised_prompt" in entry) == (extend is True)
    if extend:
        assert entry["revised_prompt"].startswith("A kite, ")


def test_a_prompt_is_its_own_revision_when_extending_is_off(play: Play) -> None:
    """With prompt_extend off the revised prompt is the prompt; by default it is a longer one."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}

    plain = play.send("powertokens", "edit-image-json", {**body, "prompt_extend": False}).json()
    extended = play.send("powertokens", "edit-image-json", body).json()

    assert plain["data"][0]["revised_prompt"] == "A kite"
    assert extended["data"][0]["revised_prompt"].startswith("A kite, ")


SCHEMA = {
    "required": ["created", "data", "kind", "id", "at"],
    "properties": {
        "created": {"type": "integer"},
        "kind": {"enum": ["kite", "boat"]},
        "id": {"type": "string", "format": "uuid"},
        "at": {"type": "string", "format": "date-time"},
        "note": {"type": "string"},
        "data": {
            "items": {
                "properties": {
                    "url": {"x-image": {"sources": ["url"]}},
                    "b64": {"x-image": {"sources": ["base64"]}},
                }
            }
        },
    },
    "x-promises": [
        {"kind": "count", "at": "/data", "equals": "request:/n"},
        {"kind": "unix-time", "at": "/created"},
        {"kind": "present", "at": "/note", "when": {"request:/noted": True}},
        {
            "kind": "one-of",
            "at": ["/data/*/url", "/data/*/b64"],
            "chosen": "request:/as",
            "default": "url",
        },
    ],
}


def build(request: Any, **changes: Any) -> Any:
    """Return an answer to a request for two pictures."""
    plan = AnswerPlan(SCHEMA, {"/note": "words"})
    facts = AnswerFacts(
        **{
            "request": request,
            "count": 2,
            "pictures": ["p1", "p2"],
            "filled": plan.form.filled(request),
            "now": 1_800_000_000.7,
            "named": {"words": "as noted"},
            **changes,
        }
    )
    return plan.build(facts)


def test_an_answer_is_filled_in_as_promised() -> None:
    """Counts, times and choices are those of the request; the rest is the plainest there is."""
    plain = {
        "created": 1_800_000_000,
        "kind": "kite",
        "id": "00000000-0000-4000-8000-000000000000",
        "at": "2027-01-15T08:00:00Z",
        "data": [{"url": "p1"}, {"url": "p2"}],
    }
    assert build({}) == plain
    assert build({"noted": True}) == {**plain, "note": "as noted"}
    assert build({"as": "b64"})["data"] == [{"b64": "p1"}, {"b64": "p2"}]


def test_answers_share_nothing() -> None:
    """Changing one leaves the next as it is."""
    plan = AnswerPlan({"properties": {"a": {"type": "object"}}, "required": ["a"]}, {})
    facts = AnswerFacts(None, 0, [], frozenset(), 0.0)

    first = plan.build(facts)
    first["b"] = 1

    assert plan.build(facts) == {"a": {}}


def test_what_some_states_show_is_there_with_what_leads_to_it() -> None:
    """A reserved member is absent unless it is shown, required or not; optional parents come along."""
    schema = {
        "properties": {
            "result": {"properties": {"words": {"type": "string", "minLength": 1}}},
            "images": {"items": {"type": "string"}},
        },
        "required": ["images"],
    }
    plan = AnswerPlan(schema, {}, ["/result/words", "/images"])

    plain = plan.build(AnswerFacts(None, 0, [], frozenset(), 0.0))
    shown = plan.build(AnswerFacts(None, 0, [], frozenset(), 0.0, {}, frozenset({"/result/words"})))

    assert plain == {}
    assert shown == {"result": {"words": "x"}}


def test_a_field_that_is_always_there_and_not_chosen_is_empty() -> None:
    """Of several fields that are required, those that are not filled are null, or the empty text."""
    url = {"type": ["string", "null"], "x-image": {"sources": ["url"]}}
    b64 = {"type": "string", "x-image": {"sources": ["base64"]}}
    one_of = {"kind": "one-of", "at": ["/url", "/b64"], "chosen": "request:/as", "default": "url"}
    schema = {
        "properties": {"url": url, "b64": b64},
        "required": ["url", "b64"],
        "x-promises": [one_of],
    }
    plan = AnswerPlan(schema, {})

    def built(request: dict[str, str]) -> Any:
        return plan.build(AnswerFacts(request, 1, ["p"], plan.form.filled(request), 0.0))

    assert built({}) == {"url": "p", "b64": ""}
    assert built({"as": "b64"}) == {"url": None, "b64": "p"}


def test_a_place_without_a_value_is_refused_when_it_is_built() -> None:
    """The plan is made all the same, and says which place it is."""
    schema = {
        "properties": {"code": {"type": "string", "maxLength": 1, "minLength": 2}},
        "required": ["code"],
    }
    plan = AnswerPlan(schema, {})

    with pytest.raises(Refusal, match="no value keeps all of"):
        plan.build(AnswerFacts(None, 0, [], frozenset(), 0.0))
    assert list(plan.unfillable) == ["/code"]


def test_pictures_without_any_are_refused() -> None:
    """An answer that must show a picture and has none is never built by halves."""
    schema = {"properties": {"url": {"type": "string", "x-image": {"sources": ["url"]}}}}
    plan = AnswerPlan({**schema, "required": ["url"]}, {})

    with pytest.raises(Refusal, match="/url holds a picture"):
        plan.build(AnswerFacts(None, 0, [], plan.form.filled(None), 0.0))


def test_a_time_in_milliseconds() -> None:
    """A promise of the place tells its unit, in answers of a task and in any other."""
    promise = {"kind": "unix-time", "at": "/at", "unit": "milliseconds"}
    plan = AnswerPlan(
        {"properties": {"at": {"type": "integer"}}, "required": ["at"], "x-promises": [promise]}, {}
    )

    assert plan.form.time("/at", 1_800_000_000.5) == 1_800_000_000_500
    assert plan.build(AnswerFacts(None, 0, [], frozenset(), 1_800_000_000.5)) == {
        "at": 1_800_000_000_500
    }


def test_what_is_added_stands_where_nothing_else_does() -> None:
    """Beyond the schema, in each object that a pattern reaches."""
    schema = {
        "properties": {
            "data": {"type": "array", "minItems": 2, "items": {"properties": {"a": {"const": 1}}}},
            "note": {"type": "string"},
        },
        "required": ["data", "note"],
    }
    plan = AnswerPlan(schema, {}, (), {"/data/*/b": "", "/note/c": "", "/d": 5})

    built = plan.build(AnswerFacts(None, 0, [], frozenset(), 0.0))

    assert [entry["b"] for entry in built["data"]] == ["", ""]
    assert built["d"] == 5
    assert isinstance(built["note"], str)


STATE = {"type": "string", "enum": ["waiting", "done", "failed"]}


@pytest.mark.parametrize(
    ("shown", "required", "answer"),
    [
        (
            {"sheets": "done", "fault": "failed"},
            ["fault"],
            {"state": "done", "sheets": ["https://example.com/"], "fault": None},
        ),
        ({"fault": "failed"}, [], {"state": "waiting", "sheets": ["https://example.com/"]}),
    ],
    ids=["a result", "no result"],
)
def test_an_answer_shows_what_its_state_shows(
    shown: dict[str, str], required: list[str], answer: dict[str, Any]
) -> None:
    """It is in the state that shows a result, else in the plainest; what others show is not there, or null."""
    schema = {
        "properties": {
            "state": STATE,
            "sheets": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "string", "format": "uri"},
            },
            "fault": {"type": ["object", "null"]},
        },
        "required": ["state", "sheets"][: 2 - len(required)] + required,
        "x-promises": [
            {"kind": "shown-in", "at": f"/{name}", "state": "/state", "states": [state]}
            for name, state in shown.items()
        ],
    }
    plan = AnswerPlan(schema, {})

    made = plan.build(AnswerFacts(None, 0, [], frozenset(), 0.0, {}, plan.form.shown))

    assert made == answer
    assert plan.form.shown_at("/state", "failed") == {"/fault"}
    # What is null in other states is no null where it is shown.
    failed = plan.build(AnswerFacts(None, 0, [], frozenset(), 0.0, {}, frozenset({"/fault"})))
    assert failed["fault"] == {}
