"""The outbox on both databases: one letter for a key, one holder for a letter."""

from datetime import timedelta

from broadsheet.lib.process import name_holder
from broadsheet.store import jobs, outbox, suppressions
from broadsheet.store.database import Connection, Database
from mail_fixtures import MORNING, letter

HELD = {"seconds": 60.0}


def put(connection: Connection, *numbers: int) -> None:
    for number in numbers:
        assert outbox.put(connection, letter(number), MORNING)


def keys(found: list[outbox.StoredLetter]) -> list[str]:
    return [one.letter.key for one in found]


def test_there_is_one_letter_for_a_key(any_database: Database) -> None:
    with any_database.write() as connection:
        put(connection, 1)
        assert not outbox.put(connection, letter(1, recipient="other@example.org"), MORNING)
        found = outbox.get(connection, letter(1).key)
        assert found is not None
        assert found.letter == letter(1)
        assert (found.state, found.attempts, found.answer, found.due) == ("waiting", 0, "", MORNING)


def test_a_letter_is_claimed_by_one(any_database: Database) -> None:
    with any_database.write() as connection:
        put(connection, 1, 2, 3)
        first = outbox.claim(connection, "a", MORNING, count=2, **HELD)
        second = outbox.claim(connection, "b", MORNING, count=2, **HELD)
        assert keys(first) == [letter(1).key, letter(2).key]
        assert keys(second) == [letter(3).key]
        assert outbox.count(connection) == {"sending": 3}


def test_two_that_claim_at_once_get_different_letters(any_database: Database) -> None:
    with any_database.write() as connection:
        put(connection, *range(40))
    with any_database.write() as one:
        taken = keys(outbox.claim(one, "a", MORNING, count=20, **HELD))
        if any_database.dialect == "postgresql":  # where the second need not wait for the first
            with any_database.write() as two:
                taken += keys(outbox.claim(two, "b", MORNING, count=20, **HELD))
    with any_database.write() as connection:
        taken += keys(outbox.claim(connection, "c", MORNING, count=40, **HELD))
    assert sorted(taken) == sorted(letter(number).key for number in range(40))


def test_a_letter_waits_until_it_is_due(any_database: Database) -> None:
    later = MORNING + timedelta(hours=1)
    with any_database.write() as connection:
        outbox.put(connection, letter(1), later)
        assert outbox.next_due(connection) == later
        assert not outbox.claim(connection, "a", MORNING, count=1, **HELD)
        assert outbox.claim(connection, "a", later, count=1, **HELD)
        assert outbox.next_due(connection) is None


def test_only_the_holder_gives_up_on_a_letter(any_database: Database) -> None:
    with any_database.write() as connection:
        put(connection, 1)
        outbox.claim(connection, "a", MORNING, count=1, **HELD)
        outbox.note_failed(connection, letter(1).key, "b", "550 no", MORNING)
        outbox.put_off(connection, letter(1).key, "b", "450 later", MORNING)
        outbox.give_back(connection, "b", [letter(1).key])
        assert outbox.count(connection) == {"sending": 1}
        outbox.note_sent(connection, {letter(1).key: "250 yes"}, MORNING)  # whoever holds it: it was accepted
        outbox.note_failed(connection, letter(1).key, "a", "550 no", MORNING)
        found = outbox.get(connection, letter(1).key)
        assert found is not None
        assert (found.state, found.answer, found.ended) == ("sent", "250 yes", MORNING)


def test_holders_are_left_behind_when_they_died_or_their_time_is_over(any_database: Database) -> None:
    alive, here = name_holder(), name_holder().partition("/")[0]
    dead, silent = f"{here}/99999999/0@x/y", "elsewhere/1/2/3"
    with any_database.write() as connection:
        put(connection, 1, 2, 3)
        outbox.claim(connection, alive, MORNING, count=1, seconds=60)
        outbox.claim(connection, dead, MORNING, count=1, seconds=60)
        outbox.claim(connection, silent, MORNING, count=1, seconds=-1)
        assert sorted(outbox.left_behind(connection)) == sorted([dead, silent])
        assert outbox.release(connection, [dead, silent], [letter(2).key], "Perhaps twice.") == 2
        assert outbox.count(connection) == {"waiting": 2, "sending": 1}
        uncertain = outbox.get(connection, letter(2).key)
        assert uncertain is not None
        assert uncertain.answer == "Perhaps twice."


