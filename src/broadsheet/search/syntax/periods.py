"""Read the values of `after:`, `before:` and `year:`."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_AGO = re.compile(r"(\d{1,4})([dwmy])")
_RANGE = re.compile(r"(\d{4}|)(?:\.\.|-)(\d{4}|)")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    first: date
    last: date


def read_period(text: str, today: date | None) -> Period | None:
    """Read `2025`, `2025-03`, `2025-03-01`, `today`, `yesterday`, `7d`, `2w`, `3m`, `1y`; None where it is none.

    The relative ones need `today`.
    """
    text = text.strip().lower()
    try:
        if match := _DATE.fullmatch(text):
            return _absolute(match[1], match[2], match[3])
        return _relative(text, today) if today else None
    except (ValueError, OverflowError):
        return None


def is_relative(text: str) -> bool:
    """Whether `text` is a day counted from today."""
    text = text.strip().lower()
    return text in {"today", "yesterday"} or _AGO.fullmatch(text) is not None


def read_years(text: str) -> tuple[int | None, int | None] | None:
    """Read `2025`, `2023..2025`, `2023-2025`, `2023..`, `..2025` into first and last year; None where it is none."""
    text = text.strip()
    match = _RANGE.fullmatch(text) if len(text) > 4 else re.fullmatch(r"(\d{4})", text)
    if match is None or not any(match.groups()):
        return None
    first = int(match[1]) if match[1] else None
    last = (int(match[2]) if match[2] else None) if match.re is _RANGE else first
    if first is not None and last is not None and first > last:
        first, last = last, first
    return first, last


def _absolute(year: str, month: str | None, day: str | None) -> Period:
    if month is None:
        return Period(date(int(year), 1, 1), date(int(year), 12, 31))
    if day is None:
        last = monthrange(int(year), int(month))[1]
        return Period(date(int(year), int(month), 1), date(int(year), int(month), last))
    exact = date(int(year), int(month), int(day))
    return Period(exact, exact)


def _relative(text: str, today: date) -> Period | None:
    if text in {"today", "yesterday"}:
        exact = today - timedelta(days=text == "yesterday")
        return Period(exact, exact)
    match = _AGO.fullmatch(text)
    if match is None:
        return None
    number, unit = int(match[1]), match[2]
    days = {"d": number, "w": 7 * number}
    exact = (
        today - timedelta(days=days[unit]) if unit in days else _months_ago(today, number * (12 if unit == "y" else 1))
    )
    return Period(exact, exact)


def _months_ago(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
