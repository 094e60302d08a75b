"""The pages of what papers say of themselves, in one table."""

from starlette.routing import Route

from broadsheet import links
from broadsheet.web.facts import actions, compare, entities, indexes
from broadsheet.web.http.roles import for_curators, for_readers

FACTS = (
    Route(links.FACTS, for_readers(actions.correct), methods=["POST"]),
    Route(links.RESTORED_FACTS, for_readers(actions.take_back), methods=["POST"]),
    Route(links.COMPARE, compare.show_side_by_side),
    *(Route(f"{links.COMPARE}{suffix}", compare.give_file) for suffix in links.TABLE_SUFFIXES.values()),
    Route(links.SYSTEMS, indexes.list_systems),
    Route(f"{links.SYSTEMS}/{{key}}", entities.show_system),
    Route(links.DATASETS, indexes.list_datasets),
    Route(f"{links.DATASETS}/{{key}}", entities.show_dataset),
    Route(links.CORRECTIONS_FILE, for_curators(actions.export)),
)
