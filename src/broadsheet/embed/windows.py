"""Cut texts into windows that a model can read, as token numbers."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

# Of a hundred abstracts, one is longer than four windows hold.
MAX_WINDOWS = 4
# Text is cut by characters before it is cut by tokens, so that a huge one costs no more than a long one.
_CHARACTERS_PER_TOKEN = 8
# A first line that would fill more than a quarter of each window is a paragraph, no title.
_TITLE_SHARE = 4

Tokens = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of several texts: the tokens of each, and the number of the text that each belongs to."""

    tokens: Sequence[Tokens]
    owners: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class WindowCutter:
    """Cuts texts for a model that reads `max_tokens` at once, the special tokens around each window included.

    A longer text becomes windows of equal length, and each after the first opens with the text's first line: a paper's
    title tells what its later sentences are about. What four windows cannot hold is left out. Blank text has none.
    Tokens that are to be dropped count for nothing, unless a text has no others.
    """

    tokenizer: Tokenizer
    max_tokens: int
    opening: list[int]
    closing: list[int]
    drop: frozenset[int] = frozenset()

    def cut(self, texts: Sequence[str], prefix: str) -> Windows:
        """Cut texts, each with the prefix at its head."""
        cleaned = [self._clean(text) for text in texts]
        encoded = self.tokenizer.encode_batch_fast([prefix + text for text in cleaned], add_special_tokens=False)
        tokens: list[Tokens] = []
        owners: list[int] = []
        for number, (text, encoding) in enumerate(zip(cleaned, encoded, strict=True)):
            if text and encoding.ids:
                bodies = self._bodies(self._kept(encoding.ids), text, prefix)
                tokens += [np.array([*self.opening, *body, *self.closing], np.int32) for body in bodies]
                owners += [number] * len(bodies)
        return Windows(tokens, np.array(owners, np.intp))

    def _clean(self, text: str) -> str:
        limit = self.max_tokens * MAX_WINDOWS * _CHARACTERS_PER_TOKEN
        # Half a surrogate pair, as broken records hold, cannot pass to the tokenizer.
        return text[:limit].strip().encode("utf-8", "replace").decode("utf-8")

    def _kept(self, ids: list[int]) -> list[int]:
        return ([one for one in ids if one not in self.drop] or ids) if self.drop else ids

    def _bodies(self, ids: list[int], text: str, prefix: str) -> list[list[int]]:
        room = self.max_tokens - len(self.opening) - len(self.closing)
        if len(ids) <= room:
            return [ids]
        head = self._head(text, prefix)
        rest = ids[len(head) :]
        room -= len(head)
        count = min(MAX_WINDOWS, math.ceil(len(rest) / room))
        size = min(room, math.ceil(len(rest) / count))
        return [head + rest[start : start + size] for start in range(0, min(len(rest), count * size), size)]

    def _head(self, text: str, prefix: str) -> list[int]:
        """The tokens that each window opens with: the prefix, and the title where there is one."""
        line, _, rest = text.partition("\n")
        title = self._ids(prefix + line) if rest else []
        return title if 0 < len(title) <= self.max_tokens // _TITLE_SHARE else self._ids(prefix)

    def _ids(self, text: str) -> list[int]:
        return self._kept(self.tokenizer.encode(text, add_special_tokens=False).ids)


def open_cutter(tokenizer: Tokenizer, max_tokens: int, drop: Collection[int] = ()) -> WindowCutter:
    """Find out which special tokens the tokenizer puts around a text, and make the cutter."""
    # Files of sentence encoders often ask for padding to a fixed length, which turns a mean into noise.
    tokenizer.no_padding()
    tokenizer.no_truncation()
    sample = tokenizer.encode("a")
    words = [place for place, special in enumerate(sample.special_tokens_mask) if not special]
    first, last = (words[0], words[-1] + 1) if words else (0, 0)
    return WindowCutter(tokenizer, max_tokens, sample.ids[:first], sample.ids[last:], frozenset(drop))
