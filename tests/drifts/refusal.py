"""How a vendor says no."""


class Refused(Exception):
    """A request is not served.

    Attributes:
        cause: A slug; the vendor's traits give its status.
        field: What in the request is to blame, empty for the request as a whole.
    """

    def __init__(self, cause: str, field: str = "") -> None:
        """Note what is wrong, and where."""
        super().__init__(cause, field)
        self.cause = cause
        self.field = field
