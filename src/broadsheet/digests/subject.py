"""Subjects of digests: what is in it, and of when."""

from collections.abc import Sequence
from datetime import date

from broadsheet.model.digest import Piece, Plan
from broadsheet.render.fragments import teaser
from broadsheet.render.mathematics import to_plain

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
