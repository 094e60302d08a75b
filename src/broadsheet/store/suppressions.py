"""Addresses that nothing is sent to any more, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select, update

from broadsheet.model.address import email_key
from broadsheet.store.dialect import in_parts, insert_into
from broadsheet.store.schema import readers, suppressions


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address in normal form, why nothing is sent to it, and since when."""

    address: str
    reason: str
    at: datetime


def add(connection: Connection, address: str, reason: str, at: datetime) -> None:
    """Send nothing more to an address; whoever reads under it is told on the page."""
    key = email_key(address)
    row = {"email_key": key, "reason": reason, "at": at.astimezone(UTC).isoformat(timespec="seconds")}
    connection.execute(insert_into(connection, suppressions).values(row).on_conflict_do_nothing())
    connection.execute(update(readers).where(readers.c.email_key == key).values(bounced=reason))


def lift(connection: Connection, address: str) -> bool:
    """Send to an address again; False where nothing kept it from that."""
    key = email_key(address)
    connection.execute(update(readers).where(readers.c.email_key == key).values(bounced=""))
    return bool(connection.execute(delete(suppressions).where(suppressions.c.email_key == key)).rowcount)


def among(connection: Connection, addresses: Collection[str]) -> dict[str, Suppression]:
    """Return those of these addresses that nothing is sent to, as they are written."""
    keys = {email_key(address): address for address in addresses}
    found = {}
    for part in in_parts(sorted(keys)):
        for row in connection.execute(select(suppressions).where(suppressions.c.email_key.in_(part))):
            found[row.email_key] = Suppression(row.email_key, row.reason, datetime.fromisoformat(row.at))
    return {address: found[email_key(address)] for address in addresses if email_key(address) in found}


def every(connection: Connection) -> list[Suppression]:
    """Return all of them, the latest first."""
    rows = connection.execute(select(suppressions).order_by(suppressions.c.at.desc(), suppressions.c.email_key))
    return [Suppression(row.email_key, row.reason, datetime.fromisoformat(row.at)) for row in rows]
