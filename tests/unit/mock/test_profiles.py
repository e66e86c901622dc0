"""The vendor that its clients know, beside the one of the documents."""

from typing import Any

import pytest
from tests.play import Play, make_play, square

from truecopy.errors import UsageError
from truecopy.mock.profiles import overlaid

SDK_BODY = {"model": "qwen-image-plus", "prompt": "A kite", "n": 1, "size": "640x512"}


@pytest.fixture(scope="module")
def observed() -> Play:
    """The mock of every vendor as it is known to be."""
    return make_play(profile="as-observed")


def test_settings_are_laid_over_others() -> None:
    """Mappings member by member, everything else whole; what is below is not changed."""
    below = {"a": {"b": 1, "c": [1]}, "d": 1}

    assert overlaid(below, {"a": {"c": [2], "e": 3}, "d": {}}) == {
        "a": {"b": 1, "c": [2], "e": 3},
        "d": {},
    }
    assert below == {"a": {"b": 1, "c": [1]}, "d": 1}


def test_what_sdks_send_is_taken_for_the_documented_form(play: Play, observed: Play) -> None:
    """As documented it is refused; as observed the picture has the prompt and the size that were sent."""
    refused = play.send("applerouter", "generate-image", SDK_BODY)
    taken = observed.send("applerouter", "generate-image", SDK_BODY)

    assert (refused.status_code, taken.status_code) == (400, 200)
    picture = observed.fetch(taken.json()["data"][0]["url"])
    assert int.from_bytes(picture[16:20]) == 640
    assert any("/prompt is taken for" in note for note in observed.journal()[0]["notes"])


def test_a_size_with_an_x_is_taken_for_one_with_a_star(play: Play, observed: Play) -> None:
    """In JSON and in forms."""
    body = {"model": "wan2.7-image-pro", "prompt": "A", "size": "1024x1024"}

    for name in ("edit-image-json", "edit-image-form"):
        assert play.send("powertokens", name, body).status_code == 400
        assert observed.send("powertokens", name, body).status_code == 200


@pytest.mark.parametrize("name", ["image", "image[]", "image[0]"])
def test_brackets_behind_a_part_are_read_over(observed: Play, name: str) -> None:
    """One picture is one picture, however its part is called."""
    files = {name: ("a.png", square(), "image/png")}

    answer = observed.send("applerouter", "edit-image-form", {"prompt": "A"}, files=files)

    assert answer.status_code == 200


def test_two_pictures_where_one_is_taken_are_refused(observed: Play) -> None:
    """Brackets do not make a list of what is none."""
    files = [("image[]", ("a.png", square(), "image/png"))] * 2

    answer = observed.client.post(
        "/applerouter/v1/images/edits",
        headers={"authorization": "Bearer sk-test"},
        data={"prompt": "A"},
        files=files,
    )

    assert answer.headers["x-truecopy-explain"].startswith("/image: ")


def test_an_unknown_model_has_no_channel(observed: Play) -> None:
    """The answer is one that SDKs ask for again."""
    answer = observed.send("applerouter", "generate-image", {**SDK_BODY, "model": "nope"})

    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "model_not_found"
    assert "qwen-image-plus" in answer.headers["x-truecopy-explain"]


def test_a_slash_too_many_is_redirected(observed: Play) -> None:
    """To the same vendor, with the query, for every operation and method."""
    for path in ("/applerouter/v1/images/edits/", "/powertokens/v1/images/edits/?a=b"):
        answer = observed.client.post(path, follow_redirects=False)

        assert answer.status_code == 307
        assert answer.headers["location"] == path.replace("/?", "?").removesuffix("/")
        assert answer.content == b""
    assert observed.client.post("/applerouter/v1/nothing/").status_code == 404


def test_models_are_listed_to_those_who_have_a_key(play: Play, observed: Play) -> None:
    """The documents do not mention the list, so it is there as observed only."""
    headers = {"authorization": "Bearer sk-test"}

    listed = observed.client.get("/applerouter/v1/models", headers=headers)

    assert listed.json()["data"][0]["id"] == "qwen-image-plus"
    assert "x-oneapi-request-id" in listed.headers
    assert observed.client.get("/applerouter/v1/models").status_code == 401
    assert play.client.get("/applerouter/v1/models", headers=headers).status_code == 404


def test_an_error_can_come_under_the_status_of_success(observed: Play) -> None:
    """SDKs raise nothing then; who looks at `data` alone learns it here."""
    answer = observed.send(
        "applerouter",
        "generate-image",
        SDK_BODY,
        headers={"prefer": "scenario=upstream-failed"},
    )

    assert answer.status_code == 200
    assert "error" in answer.json()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"profile": "as-wished"}, "as-wished"),
        ({"profile": "as-observed"}, "that the documents do"),
    ],
)
def test_a_profile_that_changes_nothing_is_refused(settings: Any, message: str) -> None:
    """An unknown one, and one of which the vendor's file says nothing."""
    with pytest.raises(UsageError, match=message):
        make_play("mulerouter", **settings)


@pytest.mark.parametrize("form", ["url", "b64_json"])
def test_every_entry_has_all_members_of_the_gateway(observed: Play, form: str) -> None:
    """What is unused is empty, where the documents leave it out."""
    body = {"model": "wan2.7-image-pro", "prompt": "A", "response_format": form}

    (entry,) = observed.send("powertokens", "edit-image-json", body).json()["data"]

    assert entry[form]
    assert [name for name in ("url", "b64_json") if not entry[name]] == [
        name for name in ("url", "b64_json") if name != form
    ]
