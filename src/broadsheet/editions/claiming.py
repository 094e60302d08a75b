"""Which papers state results."""

from collections.abc import Collection

from broadsheet.extract.facts.read import VERSION
from broadsheet.extract.facts.results.find import find_results
from broadsheet.extract.facts.text import prepare
from broadsheet.store import readings, stream
from broadsheet.store.database import Connection


def stating_results(connection: Connection, keys: Collection[int]) -> set[int]:
    """Return those of these papers that state results: as they were read and corrected, else by their text."""
    read = readings.of_papers(connection, readings.current(connection, VERSION, keys))
    unread = [key for key in keys if key not in read]
    found = {key for key, reading in read.items() if reading.of("result")}
    return found | {
        key for key, title, text in stream.texts(connection, unread) if find_results(prepare(title, text), ())
    }
