"""Cassettes served over HTTP, in process."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests import stand_ins
from tests.cassettes import HEADER, make_interaction
from tests.drifts.pictures import draw
from tests.examining import TEST_VENDORS, load
from tests.recordings import changed, record

from truecopy.model import Contract, Interaction
from truecopy.recording.cassette import Cassette, Header, Recorded
from truecopy.recording.files import find_cassettes, load_cassette
from truecopy.recording.plays import read_plays
from truecopy.recording.replay import ReplayApp, Stage
from truecopy.wire.inprocess import InProcessTransport

KEY = {"authorization": "Bearer sk-0123456789abcdef"}
OTHER_KEY = {"authorization": "Bearer sk-fedcba9876543210"}
FOREIGN = Header()
POLL = "/vendors/alibaba/v1/qwen-image-edit-max/generation"


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recordings of every vendor that keeps its contract."""
    folder = tmp_path_factory.mktemp("recordings")
    for vendor in TEST_VENDORS:
        record(folder / vendor, vendor)
    return folder


def cassette(*interactions: Interaction, header: Header = HEADER, path: str = "a.yaml") -> Cassette:
    """Return a cassette of interactions."""
    recorded = tuple(
        Recorded(interaction=each, line=10 * number, answer_line=10 * number + 5)
        for number, each in enumerate(interactions, 1)
    )
    return Cassette(path=Path(path), header=header, recorded=recorded)


@contextmanager
def serving(*stages: Stage, host: str = "replay.localhost") -> Iterator[httpx2.Client]:
    """Yield a client of a server in process."""
    transport = InProcessTransport(ReplayApp(stages))
    with httpx2.Client(transport=transport, base_url=f"http://{host}") as client:
        yield client


@contextmanager
def replaying(
    *interactions: Interaction,
    header: Header = FOREIGN,
    contract: Contract | None = None,
    **settings: Any,
) -> Iterator[httpx2.Client]:
    """Yield a client of a server that plays some interactions."""
    with serving(
        Stage("own", [cassette(*interactions, header=header)], contract, **settings)
    ) as client:
        yield client


def stage_of(recordings: Path, vendor: str) -> Stage:
    """Return the stage of a vendor's recordings."""
    cassettes = [load_cassette(each) for each in find_cassettes(recordings / vendor)]
    return Stage(vendor, cassettes, load(vendor))


@contextmanager
def replaying_vendor(recordings: Path, vendor: str) -> Iterator[httpx2.Client]:
    """Yield a client of a server that plays one vendor."""
    with serving(stage_of(recordings, vendor)) as client:
        yield client


def recorded(path: Path) -> Sequence[Interaction]:
    """Return the interactions of a cassette."""
    return load_cassette(path).interactions


def ask(
    client: httpx2.Client, interaction: Interaction, prefix: str = "", **headers: str
) -> httpx2.Response:
    """Send a recorded request again, with a key of our own where it had one."""
    url = httpx2.URL(interaction.url)
    sent = {name: value for name, value in interaction.request_headers if name != "authorization"}
    if interaction.request_header("authorization"):
        sent |= KEY
    return client.request(
        interaction.method,
        prefix + url.raw_path.decode(),
        headers=sent | headers,
        content=interaction.request_body,
    )


def journal(client: httpx2.Client) -> list[dict[str, Any]]:
    """Return the rows of the journal, the newest first."""
    rows = client.get("/_truecopy/requests").json()["requests"]
    return list(rows)


@pytest.mark.parametrize("vendor", TEST_VENDORS)
@pytest.mark.parametrize("is_prefixed", [True, False])
def test_every_recorded_request_is_answered_as_recorded(
    recordings: Path, vendor: str, *, is_prefixed: bool
) -> None:
    """Each recorded request, refusals too, is answered byte for byte but for links to recorded pictures."""
    prefix = f"/{vendor}" if is_prefixed else ""
    with replaying_vendor(recordings, vendor) as client:
        for path in find_cassettes(recordings / vendor):
            for each in recorded(path):
                response = ask(client, each, prefix)

                assert response.status_code == each.status, path
                assert response.headers["x-truecopy"] == "replay"
                assert response.headers["content-type"] == each.header("content-type")
                if b"/files/" in each.body:
                    assert response.json().keys() == json.loads(each.body).keys()
                    assert b"vendor.localhost" not in response.content
                else:
                    assert response.content == each.body


