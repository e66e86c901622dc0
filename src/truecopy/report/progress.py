"""One line on standard error that says what is done now."""

import sys
from typing import Self, TextIO

from truecopy.report.tables import terminal_width


class Progress:
    """Shows the request under way; on a terminal in one line, elsewhere a line for each operation."""

    def __init__(self, out: TextIO | None = None, verb: str = "checking") -> None:
        """Begin with nothing shown.

        Args:
            verb: What is done with the topics.
        """
        self._verb = verb
        self._out = out or sys.stderr
        self._is_terminal = self._out.isatty()
        self._count = 0
        self._topics: set[str] = set()

    def __call__(self, text: str) -> None:
        """Show a text; what stands before its first colon is its topic."""
        self._count += 1
        topic = text.partition(":")[0]
        if self._is_terminal:
            line = f"{self._count:4}  {text}"[: terminal_width() - 1]
            self._out.write(f"\r\x1b[2K{line}")
            self._out.flush()
        elif topic not in self._topics:
            self._out.write(f"{self._verb} {topic} ...\n")
            self._out.flush()
        self._topics.add(topic)

    def __enter__(self) -> Self:
        """Use the line."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        if self._is_terminal and self._count:
            self._out.write("\r\x1b[2K")
            self._out.flush()
