"""What a score is made of, and what came of computing an edition again, as text."""

from collections.abc import Sequence

from rich.console import Console

from broadsheet.cli.output.console import styled
from broadsheet.editions.recomputing import Recomputed
from broadsheet.model.edition import Edition, Evidence, Item
from broadsheet.rank.steps import Step
from broadsheet.render.fragments import counted

_SHOWN = 20  # changes that are named


def print_score(console: Console, item: Item, sum_: Sequence[Step]) -> None:
    """Print the parts of a score with their reasons, the evidence, and the sum step by step."""
    for part in item.score.parts:
        console.print(styled((f"{part.name:<11}", "bold"), f"{part.value:6.3f}  ", part.reason))
    if not item.score.parts:
        console.print(styled("Nothing speaks for this paper more than for others: its score is 0."))
    console.print(styled(("\nevidence", "dim")))
    rows = _evidence(item.evidence)
    width = max(len(name) for name, _ in rows) + 2
    for name, told in rows:
        console.print(styled((f"  {name:<{width}}", "dim"), told))
    console.print(styled(("\nthe sum (docs/ranking.md)", "dim")))
    width = max(len(step.name) for step in sum_) + 2
    for step in sum_:
        style = "bold" if step.name == "score" else ""
        console.print(styled((f"  {step.name:<{width}}", "dim"), f"{step.formula} = ", (f"{step.value:.4f}", style)))


def print_recomputed(console: Console, edition: Edition, made: Recomputed) -> None:
    """Print whether an edition is the same again, and if not for which papers."""
    console.print(styled((f"Edition {edition.id}", "bold"), f", inputs {edition.inputs}"))
    console.print(styled(("From its own evidence: ", "dim"), _own(edition, made)))
    console.print(styled(("From the library as known then: ", "dim"), _library(edition, made)))
    if made.inputs != edition.inputs and edition.model not in ("", made.model):
        console.print(
            styled(f"It was made with the vectors of {edition.model}; this program reads those of {made.model}.")
        )
    for change in made.changes[:_SHOWN]:
        console.print(styled(f"  {change.id}: ", (change.why, "dim")))
    if len(made.changes) > _SHOWN:
        console.print(styled(f"  … and {len(made.changes) - _SHOWN:,} more; --json has all"))


def _own(edition: Edition, made: Recomputed) -> str:
    kept = counted(len(edition.items), "paper")
    if edition.formula != made.formula:
        told = "gives the same list" if made.follows else "gives another list"
        return f"it was ranked by formula {edition.formula}; this program has formula {made.formula}, which {told}."
    if made.follows:
        return f"the same list of {kept}."
    return f"ANOTHER LIST. The {kept} stored do not stand in the order, or not with the scores, of their own evidence."


def _library(edition: Edition, made: Recomputed) -> str:
    if made.inputs == edition.inputs:
        return f"the same. {counted(made.count, 'paper')}, inputs {made.inputs}."
    number = counted(len(made.changes), "paper")
    many = f"{made.count:,} are ranked where it were {edition.count:,}" if made.count != edition.count else "as many"
    if made.changes:
        return f"different for {number} ({many}):"
    if edition.formula != made.formula:
        return f"the same for every paper that is kept ({many}); the digest holds for one formula only."
    return f"the same for every paper that is kept; among those further down something changed ({many})."


def _evidence(evidence: Evidence) -> list[tuple[str, str]]:
    has = [name for name in ("code", "data", "results") if getattr(evidence, f"has_{name}")]
    return [
        ("age", f"{evidence.age:g} {'day' if evidence.age == 1 else 'days'}"),
        *(
            (f"{one.kind}, {one.source}", f"grew by {one.amount:g} where {one.expected:g} were to be expected")
            for one in evidence.counts
        ),
        (
            "nearest papers",
            f"{evidence.rising} of {evidence.neighbours} are new where {evidence.expected_rising:g} were to be expected"
            if evidence.neighbours
            else "not known: it has no vector, or stands outside the year before the edition",
        ),
        *(
            [("novelty", f"stands further from earlier papers than {evidence.novelty:.1%} of its field's new ones")]
            if evidence.neighbours
            else []
        ),
        ("has", ", ".join(has) or "no code, data or stated results that are known"),
    ]
