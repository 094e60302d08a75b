"""A table of papers as plain data: what is asked of it, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from broadsheet.model.facts import Fact, PaperKind
from broadsheet.model.paper import Paper

ColumnName = Literal["system", "line", "kind", "data", "results", "code", "date"]
COLUMNS: tuple[ColumnName, ...] = get_args(ColumnName)
TITLES: Mapping[ColumnName, str] = MappingProxyType(
    {
        "system": "System",
        "line": "What it is",
        "kind": "Kind",
        "data": "Data",
        "results": "Claimed results",
        "code": "Code",
        "date": "Date",
    }
)

# Empty: the order in which the papers were found. A minus before the name turns the order round.
SortName = Literal["", "paper", "system", "line", "kind", "data", "results", "code", "date"]
SORTS: tuple[SortName, ...] = get_args(SortName)
HasName = Literal["code", "results", "data", "system"]
HAS: tuple[HasName, ...] = get_args(HasName)


@dataclass(frozen=True, slots=True)
class Value:
    """One entry of a cell. `fact` is where it was read; without one it comes from the paper's record."""

    text: str
    fact: Fact | None = None
    address: str = ""  # where it leads: http or https
    note: str = ""  # what it is besides: `project page`, the long form of a name


Cells = Mapping[ColumnName, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """A paper and its cells, those that are hidden too; `is_read` is False where its abstract was not read yet."""

    paper: Paper
    cells: Cells
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """How rows are chosen, ordered and shown.

    `metric` keeps rows with a result whose metric has these words, and of their results only those; `dataset` is a name
    in any spelling; `words` must all stand in the row.
    """

    sort: SortName = ""
    reverse: bool = False  # from the last to the first: the greatest number, the latest day
    kind: PaperKind | None = None
    has: tuple[HasName, ...] = ()
    dataset: str = ""
    metric: str = ""
    words: str = ""
    columns: tuple[ColumnName, ...] = COLUMNS

    @property
    def narrows(self) -> bool:
        """Whether it leaves rows out."""
        return bool(self.kind or self.has or self.dataset or self.metric or self.words)

    @property
    def needs_all(self) -> bool:
        """Whether all rows must be known to say which come first."""
        return bool(self.sort or self.narrows)


@dataclass(frozen=True, slots=True)
class Found:
    """The papers of a table, in the order they were found.

    `total` counts those that there are, `taken` those that the table takes; where only the first were asked for, `keys`
    has fewer.
    """

    keys: tuple[int, ...]
    total: int
    taken: int


@dataclass(frozen=True, slots=True)
class Table:
    """Some rows of a table. `rows` begin at row `first`; `total` rows pass the filters, out of `found` papers."""

    columns: tuple[ColumnName, ...]
    rows: tuple[Row, ...]
    total: int
    first: int = 0
    found: Found = field(default_factory=lambda: Found((), 0, 0))

    @property
    def unread(self) -> int:
        """How many of these rows have an abstract that was not read yet."""
        return sum(not row.is_read for row in self.rows)
