"""What requests choose, and what the mock does not do though documents allow it."""

from tests.play import Play
from tests.unit.mock.posting import GOOD, post


def test_caps_hold_where_documents_give_none(play: Play) -> None:
    """More pictures or pixels than the mock makes are refused with the mock's own cap named."""
    body = {
        "model": "m",
        "input": {"messages": [{"role": "user", "content": [{"text": "A kite"}]}]},
    }

    many = play.send("applerouter", "edit-image-json", {**body, "parameters": {"n": 11}})
    large = play.send(
        "applerouter", "edit-image-json", {**body, "parameters": {"size": "99999*99999"}}
    )
    none = play.send("applerouter", "edit-image-json", {**body, "parameters": {"size": "0*10"}})

    for response in (many, large, none):
        assert response.status_code == 400
        assert "this mock makes" in response.headers["x-truecopy-explain"]


def test_whole_numbers_may_be_written_as_floats(play: Play) -> None:
    """1.0 is an integer in JSON Schema, so 2.0 asks for two pictures."""
    response = post(play, body={**GOOD, "n": 2.0}, authorization="Bearer k")

    assert len(response.json()["data"]) == 2


def test_what_was_chosen_before_is_not_given_to_others(play: Play) -> None:
    """Choices are remembered by their values: others, and those that came before, keep their own."""
    asked = [(n, kind) for n in (1, 2) for kind in ("url", "b64_json")] * 2

    for number, (n, kind) in enumerate(asked):
        body = {**GOOD, "prompt": f"Kite {number}", "n": n, "response_format": kind}
        data = post(play, body=body, authorization="Bearer k").json()["data"]
        assert len(data) == n
        assert all(kind in row for row in data)
