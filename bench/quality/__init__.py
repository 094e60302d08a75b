"""How good the results are, system by collection. What is measured, and how to read it, is in docs/quality.md."""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from rich.console import Console

from bench.quality import losers, stored, table
from bench.quality.collections import Collection, collections_of
from bench.quality.comparing import compare, compare_with_last
from bench.quality.measures import Scored, score
from bench.quality.prepared import HOME, SHELVES, is_there, shelf
from bench.quality.systems import PEER, SHIPPED, Ask, systems
from bench.quality.variants import VARIANTS
from bench.report import publish, show
from broadsheet.search.library import Library

LOSERS, MARKDOWN = HOME / "losers.md", HOME / "table.md"


def main(options: Sequence[str] = ()) -> None:
    """Measure every system on every collection; a whole run is stored, a part of it only printed."""
    chosen = _options(options)
    scored: list[Scored] = []
    lost: dict[str, list[losers.Loser]] = {}
    for name in SHELVES:
        if not is_there(name):
            _say(f"{name}: its files are not in ../shared; left out")
            continue
        if name in chosen.shelf:
            with shelf(name, chosen.model) as library:
                asks = _asks(name, library, chosen)
                for collection in _wanted(name, library, chosen):
                    of_collection = list(_measured(collection, asks))
                    scored += of_collection
                    lost |= _lost(of_collection, library)
    if not scored:
        sys.exit("Nothing was measured.")
    _tell(scored, lost, store=not options)


def _options(options: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m bench quality", description=main.__doc__)
    parser.add_argument("--shelf", nargs="+", default=SHELVES, choices=SHELVES, help="only these libraries")
    parser.add_argument("--only", default="", help="only collections whose name has this in it")
    parser.add_argument("--half", choices=("tuning", "reporting", "both"), help="with variants tuning, else both")
    parser.add_argument("--variants", action="store_true", help="ask the variants too, on what may be tuned on")
    parser.add_argument("--system", nargs="+", default=[], help="only these, beside the shipped one")
    parser.add_argument("--model", default="", help="another model: a name or a folder")
    chosen = parser.parse_args(options)
    # Who looks at variants chooses among them, and nothing is chosen on what only reports.
    chosen.half = chosen.half or ("tuning" if chosen.variants else "both")
    return chosen


def _asks(name: str, library: Library, chosen: Namespace) -> dict[str, Ask]:
    asks = systems(library, name)
    if chosen.variants:
        asks |= {variant: make(library) for variant, make in VARIANTS.items()}
    return {one: ask for one, ask in asks.items() if not chosen.system or one in (SHIPPED, *chosen.system)}


def _wanted(name: str, library: Library, chosen: Namespace) -> Iterator[Collection]:
    for one in collections_of(name, library):
        of_half = chosen.half == "both" or one.is_tuning == (chosen.half == "tuning")
        if of_half and chosen.only.lower() in one.name.lower():
            yield one


def _measured(collection: Collection, asks: dict[str, Ask]) -> Iterator[Scored]:
    for system, ask in asks.items():
        if system == PEER and collection.is_tuning:
            continue  # nothing is tuned against a peer
        begun = time.perf_counter()
        result = score(collection, system, [ask(question.text) for question in collection.questions])
        _say(
            f"{collection.name}, {system}: {collection.measure} {result.mean():.4f},"
            f" {len(collection.questions)} questions in {time.perf_counter() - begun:.0f} s"
        )
        yield result


def _lost(scored: Sequence[Scored], library: Library) -> dict[str, list[losers.Loser]]:
    """The losers of one collection, while its library is open."""
    ours = next(one for one in scored if one.system == SHIPPED)
    found: dict[str, list[losers.Loser]] = {}
    names = [one.system for one in scored if one.system != SHIPPED]
    if best := losers.best_baseline(scored, names):
        found[f"{ours.collection.name}, against {best.system}"] = losers.lost_against(ours, best, library)
    before = stored.last_queries([ours.collection]).get(ours.collection.name)
    if before:
        own = before[ours.collection.measure]
        found[f"{ours.collection.name}, since the last run"] = losers.lost_since(ours, own, library)
    return {heading: several for heading, several in found.items() if several}


def _tell(scored: Sequence[Scored], lost: dict[str, list[losers.Loser]], *, store: bool) -> None:
    compared = compare(scored)
    since = compare_with_last(scored, stored.last_queries([one.collection for one in scored]))
    console = Console(width=150)
    for line in losers.printed(lost):
        console.print(line, markup=False, highlight=False, no_wrap=True)
    console.print(table.printed(scored, compared, since, stored.last_means()))
    console.print("▲ shipped is better, ▼ worse, by more than chance (p < 0.05 over all comparisons)", markup=False)
    losers.write(lost, LOSERS)
    MARKDOWN.write_text("\n".join([*table.markdown(scored, compared), ""]), encoding="utf-8")
    console.print(f"All questions that lost: {LOSERS}. The table for docs/quality.md: {MARKDOWN}", markup=False)
    figures = table.figures(scored)
    if store:
        publish("quality", figures, also={"table": stored.rows(scored)})
        stored.keep_queries(scored)
    elif figures:
        show("quality", figures)


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
