"""Cassettes against the contracts: the judge is that of the check, and says file and line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cassettes import HEADER, make_interaction, save, write_text
from tests.drifts.pictures import draw
from tests.examining import DRIFT_BY_NAME, TEST_VENDORS, examine, load
from tests.recordings import changed, record, rules, told, verify
from tests.verifying import contract_of, kept, line_of

from truecopy.model import Interaction, Severity
from truecopy.recording.cassette_files import load_cassette, save_cassette
from truecopy.recording.verification import Scrutiny, Sighting, standings, verify_cassettes
from truecopy.redaction import Redactor

DAY_S = 86_400.0
PROVOKE = {"failed": {"prefer": "scenario=task-fails"}}
SHOWN = """
    form-gone-415 created-renamed data-renamed url-renamed metadata-removed updated-at-removed revised-prompt-removed
    created-is-text created-is-fractional metadata-is-list data-is-object revised-prompt-is-list task-created-is-number
    images-are-objects data-is-empty images-are-empty created-in-milliseconds created-in-2023 generate-201 form-201
    create-200 poll-202 answers-as-page answers-as-text answers-as-problem answer-cut-off answer-is-list error-is-text
    error-message-renamed error-code-is-number error-unwrapped error-is-plain error-inside-200 invalid-422
    unreadable-422 key-403 key-403-documented unknown-task-410 one-more two-generated picture-cut-off picture-is-page
    picture-is-empty url-relative form-url-relative url-asked-data-given both-given none-given form-none-given
    created-processing processing-called-running processing-then-pending id-changes created-at-changes
    updated-at-goes-back completed-without-images images-too-early error-on-completed first-poll-404 never-found
    times-without-offset ids-not-uuid
