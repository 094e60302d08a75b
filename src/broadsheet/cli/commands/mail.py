"""`broadsheet mail`: whether mails arrive, what waits, what came back."""

import asyncio
import sys
from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer

from broadsheet.cli.failures import COULD_NOT
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json, styled
from broadsheet.digests import planning
from broadsheet.errors import MailError, NotFound, SettingsError
from broadsheet.lib.clock import now
from broadsheet.mail import messages
from broadsheet.mail.incoming import Bounce, read_incoming, take_bounce
from broadsheet.mail.post import open_post, sender_of, wire
from broadsheet.mail.records import records
from broadsheet.mail.signing import read_signer
from broadsheet.mail.tokens import Unsubscribing
from broadsheet.mail.transports import open_transport
from broadsheet.model.address import is_address
from broadsheet.model.letter import Letter
from broadsheet.render.fragments import counted
from broadsheet.settings import Settings
from broadsheet.store import digest_plans, outbox, suppressions
from broadsheet.store.database import Connection, Database, open_database
from broadsheet.store.outbox import StoredLetter

EXAMPLES = (
    "broadsheet mail test ada@example.org",
    "broadsheet mail",
    "broadsheet mail retry",
    "broadsheet mail dns",
    "broadsheet mail receive < message.eml",
)

_USAGE = (
    "Write `broadsheet mail`, or one of these behind it: outbox, test ADDRESS, retry [KEY …], dns, receive, suspended, "
    "lift ADDRESS."
)
_LISTED = 50
_STYLES = {"waiting": "", "sending": "bold", "failed": "red", "sent": "dim"}


def mail(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[outbox | test | retry | …] [ADDRESS]", help="What to do.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Send a test mail, see what waits, take what came back.

    `outbox` lists the letters that wait or failed, with what the server said. `test` sends a mail at once and says what
    the server answered. `retry` lets failed letters wait again, all or those of these keys. `dns` prints the records
    that make mails believed. `receive` reads a mail from standard input: a report that a letter came back, or an
    unsubscription. `suspended` lists the addresses that nothing is sent to any more, `lift` sends to one again.
    """
    settings, words = settings_of(context), what or ["outbox"]
    if words == ["dns"]:
        _dns(settings, json=json)
        return
    with closing(open_database(settings.catalog_url)) as database:
        match words:
            case ["outbox"]:
                _outbox(database, json=json)
            case ["test", address]:
                _test(settings, database, address, json=json)
            case ["retry", *keys]:
                _retry(database, keys, json=json)
            case ["receive"]:
                _receive(settings, database, sys.stdin.buffer.read(), json=json)
            case ["suspended"]:
                _suspended(database, json=json)
            case ["lift", address]:
                _lift(database, address, json=json)
            case _:
                raise SettingsError(_USAGE)


def _outbox(database: Database, *, json: bool) -> None:
    with database.read() as connection:
        counts = outbox.count(connection)
        listed = outbox.listed(connection, ("sending", "waiting", "failed"), limit=_LISTED)
    if json:
        print_json({"counts": counts, "letters": [_as_json(stored) for stored in listed]})
        return
    console = open_console()
    told = ", ".join(f"{counts.get(state, 0):,} {state}" for state in ("waiting", "sending", "failed", "sent"))
    console.print(styled((told, "bold")))
    for stored in listed:
        console.print(styled((f"{stored.state:<8}", _STYLES[stored.state]), f" {_told(stored)}"))
    if sum(counts.get(state, 0) for state in ("waiting", "sending", "failed")) > len(listed):
        note(f"Those are the latest {len(listed)}.")


def _test(settings: Settings, database: Database, address: str, *, json: bool) -> None:
    if not is_address(address):
        raise SettingsError(f"{address!r} is no e-mail address.")
    transport = open_transport(settings)
    letter = messages.trial(open_post(settings, database), address, made=now())

    async def send(letter: Letter) -> str:
        async with transport.open() as line:
            return await line.hand_over(letter)

    try:
        answer = asyncio.run(send(letter))
    except MailError as error:
        if json:
            print_json({"sent": False, "to": transport.place, "answer": str(error)})
            raise typer.Exit(COULD_NOT) from error
        raise
    if json:
        print_json({"sent": True, "to": transport.place, "answer": answer})
    else:
        note(f"Handed over to {transport.place}, which answered: {answer}")


def _retry(database: Database, keys: list[str], *, json: bool) -> None:
    with database.write() as connection:
        count = outbox.retry(connection, now(), keys)
    if json:
        print_json({"waiting": count})
    else:
        told = counted(count, "failed letter waits", "failed letters wait")
        note(f"{told} again.{' A running server or `broadsheet jobs run mail` sends what waits.' if count else ''}")


def _dns(settings: Settings, *, json: bool) -> None:
    signer = read_signer(settings, wire(sender_of(settings)[1]).rpartition("@")[2])
    made = records(settings, signer)
    if json:
        print_json([asdict(record) for record in made])
        return
    console = open_console()
    for record in made:
        console.print(styled((record.purpose, "bold")))
        console.print(styled(f"  {record.name}. IN TXT {record.quoted}"))
        console.print(styled((f"  {record.note}", "dim")))
    if signer is None:
        note("Mails are not signed: BROADSHEET_DKIM_KEY is not set. docs/mail.md says how a key is made.")


def _receive(settings: Settings, database: Database, content: bytes, *, json: bool) -> None:
    found = read_incoming(open_post(settings, database), content)
    if found is None:
        raise NotFound("This mail is neither a report on a letter of ours nor an unsubscription.")
    with database.write() as connection:
        told = take_bounce(connection, found, now()) if isinstance(found, Bounce) else _unsubscribe(connection, found)
    if json:
        print_json({"told": told})
    else:
        note(told)


def _unsubscribe(connection: Connection, found: Unsubscribing) -> str:
    plan = digest_plans.get(connection, found.plan)
    if plan is None or not found.is_for(plan.address):
        return "That digest was taken away, or goes elsewhere: nothing was done."
    planning.unsubscribe(connection, plan, now())
    return f"The digest “{plan.name}” is not mailed to {plan.address} any more."


def _suspended(database: Database, *, json: bool) -> None:
    with database.read() as connection:
        found = suppressions.every(connection)
    if json:
        print_json([{"address": one.address, "reason": one.reason, "at": one.at.isoformat()} for one in found])
        return
    console = open_console()
    for one in found:
        console.print(styled((one.address, "bold"), f"  since {one.at:%Y-%m-%d}: {one.reason}"))
    if not found:
        note("There is none.")


def _lift(database: Database, address: str, *, json: bool) -> None:
    with database.write() as connection:
        lifted = suppressions.lift(connection, address)
    if not lifted:
        raise NotFound(f"Nothing kept mail from {address}.")
    if json:
        print_json({"address": address, "lifted": True})
    else:
        note(f"Mail goes to {address} again.")


def _told(stored: StoredLetter) -> str:
    answer = f" — {stored.answer}" if stored.answer else ""
    due = f", due {stored.due:%Y-%m-%d %H:%M} UTC" if stored.state == "waiting" else ""
    return f"{stored.letter.key} to {stored.letter.recipient}{due}{answer}"


def _as_json(stored: StoredLetter) -> dict[str, object]:
    letter = stored.letter
    return {
        "key": letter.key,
        "recipient": letter.recipient,
        "subject": letter.subject,
        "state": stored.state,
        "attempts": stored.attempts,
        "made": letter.made.isoformat(),
        "due": stored.due.isoformat(),
        "answer": stored.answer,
    }
