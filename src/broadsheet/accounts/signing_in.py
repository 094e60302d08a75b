"""Sign in and out."""

from dataclasses import dataclass

from broadsheet.accounts import tries
from broadsheet.accounts.desk import Accounts, Where
from broadsheet.accounts.network import network_of
from broadsheet.accounts.recognition import LONGEST
from broadsheet.accounts.secret import digest, fresh
from broadsheet.errors import NotPossible
from broadsheet.model.reader import Reader
from broadsheet.store import limits, readers, sessions
from broadsheet.store.database import Connection
from broadsheet.store.sessions import Session

WRONG = "The address or the password is not right."
_LONGEST_AGENT = 300  # characters


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: whose, and what the browser is to hold."""

    reader: Reader
    held: str


def sign_in(desk: Accounts, email: str, password: str, where: Where, *, instead_of: str = "") -> SignedIn:
    """Begin a session, in place of the one of the digest `instead_of`.

    TooOften after too many tries, NotPossible where address or password is wrong, which is told the same and takes the
    same time, or the account is suspended, which is told to who knows the password only.
    """
    _count(desk, email, where)
    with desk.database.read() as connection:
        reader = readers.by_email(connection, email)
        hashed = readers.password(connection, reader.id) if reader else ""
    right, better = desk.passwords.matches(password, hashed)
    if reader is None or not right:
        raise NotPossible(WRONG)
    if reader.suspended:
        raise NotPossible(f"This account is suspended: {reader.suspended}")
    with desk.database.write() as connection:
        pair, network, account = tries.sign_in_names(email, where.address)
        limits.clear(connection, pair)
        tries.forgive(connection, (network, account))
        if better:
            readers.set_password(connection, reader.id, better)
        return begin(connection, desk, reader, where, instead_of=instead_of)


def begin(connection: Connection, desk: Accounts, reader: Reader, where: Where, *, instead_of: str = "") -> SignedIn:
    """Begin a session of a reader who was shown to be one; what the browser holds is always new (session fixation)."""
    now, held = desk.clock(), fresh()
    if instead_of:
        sessions.end(connection, reader.id, instead_of)
    agent = where.agent[:_LONGEST_AGENT]
    session = Session(digest(held), reader.id, now, now, now + LONGEST, agent, where.address)
    sessions.add(connection, session)
    return SignedIn(reader, held)


def sign_out(desk: Accounts, reader: str, session: str) -> None:
    """End one session of a reader, by its digest."""
    with desk.database.write() as connection:
        sessions.end(connection, reader, session)


def _count(desk: Accounts, email: str, where: Where) -> None:
    pair, network, account = tries.sign_in_names(email, where.address)
    counted = [(pair, tries.SIGN_IN_PAIR), (network, tries.SIGN_IN_NETWORK)]
    with desk.database.write() as connection:
        # Whoever tries passwords from everywhere does not keep the reader out of a place where the reader is known.
        if not _is_known_there(connection, email, where):
            counted.append((account, tries.SIGN_IN_ACCOUNT))
        tries.check(connection, desk.clock(), *counted)


def _is_known_there(connection: Connection, email: str, where: Where) -> bool:
    reader = readers.by_email(connection, email)
    known = sessions.of_reader(connection, reader.id) if reader else []
    return any(network_of(one.address) == network_of(where.address) for one in known)
