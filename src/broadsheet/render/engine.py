"""The template engine: one environment, escaping on, every template compiled once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from broadsheet import links
from broadsheet.render import fragments, standing

TEMPLATES = Path(__file__).parent / "templates"


def open_templates(**names: Any) -> Environment:
    """Compile all templates; `names` are known to each of them."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals.update(links=links, one_day=timedelta(days=1), **names)
    environment.filters.update(
        badge=standing.badge,
        coded=fragments.coded,
        long_day=fragments.long_day,
        month_name=fragments.month_name,
        short_day=fragments.short_day,
        moment=fragments.moment,
        number=fragments.number,
        counted=fragments.counted,
    )
    for name in environment.list_templates(filter_func=_is_page):
        environment.get_template(name)
    return environment


def _is_page(name: str) -> bool:
    return name.endswith((".html", ".xml")) and not name.startswith("mail/")  # those have an environment of their own
