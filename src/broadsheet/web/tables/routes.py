"""The pages of tables, in one table."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.web.tables import page

TABLES = (
    Route(links.TABLE, page.table),
    *(Route(f"{links.TABLE}{suffix}", page.table_file) for suffix in links.TABLE_SUFFIXES.values()),
)
