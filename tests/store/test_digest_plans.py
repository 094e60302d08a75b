"""Plans and digests as rows: kept as they are, due in order, one digest for a period."""

from dataclasses import replace
from datetime import timedelta

import pytest

from broadsheet.errors import StoreError
from broadsheet.model.digest import Contents, Digest
from broadsheet.model.reader import LOCAL
from broadsheet.store import digest_plans, digests
from broadsheet.store.database import Database
from digests_cast import DAILY, NOON

DIGEST = Digest(1, LOCAL, "2026-11-20", NOON, NOON - timedelta(days=1), NOON, "Weaving · 20 November", ())
HOUR = timedelta(hours=1)


def test_a_plan_is_kept_as_it_is(any_database: Database) -> None:
    with any_database.write() as connection:
        plan = replace(DAILY, contents=Contents(7, 3, 0), quiet="stay away", due=NOON, covered=NOON - HOUR)
        kept = digest_plans.add(connection, plan)
        assert kept == replace(plan, number=1)
        assert digest_plans.get(connection, 1) == kept
        assert digest_plans.of_reader(connection, LOCAL) == [kept]
        changed = replace(kept, name="On Fridays", rhythm="weekly", weekday=4, due=None)
        assert digest_plans.change(connection, changed)
        assert digest_plans.get(connection, 1) == changed
        assert digest_plans.remove(connection, 1)
        assert not digest_plans.remove(connection, 1)
        assert not digest_plans.change(connection, changed)


def test_the_one_due_longest_comes_first(any_database: Database) -> None:
    with any_database.write() as connection:
        for hours in (-1, -3, 1, -2):
            digest_plans.add(connection, replace(DAILY, due=NOON + hours * HOUR))
        digest_plans.add(connection, DAILY)
        assert [one.number for one in digest_plans.due(connection, NOON, limit=9)] == [2, 4, 1]
        assert [one.number for one in digest_plans.due(connection, NOON, limit=1, but=[2])] == [4]
        parts = [digest_plans.due(connection, NOON, limit=9, share=(part, 2)) for part in (0, 1)]
        assert [[one.number for one in part] for part in parts] == [[2, 4], [1]]
        assert digest_plans.count_due(connection, NOON) == 3
        assert digest_plans.next_due(connection) == NOON - 3 * HOUR


def test_only_one_of_two_that_saw_the_same_plan_moves_it_on(any_database: Database) -> None:
    with any_database.write() as connection:
        seen = digest_plans.add(connection, replace(DAILY, due=NOON))
        assert digest_plans.move_on(connection, seen, NOON + HOUR, NOON)
        assert not digest_plans.move_on(connection, seen, NOON + HOUR, NOON)


def test_a_plan_that_was_changed_meanwhile_is_not_moved_on(any_database: Database) -> None:
    with any_database.write() as connection:
        seen = digest_plans.add(connection, replace(DAILY, due=NOON, confirmed=False))
        digest_plans.change(connection, replace(seen, name="Another"))
        assert not digest_plans.move_on(connection, seen, NOON + HOUR, NOON)


def test_an_address_is_confirmed_only_as_long_as_it_is_the_plans(any_database: Database) -> None:
    with any_database.write() as connection:
        plan = digest_plans.add(connection, replace(DAILY, confirmed=False))
        assert not digest_plans.confirm(connection, plan.number, "bob@example.org")
        assert digest_plans.confirm(connection, plan.number, "ada@example.org")
        stored = digest_plans.get(connection, plan.number)
        assert stored is not None
        assert stored.confirmed
        assert digest_plans.stop_mail(connection, plan.number)
        assert digest_plans.get(connection, plan.number) == replace(stored, address="", confirmed=False)


def test_a_period_has_one_digest(any_database: Database) -> None:
    with any_database.write() as connection:
        assert digests.put(connection, DIGEST)
        assert not digests.put(connection, replace(DIGEST, subject="Another"))
        assert digests.get(connection, 1, "2026-11-20") == DIGEST
        assert digests.get(connection, 1, "2026-11-21") is None
        assert digests.put(connection, replace(DIGEST, plan=2, made=NOON + HOUR))
        assert [head.plan for head in digests.heads(connection, LOCAL, limit=9)] == [2, 1]
        assert [head.plan for head in digests.heads(connection, LOCAL, limit=9, plan=1)] == [1]
        assert digests.count(connection, LOCAL) == 2


def test_a_damaged_digest_is_told_as_such(database: Database) -> None:
    with database.write() as connection:
        digests.put(connection, DIGEST)
        connection.exec_driver_sql("UPDATE digests SET document = x'00'")
    with database.read() as connection, pytest.raises(StoreError, match="1/2026-11-20 is damaged"):
        digests.get(connection, 1, "2026-11-20")
