"""Days and years in the forms that sources write them; nonsense is None, never an error."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate, parsedate_to_datetime

FIRST_YEAR, LAST_YEAR = 1600, 2100

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_DAY_FIRST = re.compile(r"(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3,9})\.? (\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def parse_day(value: object) -> date | None:
    """Read a day from ISO 8601 (time dropped), `Mon, 2 Apr 2007 …`, `Apr 2, 2007` or `2007/4/2`."""
    if not isinstance(value, str):
        return None
    text = value.strip()[:64]
    if match := _ISO.match(text):
        return make_day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.match(text):
        return make_day(int(match[3]), month_number(match[2]), int(match[1]))
    if match := _MONTH_FIRST.match(text):
        return make_day(int(match[3]), month_number(match[1]), int(match[2]))
    parsed = parsedate(text)
    return make_day(*parsed[:3]) if parsed else None


def make_day(year: int, month: int | None, day: int) -> date | None:
    """The day, where it exists and lies between 1600 and 2100."""
    if month is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_moment(value: object) -> datetime | None:
    """Read a moment from `Mon, 2 Nov 2026 10:00:00 GMT` or `2026-11-02T10:00:00Z`, UTC where no zone is named."""
    if not isinstance(value, str) or parse_day(value) is None:
        return None
    text = value.strip()[:64]
    try:
        found = datetime.fromisoformat(text) if _ISO_MOMENT.match(text) else parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def parse_year(value: object) -> int | None:
    """The first plausible year in a number or a text."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    years = [value] if isinstance(value, int) else [int(year) for year in _YEAR.findall(value[:64])]
    return next((year for year in years if FIRST_YEAR <= year <= LAST_YEAR), None)


def month_number(text: str) -> int | None:
    """1 to 12 for an English month name, its abbreviation, or a number."""
    text = text.strip().lower()
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 3 and 1 <= int(text) <= 12 else None
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else None


def arxiv_year(arxiv_id: str) -> int:
    """The year of the first version, which an arXiv id begins its number with."""
    year = int(arxiv_id.rpartition("/")[2][:2])
    return 1900 + year if year > 90 else 2000 + year


def arxiv_month(arxiv_id: str) -> date:
    """The first day of the month in an arXiv id (`2402.17457`, `hep-th/9901001`)."""
    return date(arxiv_year(arxiv_id), int(arxiv_id.rpartition("/")[2][2:4]), 1)
