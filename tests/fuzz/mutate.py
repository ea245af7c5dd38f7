"""Mutations of the bytes of a file, or of one part inside an archive, which is then packed again."""

import io
import random
import zipfile

__all__ = ["mutated"]

_MOST = 4  # mutations of one input
_INTERESTING = (b"\0", b"\xff", b"<", b">", b'"', b"&", b"9", b"-", b"/", b"\n", b"\xff\xff\xff\x7f")


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Return the content with a few mutations; archives are mutated outside or inside."""
    if content[:2] == b"PK" and rng.random() < 0.6:
        return _inside(content, rng)
    return _bytes(content, rng)


def _bytes(content: bytes, rng: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(rng.randint(1, _MOST)):
        place = rng.randrange(len(data) + 1) if data else 0
        kind = rng.choice(("flip", "set", "insert", "delete", "repeat", "cut"))
        if kind == "flip" and place < len(data):
            data[place] ^= 1 << rng.randrange(8)
        elif kind == "set" and place < len(data):
            data[place : place + 1] = rng.choice(_INTERESTING)
        elif kind == "insert":
            data[place:place] = rng.choice(_INTERESTING) * rng.randint(1, 8)
        elif kind == "delete":
            del data[place : place + rng.randint(1, 16)]
        elif kind == "repeat":
            data[place:place] = data[place : place + rng.randint(1, 64)]
        elif kind == "cut" and rng.random() < 0.2:
            del data[place:]
    return bytes(data)


def _inside(content: bytes, rng: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    chosen = rng.choice([name for name, part in parts.items() if part])
    if rng.random() < 0.1:
        del parts[chosen]
    else:
        parts[chosen] = _bytes(parts[chosen], rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
