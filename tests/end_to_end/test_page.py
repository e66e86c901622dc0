"""The page for people, in a browser."""

import json
from collections.abc import Iterator

import httpx2
import pytest
from tests.end_to_end.browser import Browser, running_browser
from tests.end_to_end.live_server import LiveServer, running_server
from tests.end_to_end.task_client import GENERATION as PATH

GENERATION = f"/mulerouter{PATH}"
KEY = {"authorization": "Bearer sk-page"}
TASK = {"images": ["https://example.com/room.jpg"], "prompt": "A lamp", "n": 2}
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for all tests of the page."""
    with running_browser() as found:
        yield found


@pytest.fixture(scope="module")
def mock_of_module() -> Iterator[LiveServer]:
    """One mock for all tests of the page."""
    with running_server() as live:
        yield live


@pytest.fixture
def mock(mock_of_module: LiveServer, browser: Browser) -> LiveServer:
    """A mock that nobody has asked anything, and that nobody looks at."""
    browser.ask("Page.navigate", url="about:blank")
    browser.wait("location.href === 'about:blank'")
    httpx2.post(f"{mock_of_module.url}/_truecopy/reset")
    return mock_of_module


def shown(browser: Browser, name: str) -> str:
    """Return the text of an element."""
    return str(browser.run(f"document.getElementById('{name}').innerText"))


@pytest.mark.parametrize("path", ["/", "/_truecopy", "/_truecopy/"])
def test_the_page_shows_every_operation_with_a_line_to_copy(
    browser: Browser, mock: LiveServer, path: str
) -> None:
    """It works at once, without anything from elsewhere; an empty mock says so."""
    browser.complaints.clear()

    browser.visit(mock.url + path)
    browser.wait("document.getElementById('state').innerText === 'live'")

    vendors = shown(browser, "vendors")
    for each in mock.ready["operations"]:
        assert each["operation"] in vendors
        assert f"curl {each['url']}" in vendors or f"curl '{each['url']}'" in vendors
    assert "No request yet" in browser.run("document.body.innerText")
    assert browser.complaints == []


def test_requests_and_tasks_are_followed_as_they_go(browser: Browser, mock: LiveServer) -> None:
    """The journal grows, a task goes through its states and shows its pictures, charges add up."""
    browser.visit(mock.url)
    browser.wait("document.getElementById('state').innerText === 'live'")

    httpx2.post(mock.url + GENERATION, headers=KEY, json=TASK)
    browser.wait("document.querySelectorAll('#requests > li').length === 1")
    browser.wait("document.querySelectorAll('#tasks .pictures img').length === 2")
    browser.wait("[...document.querySelectorAll('#tasks img')].every((each) => each.naturalWidth)")
    httpx2.post(f"{mock.url}/nobody", headers=KEY)
    browser.wait("document.querySelectorAll('#requests > li').length === 2")

    assert shown(browser, "tasks").splitlines()[-3:] == ["pending", "processing", "completed"]
    assert "no vendor is addressed by /nobody" in shown(browser, "requests")
    assert "create-generation" in shown(browser, "charges")


def test_scenario_clock_and_reset_are_set(browser: Browser, mock: LiveServer) -> None:
    """What is chosen on the page is what the mock does."""
    browser.visit(mock.url)
    browser.wait("document.getElementById('scenario').options.length > 1")

    browser.run(
        "document.getElementById('scenario').value = 'overloaded';"
        "document.getElementById('operation').value = 'create-generation';"
        "document.getElementById('times').value = '1';"
        "document.getElementById('set-scenario').click()"
    )
    browser.wait("document.getElementById('set').innerText.includes('overloaded')")
    statuses = [
        httpx2.post(mock.url + GENERATION, headers=KEY, json=TASK).status_code for _ in range(2)
    ]
    browser.run("document.querySelector('[data-seconds=\"3600\"]').click()")
    browser.wait("document.getElementById('clock').innerText.includes('3600 s ahead')")
    browser.wait("document.querySelectorAll('#tasks img').length === 2")
    browser.run("document.getElementById('reset').click()")
    browser.wait("document.querySelectorAll('#requests > li').length === 0")

    assert statuses == [503, 202]
    assert httpx2.get(f"{mock.url}/_truecopy/clock").json()["offset_s"] == 0


def test_what_is_refused_is_told(browser: Browser, mock: LiveServer) -> None:
    """A setting without effect is not passed over."""
    browser.visit(mock.url)
    browser.wait("document.getElementById('scenario').options.length > 1")

    browser.run(
        "document.getElementById('times').value = '0';"
        "document.getElementById('set-scenario').click()"
    )

    assert "times" in browser.wait("document.getElementById('problem').innerText")


def test_what_clients_send_is_text(browser: Browser, mock: LiveServer) -> None:
    """The page shares its origin with everything that is sent and answered here."""
    browser.visit(mock.url)
    for path in (f"/powertokens/{HOSTILE}", f"/{HOSTILE}"):
        httpx2.post(mock.url + path, headers={**KEY, "x-note": HOSTILE}, json={HOSTILE: HOSTILE})
    browser.wait("document.querySelectorAll('#requests > li').length === 2")

    assert "onerror" in shown(browser, "requests")
    assert browser.run("document.querySelectorAll('#requests img').length") == 0
    assert browser.run("document.title") == "Truecopy mock"
    # Even markup that got into the page would run nothing.
    inserted = json.dumps(HOSTILE)
    browser.run(
        "new Promise((resolve) => {"
        "document.addEventListener('securitypolicyviolation', () => resolve(), {once: true});"
        f"document.body.insertAdjacentHTML('beforeend', {inserted})}})"
    )
    assert browser.run("document.title") == "Truecopy mock"


def test_the_page_is_closed_to_others(browser: Browser, mock: LiveServer) -> None:
    """No frame of another page, no script from elsewhere, no guess of a type; each time another number."""
    first, second = (httpx2.get(f"{mock.url}/_truecopy/") for _ in range(2))

    policy = first.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert first.headers["x-content-type-options"] == "nosniff"
    assert policy != second.headers["content-security-policy"]
    assert "http" not in first.text.replace("http-equiv", "").replace("https://example", "")


@pytest.mark.parametrize("width", [1280, 420])
def test_the_page_fits_its_window(
    browser: Browser, mock: LiveServer, width: int, request: pytest.FixtureRequest
) -> None:
    """On a screen and on a phone: nothing is cut off at the side."""
    httpx2.post(mock.url + GENERATION, headers=KEY, json=TASK)
    httpx2.post(f"{mock.url}/powertokens/v1/images/edits", headers=KEY, json={"n": 9})
    browser.visit(mock.url, width=width)
    browser.wait("document.querySelectorAll('#tasks .pictures img').length === 2")

    assert browser.run("document.documentElement.scrollWidth <= innerWidth")


def test_a_vendor_at_the_root_keeps_it() -> None:
    """Its own answers stand there; the page is under its own path."""
    with running_server("--vendor", "mulerouter") as live:
        root = httpx2.get(live.url)
        page = httpx2.get(f"{live.url}/_truecopy/")

    assert root.status_code == 404
    assert root.headers["content-type"] == "application/json"
    assert page.headers["content-type"].startswith("text/html")