@pytest.mark.parametrize("vendor", TEST_VENDORS)
def test_links_to_recorded_pictures_work(recordings: Path, vendor: str) -> None:
    """A link in an answer leads to this server, which gives the recorded bytes without a key."""
    paths = [each for each in find_cassettes(recordings / vendor) if each.stem == "accepted"]
    with replaying_vendor(recordings, vendor) as client:
        for path in paths:
            *asked, picture = recorded(path)
            last = [ask(client, each, f"/{vendor}") for each in asked][-1]

            start = last.text.index("http://replay.localhost/_recorded/")
            link = last.text[start:].partition('"')[0]
            response = client.get(link)
            assert response.status_code == 200
            assert response.content == picture.body
            assert response.headers["content-type"] == "image/png"
            assert journal(client)[0]["cassette"] == str(path.absolute())


def test_a_picture_that_was_not_recorded_keeps_its_address() -> None:
    """A link whose picture is not in the recordings is left as it is."""
    body = b'{"url": "https://files.example.com/1.png"}'
    with replaying(make_interaction(body=body)) as client:
        assert ask(client, make_interaction()).content == body


def test_only_whole_addresses_are_links() -> None:
    """An address that merely begins like that of a recorded picture is left as it is, as is one of a page."""
    picture = make_interaction(
        method="GET",
        url="https://a.example/1",
        request_body=b"",
        body=draw(8, 8),
        headers=(("content-type", "image/png"),),
    )
    page = make_interaction(method="GET", url="https://b.example/", request_body=b"", body=b"hi")
    gone = replace(picture, url="https://c.example/2", status=404)
    body = {
        "exact": "https://a.example/1",
        "longer": "https://a.example/1.png",
        "below": "https://a.example/1/2",
        "query": "https://a.example/1?x=1",
        "page": "https://b.example/items/2",
        "gone": "https://c.example/2",
        "text": "see https://a.example/1 for more",
    }
    escaped = json.dumps({"exact": "https://a.example/1"}).replace("/", "\\/")
    post = make_interaction(url="https://api.example/v1", body=json.dumps(body).encode())
    other = make_interaction(url="https://api.example/v2", body=escaped.encode())

    with replaying(picture, page, gone, post, other) as client:
        found = ask(client, post).json()
        assert found["exact"] == "http://replay.localhost/_recorded/own/0"
        assert found["text"] == "see http://replay.localhost/_recorded/own/0 for more"
        same = {name for name in body if found[name] == body[name]}
        assert same == {"longer", "below", "query", "page", "gone"}
        assert ask(client, other).json()["exact"] == "http://replay.localhost/_recorded/own/0"


def test_looks_come_in_their_order_and_begin_anew(recordings: Path) -> None:
    """Looks are played in order, the last one again and again; making the task anew starts them anew."""
    create, *looks, _ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    states = [each.body.partition(b'"status": "')[2].partition(b'"')[0] for each in looks]
    with replaying_vendor(recordings, "mulerouter") as client:
        for _ in range(2):
            ask(client, create)
            answers = [ask(client, looks[0]).content for _ in range(len(looks) + 2)]

            found = [each.partition(b'"status": "')[2].partition(b'"')[0] for each in answers]
            assert found == [*states, states[-1], states[-1]]


def test_each_key_has_its_own_place(recordings: Path) -> None:
    """What one key has played does not move another."""
    create, *looks, _ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    with replaying_vendor(recordings, "mulerouter") as client:
        mine = [ask(client, looks[0]).content for _ in looks]
        other = ask(client, looks[0], **OTHER_KEY)

        assert mine[-1] != mine[0]
        assert other.content == mine[0]
        assert create.status == 202


def test_a_reset_begins_anew_for_every_client(recordings: Path) -> None:
    """POST /_truecopy/reset puts every client at the beginning, and empties the journal."""
    looks = recorded(recordings / "mulerouter/create-generation/accepted.yaml")[1:-1]
    with replaying_vendor(recordings, "mulerouter") as client:
        first, *_ = [ask(client, looks[0]).content for _ in looks]

        assert client.post("/_truecopy/reset").status_code == 200
        assert journal(client) == []
        assert ask(client, looks[0]).content == first


