"""The tables of the catalog, the same on SQLite and PostgreSQL.

Days are ISO text (`2026-11-20`), lists are JSON text, "not known" is the empty string
or NULL for numbers and days. `papers` is a view over `source_records` by the rules of
`harvest.merge`; `vectors` are derived and may be dropped at any time.
"""

from broadsheet.store.schema.base import SCHEMA_VERSION, metadata
from broadsheet.store.schema.catalog import (
    counters,
    identifiers,
    merged_papers,
    papers,
    source_records,
    titles,
    vectors,
)
from broadsheet.store.schema.delivery import digest_plans, digests, outbox, suppressions
from broadsheet.store.schema.editions import editions, marks, picks
from broadsheet.store.schema.facts import corrections, entities, readings
from broadsheet.store.schema.harvesting import (
    budgets,
    harvest_cursors,
    harvest_runs,
    hosts,
    jobs,
    kept_answers,
    leases,
    lookups,
    plans,
    signals,
)
from broadsheet.store.schema.readers import (
    api_tokens,
    follows,
    limits,
    one_time,
    readers,
    secrets,
    sessions,
    shelf,
    shown,
)

__all__ = [
    "SCHEMA_VERSION",
    "api_tokens",
    "budgets",
    "corrections",
    "counters",
    "digest_plans",
    "digests",
    "editions",
    "entities",
    "follows",
    "harvest_cursors",
    "harvest_runs",
    "hosts",
    "identifiers",
    "jobs",
    "kept_answers",
    "leases",
    "limits",
    "lookups",
    "marks",
    "merged_papers",
    "metadata",
    "one_time",
    "outbox",
    "papers",
    "picks",
    "plans",
    "readers",
    "readings",
    "secrets",
    "sessions",
    "shelf",
    "shown",
    "signals",
    "source_records",
    "suppressions",
    "titles",
    "vectors",
]
