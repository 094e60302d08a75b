"""`broadsheet similar`: papers like these, or like a text."""

import sys
from typing import Annotated

import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.lookup import get_paper
from broadsheet.cli.output.as_json import hit_to_json
from broadsheet.cli.output.console import note, open_console, print_json
from broadsheet.cli.output.listing import print_hits
from broadsheet.model.query import Hit
from broadsheet.search.find import MOST
from broadsheet.search.similar import similar as find_similar
from broadsheet.search.similar import similar_to_text
from broadsheet.services import Services, opened

EXAMPLES = (
    "broadsheet similar 2402.17457",
    "broadsheet similar 1706.03762 1810.04805 --limit 20",
    "broadsheet similar 1706.03762 --varied --explain",
    "broadsheet similar --text 'sparse attention for long documents'",
    "broadsheet similar - < abstract.txt",
)

_LONGEST_TEXT = 1_000_000  # bytes of standard input; far more than is used of a text


def similar(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Ids or addresses of papers, or - for a text.")
    ] = None,
    text: Annotated[str | None, typer.Option("--text", "-t", help="A text, such as an abstract.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=MOST, help="How many.")] = 10,
    varied: Annotated[bool, typer.Option("--varied", help="Papers that are unlike each other as well.")] = False,
    explain: Annotated[bool, typer.Option("--explain", "-e", help="Tell why each paper stands where it does.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Find papers like these papers, or like a text.

    Several papers are taken together: what is found is near to their middle. Other versions of a paper are not listed
    beside it.
    """
    ids = ids or []
    if bool(ids) == bool(text):
        raise typer.BadParameter("give the ids of papers, or a text by --text or on standard input (-).")
    if ids == ["-"]:
        ids, text = [], sys.stdin.buffer.read(_LONGEST_TEXT).decode("utf-8", "replace")
    if not ids and not (text or "").strip():
        raise typer.BadParameter("the text is empty.")
    with opened(settings_of(context)) as services:
        hits = (
            similar_to_text(services.library, text, limit=limit, varied=varied)
            if text
            else _like(services, ids, limit, varied=varied)
        )
    if ids and hits and all(hit.why.semantic_score is None for hit in hits):
        note("note: compared by words alone, because none of these papers has been embedded yet (`broadsheet index`).")
    if json:
        print_json({"hits": [hit_to_json(hit) for hit in hits]})
    elif hits:
        print_hits(open_console(), hits, 1, explain=explain)
    else:
        note("No similar paper found.")


def _like(services: Services, ids: list[str], limit: int, *, varied: bool) -> tuple[Hit, ...]:
    keys = [get_paper(services.database, one).key for one in ids]
    return find_similar(services.library, keys, limit=limit, varied=varied)
