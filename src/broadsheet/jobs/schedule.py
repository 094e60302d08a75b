"""When a job comes round: every so many hours, or at a time of day in some part of the world."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Every:
    """So many hours after the last run began."""

    hours: float

    def after(self, now: datetime) -> datetime:
        """Return the next time after `now`."""
        return now + timedelta(hours=self.hours)

    def __str__(self) -> str:
        if self.hours < 1:
            return f"every {self.hours * 60:g} minutes"
        return "every hour" if self.hours == 1 else f"every {self.hours:g} hours"


@dataclass(frozen=True, slots=True)
class At:
    """At a time of day on some days of the week (Monday is 0), by the clocks of a zone."""

    time: time
    zone: str = "UTC"
    weekdays: Collection[int] = range(7)

    def after(self, now: datetime) -> datetime:
        """Return the next time after `now`, in UTC."""
        here = now.astimezone(ZoneInfo(self.zone))
        for ahead in range(9):
            day = here.date() + timedelta(days=ahead)
            moment = datetime.combine(day, self.time, ZoneInfo(self.zone)).astimezone(UTC)
            if moment > now and day.weekday() in self.weekdays:
                return moment
        raise ValueError("a schedule without weekdays never comes round")

    def __str__(self) -> str:
        days = "daily" if len(self.weekdays) == 7 else ", ".join(_DAYS[day] for day in sorted(self.weekdays))
        return f"{days} at {self.time:%H:%M} {self.zone}"
