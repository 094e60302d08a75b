"""What was read of a paper, as text and as JSON."""

from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Console

from broadsheet.cli.extracting import Extracted
from broadsheet.cli.output.console import styled
from broadsheet.extract.facts.why import Reasons, why
from broadsheet.facts.confidence import is_shown
from broadsheet.facts.sentences import around
from broadsheet.model.facts import Correction, Fact, Measure
from broadsheet.render.mathematics import to_plain

_INDENT = " " * 11
_MEASURE = (("unit", "unit"), ("metric", "of"), ("dataset", "on"), ("compared", "against"))


def print_extracted(console: Console, one: Extracted, *, explain: bool) -> None:
    """Print what a paper says of itself; with `explain` each fact's sentence, place and confidence."""
    console.print(styled((to_plain(one.paper.title) or "(no title)", "bold"), f"  {one.name}"))
    facts = [fact for fact in one.reading.facts if explain or is_shown(fact)]
    reasons = why(one.paper.title, one.paper.abstract, facts) if explain else {}
    for fact in facts:
        console.print(styled((f"{fact.kind:<{len(_INDENT)}}", "dim"), *_told(fact)))
        if explain:
            console.print(styled((f"{_INDENT}{_certainty(fact)}", "dim")))
            if sentence := _sentence(one, fact):
                console.print(styled(_INDENT, *sentence))
            if fact in reasons:
                console.print(styled((f"{_INDENT}because {_because(reasons[fact])}", "dim")))
    if not facts:
        console.print("Nothing was read in it.")
    if explain:
        for correction in one.corrections:
            console.print(styled((f"{'corrected':<{len(_INDENT)}}", "dim"), _corrected(correction)))


def to_json(one: Extracted, *, explain: bool) -> dict[str, object]:
    """A paper with its facts; offsets are of characters in the title and abstract that stand beside them."""
    shown = [fact for fact in one.reading.facts if explain or is_shown(fact)]
    reasons = why(one.paper.title, one.paper.abstract, shown) if explain else {}
    facts = [_fact_to_json(one, fact, reasons.get(fact, ()), explain=explain) for fact in shown]
    document: dict[str, object] = {
        "id": one.name,
        "title": one.paper.title,
        "abstract": one.paper.abstract,
        "facts": facts,
    }
    if explain:
        document["corrections"] = [_correction_to_json(correction) for correction in one.corrections]
    return document


def _told(fact: Fact) -> Iterator[str | tuple[str, str]]:
    yield (to_plain(fact.text), "bold" if fact.kind == "system" else "")
    if fact.long_form:
        yield f" ({to_plain(fact.long_form)})"
    if fact.measure:
        yield (f"\n{_INDENT}value: {_measured(fact.measure)}", "")
    if fact.by:
        yield (f"  set by {fact.by}", "italic")


def _measured(measure: Measure) -> str:
    said = ((label, getattr(measure, name)) for name, label in _MEASURE)
    return "; ".join((measure.value, *(f"{label}: {to_plain(value)}" for label, value in said if value)))


def _certainty(fact: Fact) -> str:
    place = f"{fact.where} {fact.start}-{fact.end}" if fact.where else "stands in neither title nor abstract"
    if fact.by:
        return f"{place}; set by a reader"
    hidden = "" if is_shown(fact) else "; too uncertain to be shown elsewhere"
    return f"{place}; confidence {fact.confidence:.2f}{hidden}"


def _sentence(one: Extracted, fact: Fact) -> list[str | tuple[str, str]]:
    pieces = [(to_plain(part.text), part.marked) for part in around(one.paper, fact)]
    return [(f"[[{text}]]", "bold") if marked else text for text, marked in pieces]


def _because(reasons: Reasons) -> str:
    return "; ".join(f"{feature} {weight:+.2f}" for feature, weight in reasons)


def _corrected(one: Correction) -> str:
    before = "" if one.before is None else f"{one.before.kind} {one.before.text!r}"
    after = "" if one.after is None else f"{one.after.kind} {one.after.text!r}"
    told = f"{before} is {after}" if before and after else f"{after} was missing" if after else f"{before} is wrong"
    return f"{told}, said {one.reader} on {one.made:%Y-%m-%d %H:%M}"


def _fact_to_json(one: Extracted, fact: Fact, reasons: Reasons, *, explain: bool) -> dict[str, object]:
    document = {**asdict(fact), "confidence": round(fact.confidence, 3)}
    if explain:
        document["shown"] = is_shown(fact)
        document["why"] = [{"feature": feature, "weight": weight} for feature, weight in reasons]
        document["sentence"] = "".join(part.text for part in around(one.paper, fact))
    return document


def _correction_to_json(one: Correction) -> dict[str, object]:
    return {
        "number": one.number,
        "reader": one.reader,
        "made": one.made.isoformat(),
        "before": None if one.before is None else asdict(one.before),
        "after": None if one.after is None else asdict(one.after),
    }
