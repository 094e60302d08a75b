"""Whether a harvest that brought nothing is a quiet day or a sign of trouble."""

from datetime import date, datetime, timedelta

from broadsheet.harvest.files.fields.announcements import (
    DATA_FOLLOW,
    EASTERN,
    last_announcement,
    next_announcement,
    why_none,
)
from broadsheet.harvest.reports import RunReport, Verdict
from broadsheet.harvest.sources.arxiv.increments import Place, read_place, scope
from broadsheet.harvest.sources.arxiv.sets import set_spec
from broadsheet.harvest.sources.base import Asking

_OVERDUE = timedelta(hours=6)
_DAY = timedelta(days=1)
_PATIENCE_WITH_SETS = 2  # announcements that a part of arXiv may have no share in


def judge(report: RunReport, asking: Asking) -> Verdict | None:
    """Return how a harvest that came to its end stands: fine (None), quiet and why, or stale and since when."""
    cursor = asking.cursor(scope("arXivRaw", set_spec(report.sets[0]) if report.sets else ""))
    if report.asked_for or cursor is None:
        return None
    place, now = read_place(cursor), asking.now()
    newest = date.fromisoformat(report.newest) if report.newest else None
    if late := _overdue(place, newest, now, _PATIENCE_WITH_SETS if report.sets else 0):
        return Verdict("stale", _stale(late, newest, place))
    if report.new or report.changed or report.deleted:
        return None
    return _quiet(place, now)


def _overdue(place: Place, newest: date | None, now: datetime, patience: int) -> datetime | None:
    """Return the announcement whose papers should have come and have not, None where nothing is late.

    Datestamps are days in UTC, and an evening in the East is the next one there: a datestamp of the announcement's own
    day is already a sign of life.
    """
    announced = last_announcement(now)
    if now - announced < _OVERDUE:
        announced = _before(announced)
    for _ in range(patience):
        announced = _before(announced)
    if newest is not None:
        return announced if newest < announced.date() else None
    # Nothing at all came from the increment's first day on.
    asked_about = place.began is None or place.began <= announced.date()
    return announced if asked_about else None


def _before(announced: datetime) -> datetime:
    return last_announcement(announced - timedelta(minutes=1))


def _stale(late: datetime, newest: date | None, place: Place) -> str:
    seen = f"arXiv last changed anything on {_day(newest)}" if newest else f"arXiv shows nothing since {place.began}"
    return (
        f"{seen}, though papers were announced on {_time(late)}. Either it is late or something is wrong there: "
        "status.arxiv.org may say. The next harvest goes on from here."
    )


def _quiet(place: Place, now: datetime) -> Verdict | None:
    announced, following = last_announcement(now), next_announcement(now)
    if place.before is None:
        return None  # the first harvest, or one that was asked to look back: all of it was known
    if place.before >= announced + DATA_FOLLOW:
        return Verdict("quiet", f"{_reason(place.before, now)} The next announcement is on {_time(following)}.")
    if now < announced + DATA_FOLLOW:
        at = (announced + DATA_FOLLOW).astimezone(EASTERN)
        return Verdict("quiet", f"The papers announced on {_time(announced)} are expected at about {at:%H:%M}.")
    return Verdict("quiet", f"Nothing has changed since the harvest of {_time(place.before.astimezone(EASTERN))}.")


def _reason(before: datetime, now: datetime) -> str:
    """Say why there was no announcement since the last harvest."""
    evening, reasons = before.astimezone(EASTERN).date(), list[str]()
    while evening <= now.astimezone(EASTERN).date():
        if (reason := why_none(evening)) and reason not in reasons:
            reasons.append(reason)
        evening += _DAY
    why = f": {'; '.join(reasons)}" if reasons else ""
    return f"arXiv has announced nothing since the last harvest{why}."


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _time(when: datetime) -> str:
    return f"{_day(when.date())}, {when:%H:%M} US Eastern"