def test_what_says_the_same_is_the_same(recordings: Path) -> None:
    """The order of members, white space, case of header names and `/user` do not count."""
    first, _ = recorded(recordings / "applerouter/generate-image/accepted.yaml")
    asked = json.loads(first.request_body)
    body = {**dict(reversed(list(asked.items()))), "user": "somebody"}
    headers = {"Content-Type": "application/json; charset=utf-8", "X-Other": "1", **KEY}
    with replaying_vendor(recordings, "applerouter") as client:
        response = client.post(
            "/v1/images/generations", content=json.dumps(body, indent=3), headers=headers
        )

        assert response.status_code == 200


def test_boundary_and_names_of_files_do_not_count(recordings: Path) -> None:
    """A form is the same whatever its boundary and the names of its files."""
    first, _ = recorded(recordings / "applerouter/edit-image-form/accepted.yaml")
    boundary = first.request_header("content-type").partition("boundary=")[2].strip('"')
    body = first.request_body.replace(boundary.encode(), b"--------another")
    name = body.partition(b'filename="')[2].partition(b'"')[0]
    body = body.replace(name, b"other-name.png")
    headers = {"content-type": "multipart/form-data; boundary=--------another", **KEY}
    with replaying_vendor(recordings, "applerouter") as client:
        assert name
        assert client.post("/v1/images/edits", content=body, headers=headers).status_code == 200

        other = body.replace(b"\x89PNG", b"\x88PNG")
        missed = client.post("/v1/images/edits", content=other, headers=headers)
        assert missed.status_code == 501


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"prompt": "Another"}, "/prompt"),
        ({"n": 2}, "/n"),
        ({"n": "1"}, "/n"),
        ({"n": True}, "/n"),
        ({"seed": 7}, "/seed"),
        ({"prompt": None}, "/prompt"),
    ],
)
def test_a_field_that_differs_is_a_miss(
    recordings: Path, change: dict[str, Any], part: str
) -> None:
    """A field that is other, new or gone is 501, with the nearest recording and what differs."""
    first, *_ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    asked = json.loads(first.request_body) | change
    with replaying_vendor(recordings, "mulerouter") as client:
        response = client.post(POLL, json=asked, headers=KEY)

        content = response.json()
        assert response.status_code == 501
        assert [each["part"] for each in content["differences"]] == [part]
        assert content["nearest"].endswith("create-generation/accepted.yaml:10")
        assert part in response.headers["x-truecopy-explain"]
        assert "accepted.yaml:10" in response.headers["x-truecopy-explain"]
        assert response.headers["x-truecopy"] == "replay"


def test_a_missing_field_is_a_miss(recordings: Path) -> None:
    """A request without a recorded field is another request."""
    first, *_ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    asked = json.loads(first.request_body)
    del asked["n"]
    with replaying_vendor(recordings, "mulerouter") as client:
        (difference,) = client.post(POLL, json=asked, headers=KEY).json()["differences"]

        assert difference == {"part": "/n", "recorded": "1", "asked": "absent"}


@pytest.mark.parametrize("path", ["/v1/nowhere", "/", f"{POLL}/never-made", "//", "/%00", "/%ff"])
def test_an_unknown_path_is_nowhere(recordings: Path, path: str) -> None:
    """A path that no recording has is 404; what is nearest is told all the same."""
    with replaying_vendor(recordings, "mulerouter") as client:
        response = client.get(f"/mulerouter{path}", headers=KEY)

        assert response.status_code == 404
        assert response.json()["nearest"]


def test_refusals_do_not_shadow_good_requests(recordings: Path) -> None:
    """Key, media type and body decide between a refusal and the good answer, in any order of asking."""
    folder = recordings / "powertokens/edit-image-json"
    good = recorded(folder / "accepted.yaml")[0]
    with replaying_vendor(recordings, "powertokens") as client:
        for _ in range(2):
            assert ask(client, good).status_code == 200
            for name, status in (("key", 401), ("media-type", 400), ("body", 400), ("value", 400)):
                (refused,) = recorded(folder / f"refused-{name}.yaml")
                assert ask(client, refused).status_code == status, name


def test_a_key_is_not_compared_but_its_absence_is() -> None:
    """Any key will do where there was one; without one it is another request."""
    keyed = make_interaction(request_headers=(("authorization", "Bearer redacted-key-1"),))
    with replaying(keyed, header=HEADER) as client:
        assert ask(client, keyed).status_code == 200
        response = client.post("/v1/stamps", content=keyed.request_body)
        assert response.status_code == 501
        assert response.json()["differences"] == [
            {"part": "authorization", "recorded": "a key", "asked": "no key"}
        ]


