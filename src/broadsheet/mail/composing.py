"""Put a mail together: headers, a text part and an HTML part, signed; the bytes are the same at every attempt."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from urllib.parse import quote

from broadsheet import links
from broadsheet.errors import BroadsheetError
from broadsheet.mail.post import Post, wire
from broadsheet.model.letter import Letter
from broadsheet.render.fragments import teaser
from broadsheet.render.mails import one_line

LONGEST_SUBJECT = 180  # characters
_NAME = 100

# What stands in the keys of letters, and may not stand unquoted before the @ of a Message-ID (RFC 5322, 3.2.3).
_ODD = re.compile(r"[^A-Za-z0-9/_-]")
_CODED = re.compile(r"=([0-9a-f]{4})")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a mail that comes again and again tells mail programs: which list it is of, and how to leave it."""

    name: str  # the list's name in words
    id: str  # the first part of its name in List-Id (RFC 2919)
    token: str  # of unsubscribing
    kind: str  # what mail services count complaints by (Feedback-ID)


@dataclass(frozen=True, slots=True)
class Draft:
    """What one mail says, to whom. `template` is the name of its two templates, which get `context`."""

    key: str
    kind: str
    reader: str
    address: str
    name: str
    subject: str
    template: str
    context: dict[str, object]
    made: datetime
    listing: Listing | None = None


def compose(post: Post, draft: Draft) -> Letter:
    """Make the whole mail."""
    text, html = post.templates.render(draft.template, {"site": post.site, "sender": post.sender, **draft.context})
    subject = teaser(one_line(draft.subject), LONGEST_SUBJECT)
    message_id = message_id_of(post, draft.key)
    message = EmailMessage(SMTP if wire(draft.address).isascii() else SMTPUTF8)
    message["From"] = _mailbox(post.sender_name, post.sender)
    message["To"] = _mailbox(draft.name, draft.address)
    message["Subject"] = subject
    message["Date"] = draft.made
    message["Auto-Submitted"] = "auto-generated"
    # Quoted-printable passes every server on the way unchanged, so the signature holds (RFC 6376, 5.3).
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = "en"
    for part in message.iter_parts():
        del part["MIME-Version"]  # which is said once, of the whole
    message.set_boundary(f"=_{_mac(post, f'boundary {draft.key}')}")
    whole = _fixed_headers(post, message_id, draft.listing) + _folded_once(message.as_bytes())
    if post.signer is not None:
        whole = post.signer.sign(whole)
    return Letter(draft.key, draft.kind, draft.reader, draft.address, subject, message_id, whole, draft.made)


def message_id_of(post: Post, key: str) -> str:
    """Return the Message-ID of the letter of a key: always the same, and by nobody else to be guessed."""
    named = _ODD.sub(lambda found: f"={ord(found[0]):04x}", key).replace("/", ".")
    return f"<{named}.{_mac(post, f'message {key}')}@{post.domain}>"


def key_of(post: Post, message_id: str) -> str | None:
    """Return the key of the letter that a Message-ID is of, None where we did not give it."""
    local = message_id.strip().strip("<>").rpartition("@")[0]
    named, _, mac = local.rpartition(".")
    key = _CODED.sub(lambda found: chr(int(found[1], 16)), named.replace(".", "/"))
    return key if named and hmac.compare_digest(mac.encode(), _mac(post, f"message {key}").encode()) else None


def unsubscribe_address(post: Post, token: str) -> str:
    """Return the whole address of the page that takes a plan's mails off."""
    return f"{post.site}{links.unsubscribe(token)}"


def _fixed_headers(post: Post, message_id: str, listing: Listing | None) -> bytes:
    """Headers of ASCII alone, in lines of ours: the library would encode an address that is longer than a line."""
    lines = [f"Message-ID: {message_id}"]
    if listing is not None:
        page = unsubscribe_address(post, listing.token)
        mailto = f"mailto:{quote(wire(post.mailbox), safe='@+')}?subject=unsubscribe%20{quote(listing.token)}"
        lines.append(f"List-Id: {_phrase(listing.name)} <{listing.id}.{post.domain}>")
        lines.append(f"List-Unsubscribe: <{page}>,\r\n <{mailto}>")
        if post.secure:
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        if post.signer is not None:
            lines.append(f"Feedback-ID: {listing.kind}:digest:broadsheet:{post.domain}")
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _folded_once(message: bytes) -> bytes:
    """Take the blank off the ends of header lines: the library leaves one there and begins the next with another."""
    head, between, body = message.partition(b"\r\n\r\n")
    return head.replace(b" \r\n ", b"\r\n ") + between + body


def _phrase(text: str) -> str:
    """A description before an identifier, in letters that need no quotes (RFC 5322, 3.2.5)."""
    return " ".join(re.findall(r"[A-Za-z0-9-]+", text)[:8])[:60] or "Digest"


def _mailbox(name: str, address: str) -> Address:
    # In two parts: as one, the library refuses letters beyond ASCII, which RFC 6531 allows.
    local, _, domain = wire(address).rpartition("@")
    try:
        return Address(teaser(one_line(name), _NAME), username=local, domain=domain)
    except ValueError as error:
        raise BroadsheetError(f"{address!r} is no e-mail address that mail can be sent to.") from error


def _mac(post: Post, text: str) -> str:
    return hmac.new(post.secret, text.encode(), hashlib.sha256).hexdigest()[:32]
