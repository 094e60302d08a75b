"""Parse one BibTeX entry into its type, its key and its fields, with @string names resolved."""

import logging
import re
from dataclasses import dataclass

from bibtexparser.exceptions import ParsingException
from bibtexparser.library import Library
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock
from bibtexparser.splitter import Splitter

from broadsheet.errors import BadRecord

# What it warns of is raised here as BadRecord; its own log lines would only repeat it.
logging.getLogger(Splitter.__module__).setLevel(logging.CRITICAL)

_HEADER = re.compile(r"^[ \t]*@[ \t]*(\w+)\s*([{(])(\s*[\w-]+\s*=)?", re.MULTILINE)
_ESCAPED_BACKSLASHES = re.compile(r"(?<!\\)((?:\\\\)+)(?=[{}\",=\n])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_QUOTE = re.compile(r'\\.|[{}"]', re.DOTALL)
_BARE = re.compile(r"[^\s#{}\",]+")
_JOIN = re.compile(r"\s*#\s*")
_AND = re.compile(r"\\.|[{}]|(?<!\s)\s+and(?=\s)", re.DOTALL | re.IGNORECASE)
_DEEPEST = 20  # of @string names in @string values
_LONGEST_VALUE = 1 << 20  # made of @string names; what stands in braces may be longer
_LONGEST_ENTRY = 1 << 24  # beyond the text itself


@dataclass(frozen=True, slots=True)
class BibtexEntry:
    """One entry: lower-case type, key, and values by lower-case field name, outer braces and quotes removed."""

    kind: str
    key: str
    fields: dict[str, str]


def parse_entry(text: str) -> BibtexEntry:
    """Parse @string definitions and the one entry after them; BadRecord says what is wrong with it."""
    library = _parse(text)
    names = _Names({block.key.lower(): block.value for block in library.strings})
    entries = list(library.entries)
    for block in library.failed_blocks:
        if isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Entry):
            entries.append(block.ignore_error_block)  # the first of two equal fields counts, as in BibTeX
        elif isinstance(block, ParsingFailedBlock):
            raise BadRecord(f"not BibTeX: {getattr(block.error, 'abort_reason', block.error)}")
    if not entries:
        raise BadRecord("no BibTeX entry")
    fields: dict[str, str] = {}
    allowed = len(text) + _LONGEST_ENTRY
    for field in entries[0].fields:
        if field.key.lower() not in fields:
            fields[field.key.lower()] = value = _value(field.value, names)
            allowed -= len(value)
        if allowed < 0:
            raise BadRecord("its @string names expand to more than 16 MiB")
    return BibtexEntry(entries[0].entry_type, entries[0].key, fields)


def split_at_and(text: str) -> list[str]:
    """Split a list of names at each `and` outside braces."""
    names, depth, start = [], 0, 0
    for mark in _AND.finditer(text):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth <= 0 and mark[0][0].isspace():
            names.append(text[start : mark.start()])
            start = mark.end()
    names.append(text[start:])
    return [name.strip() for name in names if name.strip()]


def _parse(text: str) -> Library:
    text = _ESCAPED_BACKSLASHES.sub(r"\1 ", text)  # the parser would take the brace behind them as escaped
    text = _HEADER.sub(_mend_header, text)
    try:
        return Splitter(text).split()
    except ParsingException as error:
        raise BadRecord(f"not BibTeX: {getattr(error, 'message', error)}") from None


def _mend_header(match: re.Match[str]) -> str:
    """Take out blanks after the @; where the key is missing, put in an empty one."""
    first_field = match[3] or ""
    no_key = first_field and match[1].lower() != "string"
    return f"@{match[1]}{match[2]}{',' if no_key else ''}{first_field}"


class _Names:
    """The @string names of one entry; each is resolved once, however often it is used."""

    def __init__(self, definitions: dict[str, str]) -> None:
        self._definitions = definitions
        self._resolved: dict[str, str] = {}
        self._depth = 0

    def resolve(self, name: str) -> str:
        """The value of a name; one that is not defined, such as `jan`, stands for itself."""
        key = name.lower()
        if key not in self._definitions or self._depth >= _DEEPEST:
            return name
        if key not in self._resolved:
            self._depth += 1
            self._resolved[key] = _value(self._definitions[key], self)
            self._depth -= 1
        return self._resolved[key]


def _value(raw: str, names: _Names) -> str:
    """Join the `#`-separated parts of a value."""
    parts: list[str] = []
    position = size = 0
    while position < len(raw) and size < _LONGEST_VALUE:
        part, position = _part(raw, position, names)
        parts.append(part)
        size += len(part) + 1
        joint = _JOIN.match(raw, position)
        if joint is None:
            break
        position = joint.end()
    return "".join(parts)


def _part(raw: str, start: int, names: _Names) -> tuple[str, int]:
    """One part of a value and the offset behind it."""
    if raw[start] in '{"':
        end = _end_of_group(raw, start)
        return raw[start + 1 : end], end + 1
    bare = _BARE.match(raw, start)
    return (names.resolve(bare[0]), bare.end()) if bare else ("", start)


def _end_of_group(raw: str, start: int) -> int:
    """Offset of the brace or quote that closes the one at `start`."""
    quoted = raw[start] == '"'
    depth = 0 if quoted else 1
    for mark in (_QUOTE if quoted else _BRACE).finditer(raw, start + 1):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
        if depth == 0 and mark[0] == ('"' if quoted else "}"):
            return mark.start()
    return len(raw)
