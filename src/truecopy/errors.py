"""The exceptions that say the tool could not work.

TruecopyError
├── UsageError            a flag, a setting or a file name that cannot be used
├── WorkspaceError        a workspace or one of its hand-written files cannot be used
├── ContractLoadError     a contract is incomplete, or says what the engine cannot enforce
├── DeriveError           a document cannot be read, or contradicts itself
├── PictureError          bytes that are not a picture within the limits
├── ServeError            the server cannot start
├── RecordingError        a cassette cannot be read or written
│   └── SecretFoundError  a cassette is not written, since it holds what may be secret
├── TargetError           a target cannot be reached, or is not what was expected
│   └── CredentialsError  a target refuses the key
└── BudgetReachedError    what may be spent or sent is used up
    └── DeadlineReachedError  the time that a run may take is over
"""


class TruecopyError(Exception):
    """Base of every error that Truecopy raises itself; the command line answers it with exit 2."""


class UsageError(TruecopyError):
    """A flag, a setting or a name given by the user cannot be used."""


class WorkspaceError(TruecopyError):
    """A workspace folder, or a file in it that is written by hand, cannot be used."""


class ContractLoadError(TruecopyError):
    """A contract is incomplete, inconsistent, or uses what the engine does not know."""


class DeriveError(TruecopyError):
    """A document cannot be read, or the documents leave a contradiction open."""


class PictureError(TruecopyError):
    """Bytes are not a picture, or not one within the limits of the reader.

    Attributes:
        reason: Slug of the cause: `not-a-picture`, `truncated`, `too-many-pixels`, `too-much-work`,
            `impossible`.
    """

    def __init__(self, message: str, reason: str = "not-a-picture") -> None:
        super().__init__(message, reason)
        self.message = message
        self.reason = reason

    def __str__(self) -> str:
        return self.message


class ServeError(TruecopyError):
    """The server cannot start."""


class RecordingError(TruecopyError):
    """A cassette cannot be read or written.

    Attributes:
        path: The file; as text.
        line: Where in it, from 1; 0 for the file as a whole.
        problem: What was found.
    """

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(path, line, problem)
        self.path = path
        self.line = line
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}{f':{self.line}' if self.line else ''}: {self.problem}"


class SecretFoundError(RecordingError):
    """A cassette still holds what may be secret, and is not written."""


class TargetError(TruecopyError):
    """A target cannot be reached, or what answers there is not the vendor's API."""


class CredentialsError(TargetError):
    """A target refuses the key; the command line answers it with exit 4."""


class BudgetReachedError(TruecopyError):
    """A request would cost more than may be spent, or be one more than may be sent."""


class DeadlineReachedError(BudgetReachedError):
    """A run has taken the time that it may take."""
