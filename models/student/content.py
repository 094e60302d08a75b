"""Which tokens of a document its network reads: those that say what it is about."""

from collections.abc import Collection, Sequence

from tokenizers import Tokenizer

# Words that hold sentences together, and punctuation: 37 of 100 tokens of an abstract.
STOP_WORDS = """
    a about again against all also an and any are as at be because been being between both but by can could did
    do does down during each for from further had has have having he her here his how i if in into is it its may
    might more most no nor not of off on once only or other our out over own s same she so some such t than that
    the their them then there these they this those through to too under up very was we were what when where
    which while who whom will with would you
"""
PUNCTUATION = ".,;:!?()[]{}'\"`-–—/\\|&$^_~<>=+*%#@"


def dropped_tokens(tokenizer: Tokenizer) -> list[int]:
    """Return the numbers of the tokens that are left out of documents."""
    found = {tokenizer.token_to_id(word) for word in (*STOP_WORDS.split(), *PUNCTUATION)}
    return sorted(one for one in found if one is not None)


def content_ids(ids: Sequence[int], dropped: Collection[int]) -> list[int]:
    """Leave tokens out; a text of nothing else stays as it is."""
    left_out = set(dropped)
    return [one for one in ids if one not in left_out] or list(ids)


def content_tokens(tokenizer: Tokenizer, text: str, dropped: Collection[int], max_tokens: int) -> list[int]:
    """Return the first tokens that a network reads of a text, in [CLS] and [SEP]."""
    opening, closing = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    return [opening, *content_ids(ids, dropped)[: max_tokens - 2], closing]
