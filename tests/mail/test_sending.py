"""Letters against a real server: what is taken, refused, put off, and when the server is left alone."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.lib.process import name_holder
from broadsheet.mail.journal import Journal
from broadsheet.mail.sending import Sent, send_due
from broadsheet.mail.transports.folders import FolderTransport, put_into_file, put_into_maildir
from broadsheet.mail.transports.smtp import read_smtp
from broadsheet.model.letter import Letter
from broadsheet.store import outbox, suppressions
from broadsheet.store.database import Database
from broadsheet.store.outbox import StoredLetter
from mail_fixtures import MORNING, MailServer, letter

Start = Callable[..., MailServer]
DEAD = "host/99999999/0@dead/0123456789ab"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where journals lie."""
    return tmp_path / "journals"


def keep(database: Database, *letters: Letter) -> None:
    with database.write() as connection:
        for one in letters:
            assert outbox.put(connection, one, MORNING)


def send(database: Database, server: MailServer | str, folder: Path, *, now: datetime = MORNING) -> Sent:
    address = server if isinstance(server, str) else server.address
    return send_due(
        database, read_smtp(address, "papers@example.org"), lambda: now, folder=folder, stop=threading.Event()
    )


def stored(database: Database, one: Letter) -> StoredLetter:
    with database.read() as connection:
        found = outbox.get(connection, one.key)
    assert found is not None
    return found


def test_letters_arrive_as_they_are(database: Database, mail_server: Start, folder: Path) -> None:
    server = mail_server()
    dotted = Letter(
        "k/1", "digest", "", "a@example.org", "s", "<1@example.org>", letter().message + b".\r\n..x\r\n", MORNING
    )
    keep(database, dotted, *(letter(number) for number in range(2, 30)))
    sent = send(database, server, folder)
    assert (sent.sent, sent.failed, sent.left, sent.held_up) == (29, 0, False, "")
    taken = {one["recipients"][0]: one for one in server.taken()}
    assert len(taken) == 29
    assert (server.record.parent / taken["a@example.org"]["file"]).read_bytes() == dotted.message
    assert taken["a@example.org"]["sender"] == "papers@example.org"
    assert stored(database, dotted).state == "sent"
    assert stored(database, dotted).answer == "250 2.0.0 Kept"
    assert send(database, server, folder).sent == 0
    assert not list(folder.iterdir())


def test_an_unknown_mailbox_gets_nothing_more(database: Database, mail_server: Start, folder: Path) -> None:
    server = mail_server(recipients={"gone@example.org": ["550 5.1.1 No such user"]})
    keep(database, letter(1, recipient="gone@example.org"), letter(2))
    sent = send(database, server, folder)
    assert (sent.sent, sent.failed) == (1, 1)
    assert stored(database, letter(1)).state == "failed"
    assert stored(database, letter(1)).answer == "550 5.1.1 No such user"
    keep(database, letter(3, recipient="Gone@Example.org"))
    assert send(database, server, folder).failed == 1
    assert "Nothing is sent to this address any more" in stored(database, letter(3)).answer
    assert len(server.taken()) == 1
    with database.write() as connection:
        assert suppressions.lift(connection, "gone@example.org")
        assert outbox.retry(connection, MORNING) == 2


@pytest.mark.parametrize("said", ["550 5.7.1 Not allowed", "552 5.2.2 Mailbox full", "554 5.7.26 Not authenticated"])
def test_other_refusals_are_of_the_letter_alone(
    database: Database, mail_server: Start, folder: Path, said: str
) -> None:
    keep(database, letter(1))
    server = mail_server(recipients={"reader1@example.org": [said]})
    assert send(database, server, folder).failed == 1
    with database.read() as connection:
        assert not suppressions.every(connection)


def test_what_is_refused_for_now_is_tried_again(database: Database, mail_server: Start, folder: Path) -> None:
    server = mail_server(recipients={"reader1@example.org": ["451 4.7.1 Greylisted", "450 Later", ""]})
    keep(database, letter(1))
    now = MORNING
    for attempt, least in ((1, 45), (2, 3.75 * 60)):
        assert send(database, server, folder, now=now).put_off == 1
        waits = stored(database, letter(1))
        assert waits.attempts == attempt
        assert waits.due - now >= timedelta(seconds=least)
        assert send(database, server, folder, now=now).put_off == 0
        now = waits.due
    assert send(database, server, folder, now=now).sent == 1
    assert len(server.taken()) == 1


def test_after_four_days_a_letter_is_given_up(database: Database, mail_server: Start, folder: Path) -> None:
    server = mail_server(data={"reader1@example.org": ["452 4.3.1 Disk full"]})
    keep(database, letter(1))
    now = MORNING
    while stored(database, letter(1)).state == "waiting":
        send(database, server, folder, now=now)
        now = max(now, stored(database, letter(1)).due)
    assert timedelta(days=3) < now - MORNING < timedelta(days=6)
    assert stored(database, letter(1)).answer == "452 4.3.1 Disk full"


def test_a_server_that_is_down_costs_no_attempt(database: Database, folder: Path) -> None:
    keep(database, letter(1), letter(2))
    sent = send(database, "smtp://127.0.0.1:9", folder)
    assert "cannot be used" in sent.held_up
    for number in (1, 2):
        assert stored(database, letter(number)).attempts == 0
        assert stored(database, letter(number)).state == "waiting"


