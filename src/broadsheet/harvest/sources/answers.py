"""JSON that services answer: read, cut down to what is used, and its fields taken out with their types held."""

import math
import re
from collections.abc import Mapping
from typing import Any

import orjson

from broadsheet.errors import BadAnswer, BadRecord
from broadsheet.harvest.files.fields.values import Fields
from broadsheet.lib.http.answer import Answer
from broadsheet.model.raw import Reading

_CONTROL = re.compile(r"[\x00-\x1f]")
# An escape, of which `half` is one half of a character without its other one: a text that was cut within an emoji.
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)

Shape = Mapping[str, Any]  # name of a field: its shape in turn, or {} for all of it


def read_json(answer: Answer) -> Any:
    """Parse the body of an answer; BadAnswer where it is none, or broken.

    What in a text is no text (bytes that are no UTF-8, half a character, control characters) is replaced: the same page
    would come with it for ever, and nothing else of it is broken.
    """
    try:
        return orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        if answer.body.lstrip()[:1] == b"<":
            raise BadAnswer("a page of HTML came in place of JSON") from None
        try:
            return orjson.loads(_as_text(answer.body))
        except orjson.JSONDecodeError:
            raise BadAnswer(f"the JSON that came is broken: {error}") from None


def _as_text(body: bytes) -> str:
    text = _CONTROL.sub(" ", body.decode("utf-8", "replace"))
    return _ESCAPE.sub(lambda match: "\\ufffd" if match["half"] else match[0], text)


def pick(value: object, shape: Shape) -> Any:
    """Return of a value only the fields in `shape`, of lists each item's; what has another form stays as it is."""
    if isinstance(value, list):
        return [pick(item, shape) for item in value]
    if not shape or not isinstance(value, dict):
        return value
    return {name: pick(value[name], inner) for name, inner in shape.items() if name in value}


def canonical(value: object) -> bytes:
    """Return JSON that is the same for the same value, whatever the order of its fields; BadAnswer beyond all depth."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        raise BadAnswer(f"what came is no plain JSON: {error}") from None


def get_object(fields: Fields, name: str) -> dict[str, object]:
    """The field as an object, empty where it is absent or null; BadRecord for other types."""
    value = fields.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadRecord(f"{name} is not an object")
    return value


def get_list(fields: Fields, name: str) -> list[dict[str, object]]:
    """The field as a list of objects, empty where it is absent or null; BadRecord for other types."""
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BadRecord(f"{name} is not a list of objects")
    return value


def get_readings(fields: object, names: Mapping[str, str]) -> tuple[Reading, ...]:
    """What the fields count, as readings of the kinds that `names` gives them; what is no number is left out.

    No references are no reading either: services say 0 where they have not read the paper.
    """
    if not isinstance(fields, dict):
        return ()
    counted = ((kind, _count(fields.get(name))) for name, kind in names.items())
    return tuple(
        Reading(kind, value) for kind, value in counted if value is not None and (value or kind != "references")
    )


def _count(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) and value >= 0 else None
