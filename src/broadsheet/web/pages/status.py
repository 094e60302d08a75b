"""What the library holds, and how far it can be searched; and what Broadsheet is."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import __version__, links
from broadsheet.store import records, vectors
from broadsheet.store.schema import SCHEMA_VERSION
from broadsheet.web.facts import Facts, read_facts
from broadsheet.web.frame import frame_for
from broadsheet.web.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.words import SOURCE_NAMES


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source, the name it has in queries, and how many papers it knows."""

    key: str
    name: str
    address: str
    papers: int


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The state of the library. `indexed` papers are found by word, `searchable` vectors by meaning."""

    facts: Facts
    records: int
    sources: tuple[SourceRow, ...]
    indexed: int
    model: str
    embedded: int
    searchable: int
    schema: str
    version: str
    database: str


def status(request: Request) -> Response:
    """Show the state of the library."""
    services = site_of(request).services
    library = services.library
    model = library.embedder.name if library.embedder else ""
    with services.database.read() as connection:
        facts = read_facts(site_of(request), connection)
        page = StatusPage(
            facts=facts,
            records=records.count(connection),
            sources=tuple(_source(key, number) for key, number in facts.sources.items()),
            indexed=library.engine.paper_count,
            model=model,
            embedded=vectors.count(connection, model) if model else 0,
            searchable=library.engine.vector_count,
            schema=SCHEMA_VERSION,
            version=__version__,
            database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}[services.database.dialect],
        )
    frame = frame_for(request, "Status · Broadsheet", canonical=links.STATUS, section="status")
    return show(request, "status.html", frame, page)


def about(request: Request) -> Response:
    """Say what Broadsheet is and how it ranks."""
    frame = frame_for(request, "About · Broadsheet", canonical=links.ABOUT, section="about")
    return show(request, "about.html", frame, None)


def _source(key: str, number: int) -> SourceRow:
    return SourceRow(key, SOURCE_NAMES.get(key, key), links.search(f"source:{key}"), number)
