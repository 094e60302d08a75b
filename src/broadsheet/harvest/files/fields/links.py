"""Addresses that belong to a paper."""

import re
from collections.abc import Iterable

from broadsheet.extract.links import find_links
from broadsheet.model.paper import Link, LinkKind

_WEB = re.compile(r"https?://[^\s/?#\"<>\\]+[^\s\"<>\\]*", re.IGNORECASE)
_LONGEST = 2_000


def web_address(value: object) -> str:
    """The value where it is an http or https address, else ""."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    value = value.strip()
    return value if _WEB.fullmatch(value) and value.isprintable() else ""


def make_links(origin: str, given: Iterable[tuple[LinkKind, object]]) -> list[Link]:
    """Links of one origin; what is no web address is dropped."""
    return [Link(kind, url, origin) for kind, value in given if (url := web_address(value))]


def gather_links(given: Iterable[Link], *texts: str) -> tuple[Link, ...]:
    """The given links and those read out of the texts, each address once."""
    first = {link.url: link for link in given}
    for text in texts:
        if "/" in text or ".io" in text:  # no address is without either; the search for them is slow
            for link in find_links(text):
                first.setdefault(link.url, link)
    return tuple(first.values())
