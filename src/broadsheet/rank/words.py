"""Words for counts and sources in the reasons of a score."""

# What one and several of a count are called.
KINDS = {
    "vote": ("independent vote", "independent votes"),
    "save": ("independent save", "independent saves"),
    "upvotes": ("new upvote", "new upvotes"),
    "comments": ("new comment", "new comments"),
    "stars": ("new star", "new stars"),
    "forks": ("new fork", "new forks"),
    "citations": ("new citation", "new citations"),
    "influential_citations": ("new influential citation", "new influential citations"),
    "mentions": ("new mention", "new mentions"),
    "models": ("new model", "new models"),
    "datasets": ("new dataset", "new datasets"),
    "spaces": ("new demo", "new demos"),
}

# Of which more is no attention: who cites whom, troubles, a moment, a ratio.
NOT_ATTENTION = frozenset({"references", "open_issues", "pushed", "fwci"})

SOURCES = {
    "broadsheet": "here",
    "crossref": "by Crossref",
    "github": "on GitHub",
    "huggingface": "on Hugging Face",
    "openalex": "by OpenAlex",
    "readers": "here",
    "semanticscholar": "by Semantic Scholar",
}


def number(value: float) -> str:
    """Return a number as it is read: 12, 2.1, 0.04, 1,234."""
    if value == int(value):
        return f"{value:,.0f}"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 0.95 else f"{value:.2g}"


def counted(kind: str, source: str, amount: float) -> str:
    """Return `12 new upvotes on Hugging Face`."""
    name = kind.replace("_", " ")
    one, several = KINDS.get(kind, (f"new {name}", f"new {name}"))
    return f"{number(amount)} {one if amount == 1 else several} {SOURCES.get(source, f'by {source}')}"
