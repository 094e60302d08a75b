"""What a reader follows, and what a reader never wants to see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FollowKind = Literal["search", "author", "category", "similar"]
FOLLOW_KINDS: tuple[FollowKind, ...] = ("search", "author", "category", "similar")


@dataclass(frozen=True, slots=True)
class Follow:
    """A list of papers that a reader follows, or with `excluded`, never wants to see.

    `value` is a query in the grammar of search (search), a key of `model.names.author_key` (author), a code such as
    `cs.LG` (category), or public ids of papers parted by blanks (similar). `title` is its name in words.
    """

    number: int
    reader: str
    kind: FollowKind
    value: str
    title: str
    excluded: bool
    made: datetime
