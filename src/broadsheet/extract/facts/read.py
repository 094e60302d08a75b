"""The door: from title and abstract to all that the paper says of itself."""

from collections.abc import Iterator, Sequence

from broadsheet.extract.facts.addresses import find_addresses
from broadsheet.extract.facts.datasets.find import find_datasets
from broadsheet.extract.facts.kinds import find_kind
from broadsheet.extract.facts.lines import find_line
from broadsheet.extract.facts.results.find import find_results
from broadsheet.extract.facts.systems.find import find_systems
from broadsheet.extract.facts.text import prepare
from broadsheet.model.facts import Fact, Reading, same_fact

# Of what is found: a change here lets every paper be read again.
VERSION = 1


def read(title: str, abstract: str) -> Reading:
    """Read a paper, its texts cleaned as by `extract.text`. Pure, bounded, and linear in their length."""
    text = prepare(title, abstract)
    systems = find_systems(text)
    datasets = find_datasets(text, systems)
    results = find_results(text, datasets)
    kind = find_kind(text, systems, results)
    line = find_line(text, systems)
    return Reading((*kind, *line, *systems, *find_addresses(text), *_each_once(results), *datasets))


def _each_once(results: Sequence[Fact]) -> Iterator[Fact]:
    """What title and abstract claim in the same words is one fact."""
    for number, fact in enumerate(results):
        if not any(same_fact(fact, other) for other in results[:number]):
            yield fact
