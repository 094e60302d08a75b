"""When a plan's digests are due, and what their periods are called: pure functions of plan and moment.

A plan has one **day** for each of its periods: every day, every Monday to Friday, one weekday of each week, one day of
each month. Its digest is due on that day at the plan's hour, by the clocks of the plan's zone. An hour that a change of
the clocks leaves out counts as the one after it; of an hour that comes twice the first counts.
"""

from datetime import UTC, date, datetime, time, timedelta

from broadsheet.lib.clock import clocks_of
from broadsheet.model.digest import Plan

_DAY = timedelta(days=1)


def period_name(plan: Plan, day: date) -> str:
    """Return what the period is called that holds a day: `2026-11-21`, `2026-W47` or `2026-11`."""
    if plan.rhythm == "weekly":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return f"{day:%Y-%m}" if plan.rhythm == "monthly" else day.isoformat()


def moment_of(plan: Plan, day: date) -> datetime:
    """Return when the digest of a day is due (UTC)."""
    # With fold 0, time zones take an hour that is left out by the clocks before the change: it becomes the one after.
    return datetime.combine(day, time(plan.hour, plan.minute), clocks_of(plan.zone)).astimezone(UTC)


def is_day(plan: Plan, day: date) -> bool:
    """Whether a plan has a digest on a day."""
    match plan.rhythm:
        case "daily":
            return True
        case "weekdays":
            return day.weekday() < 5
        case "weekly":
            return day.weekday() == plan.weekday
        case "monthly":
            return day.day == plan.monthday


def day_from(plan: Plan, day: date) -> date:
    """Return the first of a plan's days from a day on."""
    while not is_day(plan, day):
        day += _DAY
    return day


def day_at(plan: Plan, moment: datetime) -> date:
    """Return the last of a plan's days whose digest was due up to a moment."""
    day = moment.astimezone(clocks_of(plan.zone)).date() + _DAY
    while not is_day(plan, day) or moment_of(plan, day) > moment:
        day -= _DAY
    return day


def next_due(plan: Plan, now: datetime) -> datetime:
    """Return when the first digest after `now` is due (UTC)."""
    day = day_from(plan, day_at(plan, now) + _DAY)
    while (moment := moment_of(plan, day)) <= now:
        day = day_from(plan, day + _DAY)
    return moment


def due_after_change(before: Plan, after: Plan) -> datetime | None:
    """Return when a plan is due whose times were changed: the period that was to come next is still the next.

    That may have been before now, and the digest is then made at once: none is left out, and none comes twice.
    """
    if before.due is None:
        return None
    pending = day_at(before, before.due)
    if before.rhythm == after.rhythm:
        return moment_of(after, _same_period(after, pending))
    return moment_of(after, day_from(after, pending))


def first_span(plan: Plan) -> timedelta:
    """Return how far back the first digest of a plan looks."""
    spans = {"daily": _DAY, "weekdays": _DAY, "weekly": 7 * _DAY, "monthly": 31 * _DAY}
    return spans[plan.rhythm]


def _same_period(plan: Plan, day: date) -> date:
    """Return the plan's day within the period that holds a day."""
    if plan.rhythm == "weekly":
        return day + (plan.weekday - day.weekday()) * _DAY
    return day.replace(day=plan.monthday) if plan.rhythm == "monthly" else day
