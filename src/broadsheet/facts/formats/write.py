"""The formats of tables by their names."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from broadsheet.facts.formats.csv import to_csv
from broadsheet.facts.formats.json import to_json
from broadsheet.facts.formats.latex import to_latex
from broadsheet.facts.formats.markdown import to_markdown
from broadsheet.facts.formats.texts import About
from broadsheet.facts.table.model import Table

# Names as in `links.TABLE_SUFFIXES`.
WRITERS: Mapping[str, Callable[[Table, About], str]] = MappingProxyType(
    {"csv": to_csv, "json": to_json, "latex": to_latex, "markdown": to_markdown}
)
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {"csv": "text/csv", "json": "application/json", "latex": "application/x-tex", "markdown": "text/markdown"}
)
