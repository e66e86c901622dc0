"""How the cost of something grows with its input, whatever the machine: ratios, never seconds."""

import gc
import time
from collections.abc import Callable


def growth(work: Callable[[int], object], small: int, large: int, *, rounds: int = 5) -> float:
    """Return how many times as long `work` takes at the large size as at the small one.

    The best of several rounds counts for each size: noise of the machine only ever adds.
    """
    best = {small: float("inf"), large: float("inf")}
    gc.disable()
    try:
        for _ in range(rounds):
            for size in (small, large):
                began = time.perf_counter()
                work(size)
                best[size] = min(best[size], time.perf_counter() - began)
    finally:
        gc.enable()
    return best[large] / best[small]
