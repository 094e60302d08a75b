"""Text, numbers and objects out of JSON and other loosely typed fields."""

import re
from collections.abc import Mapping

import orjson

from broadsheet.errors import BadRecord
from broadsheet.extract.text import clean_abstract, clean_title

Fields = Mapping[str, object]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_KINDS: dict[type, str] = {bool: "true or false", list: "a list", dict: "an object"}


def load_object(payload: bytes) -> dict[str, object]:
    """Parse a JSON object; BadRecord says at which byte it is not UTF-8, or where it is not JSON."""
    try:
        fields = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        if b"\0" in payload:
            return load_object(payload.replace(b"\0", b""))
        try:
            payload.decode()
        except UnicodeDecodeError as place:
            raise BadRecord(f"not UTF-8 at byte {place.start + 1}") from None
        raise BadRecord(f"not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise BadRecord("not a JSON object")
    return fields


def get_text(fields: Fields, name: str) -> str:
    """The field as text without control characters, "" where it is absent or null.

    A number is written out and a list of one text is that text; BadRecord for other types.
    """
    return plain(raw_text(fields, name))


def raw_text(fields: Fields, name: str) -> str:
    """As `get_text`, but as it stands: for text that is cleaned afterwards."""
    value = fields.get(name)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None or value == []:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise BadRecord(f"{name} is {_KINDS.get(type(value), 'no text')}, not text")
    return value


def get_line(fields: Fields, name: str) -> str:
    """The field as one cleaned line of text, "" where it is absent or null."""
    return clean_title(raw_text(fields, name))


def get_abstract(fields: Fields, name: str = "abstract") -> str:
    """The field as cleaned paragraphs, "" where it is absent or null."""
    return clean_abstract(raw_text(fields, name))


def plain(text: str) -> str:
    """Without control characters other than tabs and line ends, and without blanks around it."""
    return _CONTROL.sub("", text).strip() if not text.isprintable() else text.strip()


def one_line(text: str) -> str:
    """The text with every run of blanks as one space."""
    return " ".join(plain(text).split())


def get_title(fields: Fields, name: str = "title") -> str:
    """The cleaned title; BadRecord where there is none."""
    return cleaned_title(raw_text(fields, name))


def cleaned_title(text: str) -> str:
    """Clean a title as it was written; BadRecord where nothing is left."""
    title = clean_title(text)
    if not title:
        raise BadRecord("no title")
    return title


def get_texts(fields: Fields, name: str) -> list[str]:
    """The field as a list of texts: a list (other items dropped), or one text, or nothing."""
    value = fields.get(name)
    if value is None:
        return []
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        raise BadRecord(f"{name} is {_KINDS.get(type(value), 'no list')}, not a list of texts")
    return [text for item in value if isinstance(item, str) and (text := plain(item))]


def get_objects(fields: Fields, name: str) -> list[dict[str, object]]:
    """The objects in the field: a list (other items dropped), or one object, or nothing."""
    value = fields.get(name)
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def unique(texts: list[str]) -> tuple[str, ...]:
    """Each text once, compared without case, the first spelling kept, in the order given."""
    first: dict[str, str] = {}
    for text in texts:
        if text:
            first.setdefault(text.casefold(), text)
    return tuple(first.values())
