"""Subjects of digests, their plans and their delivery in words."""

from collections.abc import Sequence
from datetime import date, datetime

from broadsheet.lib.clock import clocks_of
from broadsheet.model.digest import Digest, Piece, Plan
from broadsheet.render.fragments import moment, teaser
from broadsheet.render.mathematics import to_plain
from broadsheet.store.outbox import StoredLetter

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RHYTHM_NAMES = (
    ("daily", "Every day"),
    ("weekdays", "Monday to Friday"),
    ("weekly", "Once a week"),
    ("monthly", "Once a month"),
)
_TITLE = 70  # characters of the first paper's title: a list of mails shows about as many


def subject_of(when: str, pieces: Sequence[Piece], brief: str) -> str:
    """Return the subject: the first paper and how many others, or in brief why there is none; then of when it is."""
    if not pieces:
        return f"No papers: {brief} · {when}"
    first = " ".join(to_plain(pieces[0].title).split())
    more = f", and {len(pieces) - 1:,} more" if len(pieces) > 1 else ""
    return f"{teaser(first, _TITLE)}{more} · {when}"


def when_of(plan: Plan, day: date) -> str:
    """Return the time of a plan's digest in words: `21 November`, `week 47 of 2026`, `November 2026`."""
    if plan.rhythm == "monthly":
        return f"{day:%B %Y}"
    return f"week {day.isocalendar().week} of {day.isocalendar().year}" if plan.rhythm == "weekly" else _day(day)


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


def rhythm_of(plan: Plan) -> str:
    """`every Monday at 07:00 (Europe/Berlin)`."""
    at = f"at {plan.hour:02d}:{plan.minute:02d} ({plan.zone})"
    match plan.rhythm:
        case "daily":
            return f"every day {at}"
        case "weekdays":
            return f"Monday to Friday {at}"
        case "weekly":
            return f"every {WEEKDAYS[plan.weekday]} {at}"
        case "monthly":
            return f"on day {plan.monthday} of every month {at}"


def local_moment(of: datetime, zone: str) -> str:
    """`Saturday 21 November 2026, 07:00`, by the clocks of a zone."""
    here = of.astimezone(clocks_of(zone))
    return f"{here:%A} {here.day} {here:%B %Y, %H:%M}"


def next_of(plan: Plan, now: datetime) -> str:
    """Say when the next digest of a plan comes."""
    if plan.due is None:
        return "Paused"
    return f"Next: {local_moment(plan.due, plan.zone)}" if plan.due > now else "Due now: it is being made"


def where_to(plan: Plan) -> str:
    """Say where the digests of a plan go."""
    if not plan.address:
        return "read here, not mailed"
    return f"mailed to {plan.address}" if plan.confirmed else f"to be mailed to {plan.address} once that is confirmed"


def delivery(digest: Digest, letter: StoredLetter | None) -> str:
    """Say what became of the mail that carries a digest."""
    if letter is None:
        return "Not mailed: there was nothing in it." if digest.quiet else "Not mailed: it is read here."
    to, said = letter.letter.recipient, f" ({letter.answer})" if letter.answer else ""
    match letter.state:
        case "sent" if letter.answer.startswith("new/") or letter.answer.endswith(".eml"):
            return f"Written for {to} into the folder for mail{said}; no mail server is set."
        case "sent":
            return f"Mailed to {to}{f' on {moment(letter.ended)}' if letter.ended else ''}{said}."
        case "failed":
            return f"It could not be mailed to {to}{said}."
        case "sending":
            return f"It is being mailed to {to} just now."
        case "waiting":
            if letter.attempts:
                return f"It was not taken for {to} yet{said}; the next try is on {moment(letter.due)}."
            return f"It waits to be mailed to {to}."
