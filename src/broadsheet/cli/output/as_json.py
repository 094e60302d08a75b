"""Results as JSON. Apart from the text because it takes the import formats along, which cost 0.1 s at the start."""

from broadsheet.harvest.files.broadsheet import paper_to_json
from broadsheet.model.query import Hit, ResultPage


def result_to_json(result: ResultPage) -> dict[str, object]:
    """A page of results."""
    return {
        "query": result.query.text,
        "problems": [problem.message for problem in result.query.problems],
        "spelling": {
            "guesses": {guess.typed: list(guess.meant) for guess in result.spelling.guesses},
            "suggestion": result.spelling.suggestion,
        },
        "missing": result.missing,
        "total": result.total,
        "page": result.page,
        "pages": result.pages,
        "size": result.size,
        "semantic": result.semantic,
        "milliseconds": round(result.milliseconds, 2),
        "hits": [hit_to_json(hit) for hit in result.hits],
    }


def hit_to_json(hit: Hit) -> dict[str, object]:
    """A result with the parts of its score."""
    why = hit.why
    return {
        **paper_to_json(hit.paper),
        "snippet": "".join(fragment.text for fragment in hit.snippet),
        "why": {
            "score": why.score,
            "lexical_rank": why.lexical_rank,
            "lexical_score": why.lexical_score,
            "semantic_rank": why.semantic_rank,
            "semantic_score": why.semantic_score,
            "matched": why.matched,
            "formula": why.formula,
            "introduced": why.introduced,
        },
    }
