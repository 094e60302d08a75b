"""What the library holds, and how far it can be searched."""

from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import __version__, links
from broadsheet.errors import IndexBroken
from broadsheet.extract.facts.read import VERSION
from broadsheet.search.index.folder import current_generation, read_state
from broadsheet.services import index_folder
from broadsheet.store import papers, readings, records, vectors
from broadsheet.store.schema import SCHEMA_VERSION
from broadsheet.web.http.respond import follow, show
from broadsheet.web.names.words import SOURCE_NAMES
from broadsheet.web.site import site_of
from broadsheet.web.views.facts import Facts, read_facts
from broadsheet.web.views.frame import frame_for
from broadsheet.web.views.harvests import HarvestsSection, harvests_section


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source, the name it has in queries, and how many papers it knows."""

    key: str
    name: str
    address: str
    papers: int


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The state of the library. `indexed` papers are found by word, `searchable` vectors by meaning.

    The abstracts of `read` papers were read for what they say of systems, data and results.
    """

    facts: Facts
    harvests: HarvestsSection
    records: int
    sources: tuple[SourceRow, ...]
    indexed: int
    index_change: int | None  # None: there is no index that can be used
    unindexed: int
    model: str
    embedded: int
    searchable: int
    read: int
    schema: str
    version: str
    database: str


def status(request: Request) -> Response:
    """Show the state of the library."""
    services, following = site_of(request).services, "follow" in request.query_params
    library = services.library
    model = library.embedder.name if library.embedder else ""
    contained = _contained_change(index_folder(services.settings))
    with services.database.read() as connection:
        facts = read_facts(site_of(request), connection)
        counted: dict[str, int] = site_of(request).lists.get(
            ("sources", facts.change), lambda: papers.count_sources(connection)
        )
        read: int = site_of(request).lists.get(("read", facts.change), lambda: readings.count(connection, VERSION))
        page = StatusPage(
            facts=facts,
            harvests=harvests_section(site_of(request), connection, following=following),
            records=records.count(connection),
            sources=tuple(_source(key, number) for key, number in counted.items()),
            indexed=library.engine.paper_count,
            index_change=contained,
            unindexed=papers.count_changed_after(connection, contained or 0),
            model=model,
            embedded=vectors.count(connection, model) if model else 0,
            searchable=library.engine.vector_count,
            read=read,
            schema=SCHEMA_VERSION,
            version=__version__,
            database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}[services.database.dialect],
        )
    frame = frame_for(request, "Status · Broadsheet", canonical=links.STATUS, section="status")
    answer = show(request, "pages/status.html", frame, page)
    return follow(answer) if following and page.harvests.busy else answer


def _contained_change(folder: Path) -> int | None:
    try:
        generation = current_generation(folder)
        return read_state(generation).change if generation else None
    except IndexBroken:
        return None


def _source(key: str, number: int) -> SourceRow:
    return SourceRow(key, SOURCE_NAMES.get(key, key), links.search(f"source:{key}"), number)
