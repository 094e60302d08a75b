"""Three papers with facts set by hand: one with everything, one with little, one that tries to inject markup."""

from dataclasses import replace
from datetime import date

from broadsheet.facts.formats.texts import About
from broadsheet.facts.table.cells import row_of
from broadsheet.facts.table.model import Found, Row, Table, View
from broadsheet.model.facts import Fact, FactKind, Measure, Reading
from broadsheet.model.paper import Link, Paper

ABSTRACT = (
    "Sorting is slow. We present Heron, which sorts $n = 10^6$ keys 4x faster than Timsort on KeyBench. "
    "It reaches 94.1% accuracy on CIFAR-10. Code: https://github.com/example/heron."
)
ABOUT = About("Papers found by “sorting & 50% more”", date(2026, 11, 21))
ATTACK = "<script>alert(1)</script> | \\input{/etc/passwd} & [x](javascript:alert(2)) $\\input{/etc/passwd}$ `b` 50% #1"


def fact(kind: FactKind, text: str, *, words: str = "", abstract: str = ABSTRACT, **further: object) -> Fact:
    """A fact read from these words of the abstract."""
    start = abstract.find(words or text)
    made = Fact(kind, text, "abstract", start, start + len(words or text)) if start >= 0 else Fact(kind, text)
    return replace(made, **further)  # type: ignore[arg-type]


FASTER = Measure("4", "x", "speed", "KeyBench", "Timsort", 4.0, 4.0)
ACCURACY = Measure("94.1", "%", "accuracy", "CIFAR-10", "", 94.1, 94.1)
HERON = Paper(
    1,
    "arxiv:2601.00001",
    "Heron: Sorting in $O(n \\log n)$",
    ABSTRACT,
    arxiv_id="2601.00001",
    day=date(2026, 1, 5),
    links=(Link("code", "https://github.com/example/heron", "text"),),
)
HERON_READ = Reading(
    (
        fact("kind", "method", words="We present Heron"),
        fact("line", "sorts $n = 10^6$ keys 4x faster"),
        fact("system", "Heron", long_form="Heaps in Rotation"),
        fact("code", "https://github.com/example/heron"),
        fact("result", "sorts $n = 10^6$ keys 4x faster than Timsort", measure=FASTER),
        fact("result", "reaches 94.1% accuracy", measure=ACCURACY),
        fact("dataset", "KeyBench", confidence=0.7),
        fact("dataset", "CIFAR-10"),
        fact("dataset", "Sorting", confidence=0.3),
    )
)
EGRET = Paper(2, "doi:10.5555/egret", "Egret: a survey of birds", "We survey birds.", day=date(2026, 3, 1))
EGRET_READ = Reading((fact("kind", "survey", by="alice"), fact("dataset", "CIFAR 10"), fact("system", "Égret-α")))
ATTACKER = Paper(3, "bs:00ff", f"=cmd()|' {ATTACK}", ATTACK, day=date(2025, 1, 1))
ATTACKER_READ = Reading(
    (
        Fact("system", ATTACK, "abstract", 0, len(ATTACK)),
        Fact("dataset", "=cmd()"),
        Fact("result", "-25%", measure=Measure("25", "%", "accuracy", low=25.0, high=25.0)),
        Fact("code", "javascript:alert(3)"),
        Fact("line", "[begins] *with* \\a bracket\u202e"),
    )
)
UNREAD = Paper(4, "arxiv:2601.00004", "Stork", day=date(2026, 2, 1))


def rows() -> tuple[Row, ...]:
    """The rows of all four."""
    read = ((HERON, HERON_READ), (EGRET, EGRET_READ), (ATTACKER, ATTACKER_READ), (UNREAD, None))
    return tuple(row_of(paper, reading) for paper, reading in read)


def table() -> Table:
    """The table of all four."""
    return Table(View().columns, rows(), 4, found=Found((1, 2, 3, 4), 9_000, 4))
