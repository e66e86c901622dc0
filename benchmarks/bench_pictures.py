"""CPU time of rendering mock pictures, as a ratio to saving a plain gradient with Pillow."""

import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from statistics import median

from PIL import Image

from truecopy.picture import Painting, likeness_from_digests, render_png

CAPTION = "A quiet harbour at dawn, fishing boats moored along a stone quay, soft mist"
ROUNDS = 15
FIRST = "--first"


def cpu_ms(work: Callable[[], object]) -> float:
    start_s = time.process_time()
    work()
    return (time.process_time() - start_s) * 1000


def render(side: int, kind: str) -> bytes:
    likeness = likeness_from_digests(b"harbours") if kind == "likeness" else None
    return render_png(
        Painting(
            width=side,
            height=side,
            index=0,
            seed=7,
            watermark=True,
            caption=CAPTION,
            likeness=likeness,
        )
    )


def save_gradient(side: int) -> None:
    ramp = Image.linear_gradient("L").resize((side, side))
    Image.merge("RGB", (ramp, ramp, ramp)).save(BytesIO(), "PNG")


def first_ms(kind: str) -> float:
    """Return the time of the first picture of a new process, imports not counted."""
    command = [sys.executable, __file__, FIRST, kind]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    if FIRST in sys.argv:
        print(cpu_ms(lambda: render(1024, sys.argv[-1])))
        return
    save_gradient(1024)
    baseline = median(cpu_ms(lambda: save_gradient(1024)) for _ in range(ROUNDS))
    print(f"baseline: Pillow saves an RGB gradient of 1024 x 1024   {baseline:7.2f} ms   1.00")
    for kind in ("likeness", "composition"):
        found = {"first 1024 x 1024": median(first_ms(kind) for _ in range(5))}
        for side in (1024, 2048):
            times = [cpu_ms(lambda side=side, kind=kind: render(side, kind)) for _ in range(ROUNDS)]  # type: ignore[misc] # mypy cannot infer it
            found[f"warm  {side} x {side}"] = median(times)
        for name, took_ms in found.items():
            print(f"{kind:<12} {name:<42} {took_ms:7.2f} ms {took_ms / baseline:6.2f}")


if __name__ == "__main__":
    main()
