"""What a table is called."""

from broadsheet.facts.table.model import Table
from broadsheet.render.fragments import counted, number, teaser

_LONGEST = 80  # characters of a query


def papers_in_words(text: str, *, edition: str = "", saved: bool = False) -> str:
    """Say of which papers a table is: those of an edition, called so, saved ones, or those that a query finds."""
    whole = "Saved papers" if saved else edition or "Papers"
    return f"{whole} found by “{teaser(text, _LONGEST)}”" if text else whole


def count_in_words(table: Table, *, narrowed: bool) -> str:
    """Say how many rows a table has, and of how many papers where it takes only the first of them."""
    every, taken = table.found.total, table.found.taken
    if taken >= every:
        return counted(table.total, "paper")
    first = f"the first {number(taken)} of {counted(every, 'paper')}"
    return f"{number(table.total)} of {first}" if narrowed else first
