"""What became of a digest's mail, in words."""

from dataclasses import replace

import pytest

from broadsheet.digests.words import delivery, next_of, rhythm_of, where_to
from broadsheet.model.digest import Digest
from broadsheet.model.letter import LetterState
from broadsheet.model.reader import LOCAL, Reader
from broadsheet.store.outbox import StoredLetter
from digests_cast import DAILY, NOON, letter_of

DIGEST = Digest(1, LOCAL, "2026-11-20", NOON, NOON, NOON, "Weaving · 20 November", ())
ADA = Reader(LOCAL, "ada@example.org", "Ada", "reader", "UTC", 0.1, NOON)


def stored(state: LetterState, answer: str = "", attempts: int = 0) -> StoredLetter:
    return StoredLetter(letter_of(ADA, DAILY, DIGEST), state, attempts, NOON, answer, NOON)


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        (stored("waiting"), "It waits to be mailed to ada@example.org."),
        (
            stored("waiting", "451 try later", 2),
            "It was not taken for ada@example.org yet (451 try later); the next try is on 20 Nov 2026, 12:00 UTC.",
        ),
        (stored("sending"), "It is being mailed to ada@example.org just now."),
        (stored("sent", "250 ok"), "Mailed to ada@example.org on 20 Nov 2026, 12:00 UTC (250 ok)."),
        (
            stored("sent", "new/1.2.broadsheet"),
            "Written for ada@example.org into the folder for mail (new/1.2.broadsheet); no mail server is set.",
        ),
        (stored("failed", "550 no such mailbox"), "It could not be mailed to ada@example.org (550 no such mailbox)."),
        (None, "Not mailed: it is read here."),
    ],
)
def test_delivery_is_told(letter: StoredLetter | None, said: str) -> None:
    assert delivery(DIGEST, letter) == said


def test_a_quiet_digest_that_stayed_away_says_so() -> None:
    assert delivery(replace(DIGEST, quiet="Nothing came in."), None) == "Not mailed: there was nothing in it."


def test_plans_are_told() -> None:
    assert rhythm_of(replace(DAILY, rhythm="weekdays", zone="Asia/Tokyo")) == "Monday to Friday at 07:00 (Asia/Tokyo)"
    assert rhythm_of(replace(DAILY, rhythm="monthly", monthday=15)) == "on day 15 of every month at 07:00 (UTC)"
    assert where_to(replace(DAILY, confirmed=False)) == "to be mailed to ada@example.org once that is confirmed"
    assert next_of(replace(DAILY, due=NOON), NOON) == "Due now: it is being made"
