"""Text as it is compared: no case, no accents, no punctuation, single spaces."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold"]

_NOT_WORD = re.compile(r"[^\w$%#/]+|_", re.UNICODE)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return `text` folded: `"Nº de  Medidor:"` → `"nº de medidor"` → `"no de medidor"`."""
    if text.isascii():  # most texts are; the rest of the work is for the others
        return " ".join(_NOT_WORD.sub(" ", text.lower()).split())
    flat = unicodedata.normalize("NFKD", text.replace("º", "o").replace("°", "o"))
    plain = "".join(c for c in flat if not unicodedata.combining(c)).casefold()
    return " ".join(_NOT_WORD.sub(" ", plain).split())
