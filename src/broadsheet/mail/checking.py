"""Whether mails can be made and handed over as it is set up."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from broadsheet.errors import MailHeldUp, SettingsError
from broadsheet.mail.post import public_address, sender_of, wire
from broadsheet.mail.signing import read_signer
from broadsheet.mail.transports import Transport, open_transport
from broadsheet.settings import Settings

_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and what mends it."""

    level: Literal["ok", "warning", "problem"]
    found: str
    mend: str = ""


def check_settings(settings: Settings) -> None:
    """Raise SettingsError where mails cannot be made or sent as it is set up; nothing is connected to."""
    open_transport(settings)
    read_signer(settings, wire(sender_of(settings)[1]).rpartition("@")[2])


def look(settings: Settings) -> Found:
    """Look where mails go, and reach for the server."""
    try:
        check_settings(settings)
        transport = open_transport(settings)
    except SettingsError as error:
        return Found("problem", str(error), "docs/mail.md says what the settings are")
    if not settings.mail.startswith(("smtp://", "smtps://")):
        return Found("ok", f"mails go into {transport.place}")
    try:
        asyncio.run(asyncio.wait_for(_open(transport), _PATIENCE))
    except MailHeldUp as error:
        return Found("problem", str(error), "letters wait until it can be used")
    except TimeoutError:
        return Found("problem", f"{transport.place} does not answer", "letters wait until it does")
    if not public_address(settings).startswith("https://"):
        advice = "set BROADSHEET_ADDRESS to an https:// address"
        return Found(
            "warning", f"{transport.place} answers; without https mails have no one-click unsubscribing", advice
        )
    return Found("ok", f"{transport.place} answers{', mails are signed' if settings.dkim_key else ''}")


async def _open(transport: Transport) -> None:
    async with transport.open():
        pass
