"""A profile at once, out of a file of references or a list of ids."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.model.reader import LOCAL
from broadsheet.personal import profile
from broadsheet.personal.profile import Missing, Profile, read_profile
from broadsheet.search.library import Library
from broadsheet.store import follows, marks
from broadsheet.store.database import Database
from search_cast import ATTENTION, BERT, CAST, GALAXIES, GPT3, LANDSCAPE, write

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BIBTEX = """
@article{vaswani, title={Attention is all you need}, author={Vaswani, Ashish}, year={2017}, eprint={1706.03762}}
@inproceedings{devlin, title={{BERT}: Pre-training of Deep Bidirectional Transformers for Language Understanding},
  author={Jacob Devlin and Ming-Wei Chang}, year={2019}, url={https://aclanthology.org/N19-1423}}
@article{goldstein, title={Visualizing the Loss Landscape of Neural Nets}, author={Li, Hao}, year={2017}}
@article{other, title={Visualizing the Loss Landscape of Neural Nets}, author={Charles Babbage}, year={1837}}
@book{loom, title={On Looms}, author={Ada Byron}, year={1843}}
@article{broken, author={Ada Byron}}
"""
RIS = """TY  - JOUR
TI  - Introducing the Illustris Project
DO  - 10.1093/mnras/stu1536
ER  -
TY  - JOUR
TI  - On Looms
ER  -
"""


def read(library: Library, text: str) -> Profile:
    return read_profile(library, io.BytesIO(text.encode()), "refs")


def test_entries_of_bibtex_are_found_by_id_and_by_title(library: Library) -> None:
    found = read(library, BIBTEX)
    assert found.found == (ATTENTION, BERT, LANDSCAPE)


def test_nothing_of_a_file_is_lost(library: Library) -> None:
    missing = read(library, BIBTEX).missing
    assert [(one.origin, one.position, one.unit, one.said) for one in missing] == [
        ("refs", 6, "line", "Visualizing the Loss Landscape of Neural Nets"),
        ("refs", 7, "line", "On Looms"),
        ("refs", 8, "line", ""),
    ]
    assert [one.reason for one in missing[1:]] == ["no paper of this title here", "no title"]


def test_ris_is_read_too(library: Library) -> None:
    found = read(library, RIS)
    assert found.found == (GALAXIES,)
    assert [(one.said, one.unit) for one in found.missing] == [("On Looms", "line")]


def test_a_list_of_ids_may_hold_addresses_titles_and_remarks(library: Library) -> None:
    found = read(
        library,
        "# my papers\n1706.03762v5\n\nhttps://doi.org/10.1093/mnras/stu1536\nlanguage models are few-shot learners\n"
        "arXiv:1810.04805, 1810.04805v2\nOn Looms\n2611.99999\n",
    )
    assert found.found == (ATTENTION, GALAXIES, GPT3, BERT)
    assert found.missing == (
        Missing("refs", 7, "line", "On Looms", "no id, and no paper in this library has this title"),
        Missing("refs", 8, "line", "arxiv:2611.99999", "this library has no paper of this id"),
    )


@pytest.mark.parametrize("text", ["", "   \n", "neither ids nor references"])
def test_what_is_no_list_of_papers_is_said_so(library: Library, text: str) -> None:
    found = read(library, text)
    assert (found.found, len(found.missing)) == ((), 1)


def test_a_file_that_is_not_there_is_said_so(library: Library, tmp_path: Path) -> None:
    found = read_profile(library, tmp_path / "none.bib", "none.bib")
    assert found.missing == (Missing("none.bib", 0, "byte", "", "it cannot be read: No such file or directory"),)


def test_beyond_the_limit_papers_are_named_as_missing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "MOST_PAPERS", 2)
    for text in ("1706.03762\n1810.04805\n2005.14165\n", BIBTEX):
        found = read(library, text)
        assert found.found == (ATTENTION, BERT)
        assert "made of up to 2 papers" in found.missing[0].reason


def test_what_is_found_becomes_examples_and_can_be_forgotten(database: Database) -> None:
    write(database, *CAST)
    with database.write() as connection:
        marks.put(connection, LOCAL, ATTENTION.key, "save", on=True, made=NOW)
        assert profile.keep(connection, LOCAL, [ATTENTION, BERT], NOW) == 2
        assert profile.keep(connection, LOCAL, [ATTENTION, GPT3], NOW) == 1
        assert profile.forget(connection, LOCAL, NOW) == 3
        assert marks.of_papers(connection, LOCAL, [1, 2, 3]) == {1: {"save"}}


def test_what_recurs_is_offered_unless_it_is_followed(database: Database) -> None:
    found = [ATTENTION, BERT, GPT3, LANDSCAPE]
    with database.write() as connection:
        offered = profile.recurring(connection, LOCAL, found)
        assert [(one.wish.kind, one.wish.value, one.count) for one in offered] == [("category", "cs.CL", 3)]
        follows.add(connection, LOCAL, "category", "cs.CL", "x", excluded=False, made=NOW)
        assert profile.recurring(connection, LOCAL, found) == []
        twice = profile.recurring(connection, LOCAL, [BERT, BERT])
    assert [(one.wish.kind, one.wish.title) for one in twice] == [
        ("author", "Jacob Devlin"),
        ("author", "Ming-Wei Chang"),
    ]
