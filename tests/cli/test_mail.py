"""Mail from the command line."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.mail.digests import compose_digest
from broadsheet.mail.post import open_post
from broadsheet.model.reader import LOCAL
from broadsheet.settings import Settings
from broadsheet.store import digest_plans, outbox, suppressions
from broadsheet.store.database import Database, open_database
from cli_fixtures import Run
from mail_fixtures import ALICE, MORNING, MailServer, digest, letter, piece, plan


@pytest.fixture
def catalog(home: Path) -> Database:
    """The catalog of the data folder."""
    return open_database(f"sqlite:///{home / 'catalog.db'}")


def test_a_test_mail_lands_in_the_folder(run: Run, home: Path) -> None:
    result = run("mail", "test", "ada@example.org")
    assert result.exit_code == 0
    assert "Handed over to the folder" in result.stderr
    (mail,) = (home / "mail" / "new").iterdir()
    assert b"To: ada@example.org" in mail.read_bytes()


def test_a_test_mail_says_what_the_server_answered(
    run: Run, mail_server: Callable[..., MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = mail_server(recipients={"gone@example.org": ["550 5.1.1 No such user"]})
    monkeypatch.setenv("BROADSHEET_MAIL", server.address)
    monkeypatch.setenv("BROADSHEET_MAIL_FROM", "Papers <papers@example.org>")
    assert json.loads(run("mail", "test", "ada@example.org", "--json").stdout)["answer"] == "250 2.0.0 Kept"
    refused = run("mail", "test", "gone@example.org")
    assert refused.exit_code == 1
    assert "550 5.1.1 No such user" in refused.stderr
    assert run("mail", "test", "no address").exit_code == 1


def test_the_outbox_shows_what_waits_and_what_failed(run: Run, catalog: Database) -> None:
    with catalog.write() as connection:
        for number in (1, 2):
            outbox.put(connection, letter(number), MORNING)
        outbox.claim(connection, "a", MORNING, count=1, seconds=60)
        outbox.note_failed(connection, letter(1).key, "a", "554 5.7.1 Spam", MORNING)
    shown = run("mail").stdout
    assert "1 waiting, 0 sending, 1 failed, 0 sent" in shown
    assert "digest/1/2026-11-21 to reader1@example.org — 554 5.7.1 Spam" in shown
    assert "1 failed letter waits again" in run("mail", "retry").stderr
    assert json.loads(run("mail", "outbox", "--json").stdout)["counts"] == {"waiting": 2}
    catalog.close()


def test_an_unsubscription_is_read_from_standard_input(run: Run, home: Path, catalog: Database) -> None:
    post = open_post(Settings(home=home), catalog)
    with catalog.write() as connection:
        kept = digest_plans.add(connection, replace(plan(), reader=LOCAL))
    mail = compose_digest(post, ALICE, kept, digest(piece(1))).message.decode()
    token = mail.partition("?subject=unsubscribe%20")[2].partition(">")[0]
    said = run("mail", "receive", input=f"Subject: unsubscribe {token}\n\n")
    assert "is not mailed to alice@example.org any more" in said.stderr
    with catalog.read() as connection:
        found = digest_plans.get(connection, kept.number)
    assert found is not None
    assert found.due is None
    assert run("mail", "receive", input="Subject: hello\n\n").exit_code == 1
    catalog.close()


def test_suspended_addresses_are_listed_and_lifted(run: Run, catalog: Database) -> None:
    with catalog.write() as connection:
        suppressions.add(connection, "gone@example.org", "550 5.1.1 No such user", MORNING)
    assert "gone@example.org  since 2026-11-21: 550 5.1.1 No such user" in run("mail", "suspended").stdout
    assert run("mail", "lift", "gone@example.org").exit_code == 0
    assert run("mail", "lift", "gone@example.org").exit_code == 1
    catalog.close()


def test_records_for_the_dns_are_printed_without_a_catalog(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_MAIL_FROM", "papers@example.org")
    result = run("mail", "dns")
    assert '_dmarc.example.org. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@example.org"' in result.stdout
    assert "BROADSHEET_DKIM_KEY is not set" in result.stderr
    assert not home.exists()


@pytest.mark.parametrize("words", [("bad",), ("test",), ("lift",), ("dns", "more"), ("outbox", "more")])
def test_other_words_are_told(run: Run, words: tuple[str, ...]) -> None:
    result = run("mail", *words)
    assert result.exit_code == 1
    assert "broadsheet mail" in result.stderr


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"BROADSHEET_DKIM_KEY": "/nowhere/key.pem"}, "BROADSHEET_DKIM_KEY"),
        ({"BROADSHEET_MAIL": "smtp://mail.example.org"}, "BROADSHEET_MAIL_FROM is empty"),
        ({"BROADSHEET_MAIL": "smtp://mail.example.org:99999", "BROADSHEET_MAIL_FROM": "a@example.org"}, "port"),
    ],
)
def test_settings_of_mail_that_cannot_be_used_are_told_at_the_start(
    run: Run, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], told: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for command in ("serve", "worker"):
        result = run(command)
        assert result.exit_code == 1
        assert told in result.stderr
    assert told in run("doctor").stdout


def test_the_doctor_reaches_for_the_server(
    run: Run, mail_server: Callable[..., MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "mails go into the folder" in run("doctor").stdout
    monkeypatch.setenv("BROADSHEET_MAIL_FROM", "papers@example.org")
    monkeypatch.setenv("BROADSHEET_ADDRESS", "https://papers.example.org")
    monkeypatch.setenv("BROADSHEET_MAIL", mail_server().address)
    assert "without TLS answers" in run("doctor").stdout
    monkeypatch.setenv("BROADSHEET_MAIL", "smtp://127.0.0.1:9")
    assert "letters wait until it can be used" in run("doctor").stdout
