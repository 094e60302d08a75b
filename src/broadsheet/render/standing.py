"""How a paper stands with who published it, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup, escape

from broadsheet.model.paper import Standing

# Before a title, in lists and citations.
STANDING_NAMES: Mapping[Standing, str] = MappingProxyType(
    {"retracted": "Retracted", "withdrawn": "Withdrawn", "deleted": "Deleted"}
)
# On the paper's own page.
STANDING_SENTENCES: Mapping[Standing, str] = MappingProxyType(
    {
        "retracted": "This paper has been retracted: do not rely on it.",
        "withdrawn": "This paper has been withdrawn by its authors or by the archive.",
        "deleted": "The source of this paper has deleted it. What stands here is what was known before.",
    }
)


def badge(standing: Standing) -> Markup:
    """Return what stands before the title of such a paper, readable and audible; nothing where all is well."""
    if not standing:
        return Markup()
    name = escape(STANDING_NAMES[standing])
    html = f'<span class="badge badge-{standing}">{name}<span class="unseen">:</span></span> '
    return Markup(html)  # noqa: S704  # both pieces are from the table above


def headline(title: str, standing: Standing) -> str:
    """Return a title as plain text, with how its paper stands before it."""
    return f"{STANDING_NAMES[standing]}: {title}" if standing else title
