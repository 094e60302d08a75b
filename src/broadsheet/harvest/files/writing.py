"""Papers in each format of export, piece by piece, so that memory stays flat."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from broadsheet.harvest.files.broadsheet import paper_to_json
from broadsheet.model.paper import Paper
from broadsheet.render.citations import to_bibtex_many, to_csl, to_ris


def pieces(papers: Iterable[Paper], format_: str) -> Iterator[str]:
    """Yield the text of all papers in a format: `bibtex`, `ris`, `csl` or `jsonl`."""
    return _WRITERS[format_](papers)


def json_lines(objects: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield each object as a line of JSON."""
    return (f"{_json(one)}\n" for one in objects)


def _ris(papers: Iterable[Paper]) -> Iterator[str]:
    return (to_ris(paper) for paper in papers)


def _csl(papers: Iterable[Paper]) -> Iterator[str]:
    before = "["
    for paper in papers:
        yield f"{before}\n{_json(to_csl(paper))}"
        before = ","
    yield "\n]\n" if before == "," else "[]\n"


def _jsonl(papers: Iterable[Paper]) -> Iterator[str]:
    return json_lines(paper_to_json(paper) for paper in papers)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


_WRITERS: Mapping[str, Callable[[Iterable[Paper]], Iterator[str]]] = {
    "bibtex": to_bibtex_many,
    "ris": _ris,
    "csl": _csl,
    "jsonl": _jsonl,
}
