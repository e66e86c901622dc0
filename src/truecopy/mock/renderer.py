"""Pictures made on demand: a bounded pool of threads, a bounded cache."""

import asyncio
from base64 import b64encode
from collections import OrderedDict

from truecopy.mock.image_spec import ImageSpec
from truecopy.mock.workers import Workers
from truecopy.picture import Likeness, Painting, likeness_from_digests, render_png


class Renderer:
    """Renders pictures off the event loop, and remembers the latest.

    Attributes:
        cached_bytes: How much is kept at the moment.
    """

    def __init__(self, *, cache_bytes: int = 8_000_000) -> None:
        """Start with an empty cache and no threads; they come with the first picture.

        Args:
            cache_bytes: How much of the latest pictures is kept.
        """
        self._workers = Workers("render")
        self._cache: OrderedDict[Painting, bytes] = OrderedDict()
        self._cache_bytes = cache_bytes
        self.cached_bytes = 0

    async def png(self, painting: Painting) -> bytes:
        """Return a picture as PNG."""
        known = self._cache.get(painting)
        if known is not None:
            self._cache.move_to_end(painting)
            return known
        data = await self._workers.run(lambda: render_png(painting))
        self._remember(painting, data)
        return data

    async def base64(self, spec: ImageSpec) -> list[str]:
        """Return all pictures of a spec in base64, in order."""
        likeness = spec.source
        if isinstance(likeness, bytes):
            likeness = likeness_from_digests(likeness)
        resembled: Likeness | None = likeness
        paintings = [spec.painting(index, resembled) for index in range(spec.count)]
        pictures = await asyncio.gather(*(self.png(painting) for painting in paintings))
        return [b64encode(data).decode() for data in pictures]

    def close(self) -> None:
        """Let the threads end."""
        self._workers.close()

    def _remember(self, painting: Painting, data: bytes) -> None:
        if painting in self._cache:
            return
        self._cache[painting] = data
        self.cached_bytes += len(data)
        while self.cached_bytes > self._cache_bytes:
            _, oldest = self._cache.popitem(last=False)
            self.cached_bytes -= len(oldest)
