"""Whatever bytes come in: raw records or refusals come out of files, records or BadRecord out of adapters."""

import gzip
from typing import cast

import orjson
import pytest
from files_samples import examples, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.errors import BadRecord
from broadsheet.harvest.files import ADAPTERS, adapt
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord

SAMPLES = {name: text.encode() for name, text in examples().items()}
NAMES = st.sampled_from(sorted(SAMPLES))
JSON_NAMES = st.sampled_from(["arxiv_daily", "arxiv_snapshot", "broadsheet", "csl", "huggingface", "starter"])
# Pieces that mean something to one of the formats.
PIECES = st.sampled_from(
    b'{ } [ ] " \\ @ = # , ( ) \n \r\n \0 < > & $ % ~ \xff \xc3 \xe2\x80 \xef\xbb\xbf \xff\xfe @article{ @string{ '
    b"TY\x20\x20-\x20 ER\x20\x20- AU\x20\x20-\x20 <paper> </paper> <volume> </collection> <!DOCTYPE <![CDATA[ &amp; "
    b"</article> <article> <h3> null 1e999 [[ {} \\u0000 \\ud800 20245 and \\\\ http://[ \x1f\x8b\x08 BZh9".split(b" ")
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["20245-01-01", "0000-00-00", "v0", "arXiv:1701.07875v2", "10.1/x", "a\0b", "http://[", "\u202e"])
)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def take(data: bytes) -> None:
    """Read and adapt; anything but the agreed outcomes is an exception here."""
    for item in read(data):
        if isinstance(item, RawRecord):
            take_raw(item)
        else:
            assert item.reason
            assert item.unit in ("line", "record", "byte")


def take_raw(raw: RawRecord) -> None:
    try:
        record = adapt(raw)
    except BadRecord:
        return
    assert isinstance(record, Record)
    assert record.title
    assert record.source_id
    assert adapt(raw) == record
    repr(record).encode()  # no lone surrogates, which no database takes


@MANY
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    take(data)


@MANY
@given(st.lists(PIECES | st.binary(max_size=4), max_size=60).map(b"".join))
def test_any_syntax(data: bytes) -> None:
    take(data)


@MANY
@given(NAMES, st.data())
def test_mutated_files(name: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(start + 12, len(content))))
        content[start:end] = data.draw(PIECES | st.binary(max_size=4))
    take(bytes(content))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_files_cut_off_anywhere(name: str) -> None:
    content = SAMPLES[name]
    for end in range(0, len(content), 3):
        take(content[:end])


@MANY
@given(NAMES, st.binary(max_size=300))
def test_adapters_take_any_payload(name: str, payload: bytes) -> None:
    take_raw(RawRecord(name, payload, "here", 1))


@MANY
@given(JSON_NAMES, st.data())
def test_fields_of_any_type(name: str, data: st.DataObject) -> None:
    found = orjson.loads(SAMPLES[name])
    fields = cast(dict[str, object], found[0] if isinstance(found, list) else found)
    targets = [fields, cast(dict[str, object], fields["paper"])] if "paper" in fields else [fields]
    target = data.draw(st.sampled_from(targets))
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(JSON)
    take_raw(RawRecord(name, orjson.dumps(fields), "here", 1))


@MANY
@given(st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_damaged_gzip(position: int, damage: bytes) -> None:
    packed = bytearray(gzip.compress(SAMPLES["bibtex"], mtime=0))
    packed[position % len(packed) : position % len(packed) + len(damage)] = damage
    take(bytes(packed))


def test_all_formats_are_fuzzed() -> None:
    assert SAMPLES.keys() == ADAPTERS.keys()
