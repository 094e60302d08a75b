"""Papers that went into others: who asks a service for a while may come back with keys that are gone."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from broadsheet.store.schema import merged_papers

_MANY = 5_000


def survivors(connection: Connection, keys: Collection[int]) -> dict[int, int]:
    """Return, for those of the keys whose papers went into others, the keys of the papers that hold them now."""
    into: dict[int, int] = {}
    asked = list(keys)
    while asked:
        found: dict[int, int] = {}
        for start in range(0, len(asked), _MANY):
            part = merged_papers.c.key.in_(asked[start : start + _MANY])
            rows = connection.execute(select(merged_papers.c.key, merged_papers.c.into_key).where(part))
            found.update({row.key: row.into_key for row in rows})
        into |= found
        asked = [key for key in set(found.values()) if key not in into]
    return {key: _last(key, into) for key in keys if key in into}


def _last(key: int, into: dict[int, int]) -> int:
    while key in into:
        key = into[key]
    return key
