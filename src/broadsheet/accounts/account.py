"""What readers change of their own accounts."""

from datetime import datetime, timedelta
from zoneinfo import available_timezones

from broadsheet import links
from broadsheet.accounts import tries
from broadsheet.accounts.desk import Accounts, Where, make_link, post_letters
from broadsheet.accounts.joining import checked_address, checked_name
from broadsheet.accounts.passwords import check_new
from broadsheet.accounts.secret import digest, fresh
from broadsheet.accounts.signing_in import SignedIn, begin
from broadsheet.errors import NotPossible, TooOften
from broadsheet.mail import messages
from broadsheet.model.address import email_key
from broadsheet.model.letter import Letter
from broadsheet.model.reader import Reader
from broadsheet.store import digest_plans, limits, one_time, readers, sessions
from broadsheet.store.one_time import OneTime

RESET_FOR, ADDRESS_FOR = timedelta(hours=1), timedelta(days=1)
_GONE = "This link was used already, or is too old. Ask for another one."


def set_profile(desk: Accounts, reader: Reader, *, name: str, zone: str, exploration: str) -> None:
    """Keep name, time zone and share of exploration (in percent); NotPossible where one cannot be."""
    name = checked_name(name)
    if zone not in available_timezones():
        raise NotPossible("This is no time zone. It looks like Europe/Berlin.", "zone")
    if not (exploration.isascii() and exploration.isdigit() and len(exploration) < 4 and int(exploration) <= 50):
        raise NotPossible("The share is a whole number from 0 to 50.", "exploration")
    with desk.database.write() as connection:
        readers.set_name(connection, reader.id, name)
        readers.set_zone(connection, reader.id, zone)
        readers.set_exploration(connection, reader.id, int(exploration) / 100)


def check_password(desk: Accounts, reader: Reader, password: str, about: str = "password") -> None:
    """Make sure that a reader who is signed in knows the password; NotPossible or TooOften otherwise."""
    name = tries.name("own password", reader.id)
    with desk.database.write() as connection:
        tries.check(connection, desk.clock(), (name, tries.OWN_PASSWORD))
        hashed = readers.password(connection, reader.id)
    if not desk.passwords.matches(password, hashed)[0]:
        raise NotPossible("This is not your password.", about)
    with desk.database.write() as connection:
        limits.clear(connection, name)


def change_password(desk: Accounts, reader: Reader, old: str, new: str, where: Where) -> SignedIn:
    """Change the password; all sessions end, and a new one begins where that was done."""
    check_password(desk, reader, old, "old_password")
    return _set_password(desk, reader, new, where)


def ask_for_password(desk: Accounts, email: str) -> None:
    """Mail a link by which a forgotten password is replaced, if that is a reader's address."""
    now = desk.clock()
    with desk.database.write() as connection:
        reader = readers.by_email(connection, email)
        try:
            tries.check(connection, now, (tries.name("new password to", email_key(email)), tries.MAIL_ACCOUNT))
        except TooOften:
            return  # a mail of today lies there already
        if reader is None or reader.suspended:
            # A letter for nobody, thrown away: whoever writes next waits for this one, and could take the time.
            _password_letter(desk, Reader("", email, "", "reader", "UTC", 0, now), fresh(), now)
            return
        held, _ = make_link(connection, "password", reader=reader.id, email=reader.email, made=now, lasts=RESET_FOR)
        post_letters(connection, [_password_letter(desk, reader, held, now)], now)


def reset_link(desk: Accounts, reader: Reader) -> str:
    """Make a link by which a reader's password is replaced, to be handed over by hand."""
    with desk.database.write() as connection:
        held, _ = make_link(
            connection, "password", reader=reader.id, email=reader.email, made=desk.clock(), lasts=RESET_FOR
        )
    return desk.address(links.new_password(held))


def find_reset(desk: Accounts, held: str) -> Reader:
    """Return whose password a link replaces; NotPossible where it works no more."""
    return _behind(desk, held)[1]