def test_the_journal_tells_what_was_played(recordings: Path, tmp_path: Path) -> None:
    """Each request is a row: what answered it, or why nothing did; it can be given to `verify --played`."""
    first, *_ = recorded(recordings / "mulerouter/create-generation/accepted.yaml")
    with replaying_vendor(recordings, "mulerouter") as client:
        ask(client, first)
        client.post(POLL, json={"prompt": "x"}, headers=KEY)

        missed, played = journal(client)
        text = client.get("/_truecopy/requests").text
        assert (played["method"], played["path"], played["status"]) == ("POST", POLL, 202)
        assert (missed["status"], missed["cause"]) == (501, "no-recording")
        assert "/prompt" in missed["problems"][0]
        assert KEY["authorization"].split()[1] not in text

    file = tmp_path / "journal.json"
    file.write_text(text)
    path = (recordings / "mulerouter/create-generation/accepted.yaml").resolve()
    assert read_plays(file) == {(path, 0)}


@pytest.mark.parametrize("headers", [("authorization",), ("x-api-key",), ()])
def test_no_secret_of_a_client_is_told(headers: tuple[str, ...]) -> None:
    """A key in a header, in the address or in the body is neither in the journal nor in the answer of a miss."""
    secret = "sk-live-0123456789abcdef"
    with replaying(make_interaction(), headers=headers) as client:
        response = client.post(
            f"/v1/stamps?api_key={secret}",
            json={"prompt": "x", "access_token": secret},
            headers={"authorization": f"Bearer {secret}", "x-api-key": secret},
        )

        assert response.status_code == 501
        assert secret not in response.text
        assert secret not in response.headers["x-truecopy-explain"]
        assert secret not in client.get("/_truecopy/requests").text


def test_secrets_are_not_compared() -> None:
    """Where a recording has a placeholder in the place of a secret, any secret will do; none will not."""
    asked = make_interaction(
        url="https://api.example.com/v1/stamps?key=redacted-key-1",
        request_body=b'{"prompt": "A kite", "user_id": "redacted-account-1"}',
    )
    with replaying(asked) as client:
        body = {"prompt": "A kite", "user_id": "me"}
        assert client.post("/v1/stamps?key=AIzaSy0123", json=body).status_code == 200
        assert client.post("/v1/stamps", json=body).status_code == 501


@pytest.mark.parametrize("name", ["ignore", "headers"])
def test_parts_may_be_left_out_or_added(name: str) -> None:
    """--ignore takes a part out of the comparison, --match-header puts one in."""
    interaction = make_interaction(
        url="https://api.example.com/v1/stamps?trace=1",
        request_headers=(("content-type", "application/json"), ("x-mode", "fast")),
    )
    other = json.dumps({"prompt": "A kite", "n": 5}).encode()
    settings = {"ignore": ("/n", "?trace")} if name == "ignore" else {"headers": ("X-Mode",)}
    with replaying(interaction, **settings) as client:
        changed_body = client.post("/v1/stamps?trace=2", content=other)
        same = client.post(
            "/v1/stamps?trace=1", content=interaction.request_body, headers={"x-mode": "slow"}
        )

        assert [changed_body.status_code, same.status_code] == (
            [200, 200] if name == "ignore" else [501, 501]
        )


def test_several_vendors_are_told_apart(recordings: Path) -> None:
    """Each vendor is below its name, and under the name of its host; what is for none says so."""
    stages = [stage_of(recordings, each) for each in TEST_VENDORS]
    first, _ = recorded(recordings / "powertokens/edit-image-json/accepted.yaml")
    with serving(*stages) as client:
        assert ask(client, first, "/powertokens").status_code == 200
        assert ask(client, first, host="api.powertokens.ai").status_code == 200
        assert ask(client, first, host="powertokens.localhost").status_code == 200
        assert ask(client, first, host="api.applerouter.ai").status_code == 501
        nowhere = ask(client, first)
        assert nowhere.status_code == 404
        assert "put its name in front" in nowhere.json()["error"]


