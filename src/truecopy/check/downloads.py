"""Pictures behind the addresses of answers: a few of them fetched, each once."""

from truecopy.check.picture_labels import mislabelled
from truecopy.wire import RequestSender
from truecopy.wire.unanswered import UndeterminedError


class Downloads:
    """Fetches pictures, and remembers what came of it.

    Attributes:
        obstacle: Why the host of one of them was not asked, though the vendor may have it; empty where none was
            in the way.
        mislabelled: Address -> the format that it and its header say, and that of its bytes.
    """

    def __init__(self, sender: RequestSender) -> None:
        """Begin with none."""
        self._sender = sender
        self.obstacle = ""
        self.mislabelled: dict[str, tuple[str, str]] = {}
        self._found: dict[str, bytes | OSError | None] = {}

    def look(self, addresses: list[str]) -> None:
        """Fetch the first and the last of some pictures.

        Raises:
            BudgetReachedError: No more requests may be sent.
        """
        for url in dict.fromkeys(addresses[:1] + addresses[-1:]):
            if url not in self._found:
                try:
                    taken = self._sender.download(url)
                    self._found[url] = taken.body
                    said, is_found = mislabelled(taken)
                    if said:
                        self.mislabelled[url] = (said, is_found)
                except UndeterminedError as error:
                    self._found[url], self.obstacle = None, str(error)
                except OSError as error:
                    self._found[url] = error

    def fetch(self, url: str) -> bytes | None:
        """Return the bytes of a picture that was looked at, None for one that was not.

        Raises:
            OSError: It could not be had.
        """
        found = self._found.get(url)
        if isinstance(found, OSError):
            raise found
        return found

    def forget(self) -> None:
        """Let go of the bytes: addresses of later answers are others."""
        self._found.clear()
        self.mislabelled.clear()
        self.obstacle = ""