"""


@pytest.mark.parametrize("vendor", TEST_VENDORS)
def test_a_vendor_that_keeps_its_contract_agrees(recordings: Path, vendor: str) -> None:
    """Nothing is found in good recordings; claims are seen held, none is seen broken."""
    found = verify(recordings / vendor)

    assert found.findings == []
    assert found.examined > found.interactions / 2
    assert all(each.is_held for each in found.sightings[vendor])
    assert len({each.claim for each in found.sightings[vendor]}) > 50


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOWN.split())
def test_a_recorded_drift_is_found_as_the_check_finds_it(tmp_path: Path, name: str) -> None:
    """What a recording shows of a drift is found by the same rule, at the same claim, as the check finds it."""
    drift = DRIFT_BY_NAME[name]
    record(tmp_path, drift.vendor, drift)

    found = told(verify(tmp_path).findings)

    checked = told(examine(drift.vendor, drift, provoke=PROVOKE).findings)
    assert rules(found) & drift.rules
    assert {(each.rule, each.claim) for each in found} <= {
        (each.rule, each.claim) for each in checked
    }
    for each in found:
        assert line_of(each)[1] in ("- request:", "status:")


def test_a_task_that_does_not_end_is_told(task: Path, tmp_path: Path) -> None:
    """A client of such a cassette would wait for ever."""
    whole = load_cassette(task)
    end = [each.request_header("content-type") == "" for each in whole.interactions].index(True)
    save_cassette(tmp_path / "a.yaml", whole.header, whole.interactions[: end + 1], Redactor())

    assert rules(verify(tmp_path).findings) == {"recording-unfinished"}


@pytest.mark.parametrize(
    ("order", "rule"),
    [
        ([0, 4, 3], "lifecycle-transition-illegal"),
        ([0, 3, 1], "lifecycle-transition-illegal"),
    ],
)
def test_the_order_of_looks_is_judged(
    task: Path, tmp_path: Path, order: list[int], rule: str
) -> None:
    """Looks that go back, or from an end, break the lifecycle, at the line of the answer that shows it."""
    cassette = load_cassette(task)
    looks = {
        number: each
        for number, each in enumerate(cassette.interactions)
        if each.method == "POST" or "/generation/" in each.url
    }
    states = [each.body.partition(b'"status": "')[2].partition(b'"')[0] for each in looks.values()]
    first_of = {state: states.index(state) for state in dict.fromkeys(states)}
    wanted = {0: 0, 1: 1, 3: first_of[b"processing"], 4: first_of[b"completed"]}
    path = kept(tmp_path / "a.yaml", *(looks[wanted[each]] for each in order), header=cassette)

    found = [each for each in verify(path).findings if each.rule == rule]

    assert len(found) == 1
    assert line_of(found[0]) == ("a.yaml", "status:")
    assert int(found[0].where.rpartition(":")[2]) > 40


def test_images_that_come_early_are_found(task: Path, tmp_path: Path) -> None:
    """A state that shows what another state shows is found."""

    def early(number: int, each: Interaction) -> Interaction | None:
        body = each.body.replace(
            b'{"task_info"', b'{"images": ["https://x.example/1.png"], "task_info"'
        )
        return replace(each, body=body) if number == 1 else each

    changed(task, early, tmp_path / "early.yaml")

    assert rules(verify(tmp_path).findings) == {"lifecycle-result-early"}


@pytest.mark.parametrize(
    ("picture", "rule"),
    [
        (draw(512, 512), "answer-picture-size-differs"),
        (b"no picture", "answer-picture-unreadable"),
        (draw(1024, 1024), None),
    ],
)
def test_a_recorded_picture_must_keep_its_promise(
    recordings: Path, tmp_path: Path, picture: bytes, rule: str | None
) -> None:
    """The bytes behind a recorded address are decoded and measured by what the request asked for."""
    source = recordings / "applerouter/generate-image/accepted.yaml"

    def sized(number: int, each: Interaction) -> Interaction:
        if number == 0:
            size = {"parameters": {"size": "1024*1024"}}
            asked = json.loads(each.request_body) | size
            return replace(each, request_body=json.dumps(asked).encode())
        return replace(each, body=picture)

    changed(source, sized, tmp_path / "sized.yaml")

    assert rules(verify(tmp_path).findings) == ({rule} if rule else set())


def test_a_picture_that_nobody_recorded_breaks_nothing(task: Path, tmp_path: Path) -> None:
    """An address whose picture is not in the cassette is not looked at, and no network is used."""
    changed(task, lambda _, each: each if "/files/" not in each.url else None, tmp_path / "a.yaml")

    assert verify(tmp_path).findings == []


def aged(days: float) -> float:
    """Return the time so many days after the recordings of the factory."""
    return HEADER.recorded_at + days * DAY_S


@pytest.mark.parametrize(("days", "is_old"), [(29.9, False), (30.1, True), (-1, False)])
def test_what_is_older_than_allowed_is_found(tmp_path: Path, days: float, *, is_old: bool) -> None:
    """Past --max-age a cassette is a warning that tells both ages; before that it is fine."""
    path = kept(tmp_path / "a.yaml", make_interaction())

    found = verify(path, contract_of=contract_of, max_age_s=30 * DAY_S, now=aged(days)).findings

    expired = [each for each in found if each.rule == "recording-expired"]
    assert len(expired) == is_old
    assert all("30.1 days ago, the most is 30 days;" in each.message for each in expired)


def test_without_a_limit_age_does_not_count(tmp_path: Path) -> None:
    """Nothing expires unless somebody asks for it."""
    path = kept(tmp_path / "a.yaml", make_interaction())

    found = verify(path, contract_of=contract_of, now=aged(100_000)).findings

    assert "recording-expired" not in rules(found)


def test_a_cassette_without_a_time_is_found_where_age_counts(tmp_path: Path) -> None:
    """A cassette that does not say how old it is cannot be shown to be young enough."""
    timeless = replace(HEADER, recorded_at=0.0)
    save(tmp_path / "a.yaml", make_interaction(sent_at=0.0), header=timeless)

    found = verify(tmp_path, contract_of=contract_of, max_age_s=DAY_S).findings

    assert [each.message for each in found if each.rule == "recording-expired"] == [
        "does not say when it was recorded"
    ]


def test_what_was_not_played_is_found(tmp_path: Path) -> None:
    """A cassette that nothing played is one finding, a single interaction another, at its line."""
    whole, part, idle = (
        kept(tmp_path / f"{name}.yaml", make_interaction(), make_interaction(method="GET"))
        for name in ("whole", "part", "idle")
    )
    plays = {(whole.resolve(), 0), (whole.resolve(), 1), (part.resolve(), 1)}

    found = verify(tmp_path, contract_of=contract_of, played=plays).findings

    unused = [each for each in found if each.rule == "recording-unused"]
    assert [(Path(each.where.partition(":")[0]).name, each.message) for each in unused] == [
        ("idle.yaml", "was not played at all"),
        ("part.yaml", "POST https://api.example.com/v1/stamps was not played"),
    ]
    assert idle.name in unused[0].where
    assert line_of(unused[1])[1] == "- request:"


def test_a_secret_is_found_and_not_told(tmp_path: Path) -> None:
    """What looks like a secret is an error at the line of its interaction; its value is not repeated."""
    path = kept(tmp_path / "a.yaml", make_interaction(), make_interaction())
    secret = "sk-proj-" + "a1B2c3D4" * 5
    text = path.read_text().replace("A kite", secret)
    write_text(path, text)

    found = [
        each
        for each in verify(path, contract_of=contract_of).findings
        if each.rule == "recording-secret-shaped"
    ]

    assert len({each.where for each in found}) == 2
    assert all(each.severity is Severity.ERROR for each in found)
    assert {line_of(each)[1] for each in found} == {"- request:"}
    assert all(secret not in each.message for each in found)


def test_a_contract_that_has_changed_is_told(recordings: Path, tmp_path: Path) -> None:
    """A cassette of an older contract is judged by the present one; that it is older is info."""
    cassette = load_cassette(recordings / "powertokens/edit-image-json/refused-key.yaml")
    header = replace(cassette.header, contracts={"powertokens": "0" * 12})
    save_cassette(tmp_path / "a.yaml", header, cassette.interactions, Redactor())

    (finding,) = verify(tmp_path).findings

    assert (finding.rule, finding.severity) == ("recording-contract-changed", Severity.INFO)
    assert "000000000000" in finding.message
    assert load("powertokens").fingerprint in finding.message


@pytest.mark.parametrize(
    ("vendor", "message"),
    [("nobody", "there is no contract for 'nobody'"), ("", "nothing says whose answers these are")],
)
def test_an_unknown_vendor_is_told(tmp_path: Path, vendor: str, message: str) -> None:
    """Where no contract can judge a cassette, that is info, and the rest is looked at all the same."""
    header = replace(HEADER, contracts={vendor: "1"} if vendor else {})
    save(tmp_path / "a.yaml", make_interaction(), header=header)

    found = verify(tmp_path, contract_of=contract_of)

    assert [(each.rule, each.severity, each.message) for each in found.findings] == [
        ("recording-vendor-unknown", Severity.INFO, message)
    ]
    assert (found.interactions, found.examined) == (1, 0)


def test_the_vendor_is_known_by_header_option_or_folder(recordings: Path, tmp_path: Path) -> None:
    """The header says whose answers they are; else the option does; else the folder of recordings."""
    source = load_cassette(recordings / "powertokens/edit-image-json/refused-key.yaml")
    nameless = replace(source.header, contracts={})
    own = tmp_path / "recordings" / "powertokens" / "edit-image-json" / "a.yaml"
    other = tmp_path / "elsewhere" / "a.yaml"
    for path in (own, other):
        save_cassette(path, nameless, source.interactions, Redactor())

    assert verify(own, contract_of=contract_of).examined == 1
    assert verify(other, contract_of=contract_of).examined == 0
    assert verify(other, contract_of=contract_of, vendor="powertokens").examined == 1


def make_sighting(at: float, *, is_held: bool = True, claim: str = "a") -> Sighting:
    """Return a sighting."""
    return Sighting(claim=claim, place=f"{at}", at=at, target="mock", is_held=is_held)


def test_the_latest_sighting_counts_unless_one_contradicts() -> None:
    """Of sightings that hold, the latest stands for the claim; of those that contradict it, the latest of them."""
    held = [make_sighting(1), make_sighting(3), make_sighting(2)]
    broken = [make_sighting(0, is_held=False), make_sighting(0.5, is_held=False)]

    assert standings(held)["a"].at == 3
    assert standings([*held, *broken])["a"].at == 0.5
    assert standings([*broken, *held])["a"].at == 0.5
    assert standings([make_sighting(1, claim="b")]).keys() == {"b"}
    assert standings([]) == {}


def test_sightings_say_when_at_what_and_where(recordings: Path) -> None:
    """Each claim that is seen has time, target, and file with line."""
    path = recordings / "powertokens/edit-image-json/accepted.yaml"

    found = verify(path)

    seen = {each.claim: each for each in found.sightings["powertokens"]}
    sighting = seen["edit-image-json.200#status"]
    assert sighting.is_held
    assert sighting.at == load_cassette(path).interactions[0].sent_at
    assert sighting.target == "http://vendor.localhost"
    assert sighting.place == f"{path}:{load_cassette(path).recorded[0].answer_line}"


def test_a_broken_claim_is_seen_broken(tmp_path: Path) -> None:
    """A claim that an interaction breaks is a sighting that contradicts it."""
    drift = DRIFT_BY_NAME["created-is-text"]
    record(tmp_path, drift.vendor, drift)

    found = verify(tmp_path).sightings[drift.vendor]

    assert drift.claim
    assert not standings(found)[drift.claim].is_held


def test_progress_tells_each_file(recordings: Path) -> None:
    """Each cassette is told before it is read."""
    told: list[str] = []
    path = recordings / "powertokens/edit-image-json/accepted.yaml"
    verify_cassettes(path, Scrutiny(contract_of=load), told.append)

    assert told == [f"cassettes: {path}"]
