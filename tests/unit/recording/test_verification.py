"""Cassettes against the contracts: the judge is that of the check, and says file and line."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cassettes import HEADER, make_interaction, save, write_text
from tests.drifts.pictures import draw
from tests.examining import DRIFT_BY_NAME, TEST_VENDORS, VENDORS, examine, load
from tests.recordings import changed, grave, record, rules, verify

from truecopy.errors import RecordingError
from truecopy.model import Contract, Finding, Interaction, Severity
from truecopy.recording.cassette import Cassette
from truecopy.recording.files import load_cassette, save_cassette
from truecopy.recording.redaction import Redactor
from truecopy.recording.verification import Scrutiny, Sighting, standings, verify_cassettes

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


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recordings of every vendor that keeps its contract."""
    folder = tmp_path_factory.mktemp("workspace") / "recordings"
    for vendor in TEST_VENDORS:
        record(folder / vendor, vendor)
    return folder


@pytest.fixture
def task(recordings: Path) -> Path:
    """A good recording of a task."""
    return recordings / "mulerouter/create-generation/accepted.yaml"


def kept(path: Path, *interactions: Interaction, header: Cassette | None = None) -> Path:
    """Write interactions beside each other; the path is returned."""
    save_cassette(path, (header.header if header else HEADER), interactions, Redactor())
    return path


def line_of(finding: Finding) -> tuple[str, str]:
    """Return the name of a finding's file, and the text of its line."""
    path, _, line = finding.where.rpartition(":")
    return Path(path).name, Path(path).read_text().splitlines()[int(line) - 1].strip()


def contract_of(vendor: str) -> Contract | None:
    """Return a built-in contract, None for another vendor."""
    return load(vendor) if vendor in VENDORS else None


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

    found = grave(verify(tmp_path).findings)

    checked = grave(examine(drift.vendor, drift, provoke=PROVOKE).findings)
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
    assert all("30.1 days ago, the most is 30" in each.message for each in expired)


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


def test_a_file_that_cannot_be_read_does_not_hide_the_others(
    recordings: Path, tmp_path: Path
) -> None:
    """A damaged cassette is a finding at its line; the others are judged."""
    folder = tmp_path / "powertokens"
    shutil.copytree(recordings / "powertokens", folder)
    damaged = folder / "edit-image-json" / "accepted.yaml"
    write_text(damaged, damaged.read_text().replace("status:", "status: ]", 1))

    found = verify(folder)

    (finding,) = found.findings
    assert finding.rule == "recording-unreadable"
    assert finding.where.startswith(str(damaged))
    assert line_of(finding)[1].startswith("status: ]")
    assert found.examined > 0


def with_blob(folder: Path) -> tuple[Path, Path]:
    """Return a cassette with a large body, and where that body lies."""
    path = folder / "recordings" / "powertokens" / "edit-image-json" / "a.yaml"
    kept(path, make_interaction(body=b'"' + b"x" * 300_000 + b'"'))
    (blob,) = path.parents[1].glob("blobs/[0-9a-f]*")
    return path, blob


def _cut(blob: Path) -> None:
    blob.write_bytes(blob.read_bytes()[:-1])


def _alter(blob: Path) -> None:
    blob.write_bytes(b"!" + blob.read_bytes()[1:])


@pytest.mark.parametrize(
    ("harm", "told"),
    [(Path.unlink, "cannot be read"), (_cut, "was altered"), (_alter, "was altered")],
)
def test_a_body_that_is_missing_or_altered_is_found(
    tmp_path: Path, harm: Callable[[Path], None], told: str
) -> None:
    """A large body beside a cassette must be there, and must be what it was."""
    path, blob = with_blob(tmp_path)

    assert "recording-unreadable" not in rules(verify(path, contract_of=contract_of).findings)
    harm(blob)

    (finding,) = verify(path, contract_of=contract_of).findings
    assert finding.rule == "recording-unreadable"
    assert told in finding.message
    assert str(blob.name) in finding.message
    assert finding.where.startswith(f"{path}:")


def test_a_body_that_nothing_refers_to_is_told(tmp_path: Path) -> None:
    """A large body that no cassette refers to is info; one that is used is not."""
    path, blob = with_blob(tmp_path)
    unused = blob.with_name("0" * 64)
    unused.write_bytes(b"x")

    found = verify(tmp_path / "recordings", contract_of=contract_of).findings

    told = [each for each in found if each.rule == "recording-blob-unused"]
    assert [(each.where, each.severity) for each in told] == [(str(unused), Severity.INFO)]
    assert path.is_file()


def test_a_workspace_below_a_folder_called_blobs_is_found(tmp_path: Path) -> None:
    """What the folders above are called does not matter."""
    path, _ = with_blob(tmp_path / "blobs")

    assert verify(path.parents[2], contract_of=contract_of).cassettes == 1


def test_nothing_there_is_an_error(tmp_path: Path) -> None:
    """A path that leads nowhere cannot be verified."""
    with pytest.raises(RecordingError, match="there is no such file or folder"):
        verify(tmp_path / "nowhere")


