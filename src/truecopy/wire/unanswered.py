"""Pictures that were not given, for reasons that may pass or that are not the vendor's."""


class UnansweredError(OSError):
    """A picture was not given for now; asked again, it may be.

    Attributes:
        status: 0 where no answer came.
        retry_after: The header of that name; empty without one.
    """

    def __init__(self, message: str, status: int = 0, retry_after: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class UndeterminedError(UnansweredError):
    """A picture's host was never asked, because of what stands between; nothing is known of the picture."""
