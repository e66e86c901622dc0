"""The page for people: one document without a build step and without anything from elsewhere."""

import secrets
from importlib.resources import files

from truecopy.serving.messages import Headers
from truecopy.serving.web import Request, Response

# A script that was not in the page when it was written has none of this number.
_NONCE_BYTES = 16
# Only what the page itself has, and what its own server answers; in no frame of another page.
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SAME_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class MockPage:
    """Shows the state of the mock, which it asks the admin API for, and changes it."""

    def __init__(self) -> None:
        """Read the page's files."""
        folder = files("truecopy.mock") / "page"
        document, style, script = (
            (folder / name).read_text(encoding="utf-8")
            for name in ("index.html", "page.css", "page.js")
        )
        self._document = document.replace("{style}", style).replace("{script}", script)

    def written(self) -> tuple[Headers, bytes]:
        """Return headers and body of the page, with a nonce of its own."""
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        policy = {"content-security-policy": _POLICY.replace("{nonce}", nonce)}
        headers = [
            (name.encode(), value.encode()) for name, value in {**_SAME_HEADERS, **policy}.items()
        ]
        return headers, self._document.replace("{nonce}", nonce).encode()

    async def show(self, _: Request) -> Response:
        """Return the page as a route of the server has it."""
        headers, body = self.written()
        known = {name.decode(): value.decode() for name, value in headers}
        return Response(body, headers=known)
