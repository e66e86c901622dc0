"""How the cost of something grows with its input, whatever the machine: ratios, never seconds."""

import gc
import time
from collections.abc import Callable


def growth(
    work: Callable[[int], object],
    small: int,
    large: int,
    *,
    rounds: int = 5,
    most: float = 0.0,
) -> float:
    """Return how many times as long `work` takes at the large size as at the small one.

    Time of the processor counts, and of several rounds the best for each size: noise of the machine only ever adds.

    Args:
        most: What the caller compares it with. Far below, after a second round, there is no doubt, and no further one.
    """
    best = {small: float("inf"), large: float("inf")}
    gc.disable()
    try:
        for done in range(rounds):
            if done > 1 and best[large] / best[small] < most / 2:
                break
            for size in (small, large):
                began = time.process_time()
                work(size)
                best[size] = min(best[size], time.process_time() - began)
    finally:
        gc.enable()
    return best[large] / best[small]
