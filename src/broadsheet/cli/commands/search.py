"""`broadsheet search`: find papers."""

from dataclasses import replace
from typing import Annotated

import typer

from broadsheet.cli.choices import Order
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json
from broadsheet.cli.output.listing import print_hits
from broadsheet.cli.output.reading import print_paper
from broadsheet.lib.clock import now
from broadsheet.model.query import ResultPage, Spelling
from broadsheet.search.find import MOST, find
from broadsheet.search.grammar import parse
from broadsheet.search.spelling import told
from broadsheet.services import opened
from broadsheet.store import growth, papers
from broadsheet.store.database import Database
from broadsheet.store.growth import Growth
from broadsheet.web.views.counts import week_before

EXAMPLES = (
    "broadsheet search loss landscape",
    "broadsheet search '\"graph neural network\" author:leskovec after:2023 has:code'",
    "broadsheet search cat:cs.CL year:2025 --sort newest --limit 50",
    "broadsheet search https://arxiv.org/abs/1706.03762",
)


def search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="The query; its words need no quotes.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=MOST, help="Results on a page.")] = 10,
    page: Annotated[int, typer.Option("--page", "-p", min=1, help="Which page.")] = 1,
    sort: Annotated[
        Order | None, typer.Option(help="Order of the results.", show_default="relevance, without words newest")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", "-e", help="Tell why each paper stands where it does.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Find papers by word and by meaning.

    Words, "phrases", -word, AND, OR, parentheses, title:, abstract:, author:, cat:, id:, source:, has:code, has:pdf,
    has:results, system:, dataset:, kind:, after:, before:, year:, sort:. A query that begins with a minus goes
    after --. An id or address shows the paper; more than 30 words are searched for by what they mean.
    """
    parsed = parse(" ".join(query), now().date())
    if sort:
        parsed = replace(parsed, sort=sort.value)
    with opened(settings_of(context)) as services:
        result = find(services.library, parsed, page=page, size=limit, explain=True)
        if not services.library.engine.paper_count:
            _tell_nothing_is_indexed(services.database)
        is_known = bool(parsed.lookup) and not result.missing
        grown = _grown(services.database, result) if is_known and not json else []
    for problem in result.query.problems:
        note(f"note: {problem.message}")
    if result.missing:
        note(
            f"note: The library has no paper {result.missing}."
            + (" These have a part of that in their text:" if result.hits else "")
        )
    _tell_spelling(result.spelling)
    if json:
        # Imported here, see its file: most searches are read as text.
        from broadsheet.cli.output.as_json import result_to_json

        print_json(result_to_json(result))
    elif is_known and result.hits:
        print_paper(open_console(), result.hits[0].paper, grown, now())
    else:
        _print(result, explain=explain)


def _tell_spelling(spelling: Spelling) -> None:
    for guess in spelling.guesses:
        note(f"note: {told(guess)}")
    if spelling.suggestion:
        note(f"Did you mean: {spelling.suggestion}")


def _grown(database: Database, result: ResultPage) -> list[Growth]:
    with database.read() as connection:
        return [one for hit in result.hits for one in growth.of_paper(connection, hit.paper.key, week_before(now()))]


def _print(result: ResultPage, *, explain: bool) -> None:
    if not result.hits:
        note("No paper found." if result.page == 1 else f"There is no page {result.page}.")
        return
    first = (result.page - 1) * result.size + 1
    print_hits(open_console(), result.hits, first, explain=explain)
    last = first + len(result.hits) - 1
    parts = [f"{first:,} to {last:,}; {_total(result)}"]
    if result.query.words and not result.semantic:
        parts.append("by word only, nothing is embedded yet")
    if result.page < result.pages:
        parts.append(f"--page {result.page + 1} for more")
    note("; ".join(parts))


def _total(result: ResultPage) -> str:
    if not result.query.words:
        return f"{result.total:,} in all"
    return f"{result.total:,} contain a word of it" if result.total else "near in meaning, none contains a word of it"


def _tell_nothing_is_indexed(database: Database) -> None:
    with database.read() as connection:
        waiting = papers.count(connection)
    if waiting:
        note(f"Nothing is indexed yet: `broadsheet index` makes the library's {waiting:,} papers findable.")
    else:
        note("The library is empty: `broadsheet import FILE` brings papers in.")
