"""Every format that a stored record may have, from files and from services, and who understands it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from broadsheet.errors import BadRecord
from broadsheet.harvest import files
from broadsheet.harvest.sources import SOURCES
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord

ADAPTERS: Mapping[str, Callable[[RawRecord], Record]] = MappingProxyType(
    {**files.ADAPTERS, **{name: adapter for source in SOURCES.values() for name, adapter in source.adapters.items()}}
)


def adapt(raw: RawRecord) -> Record:
    """Read a raw record into our terms; the same bytes give the same Record. BadRecord says why not."""
    adapter = ADAPTERS.get(raw.format)
    if adapter is None:
        raise BadRecord(f"there is no format {raw.format!r}")
    return adapter(raw)
