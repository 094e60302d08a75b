"""Which papers introduced the system that a query names. The rule is in docs/search.md."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Fact, Reading
from broadsheet.model.paper import Paper
from broadsheet.model.query import Days, Query
from broadsheet.search.engine import Scored
from broadsheet.search.library import Library
from broadsheet.store import papers, readings
from broadsheet.store.database import Connection

_SURE = 0.5  # confidence, at least, of the fact that a paper introduces the system
_LONGEST = 80  # characters of a name
_CLAIMING = 5  # papers that claim one name, the earliest
_LOOKED_AT = 20  # papers with the query's words, to see how they write them
_FEW = 3  # papers: so many make no word of a name yet
_SHARE = 0.25  # of them

_PARTS = re.compile(r"[^\W_]+|\++")


def introducers(library: Library, query: Query, hits: Sequence[Scored]) -> dict[int, str]:
    """Return the papers that introduced a system of the name that the query is, earliest first, each with its name.

    `hits` are the best papers by word. Where these write the name as a word, in lower case, and the query does not
    write it with the name's capitals, the word is asked for, and no paper is returned. Nor is one where others wrote
    the name before the first of them.
    """
    typed = " ".join(query.words.split())
    key = entity_key(typed) if len(typed) <= _LONGEST and not query.by_text else ""
    claiming = library.engine.introducing(key, query.constraints, _CLAIMING) if key else []
    if not claiming:
        return {}
    with library.database.read() as connection:
        read = readings.of_papers(connection, claiming)
        facts = {one: fact for one in claiming if (fact := _fact(read.get(one, Reading()), key))}
        if not facts:
            return {}
        others = papers.get(connection, [hit.key for hit in hits if hit.key not in facts][:_LOOKED_AT])
        is_word = _is_word(typed, others)
        exact = {one: fact for one, fact in facts.items() if _has_its_capitals(typed, fact)}
        if is_word and not exact:
            return {}
        facts = exact or facts
        first, fact = next(iter(facts.items()))
        written = _written(_form(fact, key), re.NOFLAG if is_word else re.IGNORECASE)
        if _is_known_before(library, connection, query, first, written):
            return {}
    return {one: fact.text for one, fact in facts.items()}


def _fact(reading: Reading, key: str) -> Fact | None:
    systems = (fact for fact in reading.of("system") if fact.confidence >= _SURE)
    return next((fact for fact in systems if _form(fact, key)), None)


def _form(fact: Fact, key: str) -> str:
    return next((form for form in (fact.text, fact.long_form) if entity_key(form) == key), "")


def _has_its_capitals(typed: str, fact: Fact) -> bool:
    return typed != typed.lower() and typed in (fact.text, fact.long_form)


def _is_word(typed: str, others: Sequence[Paper]) -> bool:
    """Whether papers write this in lower case: several do, and not by exception."""
    anyhow = _written(typed.lower(), re.IGNORECASE)
    written = [[match[0] for match in anyhow.finditer(paper.text)] for paper in others]
    having = [forms for forms in written if forms]
    lower = sum(any(form == form.lower() for form in forms) for forms in having)
    return lower >= _FEW and lower > _SHARE * len(having)


def _is_known_before(
    library: Library, connection: Connection, query: Query, first: int, written: re.Pattern[str]
) -> bool:
    """Whether several papers of earlier days write the name: then the first that claims it did not introduce it."""
    day = papers.get(connection, [first])[0].day
    earlier = replace(query, constraints=(Days(last=day - timedelta(days=1)),))
    found = papers.get(connection, [hit.key for hit in library.engine.lexical(earlier, _LOOKED_AT).hits])
    return sum(bool(written.search(paper.text)) for paper in found) >= _FEW


def _written(form: str, flags: re.RegexFlag) -> re.Pattern[str]:
    parts = [re.escape(part) for part in _PARTS.findall(form)]
    return re.compile(rf"(?<!\w){'[ -]?'.join(parts)}(?!\w)", flags)
