"""Upstreams as the command line names them."""

import pytest

from truecopy.cli.options.listening import ListenOptions
from truecopy.cli.upstreams import refuse_loop, require_upstream
from truecopy.errors import UsageError


@pytest.mark.parametrize("address", ["https://api.example.com", "http://127.0.0.1:4747/vendor/"])
def test_an_address_is_an_upstream(address: str) -> None:
    """Any http address will do, with a path in front of the documented ones or without."""
    require_upstream(address)


@pytest.mark.parametrize(
    "address", ["ftp://a.example", "a.example", "", "http://a.example/?x=1", "http://a.example/#x"]
)
def test_what_is_no_address_is_shown(address: str) -> None:
    """An upstream is scheme, host and path; what else a URL can have leads nowhere."""
    with pytest.raises(UsageError, match="an address such as") as caught:
        require_upstream(address)

    assert repr(address) in str(caught.value)


def test_a_password_is_not_repeated() -> None:
    """The client sends its key itself; one in the address would be shown in every banner."""
    with pytest.raises(UsageError, match="has a user or password in it") as caught:
        require_upstream("http://me:sk-secret@a.example")

    assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("upstream", "host", "port"),
    [
        ("http://127.0.0.1:4748/x", "127.0.0.1", 4748),
        ("http://localhost:4748", "127.0.0.1", 4748),
        ("http://proxy.localhost:4748", "127.0.0.1", 4748),
        ("http://127.0.0.1", "127.0.0.1", 80),
        ("HTTPS://127.0.0.1", "127.0.0.1", 443),
        ("http://127.0.0.1:5000", "::", 5000),
        ("http://127.0.0.1:5000", "0.0.0.0", 5000),  # noqa: S104 - compared, not bound to
    ],
)
def test_the_own_address_is_a_loop(upstream: str, host: str, port: int) -> None:
    """Whatever name it goes by, the proxy is not its own upstream."""
    with pytest.raises(UsageError, match="is the proxy's own address"):
        refuse_loop(upstream, ListenOptions(host=host, port=port))


@pytest.mark.parametrize(
    ("upstream", "host", "port"),
    [
        ("http://127.0.0.1:4747", "127.0.0.1", 4748),
        ("http://127.0.0.1:4747", "127.0.0.1", 0),
        ("http://192.0.2.1:4748", "127.0.0.1", 4748),
        ("http://192.0.2.1", "::", 80),
        ("http://nowhere.invalid:80", "127.0.0.1", 80),
        ("https://a.invalid", "127.0.0.1", 443),
    ],
)
def test_what_leads_elsewhere_is_no_loop(upstream: str, host: str, port: int) -> None:
    """Another port, or a host that is not this machine, is an upstream like any other."""
    refuse_loop(upstream, ListenOptions(host=host, port=port))
