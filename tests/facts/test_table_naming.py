"""How a table is called, and how many papers it is said to have."""

import pytest

from broadsheet.facts.table.model import COLUMNS, Found, Table
from broadsheet.facts.table.naming import count_in_words


@pytest.mark.parametrize(
    ("rows", "found", "narrowed", "told"),
    [
        (1, Found((), 1, 1), False, "1 paper"),
        (2000, Found((), 27_907, 2000), False, "the first 2,000 of 27,907 papers"),
        (11, Found((), 27_907, 2000), True, "11 of the first 2,000 of 27,907 papers"),
        (11, Found((), 300, 300), True, "11 papers"),
    ],
)
def test_a_table_says_when_it_takes_only_the_first_papers(rows: int, found: Found, narrowed: bool, told: str) -> None:
    assert count_in_words(Table(COLUMNS, (), rows, found=found), narrowed=narrowed) == told
