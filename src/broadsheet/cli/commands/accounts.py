"""`broadsheet accounts`: who reads here, where there are accounts."""

from collections.abc import Callable
from contextlib import closing
from typing import Annotated

import typer

from broadsheet.accounts import account, joining, managing
from broadsheet.accounts.desk import Accounts, open_accounts
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json, styled, warn
from broadsheet.errors import NotPossible, SettingsError
from broadsheet.lib.clock import now
from broadsheet.model.reader import LOCAL, ROLES, Reader, Role
from broadsheet.store import adoption, one_time, readers
from broadsheet.store.database import open_database

EXAMPLES = (
    "broadsheet accounts invite ada@example.org --role admin",
    "broadsheet accounts",
    "broadsheet accounts role ben@example.org curator",
    "broadsheet accounts reset-link ben@example.org",
    "broadsheet accounts adopt-local ada@example.org",
)

_USAGE = (
    "Write `broadsheet accounts`, or one of these behind it: list, invite EMAIL, role EMAIL ROLE, suspend EMAIL, "
    "restore EMAIL, delete EMAIL, reset-link EMAIL, adopt-local EMAIL."
)


def accounts(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[list | invite | role | …] [EMAIL] [ROLE]", help="What to do.", show_default=False),
    ] = None,
    role: Annotated[str, typer.Option(help="With `invite`: reader, curator or admin.")] = "reader",
    why: Annotated[str, typer.Option(help="With `suspend`: why, told to the reader.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="With `delete`: do not ask.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show who reads here, and look after accounts.

    `list` shows all accounts and open invitations. `invite` mails a link that opens an account, and prints it: so the
    first admin comes in. `role` changes what somebody may do; `suspend` and `restore` close and open an account;
    `delete` deletes it with all that is its reader's own. `reset-link` prints a link by which a password is replaced,
    good for an hour. `adopt-local` gives an account what was kept here before there were accounts. All of it needs
    `BROADSHEET_MODE=group`, which makes this library one with accounts; docs/accounts.md says more.
    """
    settings = settings_of(context)
    words = what or ["list"]
    with closing(open_database(settings.catalog_url)) as database:
        desk = open_accounts(settings, database, now)
        if words[0] == "list" and len(words) == 1:
            _list(desk, json=json)
        elif words[0] == "invite" and len(words) == 2:
            _invite(desk, words[1], role, json=json)
        elif words[0] == "role" and len(words) == 3:
            _say(managing.set_role(database, words[1], _role(words[2])), "is {0.role} now", json=json)
        elif words[0] in _ON_ONE and len(words) == 2:
            asked = f"Delete the account of {words[1]} and all that is its reader's own?"
            if words[0] == "delete" and not yes and not typer.confirm(asked, err=True):
                note("Nothing was changed.")
                return
            _say(_ON_ONE[words[0]](desk, words[1], why), _TOLD[words[0]], json=json)
        elif words[0] == "reset-link" and len(words) == 2:
            _reset_link(desk, words[1], json=json)
        else:
            raise SettingsError(_USAGE)
    if settings.mode != "group":
        warn("this library has no accounts as it is set up: they count once BROADSHEET_MODE is group.")


def _suspend(desk: Accounts, who: str, why: str) -> Reader:
    return managing.suspend(desk.database, who, why)


def _restore(desk: Accounts, who: str, _why: str) -> Reader:
    return managing.restore(desk.database, who)


def _delete(desk: Accounts, who: str, _why: str) -> Reader:
    return managing.delete(desk.database, who)


def _adopt(desk: Accounts, who: str, _why: str) -> Reader:
    with desk.database.write() as connection:
        reader = managing.find(connection, who)
        if not adoption.has_anything(connection, LOCAL):
            raise NotPossible("Nothing is kept here that belongs to no account.")
        adoption.move(connection, LOCAL, reader.id)
    return reader


_ON_ONE: dict[str, Callable[[Accounts, str, str], Reader]] = {
    "suspend": _suspend,
    "restore": _restore,
    "delete": _delete,
    "adopt-local": _adopt,
}
_TOLD = {
    "suspend": "is suspended, and signed out everywhere",
    "restore": "may sign in again",
    "delete": "is deleted",
    "adopt-local": "has what was kept here without accounts",
}


def _role(text: str) -> Role:
    if text not in ROLES:
        raise SettingsError(f"A role is one of {', '.join(ROLES)}.")
    return text


def _invite(desk: Accounts, email: str, role: str, *, json: bool) -> None:
    made = joining.invite(desk, email, _role(role), "An admin")
    if json:
        print_json({"email": made.email, "role": role, "link": made.link, "expires": made.expires.isoformat()})
        return
    note(f"{made.email} is invited as {role}; a mail goes out. The link works once, until {made.expires:%Y-%m-%d}:")
    open_console().print(made.link, soft_wrap=True, highlight=False)


def _reset_link(desk: Accounts, email: str, *, json: bool) -> None:
    with desk.database.read() as connection:
        reader = managing.find(connection, email)
    link = account.reset_link(desk, reader)
    if json:
        print_json({"email": reader.email, "link": link})
        return
    note(f"A new password for {reader.email} can be chosen here, once, within an hour:")
    open_console().print(link, soft_wrap=True, highlight=False)


def _list(desk: Accounts, *, json: bool) -> None:
    with desk.database.read() as connection:
        everybody = readers.accounts(connection)
        invited = one_time.open_ones(connection, "invitation", desk.clock())
    if json:
        print_json({"accounts": [_as_json(one) for one in everybody], "invited": [one.email for one in invited]})
        return
    console = open_console()
    for one in everybody:
        state = f", suspended: {one.suspended}" if one.suspended else ""
        console.print(styled((f"{one.role:<9}", "bold"), f"{one.email}{f'  {one.name}' if one.name else ''}{state}"))
    for link in invited:
        console.print(styled((f"{'invited':<9}", "dim"), f"{link.email}, as {link.detail.get('role', 'reader')}"))
    if not everybody:
        note("There is no account yet. `broadsheet accounts invite EMAIL --role admin` makes the first.")


def _say(reader: Reader, told: str, *, json: bool) -> None:
    if json:
        print_json(_as_json(reader))
    else:
        note(f"{reader.email} {told.format(reader)}.")


def _as_json(reader: Reader) -> dict[str, object]:
    return {
        "id": reader.id,
        "email": reader.email,
        "name": reader.name,
        "role": reader.role,
        "made": reader.made.isoformat(),
        "suspended": reader.suspended,
        "bounced": reader.bounced,
    }
