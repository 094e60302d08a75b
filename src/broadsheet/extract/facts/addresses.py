"""Addresses of code and project pages, with their places."""

from broadsheet.extract.facts.text import PaperText
from broadsheet.extract.links import leads_to_papers, link_key, placed_links
from broadsheet.model.facts import Fact, TextName

# The share of each that is right, of annotated papers.
_CODE = 0.99
_PROJECT = 0.97


def find_addresses(text: PaperText) -> tuple[Fact, ...]:
    """Return the addresses that title and abstract name, each once, as the record of the paper has them.

    Repositories and homes of models are code; pages of projects, demos and data are project; papers are neither.
    """
    facts: dict[str, Fact] = {}
    texts: tuple[tuple[TextName, str], ...] = (("title", text.title), ("abstract", text.abstract))
    for where, words in texts:
        if "/" not in words and ".io" not in words:
            continue
        for link, start, end in placed_links(words):
            if link.kind == "page" and leads_to_papers(link):
                continue
            if link.kind in ("code", "model"):
                fact = Fact("code", link.url, where, start, end, _CODE)
            else:
                fact = Fact("project", link.url, where, start, end, _PROJECT)
            facts.setdefault(link_key(link.url), fact)
    return tuple(facts.values())
