"""The outbox: every mail has its row before it is sent, and keeps it afterwards.

A letter waits, is claimed by a holder and in `sending`, and ends as sent or failed. A holder whose process died loses
its letters at once, see `left_behind`; one on another machine when its time is over.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import zstandard
from sqlalchemy import Connection, Row, bindparam, case, func, select, update

from broadsheet.lib.process import is_gone
from broadsheet.model.letter import Letter, LetterState
from broadsheet.store import jobs
from broadsheet.store.dialect import clock_ms, in_parts, insert_into
from broadsheet.store.schema import outbox

JOB = "mail"  # that sends what is here
_ROUTINE = "digest"  # letters of other kinds go first: somebody waits for them


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter and how far it got. `answer` is what the server said last, `attempts` counts those that it refused."""

    letter: Letter
    state: LetterState
    attempts: int
    due: datetime
    answer: str
    ended: datetime | None


def put(connection: Connection, letter: Letter, due: datetime) -> bool:
    """Keep a letter to be sent from then on; False where the outbox has one of its key."""
    row = {
        "key": letter.key,
        "kind": letter.kind,
        "reader": letter.reader,
        "recipient": letter.recipient,
        "subject": letter.subject,
        "message_id": letter.message_id,
        "message": zstandard.compress(letter.message),
        "made": _iso(letter.made),
        "state": "waiting",
        "attempts": 0,
        "due": _ms(due),
        "holder": "",
        "held_until": 0,
        "answer": "",
    }
    statement = insert_into(connection, outbox).values(row).on_conflict_do_nothing().returning(outbox.c.key)
    if connection.execute(statement).scalar() is None:
        return False
    jobs.hasten(connection, JOB, due)
    return True


def left_behind(connection: Connection) -> list[str]:
    """Return the holders of letters in `sending` whose process died or whose time ran out."""
    rows = connection.execute(
        select(outbox.c.holder, func.max(outbox.c.held_until)).where(outbox.c.state == "sending").group_by("holder")
    )
    now = clock_ms(connection)
    return [holder for holder, held_until in rows if held_until <= now or is_gone(holder)]


def release(connection: Connection, holders: Collection[str], uncertain: Collection[str], said: str) -> int:
    """Let the letters of these holders wait again, return how many; `said` stands as the answer to the uncertain."""
    theirs = (outbox.c.state == "sending", outbox.c.holder.in_(list(holders)))
    noted = (*theirs, outbox.c.key.in_(list(uncertain)))
    connection.execute(update(outbox).where(*noted).values(answer=said))
    return connection.execute(update(outbox).where(*theirs).values(**_FREE)).rowcount


def claim(connection: Connection, holder: str, now: datetime, *, count: int, seconds: float) -> list[StoredLetter]:
    """Take up to `count` letters that are due, for so many seconds; those that somebody waits for first."""
    urgency = case((outbox.c.kind == _ROUTINE, 1), else_=0)
    due = (outbox.c.state == "waiting", outbox.c.due <= _ms(now))
    found = select(outbox).where(*due).order_by(urgency, outbox.c.due, outbox.c.key).limit(count)
    rows = connection.execute(found.with_for_update(skip_locked=True)).all()
    until = clock_ms(connection) + int(seconds * 1000)
    taken = {"state": "sending", "holder": holder, "held_until": until}
    connection.execute(update(outbox).where(outbox.c.key.in_([row.key for row in rows])).values(taken))
    return [_stored(row) for row in rows]


def note_sent(connection: Connection, answers: dict[str, str], now: datetime) -> None:
    """Note that the letters of these keys were accepted, whoever holds them by now, and what the server said.

    Of all but digests the body goes: a link that opens an account is for the reader of the mail alone.
    """
    if not answers:
        return
    statement = (
        update(outbox).where(outbox.c.key == bindparam("of")).values({**_FREE, "state": "sent", "ended": _iso(now)})
    )
    body = case((outbox.c.kind == _ROUTINE, outbox.c.message), else_=b"")
    rows = [{"of": key, "answer": answer} for key, answer in answers.items()]
    connection.execute(statement.values(answer=bindparam("answer"), message=body), rows)


def note_failed(connection: Connection, key: str, holder: str, answer: str, now: datetime) -> None:
    """Note that a letter will not be sent, and why; nothing happens where the hold was lost."""
    tried = {"state": "failed", "attempts": outbox.c.attempts + 1}
    values = {**_FREE, **tried, "answer": answer, "ended": _iso(now)}
    connection.execute(update(outbox).where(*_held(key, holder)).values(values))


def note_returned(connection: Connection, key: str, answer: str, now: datetime) -> None:
    """Note that a letter that was sent came back, and why."""
    values = {"state": "failed", "answer": answer, "ended": _iso(now)}
    connection.execute(update(outbox).where(outbox.c.key == key, outbox.c.state == "sent").values(values))


