"""What a file is, told by its content."""

import codecs
import gzip

import pytest
from files_samples import examples, read, record, refusals

from broadsheet.model.raw import RawRecord

EXAMPLES = examples()


def format_of(data: bytes | str) -> str:
    first = read(data)[0]
    assert isinstance(first, RawRecord), first
    return first.format


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_byte_order_mark_makes_no_difference(name: str) -> None:
    assert format_of(codecs.BOM_UTF8 + EXAMPLES[name].encode()) == name


@pytest.mark.parametrize("name", sorted(EXAMPLES))
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read(name: str, encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF16_BE
    text = EXAMPLES[name].replace("encoding='UTF-8'", "encoding='UTF-16'")
    assert read(mark + text.encode(encoding), step=3) == read(EXAMPLES[name])


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_windows_line_ends_make_no_difference(name: str) -> None:
    assert record(EXAMPLES[name].replace("\n", "\r\n")) == record(EXAMPLES[name])


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"acl_xml"}))
def test_leading_blank_lines_make_no_difference(name: str) -> None:
    assert format_of("\n\n \n" + EXAMPLES[name]) == name


@pytest.mark.parametrize("comment", ["# exported today\n", "// exported today\n\n"])
@pytest.mark.parametrize("name", ["arxiv_daily", "huggingface", "csl", "broadsheet"])
def test_leading_comments_in_json(name: str, comment: str) -> None:
    assert format_of(comment + EXAMPLES[name]) == name


def test_comments_and_text_before_bibtex() -> None:
    assert format_of("% made by hand\nMy papers, see alice@example.org\n" + EXAMPLES["bibtex"]) == "bibtex"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.5\n1 0 obj", "this is a PDF"),
        (b"PK\x03\x04rest", "this is a zip archive (unpack it first)"),
        (b"\x89PNG\r\n\x1a\n", "this is an image"),
        (b"SQLite format 3\0", "this is a SQLite database"),
        (b"PAR1\x15\x04", "this is a Parquet file"),
        (bytes(range(256)) * 4, "this is a binary file"),
        (b"a list,of values\n1,2\n", "nothing in the file says what it is"),
        (b"<?xml version='1.0'?><feed><entry/></feed>", "XML with the root element <feed>"),
        (b"The quick brown fox.\n" * 50, "nothing in the file says what it is"),
    ],
)
def test_other_files_are_named(content: bytes, reason: str) -> None:
    (refusal,) = refusals(content)
    assert refusal.reason.startswith(reason) or reason in refusal.reason


def test_gzip_within_gzip_is_named() -> None:
    (refusal,) = refusals(gzip.compress(gzip.compress(b"x")))
    assert "compressed twice" in refusal.reason


def test_json_of_another_kind_is_refused_once() -> None:
    found = read('{"user": "alice", "score": 1}\n' * 500)
    assert len(found) == 1
    assert "in no known layout (its fields: user, score)" in found[0].reason  # type: ignore[union-attr]


def test_a_bad_first_line_does_not_hide_the_format() -> None:
    refusal, found = read('{"broken": \n' + EXAMPLES["arxiv_daily"])
    assert refusal.position == 1
    assert isinstance(found, RawRecord)
    assert (found.format, found.position) == ("arxiv_daily", 2)


def test_one_pretty_printed_object() -> None:
    item = EXAMPLES["csl"].strip()[1:-1]
    assert record(item).title == "Wasserstein GAN"


def test_pretty_printed_objects_in_a_row() -> None:
    item = EXAMPLES["csl"].strip()[1:-1]
    assert [found.position for found in read(item + item)] == [1, 2]


def test_an_array_within_an_object() -> None:
    wrapped = f'{{"items": {EXAMPLES["csl"]}, "total": 1}}'
    assert record(wrapped) == record(EXAMPLES["csl"])


def test_arrays_in_a_row() -> None:
    assert len(read(EXAMPLES["huggingface"] * 3)) == 3
