"""The mails that concern an account or an address, one function each. None of them is of a list."""

import secrets
from dataclasses import dataclass, fields
from datetime import datetime

from broadsheet.mail.composing import Draft, compose
from broadsheet.mail.post import Post
from broadsheet.model.letter import Letter
from broadsheet.render.fragments import moment


@dataclass(frozen=True, slots=True)
class Note:
    """What a short mail says: paragraphs, one button that leads to `link`, what to know besides, why it came."""

    title: str
    paragraphs: tuple[str, ...]
    why: str
    afterwards: tuple[str, ...] = ()
    link: str = ""
    label: str = ""


_NOT_YOU = "If you know nothing of this, do nothing: without the link nothing happens."


def confirm_address(post: Post, address: str, *, reader: str, plan_name: str, link: str, made: datetime) -> Letter:
    """Ask whoever reads an address whether a digest may be mailed there; the link leads to a page that asks again."""
    note = Note(
        title="May a digest be mailed to you?",
        paragraphs=(
            f"Somebody at {post.site} entered this address for the digest “{plan_name}”: a list of new papers, "
            "mailed from time to time. Nothing is sent before you agree.",
        ),
        link=link,
        label="Confirm this address",
        afterwards=("The link works for seven days.", _NOT_YOU),
        why="You get this once, because this address was entered for a digest.",
    )
    return _letter(post, "confirm", address, note, made=made, reader=reader)


def confirm_account(
    post: Post, address: str, *, reader: str, name: str, link: str, expires: datetime, made: datetime
) -> Letter:
    """Ask for a click that shows that the address of a new account is its reader's."""
    note = Note(
        title="Confirm your address",
        paragraphs=(f"An account with this address was opened at {post.site}. It works once you confirm the address.",),
        link=link,
        label="Confirm this address",
        afterwards=(f"The link works until {moment(expires)}.", _NOT_YOU),
        why="You get this once, because an account was opened with this address.",
    )
    return _letter(post, "account", address, note, made=made, reader=reader, name=name)


def confirm_new_address(
    post: Post, address: str, *, reader: str, name: str, link: str, expires: datetime, made: datetime
) -> Letter:
    """Ask whoever reads an address whether an account is to have it from now on."""
    note = Note(
        title="Confirm your new address",
        paragraphs=(
            f"The account of {name or 'a reader'} at {post.site} is to have this address from now on. "
            "Until you confirm it, the old one holds.",
        ),
        link=link,
        label="Confirm this address",
        afterwards=(f"The link works until {moment(expires)}.", _NOT_YOU),
        why="You get this once, because this address was entered as an account's new one.",
    )
    return _letter(post, "address", address, note, made=made, reader=reader, name=name)


def account_exists(post: Post, address: str, *, reader: str, name: str, link: str, made: datetime) -> Letter:
    """Tell who has an account that somebody tried to open another one with its address."""
    note = Note(
        title="You have an account already",
        paragraphs=(
            f"Somebody asked for an account with this address at {post.site}, where you have one. Nothing was changed. "
            "If it was you: sign in, or ask for a new password.",
        ),
        link=link,
        label="Sign in",
        afterwards=("If it was not you, there is nothing to do.",),
        why="You get this, because somebody asked for an account with this address.",
    )
    return _letter(post, "account", address, note, made=made, reader=reader, name=name)


def invitation(post: Post, address: str, *, inviter: str, link: str, expires: datetime, made: datetime) -> Letter:
    """Invite somebody to open an account."""
    note = Note(
        title=f"{inviter} invites you to Broadsheet",
        paragraphs=(
            f"{inviter} invites you to {post.site}, where new research papers are gathered, found and followed. "
            "With an account you can save papers, follow what you care about, and get a digest by mail.",
        ),
        link=link,
        label="Open an account",
        afterwards=(f"The link works once, until {moment(expires)}.", "If you do not want an account, do nothing."),
        why="You get this once, because somebody who has an account entered this address.",
    )
    return _letter(post, "invitation", address, note, made=made)


def new_password(
    post: Post, address: str, *, reader: str, name: str, link: str, expires: datetime, made: datetime
) -> Letter:
    """Give a link by which a forgotten password is replaced."""
    note = Note(
        title="Choose a new password",
        paragraphs=(f"Somebody asked for a new password for your account at {post.site}.",),
        link=link,
        label="Choose a new password",
        afterwards=(f"The link works once, until {moment(expires)}.", _NOT_YOU),
        why="You get this, because a new password was asked for.",
    )
    return _letter(post, "password", address, note, made=made, reader=reader, name=name)


def password_changed(post: Post, address: str, *, reader: str, name: str, link: str, made: datetime) -> Letter:
    """Tell a reader that the password was changed; `link` is where another one is asked for."""
    note = Note(
        title="Your password was changed",
        paragraphs=(f"The password of your account at {post.site} was changed on {moment(made)}.",),
        link=link,
        label="It was not me",
        afterwards=("If it was you, there is nothing to do.",),
        why="You get this whenever your password changes.",
    )
    return _letter(post, "password", address, note, made=made, reader=reader, name=name)


def address_changed(post: Post, address: str, *, reader: str, name: str, new_address: str, made: datetime) -> Letter:
    """Tell the old address of an account that another one took its place."""
    note = Note(
        title="The address of your account was changed",
        paragraphs=(
            f"On {moment(made)} the address of your account at {post.site} was changed to {new_address}. "
            "Nothing more is mailed to this one.",
        ),
        afterwards=(f"If it was not you, write to {post.mailbox} at once.",),
        why="You get this, because this was the address of your account.",
    )
    return _letter(post, "address", address, note, made=made, reader=reader, name=name)


def trial(post: Post, address: str, *, made: datetime) -> Letter:
    """Make a mail that shows that mails arrive."""
    note = Note(
        title="A test mail from Broadsheet",
        paragraphs=("This mail was sent by `broadsheet mail test`. If you read it, mails arrive.",),
        afterwards=(f"Signed by DKIM: {'yes' if post.signer else 'no, no key is set'}.",),
        why="You get this once, because somebody at the site's command line sent it here.",
    )
    return _letter(post, "test", address, note, made=made)


def _letter(
    post: Post, kind: str, address: str, note: Note, *, made: datetime, reader: str = "", name: str = ""
) -> Letter:
    context = {field.name: getattr(note, field.name) for field in fields(note)}
    key = f"{kind}/{secrets.token_hex(12)}"
    return compose(post, Draft(key, kind, reader, address, name, note.title, "note", context, made))
