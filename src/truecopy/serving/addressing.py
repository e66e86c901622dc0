"""Which vendor a request is for: by host name, by path prefix, or because there is only one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truecopy.serving.messages import Call, Handler

# A host name, or an IPv6 address in brackets, with a port or without.
HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")
# Scheme and Host header of no request.
_NOBODY = "", b""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorSite:
    """One vendor's place on the server.

    Attributes:
        slug: The path prefix, and with `.localhost` a host name.
        host: The vendor's own host name.
    """

    slug: str
    host: str
    handler: Handler


class VendorSites:
    """Every vendor that the server plays."""

    def __init__(self, sites: Sequence[VendorSite], *, public_url: str | None = None) -> None:
        """Index the sites.

        Args:
            sites: At least one; a single one also answers at the root.
            public_url: Scheme and authority for links in answers; None takes them from each request.
        """
        self.sites = tuple(sites)
        self._by_host = {site.host: site for site in sites if site.host}
        self._by_host |= {f"{site.slug}.localhost": site for site in sites}
        self._by_slug = {site.slug: site for site in sites}
        self._alone = sites[0] if len(sites) == 1 else None
        self._public_url = public_url.rstrip("/") if public_url else None
        # Most requests come under the same scheme and host as the one before.
        self._last = _NOBODY
        self._resolved: tuple[str, VendorSite | None] = "", None

    def direct(self, call: Call) -> VendorSite | None:
        """Return the site that a call is for, None where no vendor is meant.

        Sets the call's path to what is below the vendor's prefix, and its origin.
        """
        named = call.scheme, call.headers.get(b"host", b"")
        if named != self._last:
            self._resolve(call, named)
        call.origin, site = self._resolved
        if site is not None:
            return site
        path = call.path
        cut = path.find("/", 1)
        site = self._by_slug.get(path[1:cut] if cut > 0 else path[1:])
        if site is None:
            return self._alone
        call.path = path[cut:] if cut > 0 else "/"
        return site

    def _resolve(self, call: Call, named: tuple[str, bytes]) -> None:
        """Find the origin that a call's Host header names, and the vendor of that host name."""
        host, self._last = call.header(b"host"), named
        if not HOST.fullmatch(host):
            # The next that names none may have come in on another address of this machine.
            host, self._last = call.bound_to, _NOBODY
        origin = self._public_url or f"{call.scheme}://{host}"
        self._resolved = origin, self._by_host.get(host.partition(":")[0].lower())
