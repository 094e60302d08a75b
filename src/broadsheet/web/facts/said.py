"""What the page of a paper shows of what its abstract says, and of what readers corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup
from starlette.requests import Request

from broadsheet import links
from broadsheet.extract.links import link_key
from broadsheet.facts.confidence import is_uncertain, shown
from broadsheet.facts.correcting import fact_id, is_built_on
from broadsheet.facts.sentences import around
from broadsheet.facts.table.cells import is_web_address, short
from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Correction, Fact, FactKind, Measure, Reading
from broadsheet.model.paper import Link, Paper
from broadsheet.model.reader import LOCAL
from broadsheet.render.fragments import marked
from broadsheet.render.mathematics import to_html
from broadsheet.store import corrections, readers, readings
from broadsheet.store.database import Connection
from broadsheet.web.facts.places import with_places
from broadsheet.web.http import params
from broadsheet.web.http.reader import may, reader_of
from broadsheet.web.names.words import FACT_NAMES, SOURCE_NAMES

POINTED_AT = 30  # facts whose place the style sheet can mark: `.at-1` to `.at-30`


@dataclass(frozen=True, slots=True)
class SaidFact:
    """One fact as it is shown. `id` is what forms name it by, empty for a link that only a source gave."""

    id: str
    fact: Fact
    text: Markup
    sentence: Markup
    number: int = 0  # of the place in the text that is marked with it, 0 where it has none
    address: str = ""  # of its page, or the address that it is
    uncertain: str = ""  # how sure it is, in words, where it is not
    by: str = ""  # who corrected it, in words
    origin: str = ""  # of an address


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of one kind."""

    kind: FactKind
    name: str
    facts: tuple[SaidFact, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A correction that holds, in words."""

    number: int
    words: str
    by: str
    made: datetime
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Says:
    """What a paper says of itself. `told` answers a form that was just sent, `undo` is what takes that back."""

    title: Markup
    abstract: Markup
    is_read: bool
    groups: tuple[Group, ...]
    corrections: tuple[Said, ...]
    can_correct: bool
    told: str = ""
    undo: int = 0


def view_says(request: Request, connection: Connection, paper: Paper) -> Says:
    """Read what a paper says, and what readers corrected of it."""
    found = readings.of_papers(connection, [paper.key])
    said = corrections.of_papers(connection, [paper.key]).get(paper.key, [])
    held = shown(found.get(paper.key, Reading()))
    names = _names(request, connection, said)
    facts = _numbered([_said_fact(paper, fact, names) for fact in held.facts])
    groups = tuple(_group(paper, kind, facts, said) for kind in FACT_NAMES)
    told, undo = _told(request, said)
    return Says(
        title=_text(paper.title, "title", facts),
        abstract=_text(paper.abstract, "abstract", facts, link_urls=True),
        is_read=paper.key in found,
        groups=tuple(group for group in groups if group.facts),
        corrections=tuple(_correction(request, one, said, names) for one in reversed(said)),
        can_correct=bool(reader_of(request)),
        told=told,
        undo=undo,
    )


def measure_words(measure: Measure) -> str:
    """`91.2 %`, `2×`, `3 points`."""
    signs = {"x": "\N{MULTIPLICATION SIGN}", "%": "\N{NO-BREAK SPACE}%", "": ""}
    return measure.value + signs.get(measure.unit, f"\N{NO-BREAK SPACE}{measure.unit}")


def page_of(fact: Fact) -> str:
    """The local page of a system or dataset, the address that code or a project has; empty for all else."""
    if fact.kind in ("code", "project"):
        return fact.text if is_web_address(fact.text) else ""
    key = entity_key(fact.text) if fact.kind in ("system", "dataset") else ""
    if not key:
        return ""
    return links.system(key) if fact.kind == "system" else links.dataset(key)


def _said_fact(paper: Paper, fact: Fact, names: dict[str, str]) -> SaidFact:
    return SaidFact(
        id=fact_id(fact),
        fact=fact,
        text=_fact_text(fact),
        address=page_of(fact),
        sentence=marked(around(paper, fact), to_html),
        uncertain=f"uncertain: about {fact.confidence:.0%} of such facts are right" if is_uncertain(fact) else "",
        by=f"corrected by {names[fact.by]}" if fact.by else "",
        origin="read in the abstract" if fact.kind in ("code", "project") and not fact.by else "",
    )


def _fact_text(fact: Fact) -> Markup:
    if fact.measure is not None:
        return claim_text(fact.measure)
    return to_html(short(fact.text) if fact.kind in ("code", "project") else fact.text)


def claim_text(measure: Measure, *, metric: bool = True, dataset: bool = True) -> Markup:
    """`91.2 % accuracy on ImageNet, compared with Jacquard` as HTML, the data as a link to its page."""
    text = Markup("<strong>{}</strong>").format(to_html(measure_words(measure)))
    if metric and measure.metric:
        text += Markup(" {}").format(to_html(measure.metric))
    if dataset and measure.dataset:
        key, name = entity_key(measure.dataset), to_html(measure.dataset)
        text += Markup(' on <a href="{}">{}</a>').format(links.dataset(key), name) if key else Markup(" on ") + name
    return text + Markup(", compared with {}").format(to_html(measure.compared)) if measure.compared else text


def _numbered(facts: list[SaidFact]) -> list[SaidFact]:
    number, made = 0, []
    for one in facts:
        placed = one.fact.where != "" and number < POINTED_AT
        number += placed
        made.append(replace(one, number=number if placed else 0))
    return made


def _group(paper: Paper, kind: FactKind, facts: Sequence[SaidFact], said: Sequence[Correction]) -> Group:
    own = [one for one in facts if one.fact.kind == kind]
    if kind in ("code", "project"):
        own = _joined(own, [link for link in paper.links if link.kind == kind], said)
    one_name, many_name = FACT_NAMES[kind]
    return Group(kind, one_name if len(own) == 1 else many_name, tuple(own))


def _joined(own: list[SaidFact], given: Sequence[Link], said: Sequence[Correction]) -> list[SaidFact]:
    """Addresses that were read and those that the record has, each once; none that a reader said is wrong."""
    known = {link_key(one.fact.text): one for one in own}
    wrong = {link_key(one.before.text) for one in said if one.before and one.before.kind in ("code", "project")}
    for link in given:
        key = link_key(link.url)
        giver = "" if link.origin == "text" else SOURCE_NAMES.get(link.origin, link.origin)
        if key in known:
            had = known[key]
            if giver and giver not in had.origin:
                known[key] = replace(had, origin=f"{had.origin}, given by {giver}".removeprefix(", "))
        elif key not in wrong and is_web_address(link.url):
            fact = Fact("code" if link.kind == "code" else "project", link.url)
            origin = f"given by {giver}" if giver else "read in the record"
            known[key] = SaidFact("", fact, to_html(short(link.url)), Markup(), address=link.url, origin=origin)
    return list(known.values())


def _text(text: str, where: str, facts: Sequence[SaidFact], *, link_urls: bool = False) -> Markup:
    places = [(one.fact.start, one.fact.end, one.number) for one in facts if one.number and one.fact.where == where]
    return with_places(text, places, link_urls=link_urls)


def _names(request: Request, connection: Connection, said: Sequence[Correction]) -> dict[str, str]:
    """Who made corrections, in words: names are for curators."""
    names = {}
    for reader in {one.reader for one in said}:
        if reader == reader_of(request):
            names[reader] = "you"
        elif may(request, "curator") and reader != LOCAL:
            known = readers.get(connection, reader)
            names[reader] = (known.name or known.email) if known else "a reader who has left"
        else:
            names[reader] = "a reader"
    return names


def _correction(request: Request, one: Correction, said: list[Correction], names: dict[str, str]) -> Said:
    allowed = one.reader == reader_of(request) or may(request, "curator")
    return Said(one.number, words_of(one), names[one.reader], one.made, allowed and not is_built_on(one, said))


def words_of(correction: Correction) -> str:
    """Say a correction: `System “Heddle” removed.`"""
    before, after = correction.before, correction.after
    name = FACT_NAMES[(after or before or Fact("line", "")).kind][0]
    if before is None or after is None:
        done = "added" if before is None else "removed"
        return f"{name} “{_short_words(after or before)}” {done}."
    if _short_words(before) == _short_words(after):
        return f"{name} “{_short_words(after)}”: what belongs to it corrected."
    return f"{name} “{_short_words(before)}” corrected to “{_short_words(after)}”."


def _short_words(fact: Fact | None) -> str:
    if fact is None:
        return ""
    text = measure_words(fact.measure) if fact.measure else fact.text
    return text if len(text) <= 90 else f"{text[:90].rstrip()}…"


def _told(request: Request, said: Sequence[Correction]) -> tuple[str, int]:
    asked = params.text(request, "corrected")
    mine = [one for one in said if one.reader == reader_of(request)]
    made = next((one for one in mine if str(one.number) == asked), None)
    if made is not None:
        return words_of(made), made.number
    return ("Taken back.", 0) if params.text(request, "taken") == "back" else ("", 0)
