"""What comes back by mail: reports on letters of ours, unsubscriptions, and what only looks like them."""

import pytest

from broadsheet.mail.digests import compose_digest
from broadsheet.mail.incoming import Bounce, read_incoming, take_bounce
from broadsheet.mail.tokens import Unsubscribing, unsubscribe_token
from broadsheet.store import outbox, suppressions
from broadsheet.store.database import Database
from mail_fixtures import ALICE, MORNING, digest, piece, plan, post

OURS = compose_digest(post(), ALICE, plan(), digest(piece(1)))
WHOLE = "message/rfc822"
HEADERS = OURS.message.partition(b"\r\n\r\n")[0].decode()


def report(
    *, action: str = "failed", status: str = "5.1.1", headers: str = HEADERS, kind: str = "message/rfc822"
) -> bytes:
    """A report as Postfix writes it (RFC 3464)."""
    return (
        "From: MAILER-DAEMON@mx.example.net\r\nTo: papers@example.org\r\nSubject: Undelivered Mail\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.net\r\nArrival-Date: Sat, 21 Nov 2026 07:00:00 +0000\r\n\r\n"
        f"Final-Recipient: rfc822; somebody-else@example.org\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <alice@example.org>: User unknown\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{headers}\r\n\r\nThe text.\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_is_of_a_letter_of_ours(kind: str) -> None:
    found = read_incoming(post(), report(kind=kind))
    assert found == Bounce(OURS.key, "5.1.1", "550 5.1.1 <alice@example.org>: User unknown (5.1.1)")


def test_a_mailbox_that_is_gone_gets_nothing_more(any_database: Database) -> None:
    found = read_incoming(post(), report())
    assert isinstance(found, Bounce)
    with any_database.write() as connection:
        outbox.put(connection, OURS, MORNING)
        outbox.note_sent(connection, {OURS.key: "250"}, MORNING)
        assert "Nothing more is sent" in take_bounce(connection, found, MORNING)
        # Whatever the report says, it is about the address that the letter went to.
        assert [one.address for one in suppressions.every(connection)] == ["alice@example.org"]
        stored = outbox.get(connection, OURS.key)
        assert stored is not None
        assert stored.state == "failed"


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "5.0.0"])
def test_other_reasons_suspend_no_address(database: Database, status: str) -> None:
    found = read_incoming(post(), report(status=status))
    assert isinstance(found, Bounce)
    with database.write() as connection:
        outbox.put(connection, OURS, MORNING)
        outbox.note_sent(connection, {OURS.key: "250"}, MORNING)
        assert "still gets mail" in take_bounce(connection, found, MORNING)
        assert not suppressions.every(connection)


def test_a_report_on_a_letter_that_is_not_there_does_nothing(database: Database) -> None:
    with database.write() as connection:
        assert "nothing was done" in take_bounce(connection, Bounce(OURS.key, "5.1.1", "gone"), MORNING)
        assert not suppressions.every(connection)


@pytest.mark.parametrize(
    "content",
    [
        report(action="delayed", status="4.4.1"),
        report(action="delivered", status="2.0.0"),
        report(headers="Message-ID: <digest.12.2026-11-21.00000000000000000000000000000000@example.org>"),
        report(headers=HEADERS.replace("digest.12.", "digest.13.")),
        report(headers="Subject: none"),
        report()[:480],
        b"",
        b"\xff\xfe\x00" * 100,
        b"Subject: Out of office\r\n\r\nI am away.",
        b"Subject: unsubscribe\r\n\r\n",
        b"Subject: unsubscribe MTI.forged\r\n\r\n",
        b"Content-Type: multipart/report\r\n\r\n",
    ],
)
def test_what_proves_nothing_is_nothing(content: bytes) -> None:
    assert read_incoming(post(), content) is None


@pytest.mark.parametrize("subject", ["unsubscribe {}", "Re: UNSUBSCRIBE  {}", "=?utf-8?q?unsubscribe_{}?="])
def test_an_unsubscription_comes_by_mail(subject: str) -> None:
    token = unsubscribe_token(post().secret, 12, "alice@example.org")
    coded = token.replace("_", "=5F") if subject.startswith("=?") else token
    found = read_incoming(post(), f"Subject: {subject.format(coded)}\r\n\r\n".encode())
    assert isinstance(found, Unsubscribing)
    assert found.plan == 12
