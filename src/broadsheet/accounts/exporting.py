"""All that is kept of a reader, as data."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from broadsheet.accounts.desk import Accounts
from broadsheet.model.reader import Reader
from broadsheet.store import (
    corrections,
    digest_plans,
    digests,
    follows,
    marks,
    outbox,
    papers,
    picks,
    sessions,
    shelf,
    tokens,
)
from broadsheet.store.database import Connection

_MOST = 1_000_000


def export(desk: Accounts, reader: Reader) -> dict[str, Any]:
    """Return everything that is kept of a reader, but not what opens the account: of those only that they exist."""
    with desk.database.read() as connection:
        held = marks.of_reader(connection, reader.id)
        notes = shelf.of_reader(connection, reader.id)
        saved = {mark.paper_key for mark in held if mark.kind == "save"}
        said = corrections.of_reader(connection, reader.id)
        keys = {mark.paper_key for mark in held} | {one.paper_key for one in said} | set(notes)
        names = _papers(connection, list(keys))
        return {
            "broadsheet_account": 1,
            "made": desk.clock(),
            "profile": asdict(reader),
            "marks": [
                {**names.get(mark.paper_key, {}), "kind": mark.kind, "made": mark.made}
                for mark in held
                if mark.kind != "save"
            ],
            "saved": [
                {
                    **names.get(mark.paper_key, {}),
                    "made": mark.made,
                    **(asdict(notes[mark.paper_key]) if mark.paper_key in notes else {}),
                }
                for mark in held
                if mark.kind == "save"
            ],
            # State and note outlast the saving.
            "no_longer_saved": [
                {**names.get(key, {}), **asdict(note)} for key, note in notes.items() if key not in saved
            ],
            "follows": [asdict(one) for one in follows.of_reader(connection, reader.id)],
            "digest_plans": [asdict(one) for one in digest_plans.of_reader(connection, reader.id)],
            "digests": [asdict(one) for one in digests.latest(connection, reader.id, limit=_MOST)],
            "picks": [
                {**names.get(one.paper_key, {}), "edition": one.edition, "line": one.line, "made": one.made}
                for one in picks.of_curator(connection, reader.id)
            ],
            "corrections": [
                {**names.get(one.paper_key, {}), "made": one.made, "before": one.before, "after": one.after}
                for one in said
            ],
            "mails": [
                {"kind": one.letter.kind, "to": one.letter.recipient, "subject": one.letter.subject, **_state(one)}
                for one in outbox.of_reader(connection, reader.id)
            ],
            "sessions": [
                {"browser": one.agent, "address": one.address, "made": one.made, "seen": one.seen}
                for one in sessions.of_reader(connection, reader.id)
            ],
            "tokens": [
                {"name": one.name, "scopes": sorted(one.scopes), "made": one.made, "seen": one.seen}
                for one in tokens.of_reader(connection, reader.id)
            ],
        }


def _papers(connection: Connection, keys: list[int]) -> dict[int, dict[str, str]]:
    return {one.key: {"paper": one.id, "title": one.title} for one in papers.get(connection, keys)}


def _state(one: Any) -> dict[str, "str | datetime | None"]:
    return {"state": one.state, "made": one.letter.made, "ended": one.ended}
