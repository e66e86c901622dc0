"""Interactions: one request with its answer or its failure, and when."""

from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One exchange over the wire. A placeholder stands for the key that it was sent with.

    Attributes:
        url: Whole address.
        request_headers: As sent; the key in them is left out, or a placeholder stands for it.
        status: 0 where no answer came.
        headers: Of the answer; names in lower case.
        failure: Why no answer came; empty when one did.
        is_sent: Whether the request may have reached the target.
        is_unending: Whether an answer began that did not end in its time.
        sent_at: In unix seconds.
        elapsed_s: Until the answer was read, or the failure was known.
    """

    method: str
    url: str
    request_headers: Headers = ()
    request_body: bytes = b""
    status: int = 0
    headers: Headers = ()
    body: bytes = b""
    failure: str = ""
    is_sent: bool = True
    is_unending: bool = False
    sent_at: float = 0.0
    elapsed_s: float = 0.0

    def header(self, name: str) -> str:
        """Return a header of the answer; empty where it has none. The name is in lower case."""
        return next((value for key, value in self.headers if key == name), "")

    def request_header(self, name: str) -> str:
        """Return a header of the request; empty where it has none. The name is in lower case."""
        return next((value for key, value in self.request_headers if key.lower() == name), "")