def test_hosts_of_one_cassette_are_told_apart() -> None:
    """Of two hosts with the same path, the Host header chooses; without it whichever fits answers."""
    one = make_interaction(url="https://one.example/v1", body=b'"one"')
    two = make_interaction(url="https://two.example/v1", body=b'"two"')
    only = make_interaction(url="https://two.example/v1", request_body=b'{"a": 1}', body=b'"only"')
    with replaying(one, two, only) as client:
        assert ask(client, two, host="two.example").json() == "two"
        assert ask(client, one, host="one.example").json() == "one"
        assert ask(client, only, host="one.example").json() == "only"
        assert ask(client, only).json() == "only"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/models/x:generate",
        "/a%20b",
        "/a+b",
        "/%C3%A9t%C3%A9",
        "/a@b,c;d=e",
        "/a%2Fb",
        "",
        "/~me/(1)",
    ],
)
def test_paths_are_compared_as_they_read(path: str) -> None:
    """However a path is written, with percent signs or without, it is the same path."""
    interaction = make_interaction(url=f"https://api.example.com{path}")
    with replaying(interaction) as client:
        assert ask(client, interaction).status_code == 200


@pytest.mark.parametrize("query", ["a=1&b=2", "b=2&a=1", "a=1&b=%32"])
def test_the_order_of_parameters_does_not_count(query: str) -> None:
    """Parameters are compared by name."""
    interaction = make_interaction(url="https://api.example.com/v1?a=1&b=2")
    with replaying(interaction) as client:
        assert client.post(f"/v1?{query}", content=interaction.request_body).status_code == 200
        assert client.post("/v1?a=1", content=interaction.request_body).status_code == 501


@pytest.mark.parametrize("status", [0, 42, 100, 101, 199, 600, 999])
def test_what_no_server_can_answer_is_told(status: int) -> None:
    """A recording with a status that no answer can have is not played, but told: nothing breaks."""
    with replaying(make_interaction(status=status)) as client:
        response = ask(client, make_interaction())

        assert response.status_code == 502
        assert f"status {status}" in response.json()["error"]


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_has_none(status: int) -> None:
    """A status that has no body is answered without one, whatever the cassette says."""
    with replaying(make_interaction(status=status, body=b"body")) as client:
        response = ask(client, make_interaction())

        assert (response.status_code, response.content) == (status, b"")


def test_headers_that_no_answer_can_carry_are_left_out() -> None:
    """A header with a line end in it, as only a cassette made by hand has it, cannot split an answer."""
    interaction = make_interaction(
        headers=(
            ("content-type", "application/json"),
            ("x-good", "gr\u00fc\u00df"),
            ("x-bad", "a\r\nset-cookie: b=1"),
            ("x bad name", "1"),
            ("", "1"),
            ("x-wide", "\u96e8"),
        )
    )
    app = ReplayApp([Stage("own", [cassette(interaction, header=FOREIGN)], None)])
    with stand_ins.serving(app) as url, httpx2.Client(base_url=url) as client:
        response = ask(client, interaction)

        assert response.content == interaction.body
        assert response.headers["x-good"] == "gr\u00fc\u00df"
        assert "x-bad" not in response.headers
        assert "x bad name" not in response.headers
        assert "set-cookie" not in response.headers


def test_several_headers_of_one_name_are_kept() -> None:
    """What was recorded several times is answered several times."""
    interaction = make_interaction(headers=(("set-cookie", "a=1"), ("set-cookie", "b=2")))
    with replaying(interaction) as client:
        assert ask(client, interaction).headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_the_connection_is_our_own() -> None:
    """What the recorded connection said of itself is not repeated, nor what an earlier mock explained."""
    interaction = make_interaction(
        headers=(
            ("transfer-encoding", "chunked"),
            ("content-length", "999"),
            ("connection", "close"),
            ("date", "Mon, 01 Jan 2024 00:00:00 GMT"),
            ("x-truecopy", "mock"),
            ("x-truecopy-explain", "no"),
        ),
        body=b'"ok"',
    )
    with replaying(interaction) as client:
        response = ask(client, interaction)

        assert response.json() == "ok"
        assert response.headers.get_list("x-truecopy") == ["replay"]
        assert response.headers["content-length"] == "4"
        assert "x-truecopy-explain" not in response.headers
        assert "transfer-encoding" not in response.headers


