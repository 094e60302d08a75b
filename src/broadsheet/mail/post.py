"""What every mail is made with: who sends it, from which site, how it is signed."""

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from broadsheet.errors import SettingsError
from broadsheet.mail.signing import Signer, read_signer
from broadsheet.render.mails import MailTemplates, open_mail_templates
from broadsheet.settings import Settings
from broadsheet.store import secrets
from broadsheet.store.database import Database

_SECRET = "mail"  # noqa: S105  # the name of the key, not the key
_EVERYWHERE = {"0.0.0.0": "localhost", "::": "localhost"}  # noqa: S104  # compared with, not bound to


@dataclass(frozen=True, slots=True)
class Post:
    """What mails are made with. `site` is its public address without a slash at the end.

    `mailbox` takes unsubscriptions by mail. `secret` signs the tokens in links. `signer` is None where no key is set.
    """

    site: str
    sender_name: str
    sender: str
    mailbox: str
    secret: bytes
    templates: MailTemplates
    signer: Signer | None = None

    @property
    def domain(self) -> str:
        """The domain of the sender in ASCII: it stands in the names of messages and lists."""
        return wire(self.sender).rpartition("@")[2]

    @property
    def secure(self) -> bool:
        """Whether the site is reached by https, so that a mail program may unsubscribe by one click (RFC 8058)."""
        return self.site.startswith("https://")


def open_post(settings: Settings, database: Database) -> Post:
    """Open what mails are made with; SettingsError where sender or key cannot be used."""
    site = public_address(settings)
    name, sender = sender_of(settings)
    return Post(
        site=site,
        sender_name=name,
        sender=sender,
        mailbox=settings.mail_unsubscribe or sender,
        secret=token_secret(database),
        templates=open_mail_templates(),
        signer=read_signer(settings, wire(sender).rpartition("@")[2]),
    )


def token_secret(database: Database) -> bytes:
    """Return what the tokens in the links of mails are signed with."""
    return secrets.get(database, _SECRET)


def public_address(settings: Settings) -> str:
    """Return the site's address in mails, without a slash at the end."""
    if settings.address:
        return settings.address
    host = _EVERYWHERE.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def sender_of(settings: Settings) -> tuple[str, str]:
    """Return name and address of the sender; SettingsError where mails leave this machine and nobody is named."""
    name, address = parseaddr(settings.mail_from)
    if address:
        return name or "Broadsheet", address
    if settings.mail.startswith(("smtp://", "smtps://")):
        raise SettingsError("BROADSHEET_MAIL_FROM is empty: mails that leave this machine need a sender's address.")
    host = urlsplit(public_address(settings)).hostname or "localhost"
    return "Broadsheet", f"broadsheet@{host if host.replace('.', '').isalpha() else 'localhost'}"


def wire(address: str) -> str:
    """Return an address as SMTP takes it: its domain in ASCII."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else address
    except UnicodeError:
        return address
