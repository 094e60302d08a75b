"""Tell a quiet day from a server that has stopped."""

from datetime import date

from broadsheet.harvest.reports import RunReport, Verdict
from broadsheet.harvest.sources.base import Asking
from broadsheet.harvest.sources.biorxiv.fetch import AGAIN_DAYS
from broadsheet.harvest.sources.days import working_days

_STALE_AFTER = 3  # working days without a preprint


def judge(report: RunReport, asking: Asking) -> Verdict | None:
    """Return the verdict on an ordinary harvest; None: fine."""
    if not asking.wanted.is_ordinary or asking.wanted.sets:
        return None
    if not report.newest:
        return Verdict("stale", f"Nothing was posted in the last {AGAIN_DAYS} days. Look at the server's own pages.")
    newest = date.fromisoformat(report.newest)
    behind = working_days(newest, asking.now().date())
    if behind >= _STALE_AFTER:
        return Verdict(
            "stale",
            f"The newest preprints are of {newest:%A} {newest.isoformat()}, {behind} working days ago. "
            "Look at the server's own pages.",
        )
    if report.new or report.changed:
        return None
    return Verdict("quiet", f"Nothing new: the newest preprints are of {newest:%A} {newest.isoformat()}.")
