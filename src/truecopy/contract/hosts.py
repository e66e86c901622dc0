"""Names of hosts."""

import ipaddress


def is_loopback_host(host: str) -> bool:
    """Whether a host name or an address is of this machine itself.

    Args:
        host: In small letters, without a port; an IPv6 address with or without its brackets.

    Source:
        RFC 6761 section 6.3.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