@pytest.mark.parametrize("said", ["421 4.7.0 Too fast", "451 4.7.1 Try later", "550 5.7.1 Sender not allowed"])
def test_a_server_that_takes_nothing_of_ours_costs_no_attempt(
    database: Database, mail_server: Start, folder: Path, said: str
) -> None:
    server = mail_server(sender=said)
    keep(database, *(letter(number) for number in range(20)))
    sent = send(database, server, folder)
    assert said.partition(" ")[2] in sent.held_up
    with database.read() as connection:
        assert outbox.count(connection) == {"waiting": 20}
    assert all(stored(database, letter(number)).attempts == 0 for number in range(20))


def test_a_server_that_takes_few_on_a_connection_gets_all_on_several(
    database: Database, mail_server: Start, folder: Path
) -> None:
    server = mail_server(most=3)
    keep(database, *(letter(number) for number in range(20)))
    assert send(database, server, folder).sent == 20
    assert len(server.taken()) == 20


def test_refusals_one_after_another_end_the_round(database: Database, mail_server: Start, folder: Path) -> None:
    refused = {f"reader{number}@example.org": ["450 4.2.1 Too many mails"] for number in range(30)}
    keep(database, *(letter(number) for number in range(30)))
    sent = send(database, f"{mail_server(recipients=refused).address}?connections=1", folder)
    assert "one letter after another" in sent.held_up
    assert sent.put_off == 5
    with database.read() as connection:
        assert outbox.count(connection) == {"waiting": 30}


def test_who_waits_for_a_letter_comes_first(database: Database, mail_server: Start, folder: Path) -> None:
    server = mail_server()
    keep(database, *(letter(number) for number in range(60)), letter(99, kind="password"))
    send(database, f"{server.address}?connections=1", folder)
    assert server.taken()[0]["recipients"] == ["reader99@example.org"]


def test_letters_of_a_dead_process_are_taken_up(database: Database, mail_server: Start, folder: Path) -> None:
    server = mail_server()
    dead = DEAD.replace("host", name_holder().partition("/")[0])
    keep(database, letter(1), letter(2), letter(3))
    with database.write() as connection:
        outbox.claim(connection, dead, MORNING, count=3, seconds=3600)
    journal = Journal(folder, dead)
    journal.begin(letter(1).key)
    journal.note(letter(1).key, "250 Kept")
    journal.begin(letter(2).key)
    journal.finish(known=False)
    with next(folder.iterdir()).open("ab") as file:
        file.write(b'["digest/3/2026')  # it died in the middle of a line
    sent = send(database, server, folder)
    assert (sent.recovered, sent.uncertain, sent.sent) == (1, 1, 2)
    assert sorted(one["id"] for one in server.taken()) == sorted([letter(2).message_id, letter(3).message_id])
    assert stored(database, letter(1)).state == "sent"
    assert "may have arrived twice" in stored(database, letter(2)).answer
    assert "twice" not in stored(database, letter(3)).answer
    assert not list(folder.iterdir())


def test_the_file_of_a_process_that_died_when_all_was_noted_is_taken_away(
    database: Database, mail_server: Start, folder: Path
) -> None:
    host = name_holder().partition("/")[0]
    for holder in (DEAD.replace("host", host), name_holder()):
        journal = Journal(folder, holder)
        journal.note(letter(1).key, "250 Kept")
        journal.finish(known=False)
    send(database, mail_server(), folder)
    (left,) = folder.iterdir()
    assert left.read_bytes().startswith(f'"{holder}"'.encode())


def test_letters_of_a_living_process_are_left_to_it(database: Database, mail_server: Start, folder: Path) -> None:
    keep(database, letter(1))
    with database.write() as connection:
        outbox.claim(connection, name_holder(), MORNING, count=1, seconds=3600)
    assert send(database, mail_server(), folder).sent == 0


def test_a_round_that_is_stopped_gives_its_letters_back(database: Database, mail_server: Start, folder: Path) -> None:
    stop = threading.Event()
    stop.set()
    keep(database, letter(1))
    transport = read_smtp(mail_server().address, "papers@example.org")
    sent = send_due(database, transport, lambda: MORNING, folder=folder, stop=stop)
    assert (sent.sent, sent.left) == (0, True)
    assert stored(database, letter(1)).state == "waiting"


@pytest.mark.parametrize("put", [put_into_maildir, put_into_file])
def test_a_folder_gets_a_letter_once_however_often_it_is_handed_over(
    database: Database, folder: Path, tmp_path: Path, put: Callable[[Path, Letter], str]
) -> None:
    mails = tmp_path / "mails"
    keep(database, letter(1), letter(2))
    for _ in range(2):
        send_due(database, FolderTransport(mails, put), lambda: MORNING, folder=folder, stop=threading.Event())
        put(mails, letter(1))
    contents = sorted(file.read_bytes() for file in mails.rglob("*") if file.is_file())
    assert contents == sorted([letter(1).message, letter(2).message])


def test_a_mail_that_was_read_is_not_put_there_again(tmp_path: Path) -> None:
    put_into_maildir(tmp_path / "mails", letter(1))
    new = next((tmp_path / "mails" / "new").iterdir())
    new.rename(tmp_path / "mails" / "cur" / f"{new.name}:2,S")
    put_into_maildir(tmp_path / "mails", letter(1))
    assert not list((tmp_path / "mails" / "new").iterdir())
