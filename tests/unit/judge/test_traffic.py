"""Traffic judged as it comes, by the contract, with no plan of what was to be sent."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.examining import load
from tests.unit.judge.tasks import ID, PICTURE, shown

from truecopy.judge import Observation, TrafficJudge
from truecopy.model import Contract, Finding, Ground, Interaction, Severity

CONTRACT = load("mulerouter")
ADDRESS = "https://api.mulerouter.ai/vendors/alibaba/v1/qwen-image-edit-max/generation"
GOOD = {"images": ["https://example.com/a.png"], "prompt": "A kite", "n": 1}
KEY = ("authorization", "Bearer redacted-key-1")
OTHER_KEY = ("authorization", "Bearer redacted-key-2")
JSON = ("content-type", "application/json")


def refusal(status: int) -> dict[str, Any]:
    """Return the body of a refusal."""
    return {"type": "about:blank", "title": "x", "status": status, "detail": "y", "code": 1}


def create(
    request: object = GOOD, status: int = 202, body: object = None, **changes: Any
) -> Interaction:
    """Return the interaction that makes a task."""
    answer = body or (shown("pending") if status < 300 else refusal(status))
    data = request if isinstance(request, bytes) else json.dumps(request).encode()
    return Interaction(
        **{
            "method": "POST",
            "url": ADDRESS,
            "request_headers": (JSON, KEY),
            "request_body": data,
            "status": status,
            "headers": (JSON,),
            "body": json.dumps(answer).encode(),
            "sent_at": 1_767_225_600.0,
            **changes,
        }
    )


def look(body: object, status: int = 200, **changes: Any) -> Interaction:
    """Return an interaction that looks at a task."""
    return Interaction(
        **{
            "method": "GET",
            "url": f"{ADDRESS}/{ID}",
            "request_headers": (KEY,),
            "status": status,
            "headers": (JSON,),
            "body": json.dumps(body).encode(),
            "sent_at": 1_767_225_601.0,
            **changes,
        }
    )


def make_judge(*, contract: Contract = CONTRACT, **settings: Any) -> TrafficJudge:
    """Return a judge of one vendor's traffic."""
    return TrafficJudge(contract, **settings)


def seen(*interactions: Interaction, **settings: Any) -> list[Observation]:
    """Return what a judge says of some interactions, in their order."""
    judge = make_judge(**settings)
    return [judge.see(each, lambda _: None) for each in interactions]


def grave(observations: Sequence[Observation]) -> list[Finding]:
    """Return the findings above info."""
    return [
        finding
        for each in observations
        for finding in each.findings
        if finding.severity is not Severity.INFO
    ]


def rules(*interactions: Interaction, **settings: Any) -> list[str]:
    """Return the rules of all grave findings."""
    return [each.rule for each in grave(seen(*interactions, **settings))]


def test_a_legal_life_has_no_findings() -> None:
    """Creation and looks in documented order agree, and show claims of all of them held."""
    found = seen(
        create(),
        look(shown("pending")),
        look(shown("processing", 1)),
        look(shown("completed", 2)),
        look(shown("completed", 2)),
    )

    assert grave(found) == []
    held = set().union(*(each.held for each in found))
    assert held >= {"lifecycle#initial", "lifecycle#id", "lifecycle.processing#transitions"}
    assert held >= {"create-generation#path", "create-generation.202#status", "lifecycle#terminal"}


@pytest.mark.parametrize(
    ("looks", "rule"),
    [
        ([shown("completed", 2), shown("processing", 3)], "lifecycle-transition-illegal"),
        ([{**shown("processing", 1), "images": [PICTURE]}], "lifecycle-result-early"),
        (
            [shown("completed", 2), {**shown("completed", 2), "images": [f"{PICTURE}2"]}],
            "lifecycle-terminal-changed",
        ),
        ([{"task_info": shown("completed")["task_info"]}], "lifecycle-result-missing"),
        ([shown("pending", id=ID.replace("3", "4"))], "lifecycle-id-differs"),
        ([shown("pending", created_at="2026-01-01T00:00:01Z")], "lifecycle-created-changed"),
        ([shown("pending", 5), shown("pending", 4)], "lifecycle-updated-reversed"),
        ([shown("sleeping")], "answer-value-undocumented"),
    ],
)
def test_tasks_are_judged_over_all_their_looks(looks: list[Any], rule: str) -> None:
    """What breaks the order of a task's states is found, whoever sent the looks, and once."""
    found = rules(create(), *(look(each) for each in looks))

    assert found.count(rule) == 1


