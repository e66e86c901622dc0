"""Recorded answers given again."""

import gzip
import json
from pathlib import Path
from typing import Any

from tests.cassettes import HEADER, make_interaction

from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.model import Interaction
from truecopy.recording.cassette import Cassette, Header, Recorded
from truecopy.recording.matchers import Matching, matching_for
from truecopy.recording.player import Player, Track

MULEROUTER = find_workspace(built_in_root()).load("mulerouter")
BASE = "https://api.mulerouter.ai/vendors/alibaba/v1/qwen-image-edit-max/generation"


def make_player(*interactions: Interaction, header: Header = HEADER, **settings: Any) -> Player:
    """Return a player of one cassette."""
    recorded = tuple(
        Recorded(interaction=each, line=number * 10) for number, each in enumerate(interactions, 1)
    )
    cassette = Cassette(path=Path("a.yaml"), header=header, recorded=recorded)
    return Player([cassette], settings.get("matching", Matching()), settings.get("contract"))


def ask(body: str) -> Interaction:
    """Return a request."""
    return make_interaction(request_body=body.encode())


def answers(player: Player, asked: Interaction, times: int, client: str = "") -> list[bytes]:
    """Return what is answered to a request that is made again and again."""
    found = [player.play(player.question(asked), client) for _ in range(times)]
    return [each.interaction.body if isinstance(each, Track) else b"miss" for each in found]


def created(task: str) -> Interaction:
    """Return the creation of a task."""
    body = json.dumps({"task_info": {"id": task, "status": "pending"}}).encode()
    return make_interaction(url=BASE, status=202, body=body)


def look(task: str, state: str) -> Interaction:
    """Return a look at a task."""
    return make_interaction(
        method="GET", url=f"{BASE}/{task}", request_body=b"", body=state.encode()
    )


def task_player(*interactions: Interaction) -> Player:
    """Return a player that knows which answers make tasks."""
    return make_player(*interactions, matching=matching_for(MULEROUTER), contract=MULEROUTER)


def test_equal_requests_get_the_answers_in_their_order_and_then_the_last() -> None:
    """Two recorded answers, four requests."""
    player = make_player(make_interaction(body=b"1"), make_interaction(body=b"2"))

    assert answers(player, make_interaction(), 4) == [b"1", b"2", b"2", b"2"]


def test_each_client_has_its_own_place() -> None:
    """What one client has played changes nothing for another."""
    player = make_player(make_interaction(body=b"1"), make_interaction(body=b"2"))

    assert answers(player, make_interaction(), 2, "alice") == [b"1", b"2"]
    assert answers(player, make_interaction(), 1, "bob") == [b"1"]


def test_looks_at_each_task_have_their_own_order() -> None:
    """Two tasks whose looks were recorded in turn."""
    player = task_player(
        created("a"), created("b"), look("a", "1"), look("b", "1"), look("a", "2"), look("b", "2")
    )

    assert answers(player, look("a", ""), 3) == [b"1", b"2", b"2"]
    assert answers(player, look("b", ""), 2) == [b"1", b"2"]


def test_a_task_that_is_made_anew_is_looked_at_anew() -> None:
    """The second creation begins the looks from the start."""
    player = task_player(created("a"), look("a", "1"), look("a", "2"))

    player.play(player.question(created("a")))
    assert answers(player, look("a", ""), 2) == [b"1", b"2"]
    player.play(player.question(created("a")))
    assert answers(player, look("a", ""), 1) == [b"1"]


def test_a_reset_begins_anew() -> None:
    """For every client."""
    player = make_player(make_interaction(body=b"1"), make_interaction(body=b"2"))
    answers(player, make_interaction(), 2)

    player.reset()

    assert answers(player, make_interaction(), 1) == [b"1"]


def test_a_miss_names_the_nearest_recording() -> None:
    """File, line, and what differs."""
    player = make_player(ask('{"prompt": "A kite", "n": 1}'), ask('{"prompt": "A boat", "n": 9}'))

    asked = player.question(ask('{"prompt": "A kite", "n": 2}'))
    found = player.miss(asked)

    assert player.play(asked) is None
    assert found.has_path
    assert str(found) == (
        "no recording answers this; the nearest is a.yaml:10, which differs in /n: recorded 1, asked 2"
    )


def test_a_miss_knows_whether_the_path_was_recorded() -> None:
    """An unknown path is another thing than an unknown request."""
    player = make_player(make_interaction())

    found = player.miss(player.question(make_interaction(url="https://api.example.com/other")))

    assert not found.has_path
    empty = make_player()
    assert str(empty.miss(empty.question(make_interaction()))) == "there are no recordings"


def test_a_refusal_for_its_key_does_not_shadow_the_good_answer() -> None:
    """The same body without a key was refused: only requests without a key are answered so."""
    key = (("authorization", "Bearer redacted-key-1"), ("content-type", "application/json"))
    none = (("content-type", "application/json"),)
    player = make_player(
        make_interaction(request_headers=none, status=401, body=b"no"),
        make_interaction(request_headers=key, body=b"yes"),
    )

    assert answers(player, make_interaction(request_headers=key), 2) == [b"yes", b"yes"]
    assert answers(player, make_interaction(request_headers=none), 1) == [b"no"]


def test_cassettes_without_keys_answer_requests_with_keys() -> None:
    """Other tools leave the header out."""
    player = make_player(make_interaction(body=b"yes"), header=Header())
    asked = make_interaction(request_headers=(("authorization", "Bearer x"),))

    assert answers(player, asked, 1) == [b"yes"]


def test_a_request_that_its_client_compressed_is_one_that_was_not() -> None:
    """Compressed bytes differ from one second to the next."""
    player = make_player(make_interaction(body=b"yes"))
    packed = gzip.compress(make_interaction().request_body)
    headers = (("content-encoding", "gzip"), ("content-type", "application/json"))

    asked = make_interaction(request_headers=headers, request_body=packed)

    assert answers(player, asked, 1) == [b"yes"]
