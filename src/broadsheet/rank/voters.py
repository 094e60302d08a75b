"""How many independent voices stand behind the votes for a paper."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray

ALIKE_FROM, ALIKE_TO = 0.5, 0.8  # shares of common votes: up to the first strangers, from the second on one voice
FRESH = 0.2  # how alike two accounts are of which nothing is known: however many they are, they are 5 voices
KNOWN = 3  # other votes that make an account half known


def voices(voters: Collection[int], histories: Mapping[int, Set[int]], paper: int | None = None) -> float:
    """Return the number of independent voices, from 0 to the number of voters.

    Each account counts 1 over the sum of its likeness to all voters, itself (1) included: k that always vote together
    count 1/k each, and do not take anything from those who vote otherwise. `histories` has the papers that each account
    voted for; `paper` itself is left out of them.
    """
    accounts = sorted(set(voters))
    others = [{one for one in histories.get(account, ()) if one != paper} for account in accounts]
    sizes = np.array([len(papers) for papers in others], dtype=np.float64)
    who = _who(others)
    fresh = KNOWN / (KNOWN + sizes)
    return float(sum(1.0 / _likeness(place, others[place], who, sizes, fresh) for place in range(len(accounts))))


def _likeness(
    place: int,
    papers: Set[int],
    who: Mapping[int | None, NDArray[np.intp]],
    sizes: NDArray[np.float64],
    fresh: NDArray[np.float64],
) -> float:
    """Sum how alike an account is to every voter, itself included."""
    common = np.zeros(len(sizes))
    if papers:
        common = np.bincount(np.concatenate([who[paper] for paper in papers]), minlength=len(sizes)).astype(np.float64)
    share = common / (np.sqrt(sizes * sizes[place]) + 1)  # a cosine, a little less where it rests on few votes
    alike = np.clip((share - ALIKE_FROM) / (ALIKE_TO - ALIKE_FROM), 0, 1)
    alike = np.maximum(alike, FRESH * fresh * fresh[place])
    alike[place] = 1.0
    return float(alike.sum())


def _who(others: Sequence[Set[int]]) -> dict[int | None, NDArray[np.intp]]:
    who: defaultdict[int | None, list[int]] = defaultdict(list)
    for place, papers in enumerate(others):
        for paper in papers:
            who[paper].append(place)
    return {paper: np.array(places, dtype=np.intp) for paper, places in who.items()}
