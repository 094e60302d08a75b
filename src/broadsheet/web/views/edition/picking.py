"""What a paper's page says of the editions that it was picked for, and into which it can be put."""

from dataclasses import dataclass
from datetime import datetime

from broadsheet import links
from broadsheet.editions.calendar import bounds, current
from broadsheet.editions.curate import LONGEST_LINE, open_for
from broadsheet.errors import NotFound
from broadsheet.model.edition import PERIODS
from broadsheet.store import editions, picks
from broadsheet.store.database import Connection
from broadsheet.store.picks import Pick
from broadsheet.web.views.days import period_name


@dataclass(frozen=True, slots=True)
class OpenEdition:
    """An edition that a paper can be put into."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class StandingPick:
    """A pick that stands. No address while its edition has not been made; `is_open`: it can be taken back."""

    pick: Pick
    name: str
    address: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Picking:
    """The curator's part of a paper's page; `told` answers a form that was just sent."""

    open: tuple[OpenEdition, ...]
    standing: tuple[StandingPick, ...]
    longest: int = LONGEST_LINE
    told: str = ""


def view_picking(connection: Connection, key: int, asked: str, now: datetime) -> Picking:
    """Read what a paper was picked for; `asked` is the edition that a form just named, empty where none was sent."""
    standing = picks.of_paper(connection, key)
    open_ones = (current(period, now) for period in PERIODS)
    return Picking(
        open=tuple(OpenEdition(one, name_of(one)) for one in open_ones),
        standing=tuple(_standing(connection, pick, now) for pick in standing),
        told=_told(connection, asked, standing[0], now) if asked and standing else "",
    )


def name_of(edition_id: str) -> str:
    """Return what an edition is called."""
    period, first, _ = bounds(edition_id)
    return period_name(period, first)


def _standing(connection: Connection, pick: Pick, now: datetime) -> StandingPick:
    address = links.edition(pick.edition) if editions.head(connection, pick.edition) else ""
    return StandingPick(pick, name_of(pick.edition), address, open_for(connection, pick.edition, now) == pick.edition)


def _told(connection: Connection, asked: str, pick: Pick, now: datetime) -> str:
    try:
        if open_for(connection, asked, now) != pick.edition:
            return ""  # it was taken back since
    except NotFound:
        return ""
    if asked == pick.edition:
        return f"It goes into the edition of {name_of(asked)} ({asked})."
    return (
        f"The edition of {name_of(asked)} ({asked}) is closed: "
        f"it goes into that of {name_of(pick.edition)} ({pick.edition})."
    )