def test_an_assumed_order_of_states_is_observed() -> None:
    """No sentence says that a task is not put back into the queue: where it is, that is told and not demanded."""
    looks = (create(), look(shown("processing", 1)), look(shown("pending", 2)))

    (finding,) = [each for one in seen(*looks) for each in one.findings]
    assert (finding.rule, finding.severity) == ("lifecycle-transition-illegal", Severity.INFO)
    assert finding.ground is Ground.ASSUMPTION
    assert "how-states-follow-each-other" in finding.message
    assert rules(*looks, contract=replace(CONTRACT, is_demanding=True)) == [finding.rule]


def test_what_was_found_of_a_task_is_told_once() -> None:
    """A finding belongs to the interaction that shows it; later looks do not repeat it."""
    found = seen(
        create(), look({**shown("processing", 1), "images": [PICTURE]}), look(shown("completed", 2))
    )

    assert [len(grave([each])) for each in found] == [0, 1, 0]


def test_a_task_that_is_not_found_is_unknown() -> None:
    """A look at a task that was made before, with the same key, must find it."""
    (finding,) = grave(seen(create(), look(refusal(404), 404)))

    assert (finding.rule, finding.claim) == ("lifecycle-task-unknown", "lifecycle#poll")


@pytest.mark.parametrize(
    "interactions",
    [
        [look(refusal(404), 404)],
        [create(), look(refusal(404), 404, request_headers=(OTHER_KEY,))],
        [create(), look(refusal(401), 401)],
        [create(), look(shown("completed", 2)), look(refusal(404), 404)],
        [create(), look({}, 500), look({}, 429, headers=())][:1],
    ],
    ids=["never made", "another account", "key expired", "ended long ago", "made only"],
)
def test_other_looks_may_find_nothing(interactions: list[Interaction]) -> None:
    """Nothing is wrong with a task that is not shown to another key, to none, or after its end."""
    assert rules(*interactions) == []


def test_a_look_is_promised_what_the_creation_asked_for() -> None:
    """The promises to a look-up are those of the request that made the task."""
    two = {**GOOD, "n": 2}

    assert rules(create(two), look(shown("completed", 2))) == ["answer-count-differs"]
    assert rules(look(shown("completed", 2))) == []


def test_a_picture_is_judged_where_its_bytes_are_known() -> None:
    """A picture that is no picture breaks its promise; one that nobody looked at breaks none."""
    judge = make_judge()
    judge.see(create())

    blind = judge.see(look(shown("completed", 2)), lambda _: None)
    sighted = judge.see(look(shown("completed", 2)), lambda _: b"no picture")

    assert grave([blind]) == []
    assert [each.rule for each in grave([sighted])] == ["answer-picture-unreadable"]


def test_a_request_that_breaks_the_contract_must_be_refused() -> None:
    """A bad value that is accepted is found at its claim; nothing is promised to that request."""
    (finding,) = grave(seen(create({**GOOD, "n": 99})))

    assert finding.rule == "request-invalid-accepted"
    assert finding.claim == "create-generation.request.n#maximum"
    assert finding.pointer == "/n"


def test_a_body_that_nobody_can_read_must_be_refused() -> None:
    """An unreadable body that is accepted is found."""
    assert rules(create(b'{"this is": no JSON')) == ["request-unreadable-accepted"]


def test_another_media_type_must_be_refused() -> None:
    """A media type that is accepted and not documented is one finding, light, of its own rule."""
    (found,) = seen(create(request_headers=(("content-type", "text/plain"), KEY)))

    (finding,) = found.findings
    assert (finding.rule, finding.severity) == ("request-media-type-accepted", Severity.INFO)
    assert finding.claim == "create-generation#media-type"


def test_a_good_request_must_be_accepted() -> None:
    """A request that the documents surely allow, and that is refused, is found; the words are told."""
    (finding,) = grave(seen(create(status=400)))

    assert finding.rule == "request-valid-refused"
    assert "about:blank" in finding.message


@pytest.mark.parametrize("status", [401, 402, 403, 423, 429, 451])
def test_a_refusal_of_the_account_says_nothing_of_the_request(status: int) -> None:
    """Where account or moment are the reason, a good request may be refused."""
    assert rules(create(status=status)) == []