def test_an_encoding_that_cannot_be_opened_is_passed_on() -> None:
    """A body that is still encoded keeps the header that says so."""
    interaction = make_interaction(
        headers=(("content-encoding", "compress"),), body=b"\x1f\x9d\x90hi\x03"
    )
    with replaying(interaction) as client:
        request = client.build_request("POST", "/v1/stamps", content=interaction.request_body)
        response = client.send(request, stream=True)

        assert response.headers["content-encoding"] == "compress"
        assert b"".join(response.iter_raw()) == interaction.body
        response.close()


@pytest.mark.parametrize("number", ["99", "-1", "x", "0"])
def test_only_recorded_pictures_are_to_be_had(number: str) -> None:
    """What is no recorded picture is not given under the address of one."""
    with replaying(make_interaction()) as client:
        assert client.get(f"/_recorded/own/{number}").status_code == 404
        assert client.get(f"/_recorded/other/{number}").status_code == 404


def test_the_server_says_that_it_is_there() -> None:
    """Its health can be asked for."""
    with replaying(make_interaction()) as client:
        assert client.get("/_truecopy/health").json() == {"status": "ok"}


def test_pages_of_other_origins_are_kept_out() -> None:
    """A page of another origin, or a strange host name, sees neither journal nor reset."""
    with replaying(make_interaction()) as client:
        headers = {"origin": "https://evil.example"}
        assert client.get("/_truecopy/requests", headers=headers).status_code == 403
        assert client.post("/_truecopy/reset", headers={"host": "evil.example"}).status_code == 403


def test_a_large_request_is_refused() -> None:
    """A body past 64 MB is not read."""
    with replaying(make_interaction()) as client:
        response = client.post("/v1/stamps", content=b"x", headers={"content-length": "64000001"})

        assert response.status_code == 413


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"[" * 100_000, b"{", b"--cut\r\n", b'{"a": "\\ud800"}']
)
@pytest.mark.parametrize(
    "content_type", ["application/json", "multipart/form-data; boundary=cut", "x"]
)
def test_any_request_is_answered(recordings: Path, body: bytes, content_type: str) -> None:
    """No bytes bring the server down: what nobody recorded is a miss."""
    headers = {"content-type": content_type, **KEY}
    with replaying_vendor(recordings, "applerouter") as client:
        response = client.post("/v1/images/edits", content=body, headers=headers)

        assert response.status_code == 501


def test_a_cassette_from_elsewhere_plays_as_well(recordings: Path, tmp_path: Path) -> None:
    """What stood in front of the documented path when it was recorded does not matter."""
    source = recordings / "powertokens/edit-image-json/accepted.yaml"

    def elsewhere(_: int, each: Interaction) -> Interaction:
        url = each.url.replace("http://vendor.localhost", "https://gateway.example/v9/x")
        return replace(each, url=url)

    moved = changed(source, elsewhere, tmp_path / "a.yaml")
    with serving(Stage("powertokens", [moved], load("powertokens"))) as client:
        first = recorded(source)[0]
        assert ask(client, first, "/powertokens").status_code == 200
        assert ask(client, first).status_code == 200


def test_a_path_that_the_contract_lacks_is_found_below_its_address() -> None:
    """What was recorded below an address with a path is asked for below the vendor's name."""
    base = "http://127.0.0.1:9/deep"
    header = replace(HEADER, base_url=base)
    nowhere = make_interaction(url=f"{base}/v1/nowhere", status=404, body=b'"recorded"')
    contract = load("powertokens")
    with replaying(nowhere, header=header, contract=contract) as client:
        for prefix in ("", "/own"):
            response = client.post(f"{prefix}/v1/nowhere", content=nowhere.request_body)
            assert (response.status_code, response.json()) == (404, "recorded")


def test_a_host_of_this_machine_does_not_hide_the_name() -> None:
    """Recordings made at a server of this machine are reached below their name too."""
    local = make_interaction(url="http://127.0.0.1:9/items", body=b'"ok"')
    stage = Stage("own", [cassette(local, header=FOREIGN)], None)
    with serving(stage, host="127.0.0.1") as client:
        assert client.post("/own/items", content=local.request_body).json() == "ok"
        assert client.post("/items", content=local.request_body).json() == "ok"


def test_the_journal_has_the_newest_first() -> None:
    """Rows of one millisecond stand in their order too."""
    with replaying(make_interaction()) as client:
        for number in range(20):
            client.get(f"/{number}")

        assert [each["path"] for each in journal(client)] == [f"/{n}" for n in reversed(range(20))]
