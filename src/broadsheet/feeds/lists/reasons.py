"""Why a paper is in a list, in words and as data."""

from broadsheet.feeds.entries import Listed
from broadsheet.model.categories import category_name
from broadsheet.model.edition import Item
from broadsheet.model.paper import Paper
from broadsheet.model.query import Hit, Query
from broadsheet.render.fragments import teaser
from broadsheet.render.mathematics import to_plain
from broadsheet.search.similar import shared_words

_FIELDS = {"title": "the title", "abstract": "the abstract", "summary": "the summary", "author": "the authors"}
_TITLE = 100  # characters of another paper's title
_SHARED = 4  # shared words and authors that are named
_WORDS = 12  # matched words that are named


def of_search(hit: Hit, query: Query) -> Listed:
    """Say which words matched and how near in meaning the paper is."""
    why = hit.why
    parts = [f"{_quoted(words)} in {_FIELDS[field]}" for field, words in why.matched.items()]
    facts: dict[str, object] = {"matched": {field: list(words) for field, words in why.matched.items()}}
    if why.semantic_score is not None:
        parts.append(f"near in meaning to the query (cosine {why.semantic_score:.2f})")
        facts["cosine"] = round(why.semantic_score, 2)
    if why.introduced:
        parts.insert(0, f"introduced {to_plain(why.introduced)}")
        facts["introduced"] = why.introduced
    if query.lookup == hit.paper.id:
        parts = ["it is the paper that the query names"]
    said = "; ".join(parts) or "it meets the conditions of the query"
    return Listed(hit.paper, f"{said[0].upper()}{said[1:]}.", facts)


def of_category(paper: Paper, code: str) -> Listed:
    """Say which of the paper's categories is meant."""
    within = [one for one in paper.categories if one.casefold() == code.casefold() or one.startswith(f"{code}.")]
    named = ", ".join(f"{category_name(one)} ({one})" for one in within)
    return Listed(paper, f"In {named or category_name(code)}.", {"within": within})


def of_similar(hit: Hit, like: Paper) -> Listed:
    """Say how near the paper is to the one that the feed is about."""
    title = teaser(to_plain(like.title), _TITLE)
    why = hit.why
    facts: dict[str, object] = {"like": like.id, "score": round(why.score, 3), "formula": why.formula}
    told = [] if why.semantic_score is None else [f"cosine {why.semantic_score:.2f}"]
    if why.semantic_score is not None:
        facts["cosine"] = round(why.semantic_score, 2)
    if words := shared_words(hit):
        told.append(f"both write {_quoted(words[:_SHARED])}")
        facts["words"] = list(words)
    if authors := why.matched.get("author", ()):
        told.append(f"both by {', '.join(authors[:_SHARED])}")
        facts["authors"] = list(authors)
    if categories := why.matched.get("category", ()):
        told.append(f"both in {', '.join(categories)}")
        facts["categories"] = list(categories)
    reason = f" ({'; '.join(told)})" if told else ""
    return Listed(hit.paper, f"Like “{title}”{reason}.", facts)


def of_edition(paper: Paper, item: Item, edition_id: str, name: str) -> Listed:
    """Tell a curator's pick with its line, or the place that was computed with the parts of its score."""
    parts = sorted((part for part in item.score.parts if part.value > 0), key=lambda part: -part.value)
    summed = "; ".join(f"{part.name} {part.value:.2f}: {part.reason.rstrip('.')}" for part in parts)
    computed = f"Place {item.rank} in the edition of {name}" + (f" ({summed})." if summed else ".")
    picked = f"Picked: {item.line}" if item.line else "Picked by the curator of this library."
    facts: dict[str, object] = {
        "edition": edition_id,
        "rank": item.rank,
        "score": round(item.score.total, 4),
        "decay": round(item.score.decay, 4),
        "parts": [{"name": part.name, "value": round(part.value, 4), "reason": part.reason} for part in parts],
        "picked": item.picked,
    }
    if item.line:
        facts["line"] = item.line
    return Listed(paper, f"{picked} {computed}" if item.picked else computed, facts)


def _quoted(words: tuple[str, ...]) -> str:
    more = f" and {len(words) - _WORDS} more words" if len(words) > _WORDS else ""
    return ", ".join(f"“{word}”" for word in words[:_WORDS]) + more
