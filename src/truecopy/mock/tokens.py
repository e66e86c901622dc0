"""Signed tokens: all that is needed to render a picture, in its address. No picture is stored."""

import hmac
import struct
from base64 import urlsafe_b64decode
from binascii import b2a_base64
from hashlib import blake2b

from truecopy.mock.image_spec import ImageSpec
from truecopy.picture import DIGEST_BYTES, Likeness, Painting, likeness_from_digests

# Version, width, height, index, seed, flags, expiry. The high half of the flags counts inputs beyond the first.
_HEAD = struct.Struct(">BHHBQBI")
# Told apart from other layouts of a token, should there be any.
_VERSION = 2
# 128 bits: nobody guesses a signature.
_MARK_BYTES = 16
# Whoever guesses it sees the time of another account, at one address.
_SEAL_BYTES = 4
# A likeness: 16 colours of 3 bytes, 32*32 cells of 4 bits.
_PALETTE_BYTES, _GRID_BYTES = 48, 512
# 160 characters of three bytes each.
_MOST_CAPTION_BYTES = 480
# Flags of a byte, whose upper half says how many digests there are.
_WATERMARK, _DIGEST, _LIKENESS = 1, 2, 4
_COUNT_SHIFT = 4
# The last second that the head of a token can say.
_LATEST = 0xFFFFFFFF
# What every client and server takes as one path segment.
LONGEST = 1500
# base64 as RFC 4648 section 5 has it for addresses.
_URLSAFE = bytes.maketrans(b"+/", b"-_")


class TokenError(Exception):
    """An address that this mock did not sign, or that is past its time. Not a fault of the tool.

    Attributes:
        is_expired: It was good once.
    """

    def __init__(self, message: str, *, is_expired: bool = False) -> None:
        super().__init__(message)
        self.is_expired = is_expired


class Signer:
    """Writes and reads tokens under one secret."""

    def __init__(self, secret: bytes) -> None:
        """Sign with `secret`, of which 64 bytes count."""
        self._base = blake2b(key=secret[:64], digest_size=_MARK_BYTES)

    def write(self, spec: ImageSpec, expires: float, start: str = "", end: str = "") -> list[str]:
        """Return the token of each picture.

        Args:
            expires: When they stop being good, in unix seconds.
            start: What stands before each.
            end: What stands behind each.
        """
        settings = spec.settings
        flags, source = _WATERMARK if settings.watermark else 0, b""
        if isinstance(spec.source, Likeness):
            flags |= _LIKENESS
            source = spec.source.palette + spec.source.grid
        elif spec.source is not None:
            source = spec.source
            flags |= _DIGEST | (len(source) // DIGEST_BYTES - 1) << _COUNT_SHIFT
        caption = spec.caption.encode("utf-8", "ignore")
        if len(caption) > _MOST_CAPTION_BYTES:
            # Between characters.
            caption = caption[:_MOST_CAPTION_BYTES].decode("utf-8", "ignore").encode()
        shown, until, tokens = source + caption, min(int(expires), _LATEST), []
        width, height = settings.width, settings.height
        for index in range(settings.count):
            payload = _HEAD.pack(_VERSION, width, height, index, spec.seed, flags, until) + shown
            text = b2a_base64(self._mark(payload) + payload, newline=False)
            tokens.append(f"{start}{text.translate(_URLSAFE, b'=').decode()}{end}")
        return tokens

    def read(self, token: str, now: float) -> Painting:
        """Return the painting that a token describes.

        Raises:
            TokenError: It is damaged, not signed by this secret, or past its time.
        """
        if len(token) > LONGEST:
            raise TokenError("longer than any token")
        try:
            raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError as error:
            raise TokenError("not a token") from error
        mark, payload = raw[:_MARK_BYTES], raw[_MARK_BYTES:]
        if len(payload) < _HEAD.size or not hmac.compare_digest(mark, self._mark(payload)):
            raise TokenError("not signed by this mock; was it restarted since?")
        _, width, height, index, seed, flags, expires = _HEAD.unpack_from(payload)
        if now > expires:
            raise TokenError("past its time", is_expired=True)
        rest, likeness = payload[_HEAD.size :], None
        if flags & _LIKENESS:
            palette, rest = rest[:_PALETTE_BYTES], rest[_PALETTE_BYTES:]
            likeness = Likeness(palette=palette, grid=rest[:_GRID_BYTES])
            rest = rest[_GRID_BYTES:]
        elif flags & _DIGEST:
            size = DIGEST_BYTES * (1 + (flags >> _COUNT_SHIFT))
            likeness, rest = likeness_from_digests(rest[:size]), rest[size:]
        return Painting(
            width=width,
            height=height,
            index=index,
            seed=seed,
            watermark=bool(flags & _WATERMARK),
            caption=rest.decode("utf-8", "ignore"),
            likeness=likeness,
        )

    def seal(self, name: str) -> str:
        """Return a name with a mark of this secret behind it."""
        return f"{name}{self._mark(name.encode())[:_SEAL_BYTES].hex()}"

    def unseal(self, sealed: str) -> str:
        """Return the name that was sealed; nothing stands for itself.

        Raises:
            TokenError: It was not sealed by this secret.
        """
        name = sealed[: -2 * _SEAL_BYTES]
        if sealed and not hmac.compare_digest(sealed.encode(), self.seal(name).encode()):
            raise TokenError("not signed by this mock; was it restarted since?")
        return name

    def _mark(self, payload: bytes) -> bytes:
        digest = self._base.copy()
        digest.update(payload)
        return digest.digest()
