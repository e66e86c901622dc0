"""What the header of a cassette says, and which variables hold secrets."""

import re
from importlib.metadata import version

import pytest
from tests.cassettes import make_interaction
from tests.examining import VENDORS, load

from truecopy.recording.origin import header_of, known_secrets, recognised

TASKS = "/vendors/alibaba/v1/qwen-image-edit-max/generation"


def test_a_header_has_everything() -> None:
    """The header has time, target, base address, fingerprint, and the version of the tool."""
    contract = load("mulerouter")
    interaction = make_interaction(url=f"https://gateway.example/v2{TASKS}")

    header = header_of(contract, [interaction])

    assert header.recorded_at == interaction.sent_at
    assert (header.target, header.base_url) == ("https://gateway.example/v2",) * 2
    assert header.contracts == {"mulerouter": contract.fingerprint}
    assert re.fullmatch(r"[0-9a-f]{12}", header.contracts["mulerouter"])
    assert header.tool == f"truecopy {version('truecopy')}"
    assert header.vendor == "mulerouter"


def test_a_cassette_is_as_old_as_its_oldest_interaction() -> None:
    """The time is that of the first interaction; one without a time does not count."""
    times = [make_interaction(sent_at=each) for each in (30.0, 0.0, 20.0)]

    assert header_of(None, times).recorded_at == 20.0
    assert header_of(None, times[1:2]).recorded_at == 0.0
    assert header_of(None, []).recorded_at == 0.0


@pytest.mark.parametrize("number", [0, 1])
def test_what_a_mock_answered_is_labelled_so(number: int) -> None:
    """One answer of a mock is enough; its address is told beside that."""
    marked = make_interaction(headers=(("x-truecopy", "mock"),))
    plain = make_interaction()
    interactions = [marked, plain] if number == 0 else [plain, marked]

    header = header_of(None, interactions, "https://api.example.com")

    assert (header.target, header.base_url) == ("mock", "https://api.example.com")


def test_a_base_address_that_is_given_counts() -> None:
    """Whoever knows the base address says it; else it is read off the first documented path."""
    contract = load("powertokens")
    picture = make_interaction(method="GET", url="https://files.example/1.png")
    edit = make_interaction(url="http://127.0.0.1:80/deep/v1/images/edits?trace=1")

    assert header_of(contract, [picture, edit], "http://x").base_url == "http://x"
    assert header_of(contract, [picture, edit]).base_url == "http://127.0.0.1:80/deep"
    assert header_of(contract, [picture]).base_url == contract.base_url


def test_without_a_contract_nothing_is_claimed() -> None:
    """Where nobody knows the vendor, the header does not name one."""
    header = header_of(None, [make_interaction()])

    assert (header.contracts, header.vendor, header.base_url) == ({}, "", "")


@pytest.mark.parametrize(
    "name",
    [
        "TRUECOPY_TOKEN",
        "TRUECOPY_TOKEN_MULEROUTER",
        "OPENAI_API_KEY",
        "MULEROUTER_APIKEY",
        "MY_KEY",
        "AWS_SECRET_ACCESS_KEY",
        "DJANGO_SECRET_KEY",
        "GITHUB_TOKEN",
        "OAUTH_SECRET",
        "DB_PASSWORD",
        "API_KEY",
        "TOKEN",
        "openai_api_key",
    ],
)
def test_a_variable_says_that_it_is_secret(name: str) -> None:
    """Variables whose names end in KEY, TOKEN, SECRET or PASSWORD hold secrets."""
    assert known_secrets({name: "value-of-a-secret"}) == ["value-of-a-secret"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PATH", "/usr/bin:/bin"),
        ("KEYBOARD", "qwertzuiop"),
        ("TOKENIZERS_PARALLELISM", "disabled-here"),
        ("MONKEY", "a-long-banana"),
        ("OPENAI_API_KEY", "short"),
        ("OPENAI_API_KEY", ""),
    ],
)
def test_other_variables_hold_none(name: str, value: str) -> None:
    """What is named otherwise, or too short for a key, is not looked for."""
    assert known_secrets({name: value}) == []


def test_the_environment_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a mapping, the environment of the process counts."""
    monkeypatch.setenv("TRUECOPY_TOKEN_X", "sk-0123456789")

    assert "sk-0123456789" in known_secrets()


EDIT = {"request_headers": (("content-type", "application/json"),)}


@pytest.mark.parametrize(
    ("url", "vendor"),
    [
        ("https://api.powertokens.ai/v1/images/edits", "powertokens"),
        ("http://127.0.0.1:4747/applerouter/v1/images/edits", "applerouter"),
        ("http://applerouter.localhost:4747/v1/images/edits", "applerouter"),
        (f"http://127.0.0.1:4801/x{TASKS}", "mulerouter"),
        (f"https://gateway.example/x{TASKS}", None),
        ("http://127.0.0.1:4747/v1/images/edits", None),
        ("https://api.powertokens.ai/v1/chat", None),
        ("https://example.com/", None),
        ("", None),
    ],
)
def test_a_vendor_is_known_by_its_address(url: str, vendor: str | None) -> None:
    """Host, name or paths tell whose requests these are; where several vendors may be meant, nothing does."""
    found = recognised(map(load, VENDORS), [make_interaction(url=url, **EDIT)])

    assert (found.vendor if found else None) == vendor


def test_one_address_is_enough() -> None:
    """Of several interactions one that names its vendor tells it; of two vendors neither is meant."""
    vague = make_interaction(url="http://127.0.0.1/v1/images/edits", **EDIT)
    clear = make_interaction(url="https://api.powertokens.ai/v1/images/edits", **EDIT)
    other = make_interaction(url="https://api.applerouter.ai/v1/images/edits", **EDIT)
    contracts = [load(each) for each in VENDORS]

    found = recognised(contracts, [vague, clear])

    assert found is not None
    assert found.vendor == "powertokens"
    assert recognised(contracts, [clear, other]) is None
    assert recognised(contracts, []) is None
    assert recognised([], [clear]) is None
