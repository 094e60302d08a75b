"""Papers that are the same to a reader: versions and copies under another key."""

from collections.abc import Iterable, Iterator

import numpy as np

from broadsheet.model.names import title_key
from broadsheet.personal.pool import Pool

SAME = 0.98  # cosine from which on two papers are one
_SHORTEST = 12  # letters: shorter titles, such as Editorial, are those of many papers


def without_doubles(pool: Pool, order: Iterable[int], titles: Iterable[str] = ()) -> Iterator[int]:
    """Yield places in the pool in their order, of papers that are the same only the first.

    Papers with one of these `titles` (`model.names.title_key`) are left out too.
    """
    seen = {title for title in titles if len(title) >= _SHORTEST}
    kept = np.zeros((0, pool.rows.shape[1]), dtype=np.float32)
    for place in order:
        title = title_key(pool.papers[place].title)
        row = pool.rows[place]
        if title in seen or (len(kept) and row.any() and float((kept @ row).max()) > SAME):
            continue
        if len(title) >= _SHORTEST:
            seen.add(title)
        kept = np.concatenate([kept, row[None, :]])
        yield place
