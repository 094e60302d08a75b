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
    "crossref": "in Crossref",
    "github": "on GitHub",
    "huggingface": "on Hugging Face",
    "openalex": "in OpenAlex",
    "readers": "by readers",
    "semanticscholar": "in Semantic Scholar",
}


def number(value: float) -> str:
    """Return a number from 0 on as it is read: 1,234, 12, 2.1, 0.04."""
    if value == int(value) or value >= 100:
        return f"{value:,.0f}"
    if value < 0.01:
        return "less than 0.01"
    return f"{value:.1f}" if value >= 0.95 else f"{value:.2f}".rstrip("0")


def counted(kind: str, source: str, amount: float) -> str:
    """Return `12 new upvotes on Hugging Face`."""
    name = kind.replace("_", " ")
    one, several = KINDS.get(kind, (f"new {name}", f"new {name}"))
    return f"{number(amount)} {one if amount == 1 else several} {SOURCES.get(source, f'from {source}')}"
