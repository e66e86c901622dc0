"""A server that ends as soon as it has begun."""

import socket
from collections.abc import Callable
from typing import Any


class Started:
    """Stands in for the server, which says that it is ready and stops at once.

    Attributes:
        apps: What it was given to serve.
        may_break_off: And whether it breaks answers off on purpose.
    """

    def __init__(self, stopped_by: int | None) -> None:
        self.apps: list[Any] = []
        self._stopped_by = stopped_by
        self.may_break_off: list[bool] = []

    def __call__(
        self,
        app: object,
        listener: socket.socket,
        announce: Callable[[], None],
        *,
        may_break_off: bool,
    ) -> int | None:
        """Serve nothing."""
        self.may_break_off.append(may_break_off)
        with listener:
            self.apps.append(app)
            announce()
        return self._stopped_by
