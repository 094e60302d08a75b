"""Mails to a server by SMTP, over TLS."""

import ipaddress
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from broadsheet.errors import LetterRefused, MailHeldUp, SettingsError
from broadsheet.mail.post import wire
from broadsheet.mail.transports.base import Line
from broadsheet.model.letter import Letter

if TYPE_CHECKING:  # imported when a line is opened: it costs 60 ms
    from aiosmtplib import SMTP

LINES = 4
_LINES_HERE = 1  # a server on this machine answers at once: more lines gain little, and each has a letter in hand

# Seconds. After the last line of a mail a server may take its time (RFC 5321, 4.5.3.2.6): who hangs up too early sends
# twice what was accepted.
_CONNECT, _COMMAND, _END_OF_DATA = 30.0, 120.0, 600.0

_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_TOO_LARGE = 552
_ADVICE = "BROADSHEET_MAIL"


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """A mail server. `tls`: `starttls`, `tls` (from the first byte on) or `no`."""

    host: str
    port: int
    tls: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    lines: int = LINES
    authorities: str = ""  # a file with certificates to trust beside the system's

    @property
    def place(self) -> str:
        """Where letters go."""
        named = {"starttls": "over TLS (STARTTLS)", "tls": "over TLS", "no": "without TLS"}[self.tls]
        return f"{self.host}:{self.port} {named}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Line]:
        """Connect, go over to TLS and sign in."""
        from aiosmtplib import SMTP, SMTPException

        client = SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            timeout=_CONNECT,
            use_tls=self.tls == "tls",
            start_tls=self.tls == "starttls",
            tls_context=self._context() if self.tls != "no" else None,
        )
        try:
            await client.connect()
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            raise MailHeldUp(f"The mail server at {self.place} cannot be used: {told(error)}") from error
        try:
            yield _SmtpLine(client, wire(self.sender))
            await client.quit(timeout=_CONNECT)
        except SMTPException:
            pass  # it hung up first: nothing was in hand
        finally:
            client.close()

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        try:
            if self.authorities:
                context.load_verify_locations(self.authorities)
        except OSError as error:
            raise MailHeldUp(f"BROADSHEET_MAIL has ca={self.authorities}, which cannot be read: {error}") from error
        return context


@dataclass(frozen=True, slots=True)
class _SmtpLine:
    client: "SMTP"
    sender: str

    async def hand_over(self, letter: Letter) -> str:
        from aiosmtplib import SMTPException

        try:
            await self._envelope(letter)
        except (SMTPException, OSError, ValueError) as error:
            raise MailHeldUp(f"The mail server broke off: {told(error)}") from error
        try:
            answer = await self.client.data(letter.message, timeout=_END_OF_DATA)
        except (SMTPException, OSError) as error:
            await self._refused(error, "data")
            raise MailHeldUp(f"The mail server broke off: {told(error)}", in_hand=True) from error
        return f"{answer.code} {answer.message}"[:500]

    async def _envelope(self, letter: Letter) -> None:
        from aiosmtplib import SMTPException, SMTPSenderRefused

        recipient = wire(letter.recipient)
        beyond = not recipient.isascii()
        if beyond and not self.client.supports_extension("smtputf8"):
            said = "The mail server takes no addresses with other letters than ASCII (SMTPUTF8)."
            raise LetterRefused(said, code=553, status="5.6.7", stage="recipient")
        options = [f"size={len(letter.message)}"] if self.client.supports_extension("size") else []
        encoding = "utf-8" if beyond else "ascii"
        try:
            await self.client.mail(
                self.sender, options=[*options, *(["SMTPUTF8"] if beyond else [])], encoding=encoding, timeout=_COMMAND
            )
        except SMTPSenderRefused as error:
            if error.code == _TOO_LARGE:
                await self._refused(error, "data")
            raise MailHeldUp(f"The mail server takes no mail from {self.sender}: {told(error)}") from error
        try:
            await self.client.rcpt(recipient, encoding=encoding, timeout=_COMMAND)
        except SMTPException as error:
            await self._refused(error, "recipient")
            raise

    async def _refused(self, error: Exception, stage: str) -> None:
        """Raise LetterRefused where the server answered so, and the line goes on."""
        from aiosmtplib import SMTPException, SMTPResponseException

        if not isinstance(error, SMTPResponseException) or error.code == 421 or not self.client.is_connected:
            return
        with suppress(SMTPException):  # the next letter finds out
            await self.client.rset(timeout=_COMMAND)
        found = _STATUS.match(error.message)
        raise LetterRefused(told(error), code=error.code, status=found[1] if found else "", stage=stage) from error


def told(error: Exception) -> str:
    """Return what went wrong on one line, with the server's own words."""
    code = getattr(error, "code", "")
    message = " ".join(str(getattr(error, "message", "") or error).split()) or type(error).__name__
    return f"{code} {message}".strip()[:500]


def read_smtp(address: str, sender: str) -> SmtpTransport:
    """Read `smtp://user:password@host:587?tls=no` or `smtps://…`; SettingsError where it cannot be used."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise SettingsError(f"{_ADVICE} has a port that is no number from 1 to 65535.") from error
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if unknown := set(given) - {"tls", "connections", "ca"}:
        raise SettingsError(f"{_ADVICE} has {', '.join(sorted(unknown))}; after `?` it takes tls, connections and ca.")
    host = parts.hostname or ""
    secure = parts.scheme == "smtps"
    wanted = given.get("tls", "no" if is_loopback(host) and not secure else "yes")
    if wanted not in ("yes", "no") or (secure and wanted == "no"):
        raise SettingsError(f"{_ADVICE} has tls={wanted}: `tls=no`, and that only with smtp://.")
    if wanted == "no" and parts.password and not is_loopback(host):
        raise SettingsError(f"{_ADVICE} has tls=no and a password, which would go over the net for all to read.")
    connections = given.get("connections", str(_LINES_HERE if is_loopback(host) else LINES))
    if not connections.isdecimal() or not 1 <= int(connections) <= 50:
        raise SettingsError(f"{_ADVICE} has connections={connections}: a number from 1 to 50.")
    return SmtpTransport(
        host=host,
        port=port or (465 if secure else 587),
        tls="tls" if secure else "starttls" if wanted == "yes" else "no",
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        lines=int(connections),
        authorities=given.get("ca", ""),
    )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its name."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
