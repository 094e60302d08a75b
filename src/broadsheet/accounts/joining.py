"""Open an account: by an invitation, or where registration is open, by an address that is one's own."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from broadsheet import links
from broadsheet.accounts import tries
from broadsheet.accounts.desk import Accounts, Where, make_link, post_letters
from broadsheet.accounts.network import network_of
from broadsheet.accounts.passwords import check_new
from broadsheet.accounts.secret import digest, fresh_id
from broadsheet.accounts.signing_in import SignedIn, begin
from broadsheet.errors import NotPossible, TooOften
from broadsheet.mail import messages
from broadsheet.model.address import email_key, is_address
from broadsheet.model.reader import LOCAL, Reader, Role
from broadsheet.store import adoption, one_time, readers
from broadsheet.store.database import Connection
from broadsheet.store.one_time import OneTime

INVITED_FOR, REGISTERED_FOR = timedelta(days=7), timedelta(days=2)
LONGEST_NAME = 100  # characters
_EXPLORATION = 0.1
_DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_GONE = "This link was used already, or is too old. Ask for another one."


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that opens an account: for whom, the whole address, and until when it works."""

    email: str
    link: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """What a reader who opens an account is asked for, and what comes with it."""

    name: str
    password: str
    zone: str = "UTC"
    adopt: bool = False


def invite(desk: Accounts, email: str, role: Role, inviter: str) -> Invitation:
    """Invite somebody, in place of an earlier invitation; NotPossible where that is no address or has an account."""
    email = checked_address(email)
    now = desk.clock()
    with desk.database.write() as connection:
        if readers.by_email(connection, email):
            raise NotPossible(f"{email} has an account already.", "email")
        for one in one_time.open_ones(connection, "invitation", now):
            if email_key(one.email) == email_key(email):
                one_time.withdraw(connection, email=one.email, purpose="invitation")
        held, expires = make_link(connection, "invitation", email=email, made=now, lasts=INVITED_FOR, role=role)
        link = desk.address(links.invitation(held))
        letter = messages.invitation(desk.post, email, inviter=inviter, link=link, expires=expires, made=now)
        post_letters(connection, [letter], now)
    return Invitation(email, link, expires)


def count_asking(desk: Accounts, where: Where) -> None:
    """Count that somebody who is not signed in asks for a mail; TooOften where that was too much."""
    with desk.database.write() as connection:
        tries.check(connection, desk.clock(), (tries.name("mail from", network_of(where.address)), tries.MAIL_NETWORK))


def register(desk: Accounts, email: str) -> None:
    """Mail a link that opens an account, or where there is one, that there is; whoever asks is told the same."""
    now = desk.clock()
    with desk.database.write() as connection:
        reader = readers.by_email(connection, email)
        try:
            tries.check(connection, now, (tries.name("account to", email_key(email)), tries.MAIL_ACCOUNT))
        except TooOften:
            return  # a mail of today lies there already
        if reader is not None:
            link = desk.address(links.SIGN_IN)
            letter = messages.account_exists(
                desk.post, reader.email, reader=reader.id, name=reader.name, link=link, made=now
            )
        else:
            held, expires = make_link(connection, "registration", email=email, made=now, lasts=REGISTERED_FOR)
            link = desk.address(links.registration(held))
            letter = messages.confirm_account(
                desk.post, email, reader="", name="", link=link, expires=expires, made=now
            )
        post_letters(connection, [letter], now)


def find_link(desk: Accounts, held: str) -> OneTime:
    """Return the invitation or registration that a link is; NotPossible where it works no more."""
    with desk.database.read() as connection:
        found = _find(connection, held, desk.clock())
        if found is None or readers.by_email(connection, found.email):
            raise NotPossible(_GONE)
    return found


def may_adopt(desk: Accounts, link: OneTime) -> bool:
    """Whether what was kept here without accounts can go to this one: the first, of an admin."""
    with desk.database.read() as connection:
        return _is_first_admin(connection, link) and adoption.has_anything(connection, LOCAL)


def open_account(desk: Accounts, held: str, given: Opening, where: Where) -> SignedIn:
    """Open the account that a link is for, and sign in; NotPossible where something has to be given differently."""
    now, link, name = desk.clock(), find_link(desk, held), checked_name(given.name)
    check_new(given.password, email=link.email, name=name)
    hashed = desk.passwords.hash(given.password)
    zone = given.zone if given.zone in available_timezones() else "UTC"
    role = _role(link)
    reader = Reader(fresh_id("r"), link.email, name, role, zone, _EXPLORATION, made=now, confirmed=now)
    with desk.database.write() as connection:
        if not one_time.use(connection, link.digest, now) or readers.by_email(connection, link.email):
            raise NotPossible(_GONE)
        adopts = given.adopt and _is_first_admin(connection, link)
        readers.add(connection, reader, hashed)
        if adopts:
            adoption.move(connection, LOCAL, reader.id)
        return begin(connection, desk, reader, where)


def checked_address(email: str) -> str:
    """Return an address without what stands around it; NotPossible where it is none."""
    if not is_address(email := email.strip()):
        raise NotPossible("This is no e-mail address. It looks like alice@example.org.", "email")
    return email


def checked_name(name: str) -> str:
    """Return a name without needless blanks and marks of direction; NotPossible where it is too long."""
    # Such marks would turn around what stands behind the name, as the role does where admins look.
    name = " ".join("".join(one for one in name if unicodedata.bidirectional(one) not in _DIRECTIONS).split())
    if len(name) > LONGEST_NAME:
        raise NotPossible(f"A name has up to {LONGEST_NAME} characters; this one has {len(name):,}.", "name")
    return name


def _find(connection: Connection, held: str, now: datetime) -> OneTime | None:
    of = digest(held)
    return one_time.get(connection, of, "invitation", now) or one_time.get(connection, of, "registration", now)


def _role(link: OneTime) -> Role:
    role = link.detail.get("role", "reader") if link.purpose == "invitation" else "reader"
    return "admin" if role == "admin" else "curator" if role == "curator" else "reader"


def _is_first_admin(connection: Connection, link: OneTime) -> bool:
    return _role(link) == "admin" and not readers.has_accounts(connection)
