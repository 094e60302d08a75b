"""Who leaves takes what is their own along; editions that were made from their votes stay as they are."""

import pytest
from sqlalchemy import String, cast, or_, select

from accounts_cast import ADA, BEN, Group, GroupSite
from broadsheet.accounts import managing
from broadsheet.accounts.tokens import make_token
from broadsheet.editions.making import make, open_desk
from broadsheet.model.digest import Contents, Plan
from broadsheet.model.facts import Fact
from broadsheet.model.reader import LOCAL, Reader
from broadsheet.store import adoption, corrections, digest_plans, follows, marks, shelf, shown
from broadsheet.store.schema import metadata
from broadsheet.store.shelf import Kept


@pytest.fixture
def site(group: Group) -> GroupSite:
    """A site with accounts."""
    return group()


def keep_things(site: GroupSite, reader: str) -> None:
    """Let a reader vote, save, rate, follow, note and plan."""
    now = site.time()
    with site.database.write() as connection:
        for kind in ("vote", "save", "up", "opened"):
            marks.put(connection, reader, 1, kind, on=True, made=now)
        follows.add(connection, reader, "category", "cs.CL", "cs.CL", excluded=False, made=now)
        shelf.put(connection, reader, 1, Kept("reading", "A note of mine"), now)
        corrections.put(connection, 1, reader, before=None, after=Fact("system", "Loom", by=reader), made=now)
        shown.add(connection, reader, [1, 2], "digest/1/2026-11-21", now)
        digest_plans.add(
            connection,
            Plan(0, reader, "Daily", "daily", 0, 1, 7, 0, "UTC", BEN, True, Contents(), "say", now, now),
        )


def rows_with(site: GroupSite, text: str) -> set[str]:
    """The tables in which a text stands anywhere."""
    found = set()
    with site.database.read() as connection:
        for table in metadata.sorted_tables:
            anywhere = or_(*(cast(column, String).contains(text) for column in table.c))
            if connection.execute(select(table).where(anywhere)).first():
                found.add(table.name)
    return found


def joined(site: GroupSite) -> Reader:
    """Ben, beside Ada who is admin."""
    return site.join(ADA, BEN)[1]


def test_nothing_leads_to_who_has_left(site: GroupSite) -> None:
    ben = joined(site)
    keep_things(site, ben.id)
    make_token(site.desk, ben, "feeds", frozenset({"feeds"}), 0)
    assert {"marks", "follows", "shelf", "shown", "digest_plans", "sessions", "api_tokens"} <= rows_with(site, ben.id)
    managing.delete(site.database, ben.id)
    assert rows_with(site, ben.id) == set()
    assert rows_with(site, BEN) == set()
    assert rows_with(site, "A note of mine") == set()


def test_votes_and_saves_stay_under_a_name_of_nobody(site: GroupSite) -> None:
    ben = joined(site)
    keep_things(site, ben.id)
    managing.delete(site.database, ben.id)
    with site.database.read() as connection:
        held = marks.holding(connection, site.time())
    assert [(one.paper_key, one.kind) for one in held] == [(1, "vote"), (1, "save")]
    assert {one.reader[:7] for one in held} == {"former-"}
    assert rows_with(site, held[0].reader) == {"marks", "corrections"}


def test_an_edition_made_again_is_the_same_without_them(site: GroupSite) -> None:
    ben = joined(site)
    keep_things(site, ben.id)

    def made() -> object:
        with site.database.read() as connection:
            edition = make(connection, open_desk(site.site.services.settings), "2026-11-20", site.time(), closed=True)
        return [(item.id, item.score, item.evidence) for item in edition.items]

    before = made()
    managing.delete(site.database, ben.id)
    assert made() == before


def test_what_was_kept_without_accounts_goes_to_one(site: GroupSite) -> None:
    ada = site.join(ADA)[0]
    keep_things(site, LOCAL)
    keep_things(site, ada.id)
    with site.database.write() as connection:
        marks.put(connection, LOCAL, 3, "save", on=True, made=site.time())
        adoption.move(connection, LOCAL, ada.id)
        assert not adoption.has_anything(connection, LOCAL)
        assert {one.paper_key for one in marks.listed(connection, ada.id, "save", limit=9)} == {1, 3}
        assert len(follows.of_reader(connection, ada.id)) == 1
        assert shelf.of_papers(connection, ada.id, [1])[1].note == "A note of mine"
        assert shown.among(connection, ada.id, [1, 2, 3]) == {1, 2}
        assert len(digest_plans.of_reader(connection, ada.id)) == 2
        assert len(corrections.of_reader(connection, ada.id)) == 2
