"""What is missed and what is wrong, with the sentences: to work on errors of the papers that may be looked at."""

from collections.abc import Iterator, Sequence

from bench.annotated import Annotated
from bench.fact_scores import as_facts, kind_of, long_forms, matched, names
from broadsheet.extract.facts.text import Sentence, prepare
from broadsheet.model.facts import Fact

PARTS = ("systems", "long", "addresses", "results", "datasets", "kind")


def print_errors(part: str, papers: Sequence[Annotated], readings: Sequence[Sequence[Fact]]) -> None:
    """Print for every paper that has any what was missed (-) and what is wrong (+)."""
    wrong = 0
    for paper, facts in zip(papers, readings, strict=True):
        lines = list(_FINDERS[part](paper, facts))
        if lines:
            print(f"\n{paper.id}  {paper.kind}  {paper.title}", *lines, sep="\n")
        wrong += len(lines)
    print(f"\n{wrong} errors in {part} of {len(papers)} papers")


def _names(paper: Annotated, facts: Sequence[Fact], kind: str) -> Iterator[str]:
    said, found = names(as_facts(paper), kind), names(facts, kind)
    for name in sorted(said - found):
        yield f"  - {name!r}{_context(paper, name)}"
    for fact in facts:
        if fact.kind == kind and " ".join(fact.text.split()) not in said:
            yield f"  + {fact.text!r} {fact.confidence:.2f}{_around(paper, fact)}"


def _long(paper: Annotated, facts: Sequence[Fact]) -> Iterator[str]:
    said, found = long_forms(as_facts(paper)), long_forms(facts)
    right = names(as_facts(paper), "system") & names(facts, "system")
    for name, long_form in sorted(said - found):
        yield f"  - {name!r} = {long_form!r}{'' if name in right else ' (the name was missed)'}{_context(paper, name)}"
    for name, long_form in sorted(found - said):
        yield f"  + {name!r} = {long_form!r}{'' if name in right else ' (the name is wrong)'}{_context(paper, name)}"


def _addresses(paper: Annotated, facts: Sequence[Fact]) -> Iterator[str]:
    said = {(kind, address.rstrip("/")) for kind in ("code", "project") for address in getattr(paper, kind)}
    found = {(fact.kind, fact.text.rstrip("/")) for fact in facts if fact.kind in ("code", "project")}
    for kind, address in sorted(said - found):
        yield f"  - {kind} {address}{_context(paper, address[-12:])}"
    for kind, address in sorted(found - said):
        yield f"  + {kind} {address}{_context(paper, address[-12:])}"


def _results(paper: Annotated, facts: Sequence[Fact]) -> Iterator[str]:
    said = [fact for fact in as_facts(paper) if fact.kind == "result"]
    pairs = matched(said, facts)
    right_said, right_found = [one for one, _ in pairs], [other for _, other in pairs]
    for fact in said:
        if fact not in right_said:
            yield f"  - {_figure(fact)}{_around(paper, fact)}"
    for fact in facts:
        if fact.kind == "result" and fact not in right_found:
            yield f"  + {_figure(fact)} {fact.confidence:.2f}{_around(paper, fact)}"


def _kind(paper: Annotated, facts: Sequence[Fact]) -> Iterator[str]:
    if kind_of(facts) != paper.kind:
        yield f"  - {paper.kind}, not {kind_of(facts) or 'nothing'}\n      {paper.abstract}"


_FINDERS = {
    "systems": lambda paper, facts: _names(paper, facts, "system"),
    "long": _long,
    "addresses": _addresses,
    "results": _results,
    "datasets": lambda paper, facts: _names(paper, facts, "dataset"),
    "kind": _kind,
}


def _figure(fact: Fact) -> str:
    return f"{fact.measure.value!r} {fact.measure.unit!r}" if fact.measure else ""


def _around(paper: Annotated, fact: Fact) -> str:
    """The sentences that a fact stands in, its span marked."""
    if fact.where == "":
        return ""
    text = paper.title if fact.where == "title" else paper.abstract
    inside = [
        one
        for one in prepare(paper.title, paper.abstract).sentences
        if one.where == fact.where and one.start < max(fact.end, fact.start + 1) and fact.start < one.end
    ]
    start = min((one.start for one in inside), default=fact.start)
    end = max((one.end for one in inside), default=fact.end)
    marked = f"{text[start : fact.start]}⟦{text[fact.start : fact.end]}⟧{text[fact.end : end]}"
    return f"\n      {marked if fact.where == 'abstract' else f'TITLE {marked}'}"


def _context(paper: Annotated, name: str) -> str:
    """The first sentences that hold a name."""
    holding: list[Sentence] = [one for one in prepare(paper.title, paper.abstract).sentences if name in one.text]
    shown = (f"\n      {'TITLE ' if one.where == 'title' else ''}{one.text}" for one in holding[:3])
    return "".join(shown) or "\n      (in no sentence with these characters)"
