"""The ways of sending mail: by SMTP, into a maildir, into files."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from broadsheet.errors import SettingsError
from broadsheet.mail.post import sender_of
from broadsheet.mail.transports.base import Line, Transport
from broadsheet.mail.transports.folders import FolderTransport, put_into_file, put_into_maildir
from broadsheet.mail.transports.smtp import read_smtp
from broadsheet.settings import Settings

__all__ = ["Line", "Transport", "open_transport"]


def open_transport(settings: Settings) -> Transport:
    """Return the way of sending that is configured; SettingsError where it cannot be used."""
    if not settings.mail:
        return FolderTransport(settings.home / "mail", put_into_maildir)
    parts = urlsplit(settings.mail)
    if parts.scheme in ("smtp", "smtps"):
        return read_smtp(settings.mail, sender_of(settings)[1])
    folder = Path(unquote(parts.path))
    if parts.netloc or not folder.is_absolute() or folder == Path("/"):
        raise SettingsError(f"BROADSHEET_MAIL is {settings.mail}: {parts.scheme}:///folder, with three slashes.")
    return FolderTransport(folder, put_into_maildir if parts.scheme == "maildir" else put_into_file)
