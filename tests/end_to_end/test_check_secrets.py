"""What a check keeps to itself: the key, cookies, and addresses of this network."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.drift import Drift
from tests.drifts.edits import at, made, on
from tests.drifts.vendor import make_vendor
from tests.end_to_end.checking import check
from tests.stand_ins import Watched, always, serving


def moved(to: Callable[[str], str], vendor: str = "powertokens") -> ASGIApp:
    """Return a vendor whose pictures are elsewhere."""
    place = {
        "powertokens": on("edit-image-json", at("data[].url", made(to))),
        "mulerouter": on("get-generation", at("images", made(lambda urls: [*map(to, urls)]))),
    }[vendor]
    drift = Drift(name="moved", vendor=vendor, kind="additive", traits={"edit": place})
    return make_vendor(vendor, drift)


@pytest.mark.parametrize("vendor", ["powertokens", "mulerouter"])
def test_the_key_is_not_shown_to_the_host_of_pictures(vendor: str, tmp_path: Path) -> None:
    """A picture at another host is fetched without key and cookies; the curl lines do not show the key either."""
    pictures = Watched(make_vendor(vendor))
    with (
        serving(pictures) as elsewhere,
        serving(
            moved(lambda url: elsewhere + "/files/" + url.partition("/files/")[2], vendor)
        ) as url,
    ):
        checked = check(tmp_path, url, vendor, "--token=sk-secret")

    assert pictures.seen
    assert pictures.keys == {None}
    assert {each.headers.get("cookie") for each in pictures.seen} == {None}
    assert {each.method for each in pictures.seen} == {"GET"}
    assert checked.code == 0
    assert "sk-secret" not in checked.out + checked.err + json.dumps(checked.content)


def test_the_key_is_not_carried_along_a_redirect_of_a_picture(tmp_path: Path) -> None:
    """A picture that is sent on to another host is fetched there without the key."""
    pictures = Watched(make_vendor("powertokens"))
    with serving(pictures) as elsewhere:
        played = make_vendor("powertokens")

        async def sending_on(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"].startswith("/files/"):
                place = {"location": elsewhere + scope["path"]}
                await always(302, headers=place)(scope, receive, send)
            else:
                await played(scope, receive, send)

        with serving(sending_on) as url:
            checked = check(tmp_path, url, "powertokens", "--token=sk-secret")

    assert pictures.keys == {None}
    assert checked.code == 0


def test_cookies_of_a_target_go_nowhere(tmp_path: Path) -> None:
    """A cookie that a target sets is neither sent back nor shown to the host of pictures: each request stands alone."""
    pictures = Watched(make_vendor("powertokens"))
    with serving(pictures) as elsewhere:
        played = moved(lambda url: elsewhere + "/files/" + url.partition("/files/")[2])

        async def baking(scope: Scope, receive: Receive, send: Send) -> None:
            async def with_cookie(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [
                        *message["headers"],
                        (b"set-cookie", b"session=1; Path=/"),
                    ]
                await send(message)

            await played(scope, receive, with_cookie)

        watched = Watched(baking)
        with serving(watched) as url:
            check(tmp_path, url, "powertokens")

    for each in (*watched.seen, *pictures.seen):
        assert each.headers.get("cookie") is None


def test_a_picture_in_a_private_network_is_not_asked_for_by_a_public_target() -> None:
    """What a public target says of pictures does not lead into a private network."""
    from truecopy.wire import Keys, Target

    pictures = Watched(make_vendor("powertokens"))
    with (
        serving(pictures) as elsewhere,
        Target("https://api.vendor.invalid", Keys(good="sk-a")) as target,
    ):
        with pytest.raises(OSError, match="private network"):
            target.download(f"{elsewhere}/files/8x8-0.png")

        assert pictures.seen == []
