"""Requests that are for no vendor: told in words that clients show, with the addresses that there are."""

import difflib
import json
from collections.abc import Sequence

from truecopy.redaction import without_lookalikes
from truecopy.serving.addressing import VendorSites
from truecopy.serving.marks import explanation_header
from truecopy.serving.messages import Answer, Call, key_of, refusal

# A client that has the wrong base address needs one or two; a reader of more asks for the list.
_MOST_NEAR = 3
_LONGEST_PATH = 200


class Nowhere:
    """Answers what is for none of the vendors."""

    def __init__(self, sites: VendorSites) -> None:
        """Know who there is."""
        self._sites = sites

    async def handle(self, call: Call) -> Answer:
        """Return an answer that lists where each vendor is."""
        return self.answer(call)

    def refused(self, _: Call, status: int, why: str) -> Answer:
        """Return the answer to what is no whole request."""
        return refusal({}, status, why)

    def answer(self, call: Call, near: Sequence[str] = ()) -> Answer:
        """Return an answer that lists where each vendor is.

        SDKs show the message of an `error` object, other clients a `detail` or the body as it is.

        Args:
            near: Vendors that have something at the path of the call.
        """
        path = without_lookalikes(call.path[:_LONGEST_PATH], key_of(call.headers).decode("latin-1"))
        meant = [f"{call.origin}/{slug}{path}" for slug in near[:_MOST_NEAR]]
        meant = meant or [f"{call.origin}{each}" for each in self._misspelt(path)]
        vendors = [f"{call.origin}/{site.slug}/" for site in self._sites.sites]
        hint = f"perhaps {' or '.join(meant)}" if meant else f"such as {vendors[0]}"
        message = f"no vendor is addressed by {path}: its name goes in front of the path, {hint}"
        error = {"message": message, "type": "truecopy_error", "param": None, "code": "no_vendor"}
        body = {"error": error, "detail": message, "vendors": vendors}
        answer = Answer(404, json.dumps(body).encode(), remark=message)
        answer.headers.append(explanation_header(message))
        return answer

    def _misspelt(self, path: str) -> list[str]:
        """Return a path with a vendor's name in place of a first part that is nearly one."""
        name, slash, rest = path.lstrip("/").partition("/")
        slugs = [site.slug for site in self._sites.sites]
        return [f"/{each}{slash}{rest}" for each in difflib.get_close_matches(name, slugs, n=1)]
