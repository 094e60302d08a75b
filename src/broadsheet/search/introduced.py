"""Which papers introduced the system that a query names. The rule is in docs/search.md."""

import re
from collections.abc import Iterable, Sequence

from broadsheet.model.entities import entity_key
from broadsheet.model.facts import Fact, Reading
from broadsheet.model.paper import Paper
from broadsheet.model.query import Query
from broadsheet.search.engine import Scored
from broadsheet.search.library import Library
from broadsheet.store import papers, readings

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
    write it with the name's capitals, the word is asked for, and no paper is returned.
    """
    typed = " ".join(query.words.split())
    key = entity_key(typed) if len(typed) <= _LONGEST and not query.by_text else ""
    claiming = library.engine.introducing(key, query.constraints, _CLAIMING) if key else []
    if not claiming:
        return {}
    with library.database.read() as connection:
        read = readings.of_papers(connection, claiming)
        facts = {one: fact for one in claiming if (fact := _fact(read.get(one, Reading()), key))}
        if not facts or _has_its_capitals(typed, facts.values()):
            return {one: fact.text for one, fact in facts.items()}
        others = papers.get(connection, [hit.key for hit in hits if hit.key not in facts][:_LOOKED_AT])
    return {} if _is_word(typed, others) else {one: fact.text for one, fact in facts.items()}


def _fact(reading: Reading, key: str) -> Fact | None:
    systems = (fact for fact in reading.of("system") if fact.confidence >= _SURE)
    return next((fact for fact in systems if key in {entity_key(form) for form in (fact.text, fact.long_form)}), None)


def _has_its_capitals(typed: str, facts: Iterable[Fact]) -> bool:
    return typed != typed.lower() and any(typed in (fact.text, fact.long_form) for fact in facts)


def _is_word(typed: str, others: Sequence[Paper]) -> bool:
    """Whether papers write this in lower case: several do, and not by exception."""
    parts = [re.escape(part) for part in _PARTS.findall(typed.lower())]
    anyhow = re.compile(rf"(?<!\w){'[ -]?'.join(parts)}(?!\w)", re.IGNORECASE)
    written = [[match[0] for match in anyhow.finditer(paper.text)] for paper in others]
    having = [forms for forms in written if forms]
    lower = sum(any(form == form.lower() for form in forms) for forms in having)
    return lower >= _FEW and lower > _SHARE * len(having)
