"""Papers suggested to one reader, each with why."""

from dataclasses import dataclass
from typing import Literal

ReasonKind = Literal["close", "terms", "follow", "rising", "explores", "new"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paper is suggested, as a sentence without its full stop; `papers` are the keys of those it names."""

    kind: ReasonKind
    words: str
    papers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A paper for one reader. `score` orders suggestions of one call and means nothing beyond it.

    `chance`: the calibrated probability (0 to 1) that the reader rates the paper up, None where too little is known of
    the reader to tell. `explores`: it stands here although the reader's model would not have chosen it.
    """

    key: int
    score: float
    reasons: tuple[Reason, ...]
    chance: float | None = None
    explores: bool = False