def test_what_the_documents_leave_open_may_be_refused() -> None:
    """A request is not called good where the documents set no bounds."""
    assert rules(create({**GOOD, "seed": 10**12}, status=400)) == []


@pytest.mark.parametrize(
    ("request_", "rule"),
    [({**GOOD, "n": 99}, "answer-status-differs"), (b"{", "answer-status-differs")],
)
def test_a_bad_request_is_refused_with_the_documented_status(request_: object, rule: str) -> None:
    """A refusal with another documented status than 400 is found; with 400 it agrees."""
    (finding,) = grave(seen(create(request_, status=404)))

    assert (finding.rule, finding.claim) == (rule, "create-generation.400#status")
    assert rules(create(request_, status=400)) == []


def test_a_refusal_under_the_status_of_success_is_found() -> None:
    """An error that wears the status of success is a refusal with the wrong status, not an acceptance."""
    error = {"error": {"message": "no", "type": "invalid_request_error", "code": "x"}}
    disguised = Interaction(
        method="POST",
        url="https://api.applerouter.ai/v1/images/generations",
        request_headers=(JSON, KEY),
        request_body=b'{"n": 1}',
        status=200,
        headers=(JSON,),
        body=json.dumps(error).encode(),
    )

    (finding,) = grave([TrafficJudge(load("applerouter")).see(disguised)])

    assert (finding.rule, finding.claim) == ("answer-status-differs", "generate-image.400#status")


@pytest.mark.parametrize(
    ("status", "knows_keys", "found"),
    [
        (401, True, []),
        (403, True, ["answer-status-differs"]),
        (202, True, ["request-auth-ignored"]),
        (403, False, []),
        (202, False, []),
    ],
)
def test_a_request_without_a_key_must_be_refused(
    status: int, found: list[str], *, knows_keys: bool
) -> None:
    """Without a key it is 401; who cannot say whether there was one is not judged."""
    keyless = create(status=status, request_headers=(JSON,))

    assert rules(keyless, knows_keys=knows_keys) == found


def test_one_problem_alone_speaks_for_its_claim() -> None:
    """A refusal shows a claim held only where nothing else could be the reason."""
    one, two = seen(
        create({**GOOD, "n": 99}, status=400), create({**GOOD, "n": 99, "seed": -1}, status=400)
    )

    assert "create-generation.request.n#maximum" in one.held
    assert "create-generation.request.n#maximum" not in two.held


def test_what_is_broken_is_not_held() -> None:
    """No interaction shows a claim held that it breaks."""
    for each in seen(create(body=shown("sleeping")), create({**GOOD, "n": 99}), look({}, 200)):
        assert each.held.isdisjoint(finding.claim for finding in each.findings)


@pytest.mark.parametrize(
    "interaction",
    [
        create(method="PUT"),
        create(url=f"{ADDRESS}-of-nowhere"),
        look({}, url=PICTURE),
        create(url="http://[::1"),
    ],
)
def test_what_is_for_no_operation_is_not_judged(interaction: Interaction) -> None:
    """What the contract has nothing for says nothing of it."""
    assert seen(interaction) == [Observation()]


@pytest.mark.parametrize("status", [0, 500, 503])
def test_an_answer_that_never_came_is_no_acceptance(status: int) -> None:
    """Neither a lost connection nor a failed server says that a request is accepted or refused."""
    (found,) = seen(create({**GOOD, "n": 99}, status=status, body={"a": 1}, failure="reset"))

    assert {each.rule for each in found.findings} <= {
        "answer-server-failed",
        "answer-field-missing",
        "answer-field-undocumented",
    }
    assert "create-generation.request.n#maximum" not in found.held


def test_a_proxy_in_front_is_known_by_its_base() -> None:
    """An address that is named is the vendor's too."""
    base = "http://127.0.0.1:8080/deep"
    url = create().url.replace("https://api.mulerouter.ai", base)

    assert seen(create(url=url), base_urls=(base,))[0].operation == "create-generation"


def test_a_request_can_be_decoded_alone() -> None:
    """The decoded body of a request is to be had; None where it is for nothing, or cannot be decoded."""
    judge = make_judge()

    payload = judge.payload(create())

    assert payload is not None
    assert payload.instance == GOOD
    assert judge.payload(create(b"{")) is None
    assert judge.payload(create(method="PUT")) is None