def test_failed_letters_wait_again_when_asked_to(any_database: Database) -> None:
    with any_database.write() as connection:
        put(connection, 1, 2, 3)
        assert outbox.withdraw(connection, "digest/3/", "Unsubscribed.", MORNING) == 1
        outbox.claim(connection, "a", MORNING, count=2, **HELD)
        for number in (1, 2):
            outbox.note_failed(connection, letter(number).key, "a", "550 no", MORNING)
        assert outbox.retry(connection, MORNING, [letter(1).key]) == 1
        assert outbox.retry(connection, MORNING) == 1
        assert outbox.count(connection) == {"waiting": 2, "failed": 1}


def test_a_letter_that_was_refused_and_then_withdrawn_does_not_wait_again(any_database: Database) -> None:
    with any_database.write() as connection:
        put(connection, 1)
        outbox.claim(connection, "a", MORNING, count=1, **HELD)
        outbox.put_off(connection, letter(1).key, "a", "450 later", MORNING)
        assert outbox.withdraw(connection, "digest/1/", "Unsubscribed.", MORNING) == 1
        assert outbox.retry(connection, MORNING) == 0


def test_withdrawing_takes_the_letters_of_one_plan_alone(any_database: Database) -> None:
    with any_database.write() as connection:
        put(connection, 1, 11)
        outbox.put(connection, letter(5, kind="digest_1"), MORNING)
        assert outbox.withdraw(connection, "digest/1/", "Unsubscribed.", MORNING) == 1


def test_bodies_are_let_go_and_rows_stay(any_database: Database) -> None:
    with any_database.write() as connection:
        put(connection, 1, 2)
        outbox.note_sent(connection, {letter(1).key: "250"}, MORNING)
        assert outbox.forget_bodies(connection, MORNING + timedelta(days=1)) == 1
        assert outbox.forget_bodies(connection, MORNING + timedelta(days=1)) == 0
        found = outbox.get(connection, letter(1).key)
        assert found is not None
        assert found.letter.message == b""
        assert found.letter.subject == "Papers"
        assert outbox.put(connection, letter(1), MORNING) is False


def test_a_new_letter_lets_the_job_be_due(any_database: Database) -> None:
    later = MORNING + timedelta(minutes=1)
    with any_database.write() as connection:
        jobs.ensure(connection, "mail", later)
        put(connection, 1)
        job = jobs.get(connection, "mail")
        assert job is not None
        assert job.due == MORNING


def test_a_new_letter_does_not_disturb_a_server_that_is_left_alone(any_database: Database) -> None:
    later = MORNING + timedelta(minutes=15)
    with any_database.write() as connection:
        jobs.ensure(connection, "mail", MORNING)
        job = jobs.get(connection, "mail")
        assert job is not None
        claimed = jobs.claim(connection, job, "a", MORNING, 60)
        assert claimed is not None
        jobs.finish(connection, claimed, MORNING, jobs.Ended("failed", "down", later, fault=True))
        put(connection, 1)
        job = jobs.get(connection, "mail")
        assert job is not None
        assert job.due == later


def test_an_address_is_suppressed_however_it_is_written(any_database: Database) -> None:
    with any_database.write() as connection:
        suppressions.add(connection, "Bob@Example.org", "550 gone", MORNING)
        suppressions.add(connection, "bob@example.org", "another reason", MORNING)
        assert set(suppressions.among(connection, ["BOB@example.org", "ada@example.org"])) == {"BOB@example.org"}
        assert [one.reason for one in suppressions.every(connection)] == ["550 gone"]
        assert suppressions.lift(connection, "bob@EXAMPLE.org")
        assert not suppressions.lift(connection, "bob@example.org")
        assert not suppressions.among(connection, ["bob@example.org"])
