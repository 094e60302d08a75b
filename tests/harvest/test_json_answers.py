"""JSON that services send, some of it with what is no text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import BadAnswer
from broadsheet.harvest.sources.answers import canonical, read_json
from broadsheet.lib.http.answer import Answer


def read(body: bytes) -> object:
    return read_json(Answer("https://papers.example/", 200, {}, body))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (rb'["looms \ud83d"]', ["looms �"]),
        (rb'["\udc00 looms \ud83e\uddf6"]', ["� looms 🧶"]),
        (rb'["\\ud83d is how it is written"]', [r"\ud83d is how it is written"]),
        (b'["M\xfcller"]', ["M�ller"]),
        (b'["a\nb\x00c"]', ["a b c"]),
    ],
)
def test_what_is_no_text_costs_its_own_place_only(body: bytes, value: object) -> None:
    assert read(body) == value


@pytest.mark.parametrize("body", [b'["cut', rb'["\ud83d', b"", b"[\xff]", b'{"a": NaN}', b"[" * 3_000 + b"]" * 3_000])
def test_what_is_no_json_stays_broken(body: bytes) -> None:
    with pytest.raises(BadAnswer, match="the JSON that came is broken"):
        read(body)


def test_what_is_nested_too_deep_to_be_kept_is_a_bad_answer() -> None:
    with pytest.raises(BadAnswer, match="no plain JSON"):
        canonical(read(b"[" * 500 + b"]" * 500))


texts = st.text(st.characters())  # lone surrogates too
values = st.recursive(st.none() | st.booleans() | texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner))


@given(values)
def test_whatever_another_program_writes_can_be_read_and_kept(value: object) -> None:
    canonical(read(json.dumps(value).encode()))
    canonical(read(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")))
