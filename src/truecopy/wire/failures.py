"""What went wrong on the way to a server, in words."""

import re

# What systems put before their words: `[Errno 111] Connection refused`.
_NUMBER = re.compile(r"\[Errno -?[0-9]+\] ")


def told(error: Exception) -> str:
    """Return the kind of an error and its words, on one line, without the number that the system gives it."""
    words = " ".join(_NUMBER.sub("", str(error)).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