def put_off(connection: Connection, key: str, holder: str, answer: str, due: datetime) -> None:
    """Let a letter wait until then, because the server refused it for now; nothing where the hold was lost."""
    values = {**_FREE, "attempts": outbox.c.attempts + 1, "answer": answer, "due": _ms(due)}
    connection.execute(update(outbox).where(*_held(key, holder)).values(values))


def give_back(connection: Connection, holder: str, keys: Collection[str]) -> None:
    """Let letters wait again that were claimed and not tried."""
    for part in in_parts(keys):
        mine = (outbox.c.key.in_(part), outbox.c.holder == holder, outbox.c.state == "sending")
        connection.execute(update(outbox).where(*mine).values(**_FREE))


def get(connection: Connection, key: str) -> StoredLetter | None:
    """Return one letter, None where there is none of this key."""
    row = connection.execute(select(outbox).where(outbox.c.key == key)).one_or_none()
    return None if row is None else _stored(row)


def listed(connection: Connection, states: Sequence[LetterState], *, limit: int = 50) -> list[StoredLetter]:
    """Return letters in these states, the latest first."""
    wanted = select(outbox).where(outbox.c.state.in_(states))
    return [
        _stored(row) for row in connection.execute(wanted.order_by(outbox.c.made.desc(), outbox.c.key).limit(limit))
    ]


def of_reader(connection: Connection, reader: str) -> list[StoredLetter]:
    """Return the letters to a reader, the latest first."""
    wanted = select(outbox).where(outbox.c.reader == reader).order_by(outbox.c.made.desc(), outbox.c.key)
    return [_stored(row) for row in connection.execute(wanted)]


def count(connection: Connection) -> dict[str, int]:
    """Return how many letters there are by state."""
    rows = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state)).all()
    return {row[0]: row[1] for row in rows}


def next_due(connection: Connection) -> datetime | None:
    """Return when the next letter that waits is due, None where none waits."""
    due = connection.execute(select(func.min(outbox.c.due)).where(outbox.c.state == "waiting")).scalar()
    return None if due is None else _moment(due)


def withdraw(connection: Connection, beginning: str, said: str, now: datetime) -> int:
    """Let no letter go out that waits and whose key begins so; return how many."""
    theirs = (outbox.c.state == "waiting", outbox.c.key.startswith(beginning, autoescape=True))
    # Without attempts, whatever the server said before: `retry` leaves it alone.
    values = {"state": "failed", "answer": said, "ended": _iso(now), "attempts": 0}
    return connection.execute(update(outbox).where(*theirs).values(values)).rowcount


def retry(connection: Connection, now: datetime, keys: Sequence[str] = ()) -> int:
    """Let failed letters wait again as if never tried: those of these keys, or all; return how many.

    Letters that were withdrawn, or whose body was let go, stay as they are.
    """
    wanted = [outbox.c.state == "failed", outbox.c.attempts > 0, func.length(outbox.c.message) > 0]
    if keys:
        wanted.append(outbox.c.key.in_(list(keys)))
    values = {**_FREE, "attempts": 0, "due": _ms(now), "ended": None}
    jobs.hasten(connection, JOB, now)
    return connection.execute(update(outbox).where(*wanted).values(values)).rowcount


def made_since(connection: Connection, kind: str, since: datetime) -> list[tuple[str, str]]:
    """Return recipient and reader of each letter of a kind that was made since then."""
    wanted = (outbox.c.kind == kind, outbox.c.made >= _iso(since))
    return [
        (row.recipient, row.reader)
        for row in connection.execute(select(outbox.c.recipient, outbox.c.reader).where(*wanted))
    ]


def forget_bodies(connection: Connection, before: datetime) -> int:
    """Let go of the bodies of letters that ended before then; their rows stay. Return how many."""
    old = (outbox.c.ended < _iso(before), func.length(outbox.c.message) > 0)
    return connection.execute(update(outbox).where(*old).values(message=b"")).rowcount


_FREE = {"state": "waiting", "holder": "", "held_until": 0}


def _held(key: str, holder: str) -> tuple[Any, ...]:
    return (outbox.c.key == key, outbox.c.holder == holder, outbox.c.state == "sending")


def _stored(row: Row[Any]) -> StoredLetter:
    message = zstandard.decompress(row.message) if row.message else b""
    made = datetime.fromisoformat(row.made)
    letter = Letter(row.key, row.kind, row.reader, row.recipient, row.subject, row.message_id, message, made)
    ended = datetime.fromisoformat(row.ended) if row.ended else None
    return StoredLetter(letter, cast(LetterState, row.state), row.attempts, _moment(row.due), row.answer, ended)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
