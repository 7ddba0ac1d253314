"""Names as keys: how two spellings of one name are known to be one."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "\N{EN DASH}": "-"})


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    r"""The form in which names of people, homes and teams are compared.

    Compatibility characters are folded, every kind of space becomes one plain space, and case and
    curly apostrophes stop mattering: ``"SHIRLEY\xa0LODGE "`` and ``"Shirley Lodge"`` are one.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(folded.split()).casefold()


def tidy(text: str) -> str:
    """A name as it is shown: spaces made plain and single, nothing else touched."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
