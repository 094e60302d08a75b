"""Papers as lines of text."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from broadsheet.cli.output.console import styled
from broadsheet.model.paper import Author, Paper
from broadsheet.model.query import Fragment, Hit, Why
from broadsheet.render.mathematics import to_plain
from broadsheet.render.standing import STANDING_NAMES

NAMED_AUTHORS = 5


def print_hits(console: Console, hits: Sequence[Hit], first: int, *, explain: bool) -> None:
    """Print a list of results; `first` is the place of the first of them."""
    for place, hit in enumerate(hits, first):
        paper = hit.paper
        title = marked(hit.title, "bold") if hit.title else styled((to_plain(paper.title), "bold"))
        warning = (f"{STANDING_NAMES[paper.standing]}: ", "bold red") if paper.standing else ""
        console.print(Text.assemble((f"{place:>3}. ", "dim"), warning, title))
        lines = [byline(paper), marked(hit.snippet, "")]
        if explain:
            lines += [styled((line, "dim")) for line in explanation(hit.why)]
        for line in filter(None, lines):
            console.print(Padding.indent(line, 5) if console.is_terminal else Text.assemble("     ", line))
        console.print()


def byline(paper: Paper) -> Text:
    """Authors (five at most), year, id and categories in one line."""
    parts = (authors_line(paper.authors), str(paper.year or ""), paper.id, " ".join(paper.categories[:NAMED_AUTHORS]))
    return styled((" · ".join(part for part in parts if part), "cyan"))


def authors_line(authors: Sequence[Author], named: int = NAMED_AUTHORS) -> str:
    """Names of the first authors; the others are counted."""
    names = ", ".join(author.name for author in authors[:named])
    more = len(authors) - named
    return f"{names} and {more:,} more" if more > 0 else names


def marked(fragments: Sequence[Fragment], style: str) -> Text:
    """Join fragments; the marked ones stand out."""
    return styled(*((to_plain(one.text), "bold yellow" if one.marked else style) for one in fragments))


def explanation(why: Why) -> list[str]:
    """Tell where a paper's score comes from."""
    lines = [why.formula or f"score {why.score:.4f}"]
    if why.lexical_rank is not None:
        lines.append(f"by word: rank {why.lexical_rank}, BM25 {why.lexical_score or 0:.2f}")
    if why.semantic_rank is not None:
        lines.append(f"by meaning: rank {why.semantic_rank}, cosine {why.semantic_score or 0:.3f}")
    lines += [f"in {field}: {', '.join(words)}" for field, words in why.matched.items()]
    return lines
