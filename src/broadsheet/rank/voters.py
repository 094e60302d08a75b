"""How many independent voices stand behind the votes for a paper."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray

ALIKE_FROM, ALIKE_TO = 0.5, 0.6  # shares of common votes: up to the first strangers, from the second on one voice
NEWCOMERS = 0.2  # how alike two accounts are of which nothing is known
KNOWN = 10  # other votes from which on an account is known

_Numbers = NDArray[np.float64]
_Places = NDArray[np.intp]


def voices(voters: Collection[int], histories: Mapping[int, Set[int]], paper: int | None = None) -> float:
    """Return how many independent voices stand behind a paper, the first of them counted by its share.

    Each account counts as far as it is known, over the sum of its likeness to all voters, itself (1) included: k that
    always vote together are one voice, newcomers are little each and little together, and neither takes anything from
    those who vote otherwise. The first voice may be the author's: it counts 1 over the number of accounts, so it is
    whole in a library with one reader. `histories` has the papers that every account of the library voted for; `paper`
    itself is left out of them. Where no account has many votes yet, those with the most are known.
    """
    accounts = sorted(set(voters))
    others = [{one for one in histories.get(account, ()) if one != paper} for account in accounts]
    sizes = np.array([len(papers) for papers in others], dtype=np.float64)
    known = _known(sizes, max((len(papers) for papers in histories.values()), default=0))
    who = _who(others)
    found = sum(known[place] / _likeness(place, others[place], who, sizes) for place in range(len(accounts)))
    first = 1 / max(len(histories.keys() | set(accounts)), 1)
    return float(max(found - (1 - first), min(found, 1) * first))


def _known(sizes: _Numbers, most: int) -> _Numbers:
    """How far each account is known, above 0 to 1: a vote more than it has, of a vote more than it takes."""
    known: _Numbers = np.minimum((sizes + 1) / (min(KNOWN, max(most - 1, 0)) + 1), 1)
    return known


def _likeness(place: int, papers: Set[int], who: Mapping[int, _Places], sizes: _Numbers) -> float:
    """Sum how alike an account is to every voter, itself included."""
    common = np.zeros(len(sizes))
    if papers:
        common += np.bincount(np.concatenate([who[paper] for paper in papers]), minlength=len(sizes))
    share = common / (np.sqrt(sizes * sizes[place]) + 1)  # a cosine, and less where it rests on few votes
    alike = np.clip((share - ALIKE_FROM) / (ALIKE_TO - ALIKE_FROM), 0, 1)
    new = np.clip(1 - sizes / KNOWN, 0, 1)
    alike = np.maximum(alike, NEWCOMERS * new * new[place])
    alike[place] = 1.0
    return float(alike.sum())


def _who(others: Sequence[Set[int]]) -> dict[int, _Places]:
    who: defaultdict[int, list[int]] = defaultdict(list)
    for place, papers in enumerate(others):
        for paper in papers:
            who[paper].append(place)
    return {paper: np.array(places, dtype=np.intp) for paper, places in who.items()}
