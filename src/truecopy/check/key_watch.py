"""Whether a key that was taken at first still is: one that expires in the middle of a run says nothing of the API."""

from collections.abc import Callable
from dataclasses import dataclass, field

from truecopy.errors import BudgetReachedError, CredentialsError
from truecopy.judge import NO_CREDENTIALS, words_of
from truecopy.model import Credentials, Draft, Interaction


@dataclass(slots=True)
class KeyWatch:
    """Remembers, for each method, a request that the good key was taken for, and whether it was refused since.

    Methods are kept apart: an account without money may look at its tasks all the same.
    """

    _taken: dict[str, Draft] = field(default_factory=dict)
    _refused: dict[str, Interaction] = field(default_factory=dict)

    def see(self, draft: Draft, interaction: Interaction) -> None:
        """Note what came of a request; one with headers of its own may ask for its answer, and says nothing."""
        if draft.credentials is not Credentials.GOOD or draft.headers:
            return
        if interaction.status in NO_CREDENTIALS:
            self._refused[draft.method] = interaction
        elif 200 <= interaction.status < 300:
            self._refused.pop(draft.method, None)
            known = self._taken.get(draft.method)
            if known is None or draft.pictures < known.pictures:
                self._taken[draft.method] = draft

    def require(self, send: Callable[[Draft], Interaction]) -> None:
        """Send what was accepted once more, where the last word of the target was that the key is refused.

        An operation that refuses a key which another one takes is a finding, and stays one.

        Raises:
            CredentialsError: The key is refused for it, too, or nobody can tell, since the budget does not reach.
        """
        for method, refused in list(self._refused.items()):
            if method not in self._taken:
                continue
            told = f"{refused.url}: the key was taken at first, and is refused later with {refused.status}"
            try:
                again = send(self._taken[method])
            except BudgetReachedError as error:
                raise CredentialsError(
                    f"{told}; whether it still is was not asked: {error}"
                ) from error
            if again.status in NO_CREDENTIALS:
                raise CredentialsError(f"{told}: {words_of(refused)}")
