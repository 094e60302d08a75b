"""Normal forms by which two spellings of one thing are recognised. Pure text to text."""

import hashlib
import re
import unicodedata
from functools import lru_cache

# Letters with a stroke or ligature have no decomposition.
_STROKED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i"})
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower-case ASCII-like form: accents dropped (NFKD), everything but letters and digits to single spaces."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(ch for ch in decomposed if not unicodedata.combining(ch)).casefold().translate(_STROKED)
    return _NOT_WORD.sub(" ", text.lower()).strip()


@lru_cache(maxsize=8_192)  # an import asks several times for each title of a batch
def title_key(title: str) -> str:
    """The title as compared for identity: folded, without spaces, so that hyphenation does not matter."""
    return fold(title).replace(" ", "")


@lru_cache(maxsize=65_536)
def author_key(name: str) -> str:
    """The name as compared for identity and used in addresses: `Jürgen Schmidhuber` is `jurgen-schmidhuber`."""
    return fold(name).replace(" ", "-")


def family_key(name: str, family: str = "") -> str:
    """The last word of the family name, folded: sources disagree on where one of several words begins.

    Without `family` it is taken from `name`, from before the comma where there is one.
    """
    words = fold(family or name.partition(",")[0]).split()
    return words[-1] if words else ""


def local_id(title: str, first_author: str, turn: int = 1) -> str:
    """The public id of a paper that no registry knows: `bs:` and 12 hex digits of title and first author.

    `turn` counts the different papers that would otherwise share the id.
    """
    key = f"{title_key(title)}\0{family_key(first_author)}" + (f"\0{turn}" if turn > 1 else "")
    return "bs:" + hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=6).hexdigest()
