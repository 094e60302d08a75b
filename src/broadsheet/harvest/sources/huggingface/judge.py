"""Tell a quiet day from a list that has stopped."""

from datetime import date

from broadsheet.harvest.reports import RunReport, Verdict
from broadsheet.harvest.sources.base import Asking
from broadsheet.harvest.sources.days import working_days

_STALE_AFTER = 3  # working days without a list; one is usual, since the list can lag by a day


def judge(report: RunReport, asking: Asking) -> Verdict | None:
    """Return the verdict on an ordinary harvest; None: fine."""
    if not asking.wanted.is_ordinary or asking.wanted.sets:
        return None
    today = asking.now().date()
    if not report.newest:
        return Verdict("stale", "No day of the last week has a list. Look at https://huggingface.co/papers.")
    newest = date.fromisoformat(report.newest)
    behind = working_days(newest, today)
    if behind >= _STALE_AFTER:
        return Verdict(
            "stale",
            f"The newest list is of {newest:%A} {newest.isoformat()}, {behind} working days ago. "
            "Look at https://huggingface.co/papers.",
        )
    if report.new or newest == today:
        return None
    reason = "Few or none are listed at weekends" if today.weekday() >= 5 else "The list can lag by a day"
    return Verdict("quiet", f"No new papers: the newest list is of {newest:%A} {newest.isoformat()}. {reason}.")