def test_every_cut_of_a_cassette_is_told_with_its_file(task: Path, tmp_path: Path) -> None:
    """A cassette that is cut off anywhere is found unreadable or still whole; never does anything else happen."""
    data = task.read_bytes()
    path = tmp_path / "cut.yaml"

    for size in range(0, len(data), 97):
        path.write_bytes(data[:size])

        found = verify(path, contract_of=contract_of)

        unreadable = [each for each in found.findings if each.rule == "recording-unreadable"]
        assert unreadable or found.interactions
        for each in unreadable:
            assert each.where.partition(":")[0] == str(path)


ENTRY = """\
- request: {method: GET, uri: 'https://api.example.com/v1', headers: {}, body: null}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: 'x'}}
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("   \n", 0),
        ("5", 0),
        ("- 5", 0),
        ("- !!binary aGVsbG8=", 0),
        ("- null", 0),
        ("true", 0),
        ("interactions: 5", 0),
        ("interactions: [5]", 0),
        ("version: 2\ninteractions: []", 0),
        ("{", 2),
        ("a: [" * 100_000, 1),
        ("- " * 100_000, 1),
        ("a: &a [x]\nb: &b [*a, *a]\ninteractions: *c", 3),
        ("interactions: !!python/object/apply:os.system ['true']", 1),
        ("interactions:\n- !!python/object:os.path {}", 2),
        ("interactions:\n- request: {}\n  response: {}", 2),
        ("interactions:\n- request: {method: GET}\n  response: {}", 2),
        (f"interactions:\n{ENTRY}  sent_at: .inf", 2),
        (f"interactions:\n{ENTRY}  sent_at: 1.0e+300", 2),
        (f"interactions:\n{ENTRY}  sent_at: '0001-01-01T00:00:00+23:59'", 2),
        (f"interactions:\n{ENTRY}  sent_at: soon", 2),
        (f"interactions:\n{ENTRY}  elapsed_s: .nan", 2),
        (f"recording: {{recorded_at: -5}}\ninteractions:\n{ENTRY}", 1),
        (f"recording:\n  base_url: 'http://[x'\ninteractions:\n{ENTRY}", 2),
        ("interactions:\n" + ENTRY.replace("https://api", "http://[api"), 2),
        ("interactions:\n" + ENTRY.replace("code: 200", "code: x"), 3),
        ("interactions:\n" + ENTRY.replace("code: 200", "code: 1000"), 3),
        ("interactions:\n" + ENTRY.replace("body: null", "body: [!!binary aGVsbG8=, 5]"), 2),
        ("interactions:\n" + ENTRY.replace("body: null", "body: {a: !!binary aGVsbG8=}"), 2),
        ("interactions:\n" + ENTRY.replace("headers: {}", "headers: 5", 1), 2),
        ("interactions:\n" + ENTRY.replace("'x'", "!truecopy/blob ../../../etc/passwd"), 3),
        ("interactions:\n" + ENTRY.replace("'x'", "!truecopy/blob blobs/x 5"), 3),
        ("- request: {}\n  response: {}", 1),
    ],
)
def test_what_is_no_cassette_is_told_with_file_and_line(
    tmp_path: Path, text: str, line: int
) -> None:
    """Whatever stands in a file, verifying says what is wrong with it and where, and nothing else."""
    path = write_text(tmp_path / "a.yaml", text)

    (finding,) = verify(path, contract_of=contract_of).findings

    assert finding.rule == "recording-unreadable"
    assert finding.where == (f"{path}:{line}" if line else str(path))


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00a", b"\x89PNG\r\n\x1a\n", b"\x00" * 500, b"a: \xe9"]
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes) -> None:
    """A binary file, or one in another encoding, is told as such."""
    (tmp_path / "a.yaml").write_bytes(data)

    (finding,) = verify(tmp_path, contract_of=contract_of).findings

    assert finding.rule == "recording-unreadable"


def test_an_alias_bomb_is_told(tmp_path: Path) -> None:
    """Aliases of aliases are not written out beyond what a cassette can have."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    write_text(tmp_path / "a.yaml", "\n".join([*lines, "interactions: []"]))

    (finding,) = verify(tmp_path, contract_of=contract_of).findings

    assert "aliases" in finding.message


def test_folders_and_other_files_are_passed_over(recordings: Path, tmp_path: Path) -> None:
    """A folder in the place of a file, and files that are no YAML, are no cassettes."""
    (tmp_path / "accepted.yaml").mkdir()
    write_text(tmp_path / "README.md", "interactions")
    shutil.copy(recordings / "powertokens/edit-image-json/refused-key.yaml", tmp_path / "b.yml")

    found = verify(tmp_path)

    assert (found.cassettes, found.findings) == (1, [])


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without permission is a finding that says so."""
    path = kept(tmp_path / "a.yaml", make_interaction())

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    (finding,) = verify(path, contract_of=contract_of).findings

    assert finding.message == "cannot be read: Permission denied"


def test_a_file_without_end_is_told(tmp_path: Path) -> None:
    """No more is read of a file than a cassette can have."""
    (tmp_path / "a.yaml").symlink_to("/dev/zero")

    with (tmp_path / "b.yaml").open("wb") as file:
        file.truncate(64_000_001)

    assert verify(tmp_path / "a.yaml", contract_of=contract_of).findings[0].message == (
        "has more than 64,000,000 bytes, which no cassette has"
    )
    assert verify(tmp_path / "b.yaml", contract_of=contract_of).findings[0].message == (
        "has more than 64,000,000 bytes, which no cassette has"
    )


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