def replace_password(desk: Accounts, held: str, new: str, where: Where) -> SignedIn:
    """Replace a forgotten password by a link, which then works no more; all sessions end, and a new one begins."""
    link, reader = _behind(desk, held)
    return _set_password(desk, reader, new, where, link=link.digest)


def ask_for_address(desk: Accounts, reader: Reader, password: str, email: str) -> None:
    """Mail a link to a new address, which becomes the reader's when it is opened; whoever asks is told the same."""
    email = checked_address(email)
    check_password(desk, reader, password)
    now = desk.clock()
    with desk.database.write() as connection:
        tries.check(connection, now, (tries.name("mail by", reader.id), tries.MAIL_ACCOUNT))
        other = readers.by_email(connection, email)
        if other is not None and other.id != reader.id:
            # Its owner learns of it; the reader who asks does not learn who has an account.
            letter = messages.account_exists(
                desk.post, other.email, reader=other.id, name=other.name, link=desk.address(links.SIGN_IN), made=now
            )
        else:
            held, expires = make_link(connection, "address", reader=reader.id, email=email, made=now, lasts=ADDRESS_FOR)
            letter = messages.confirm_new_address(
                desk.post,
                email,
                reader=reader.id,
                name=reader.name,
                link=desk.address(links.new_address(held)),
                expires=expires,
                made=now,
            )
        post_letters(connection, [letter], now)


def find_address(desk: Accounts, held: str) -> str:
    """Return the new address that a link confirms; NotPossible where it works no more."""
    with desk.database.read() as connection:
        link = one_time.get(connection, digest(held), "address", desk.clock())
    if link is None:
        raise NotPossible(_GONE)
    return link.email


def confirm_address(desk: Accounts, held: str) -> str:
    """Give a reader the address that a link confirms, and tell the old one; return the new one."""
    now = desk.clock()
    with desk.database.write() as connection:
        link = one_time.get(connection, digest(held), "address", now)
        reader = readers.get(connection, link.reader) if link else None
        other = readers.by_email(connection, link.email) if link else None
        if link is None or reader is None or reader.suspended or (other and other.id != reader.id):
            raise NotPossible(_GONE)
        one_time.use(connection, link.digest, now)
        # What was mailed to the old address opens this account no more.
        one_time.withdraw_all(connection, reader.id)
        readers.set_email(connection, reader.id, link.email, now)
        digest_plans.move_mail(connection, reader.id, reader.email, link.email)
        letter = messages.address_changed(
            desk.post, reader.email, reader=reader.id, name=reader.name, new_address=link.email, made=now
        )
        post_letters(connection, [letter], now)
    return link.email


def _password_letter(desk: Accounts, reader: Reader, held: str, now: datetime) -> Letter:
    # To the address as it was confirmed, not as somebody wrote it just now.
    link, expires = desk.address(links.new_password(held)), now + RESET_FOR
    return messages.new_password(
        desk.post, reader.email, reader=reader.id, name=reader.name, link=link, expires=expires, made=now
    )


def _behind(desk: Accounts, held: str) -> tuple[OneTime, Reader]:
    with desk.database.read() as connection:
        link = one_time.get(connection, digest(held), "password", desk.clock())
        reader = readers.get(connection, link.reader) if link else None
    if link is None or reader is None or reader.suspended:
        raise NotPossible(_GONE)
    return link, reader


def _set_password(desk: Accounts, reader: Reader, new: str, where: Where, *, link: str = "") -> SignedIn:
    check_new(new, email=reader.email, name=reader.name, about="new_password")
    now, hashed = desk.clock(), desk.passwords.hash(new)
    letter = messages.password_changed(
        desk.post,
        reader.email,
        reader=reader.id,
        name=reader.name,
        link=desk.address(links.FORGOTTEN),
        made=now,
    )
    with desk.database.write() as connection:
        if link and not one_time.use(connection, link, now):
            raise NotPossible(_GONE)
        # Also a new address: whoever knew the old password may have asked for it, to get at the account later.
        one_time.withdraw_all(connection, reader.id)
        readers.set_password(connection, reader.id, hashed)
        sessions.end_all(connection, reader.id)
        post_letters(connection, [letter], now)
        return begin(connection, desk, reader, where)
