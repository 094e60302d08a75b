"""Authors as sources write them."""

import re
from collections.abc import Iterable

from broadsheet.errors import BadRecord
from broadsheet.extract.names import split_name
from broadsheet.extract.text import clean_name
from broadsheet.harvest.files.fields.values import Fields, get_text
from broadsheet.model.paper import Author

_AND = re.compile(r"(?<!\s)\s+and(?=\s)|[;\n]", re.IGNORECASE)
_PLACEHOLDERS = frozenset({"others", "et al", "et al.", ""})


def authors_from_names(names: Iterable[str]) -> tuple[Author, ...]:
    """Authors from one name each, either `Given Family` or `Family, Given`."""
    cleaned = (clean_name(name) for name in names)
    return tuple(split_name(name) for name in cleaned if name.lower() not in _PLACEHOLDERS)


def author_from_parts(family: str, given: str, suffix: str = "") -> Author | None:
    """An author whose family and given names the source tells apart; None where both are empty."""
    family, given, suffix = clean_name(family), clean_name(given), clean_name(suffix)
    name = " ".join(part for part in (given, family, suffix) if part)
    return Author(name, family, given) if name else None


def get_authors(fields: Fields, name: str) -> tuple[Author, ...]:
    """The field as authors: names, objects with a name or its parts, or one text with `;` or `and` between."""
    value = fields.get(name)
    if value is None:
        return ()
    if isinstance(value, str):
        return authors_from_names(split_names(value))
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        raise BadRecord(f"{name} is no list of authors")
    if all(isinstance(item, str) for item in value):
        return authors_from_names(value)
    return tuple(author for item in value if (author := _author(item, name)) is not None)


def split_names(text: str) -> list[str]:
    """Split a text of several names at `and`, semicolons and line ends."""
    return [part for part in _AND.split(text) if part.strip()]


def _author(item: object, field: str) -> Author | None:
    if isinstance(item, dict):
        family = get_text(item, "family") or get_text(item, "last")
        given = get_text(item, "given") or get_text(item, "first")
        if family or given:
            return author_from_parts(family, given, get_text(item, "suffix"))
        item = get_text(item, "name") or get_text(item, "literal")
    if item is None:
        return None
    if not isinstance(item, str):
        raise BadRecord(f"{field} holds something that is no author")
    found = authors_from_names([item])
    return found[0] if found else None
