"""The daily papers of Hugging Face as JSON, and how arrays are split."""

import json
from datetime import date
from typing import Any

import orjson
import pytest
from files_samples import examples, read, record, refusals

from broadsheet.harvest.files import adapt
from broadsheet.model.paper import Link, Record
from broadsheet.model.raw import RawRecord, Refusal

EXAMPLE = examples()["huggingface"]
LISTING: dict[str, Any] = orjson.loads(EXAMPLE)[0]


def listing(**fields: object) -> dict[str, object]:
    return LISTING | {"paper": LISTING["paper"] | fields}


def paper(**fields: object) -> Record:
    return adapt(RawRecord("huggingface", orjson.dumps(listing(**fields)), "here", 1))


def test_a_listing() -> None:
    found = record(EXAMPLE)
    assert (found.source, found.source_id, found.title) == ("huggingface", "1701.07875", "Wasserstein GAN")
    assert found.abstract == "We train a generator against a critic."
    assert found.summary.startswith("A critic that estimates")
    assert found.keywords == ("generative adversarial networks", "earth mover's distance")
    assert [author.family for author in found.authors] == ["Arjovsky", "Chintala", "Bottou"]


def test_the_paper_has_one_day_and_its_listing_another() -> None:
    found = record(EXAMPLE)
    assert (found.published, found.announced) == (date(2017, 1, 26), date(2017, 1, 27))


def test_code_and_project_are_links() -> None:
    found = paper(projectPage="https://alice.github.io/gan", githubRepo="https://github.com/alice/gan")
    assert found.links == (
        Link("code", "https://github.com/alice/gan", "huggingface"),
        Link("project", "https://alice.github.io/gan", "huggingface"),
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://a.org/x", "", None, 5, "https://a b", "https://"])
def test_what_is_no_web_address_is_no_link(address: object) -> None:
    assert paper(githubRepo=address).links == ()


def test_keywords_are_given_once() -> None:
    assert paper(ai_keywords=["GAN", "gan", "Critic", 5, ""]).keywords == ("GAN", "Critic")


def test_papers_without_the_wrapper() -> None:
    found = record(json.dumps([LISTING["paper"] | {"submittedOnDailyAt": "2017-01-28T00:00:00.000Z"}]))
    assert (found.arxiv_id, found.announced) == ("1701.07875", date(2017, 1, 28))


def test_one_listing_a_line_is_counted_by_lines() -> None:
    line = json.dumps(LISTING)
    assert [(item.position, isinstance(item, RawRecord)) for item in read(f"{line}\n\n{line}\n")] == [
        (1, True),
        (3, True),
    ]


@pytest.mark.parametrize("step", range(1, 18))
def test_an_array_is_split_alike_at_any_chunk_border(step: int) -> None:
    titles = ["é ü 漢字 😀", 'quoted \\ " ] } [ {', "\\\\", 'ends in \\"']
    items = [listing(title=title) for title in titles]
    text = json.dumps(items, ensure_ascii=False, indent=step % 3 or None)
    found = read(text, step=step)
    assert [orjson.loads(item.payload) for item in found if isinstance(item, RawRecord)] == items


def test_records_before_the_cut_are_kept() -> None:
    text = json.dumps([LISTING] * 3)
    found = read(text[:-20])
    assert [type(item) for item in found] == [RawRecord, RawRecord, Refusal]
    assert "the JSON ends within record 3" in found[-1].reason  # type: ignore[union-attr]


def test_an_array_that_is_not_closed() -> None:
    (refusal,) = refusals(json.dumps([LISTING])[:-1])
    assert "the JSON array is not closed after record 1" in refusal.reason


def test_items_that_are_no_objects_are_refused_in_their_place() -> None:
    found = read(f"[{json.dumps(LISTING)}, null, [1], {json.dumps(LISTING)}]")
    assert [type(item) for item in found] == [RawRecord, Refusal, Refusal, RawRecord]
    assert [item.position for item in found] == [1, 2, 3, 4]
