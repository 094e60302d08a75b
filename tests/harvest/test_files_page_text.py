"""Saved pages of a paper site as text."""

import json
from pathlib import Path

from files_samples import read, record, records, refusals

from broadsheet.harvest.files import read_file
from broadsheet.model.names import title_key
from broadsheet.model.raw import RawRecord, Refusal

ABSTRACT = "We train a generator against a critic that estimates the distance between data and samples. " * 4
BANNER = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nMar 12\n\n"


def seed_entries(shared: Path) -> list[RawRecord]:
    found = [item for path in sorted((shared / "seeds").glob("*.txt")) for item in read_file(path, path.name)]
    assert not [item for item in found if isinstance(item, Refusal)]
    return [item for item in found if isinstance(item, RawRecord)]


def test_the_five_pages_give_455_entries_and_400_papers(shared: Path) -> None:
    entries = seed_entries(shared)
    keys = {title_key(entry.payload.decode().split("\n\n")[0]) for entry in entries}
    assert (len(entries), len(keys)) == (455, 400)
    with (shared / "gold" / "one-lines.jsonl").open() as lines:
        assert keys == {title_key(json.loads(line)["title"]) for line in lines}


def test_every_abstract_is_the_whole_line_below_its_title(shared: Path) -> None:
    pages = {path.name: path.read_text().split("\n") for path in (shared / "seeds").glob("*.txt")}
    for entry in seed_entries(shared):
        title, abstract = entry.payload.decode().split("\n\n")
        lines = pages[entry.origin]
        below = next(line for line in lines[entry.position :] if line)
        assert lines[entry.position - 1].removeprefix("Subscribe") == title
        assert below == abstract


def test_entries_are_counted_by_the_line_of_the_title(shared: Path) -> None:
    first = seed_entries(shared)[0]
    assert first.position == 11


def test_a_page_with_blank_lines() -> None:
    found = records(f"{BANNER}Wasserstein GAN\n\n{ABSTRACT}\n\nIs Attention All You Need?\n\n{ABSTRACT}\n")
    assert [paper.title for paper in found] == ["Wasserstein GAN", "Is Attention All You Need?"]
    assert {paper.abstract for paper in found} == {ABSTRACT.strip()}


def test_run_together_lines_with_subscribe_glued_to_the_title() -> None:
    page = f"Get trending papers in your email inbox once a day!\nSubscribeWasserstein GAN\n{ABSTRACT}\n"
    assert record(page).title == "Wasserstein GAN"


def test_subscribers_are_no_banner() -> None:
    found = records(f"{BANNER}Subscribers and Churn\n\n{ABSTRACT}\n")
    assert found[0].title == "Subscribers and Churn"


def test_an_abstract_of_several_paragraphs() -> None:
    page = f"{BANNER}Wasserstein GAN\n\n{ABSTRACT}\n\nCode is at https://github.com/alice/gan.\n\n{ABSTRACT}\n"
    paper = record(page)
    assert paper.abstract.count("\n") == 2
    assert [link.url for link in paper.links] == ["https://github.com/alice/gan"]


def test_a_short_abstract_is_text_because_it_is_a_sentence() -> None:
    page = f"{BANNER}On Graphs\n\nWe prove that every graph is nice.\n\nWasserstein GAN\n\n{ABSTRACT}\n"
    assert [paper.title for paper in records(page)] == ["On Graphs", "Wasserstein GAN"]


def test_a_title_may_end_in_a_full_stop() -> None:
    page = f"{BANNER}Attention Is All You Need.\n\n{ABSTRACT}\n\nWasserstein GAN\n\n{ABSTRACT}\n"
    assert len(records(page)) == 2


def test_a_wrapped_abstract_is_joined() -> None:
    lines = "We train a generator against a critic\nthat estimates the distance between\ndata and samples."
    assert record(f"{BANNER}Wasserstein GAN\n\n{lines}\n").abstract == lines.replace("\n", " ")


def test_run_together_lines_of_equal_length_are_not_joined() -> None:
    title = "A Title That Is Very Nearly as Long as Its Own Abstract Is"
    abstract = "We prove that abstracts may be as short as titles, or so."
    page = f"Get trending papers in your email inbox!\n{title}\n{abstract}\n"
    assert record(page).title == title


def test_a_line_that_is_neither_is_refused_with_its_number() -> None:
    (refusal,) = refusals(f"{BANNER}Hot right now\n\nWasserstein GAN\n\n{ABSTRACT}\n")
    assert (refusal.position, refusal.unit) == (11, "line")
    assert "'Hot right now'" in refusal.reason


def test_an_abstract_without_a_title_is_refused() -> None:
    first, second = read(f"{BANNER}{ABSTRACT}\n\nWasserstein GAN\n\n{ABSTRACT}\n")
    assert isinstance(first, Refusal)
    assert "text without a title" in first.reason
    assert isinstance(second, RawRecord)


def test_a_title_at_the_end_is_refused() -> None:
    (refusal,) = refusals(f"{BANNER}Wasserstein GAN\n\n{ABSTRACT}\n\nOn Graphs\n")
    assert "'On Graphs'" in refusal.reason


def test_a_page_without_its_banner() -> None:
    page = f"Wasserstein GAN\n{ABSTRACT}\nOn Graphs\n{ABSTRACT}\nOn Trees\n{ABSTRACT}\n"
    assert len(records(page)) == 3


def test_windows_1252_is_read() -> None:
    paper = record(f"{BANNER}Schrödinger’s GAN\n\n{ABSTRACT}".encode("cp1252"))
    assert paper.title == "Schrödinger’s GAN"


def test_the_record_is_known_by_its_title() -> None:
    paper = record(f"{BANNER}Wasserstein GAN\n\n{ABSTRACT}")
    assert (paper.source, paper.source_id, paper.arxiv_id) == ("page", "wassersteingan", "")
