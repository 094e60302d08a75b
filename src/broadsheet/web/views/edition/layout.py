"""Where each paper of an edition goes: a pure function of the edition, so that it can be printed again as it was."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.model.categories import archive_of, category_name
from broadsheet.model.edition import Edition, Item

SECONDS = 3
FIELDS = 6
_IN_A_FIELD = 4
_OF_A_TOPIC = 2  # in each field
_LEAST_IN_A_FIELD = 2
_UNSORTED = 24  # papers in columns where no fields can be told apart
_ALSO = 24
_LARGE = 0.4  # share of all papers from which on an archive is divided into its categories


@dataclass(frozen=True, slots=True)
class Field:
    """A column: a category, or an archive with all its categories. `count` papers of the edition belong to it.

    No code and no name: the papers that follow in order, where they have no fields.
    """

    code: str
    name: str
    count: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """An edition laid out. Every item stands once; what has no place is in none of the parts."""

    lead: Item | None
    seconds: tuple[Item, ...]
    fields: tuple[Field, ...]
    also: tuple[Item, ...]

    def items(self) -> Iterator[Item]:
        """Yield all items that have a place."""
        if self.lead is not None:
            yield self.lead
        yield from self.seconds
        for field in self.fields:
            yield from field.items
        yield from self.also


def lay_out(edition: Edition) -> Layout:
    """Give the first papers the front, the next of each large field a column, and the others a line each.

    One event can bring twenty papers to the top. The front has one computed paper of a rising topic, a column two.
    """
    topics = {paper: number for number, topic in enumerate(edition.topics) for paper in topic.papers}
    varied = _varied(edition.items, topics, each=1)
    first = varied[: 1 + SECONDS] if len(varied) > SECONDS else edition.items[: 1 + SECONDS]
    front = {item.rank for item in first}
    rest = tuple(item for item in edition.items if item.rank not in front)
    fields = _fields(edition.items, _varied(rest, topics, each=_OF_A_TOPIC))
    if not fields and rest:
        fields = (Field("", "", len(rest), rest[:_UNSORTED]),)
    placed = {item.key for field in fields for item in field.items}
    also = tuple(item for item in rest if item.key not in placed)[:_ALSO]
    return Layout(lead=next(iter(first), None), seconds=tuple(first[1:]), fields=fields, also=also)


def _varied(items: Sequence[Item], topics: Mapping[str, int], *, each: int) -> list[Item]:
    """Return the items in their order with at most so many computed ones of each topic; what a curator picked stays."""
    shown: Counter[int] = Counter()
    kept: list[Item] = []
    for item in items:
        topic = topics.get(item.id)
        if topic is None or item.picked or shown[topic] < each:
            kept.append(item)
        if topic is not None:
            shown[topic] += 1
    return kept


def _fields(every: Sequence[Item], rest: Sequence[Item]) -> tuple[Field, ...]:
    field_of = _division(every)
    members: defaultdict[str, list[Item]] = defaultdict(list)
    for item in rest:
        members[field_of(item)].append(item)
    counts = Counter(field_of(item) for item in every)
    large = [code for code, found in members.items() if code and len(found) >= _LEAST_IN_A_FIELD]
    # Most papers first; of equals the one whose best paper stands higher.
    chosen = sorted(large, key=lambda code: (-counts[code], members[code][0].rank))[:FIELDS]
    if len(chosen) < 2:
        return ()
    return tuple(Field(code, category_name(code), counts[code], tuple(members[code][:_IN_A_FIELD])) for code in chosen)


def _division(items: Sequence[Item]) -> Callable[[Item], str]:
    """Return which field a paper belongs to: its archive, or its category where the archive is too large."""
    archives = Counter(_archive(item) for item in items)
    large = {archive for archive, count in archives.items() if count > _LARGE * len(items)}

    def field_of(item: Item) -> str:
        archive = _archive(item)
        return item.category if archive in large else archive

    return field_of


def _archive(item: Item) -> str:
    return archive_of(item.category) or item.category
