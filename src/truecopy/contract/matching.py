"""Which operation of a contract an interaction is of, wherever its vendor was reached."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from truecopy.contract.bodies import media_type_of
from truecopy.contract.routes import Route, Routes
from truecopy.model import Contract, Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a request is for.

    Attributes:
        operation: Id; of several media types the one that was sent, else the first.
        path: Below the vendor's base address, decoded.
        is_exact: Whether the operation takes what was sent.
    """

    operation: str
    path: str
    parameters: Mapping[str, str]
    is_exact: bool


class Matcher:
    """Finds operations by method, path and media type."""

    def __init__(self, contract: Contract, base_urls: Sequence[str] = ()) -> None:
        """Compile the routes.

        Args:
            base_urls: Where else the vendor is reached, beside its own address. An address below none of
                them is matched by the end of its path.
        """
        self._routes = Routes(contract.operations.values())
        self._most_names = max((path.count("/") for path in self._routes.paths), default=0)
        self._bases = [urlsplit(each) for each in (*base_urls, contract.base_url) if each]

    def of(self, interaction: Interaction) -> Match | None:
        """Return what the request of an interaction is for, as `find` does."""
        content_type = interaction.request_header("content-type")
        return self.find(interaction.method, interaction.url, content_type)

    def find(self, method: str, url: str, content_type: str) -> Match | None:
        """Return what a request is for, None for a method or a path that the contract does not have."""
        for path in self._paths(url):
            route = self._routes.find_encoded(path)
            if route is not None:
                return _match(route, method, unquote(path), media_type_of(content_type))
        return None

    def path_of(self, url: str) -> str | None:
        """Return the path of an address below the vendor's, wherever that is; None for one that is not the vendor's.

        A path that the contract does not have is the vendor's where a known base address stands in front of it.
        """
        paths = list(self._paths(url))
        documented = next((each for each in paths if self._routes.find_encoded(each)), None)
        if documented is None and self._is_known(url):
            documented = paths[0]
        return None if documented is None else unquote(documented)

    def _is_known(self, url: str) -> bool:
        """Whether a known base address stands in front of an address."""
        return any(
            url.startswith(f"{each.scheme}://{each.netloc}{each.path.rstrip('/')}/")
            for each in self._bases
        )

    def _paths(self, url: str) -> Iterator[str]:
        """Yield the paths that may be meant, as they were sent: below a base address, else every end that may be documented."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return
        path = parts.path or "/"
        for base in self._bases:
            prefix = base.path.rstrip("/")
            if parts.netloc.lower() == base.netloc.lower() and path.startswith(f"{prefix}/"):
                yield path[len(prefix) :]
                return
        names = path.split("/")
        for start in range(1, len(names)):
            # The whole path, and ends of it with no more names than any that is documented.
            if start == 1 or len(names) - start <= self._most_names:
                yield "/" + "/".join(names[start:])


def _match(route: Route, method: str, path: str, media_type: str) -> Match | None:
    by_media_type = route.operations.get(method.upper())
    if not by_media_type:
        return None
    is_exact = media_type in by_media_type or None in by_media_type
    first = next(iter(by_media_type.values()))
    operation = by_media_type.get(media_type or None, by_media_type.get(None, first))
    return Match(operation=operation, path=path, parameters=route.parameters, is_exact=is_exact)
