"""Byte limits as documents word them, with their several readings kept."""

# Of 1,000 or 1,024.
_POWERS = {"K": 1, "M": 2, "G": 3}


def byte_limit(amount: float, unit: str, *, exclusive: bool) -> dict[str, int]:
    """Return the largest size that is surely accepted and the smallest that is surely refused.

    A megabyte is 1,000,000 or 1,048,576 bytes: the smaller reading is surely accepted, what lies past
    the larger one is surely refused.

    Args:
        unit: `KB`, `MB`, `GB`, or `KiB`, `MiB`, `GiB`, which leave one reading only.
        exclusive: "less than 4 MB" rather than "at most 4 MB".
    """
    power = _POWERS[unit[0].upper()]
    binary = int(amount * 1024**power)
    decimal = binary if "i" in unit.lower() else int(amount * 1000**power)
    return {
        "accepted": decimal - 1 if exclusive else decimal,
        "refused": binary if exclusive else binary + 1,
    }
