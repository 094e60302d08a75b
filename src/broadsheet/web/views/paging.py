"""Moving through the pages of a list."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException

from broadsheet import links
from broadsheet.render.fragments import counted


@dataclass(frozen=True, slots=True)
class Step:
    """One page that can be gone to; no address for the current one, no number for a gap."""

    number: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """The pages of a list. Addresses are empty where there is nothing to go to."""

    page: int
    pages: int
    earlier: str
    later: str
    steps: tuple[Step, ...]


def pages_of(total: int, size: int) -> int:
    """Return how many pages a list has; an empty list has one."""
    return max(1, -(-total // size))


def pager_for(address: str, page: int, pages: int) -> Pager:
    """Build the pager of the list at `address`; a page that the list has not got is 404."""
    if page > max(pages, 1):
        raise HTTPException(404, f"This list has {counted(pages, 'page')}, so there is no page {page:,}.")
    shown = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    steps: list[Step] = []
    for number in shown:
        if steps and number > steps[-1].number + 1:
            steps.append(Step(0))
        steps.append(Step(number, "" if number == page else links.with_page(address, number)))
    return Pager(
        page=page,
        pages=pages,
        earlier=links.with_page(address, page - 1) if page > 1 else "",
        later=links.with_page(address, page + 1) if page < pages else "",
        steps=tuple(steps),
    )
