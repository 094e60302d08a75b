"""Saved papers: states, notes, a search among them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from broadsheet.errors import NotPossible
from broadsheet.model.reader import LOCAL
from broadsheet.personal.saved import Shelf, read_shelf, set_note, set_state, to_json
from broadsheet.search.library import Library
from broadsheet.store import marks
from broadsheet.store.database import Database
from search_cast import ATTENTION, BERT, CAST, GALAXIES, GPT3, LANDSCAPE, open_library

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def shelf(database: Database) -> Library:
    """A library in which all but one paper are saved, one minute after the other."""
    library = open_library(database, *CAST)
    with database.write() as connection:
        for minute, paper in enumerate((ATTENTION, BERT, LANDSCAPE, GALAXIES)):
            marks.put(connection, LOCAL, paper.key, "save", on=True, made=NOW + timedelta(minutes=minute))
        set_state(connection, LOCAL, [BERT.key, GALAXIES.key], "read", NOW)
        set_note(connection, LOCAL, GALAXIES.key, "Für die Webstühle:\r\n compare looms", NOW)
    return library


def first_words(found: Shelf) -> list[str]:
    return [one.paper.title.split()[0] for one in found.items]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ["Introducing", "Visualizing", "BERT:", "Attention"]),
        ("cat:cs.LG", ["Visualizing", "Attention"]),
        ("cat:cs.CL after:2018", ["BERT:"]),
        ("transformers", ["BERT:", "Attention"]),
        ("-cat:cs.CL", ["Introducing", "Visualizing"]),
        ("few-shot learners", []),
        ("astronomy", ["Introducing"]),
        ("webstuhle looms", ["Introducing"]),
        ("1706.03762", ["Attention"]),
        ("2005.14165", []),
        ("xyzzyqwert", []),
    ],
)
def test_a_search_stays_among_saved_papers(shelf: Library, text: str, wanted: list[str]) -> None:
    assert first_words(read_shelf(shelf, LOCAL, text=text, today=date(2026, 11, 21))) == wanted


def test_states_are_counted_and_filter(shelf: Library) -> None:
    found = read_shelf(shelf, LOCAL, state="read")
    assert first_words(found) == ["Introducing", "BERT:"]
    assert (dict(found.counts), found.total) == ({"unread": 2, "reading": 0, "read": 2}, 4)


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("day", ["BERT:", "Visualizing", "Attention", "Introducing"]),
        ("title", ["Attention", "BERT:", "Introducing", "Visualizing"]),
        ("saved", ["Introducing", "Visualizing", "BERT:", "Attention"]),
    ],
)
def test_they_come_in_the_order_asked_for(shelf: Library, sort: str, wanted: list[str]) -> None:
    assert first_words(read_shelf(shelf, LOCAL, sort=sort)) == wanted  # type: ignore[arg-type]


def test_a_note_stays_when_the_state_changes_and_the_other_way_round(shelf: Library) -> None:
    with shelf.database.write() as connection:
        assert set_state(connection, LOCAL, [GALAXIES.key, BERT.key], "unread", NOW) == 2
        assert set_state(connection, LOCAL, [GALAXIES.key], "unread", NOW) == 0
        set_note(connection, LOCAL, BERT.key, "", NOW)
    kept = {one.paper.key: one.kept for one in read_shelf(shelf, LOCAL).items}
    assert (kept[GALAXIES.key].state, kept[GALAXIES.key].note) == ("unread", "Für die Webstühle:\n compare looms")


def test_a_note_has_so_many_characters_and_no_more(shelf: Library) -> None:
    with shelf.database.write() as connection:
        set_note(connection, LOCAL, BERT.key, "\N{WOMAN}" * 2_000, NOW)
        with pytest.raises(NotPossible, match="2,001"):
            set_note(connection, LOCAL, BERT.key, "x" * 2_001, NOW)


def test_as_json_a_paper_has_what_is_kept_beside_it(shelf: Library) -> None:
    found = {one["id"]: one for one in to_json(read_shelf(shelf, LOCAL).items)}
    assert found[GALAXIES.id]["note"] == "Für die Webstühle:\n compare looms"
    assert (found[ATTENTION.id]["state"], "note" in found[ATTENTION.id]) == ("unread", False)
    assert found[ATTENTION.id]["authors"] == [{"name": one.name} for one in ATTENTION.authors]
    assert found[BERT.id]["saved"] == "2026-11-21T12:01:00+00:00"


def test_another_reader_sees_nothing_of_it(shelf: Library) -> None:
    assert read_shelf(shelf, "bob").items == ()
    assert GPT3.key not in {one.paper.key for one in read_shelf(shelf, LOCAL).items}
