"""What a table is called."""

from broadsheet.render.fragments import teaser

_LONGEST = 80  # characters of a query


def papers_in_words(text: str, *, edition: str = "", saved: bool = False) -> str:
    """Say of which papers a table is: those of an edition, called so, saved ones, or those that a query finds."""
    whole = "Saved papers" if saved else edition or "Papers"
    return f"{whole} found by “{teaser(text, _LONGEST)}”" if text else whole
