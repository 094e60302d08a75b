"""Addresses of repositories, and GitHub's answers about them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from broadsheet.errors import BadAnswer
from broadsheet.harvest.sources.answers import get_readings, read_json
from broadsheet.lib.http.answer import Answer
from broadsheet.model.raw import Reading

_HOSTS = frozenset({"github.com", "www.github.com"})
_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
# Pages of GitHub that stand where an owner would.
_NO_OWNERS = frozenset(
    {
        *("about", "apps", "collections", "customer-stories", "enterprise", "events", "explore", "features", "issues"),
        *("join", "login", "marketplace", "new", "notifications", "orgs", "pricing", "pulls", "search", "security"),
        *("settings", "signup", "site", "sponsors", "stars", "topics", "trending", "users"),
    }
)
_COUNTS = {"stargazers_count": "stars", "forks_count": "forks", "open_issues_count": "open_issues"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What GitHub answered about one repository. `headers` tell how much may still be asked."""

    name: str  # owner/name, in lower case
    moved: bool
    readings: tuple[Reading, ...]
    headers: Mapping[str, str]


def repository(url: str) -> str:
    """Return the repository that an address leads to or into, as owner/name in lower case; "" where it is none."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    steps = [unquote(step).strip() for step in parts.path.split("/") if step]
    if host not in _HOSTS or len(steps) < 2:
        return ""
    owner, name = steps[0], steps[1].removesuffix(".git")
    if not _OWNER.fullmatch(owner) or not _NAME.fullmatch(name) or name in (".", "..") or owner.lower() in _NO_OWNERS:
        return ""
    return f"{owner}/{name}".lower()


def read_repository(answer: Answer) -> Seen:
    """Read the description of a repository; BadAnswer where it is none."""
    fields = read_json(answer)
    name = fields.get("full_name") if isinstance(fields, dict) else None
    if not isinstance(name, str):
        raise BadAnswer("GitHub sent something else than a repository")
    pushed = _time(fields.get("pushed_at"))
    readings = get_readings(fields, _COUNTS) + ((Reading("pushed", pushed),) if pushed is not None else ())
    return Seen(name.lower(), "/repositories/" in answer.url, readings, answer.headers)


def _time(text: object) -> float | None:
    """Return seconds since 1970 for a time in ISO 8601."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() if moment else None
    except (ValueError, OverflowError):
        return None
