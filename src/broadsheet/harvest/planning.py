"""What a reader chooses at the first run or later, and the plans that come of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from broadsheet.errors import SettingsError
from broadsheet.harvest.sources.base import Source, Wanted
from broadsheet.model.categories import ARCHIVES, CATEGORIES, UNDIVIDED
from broadsheet.store import jobs, plans
from broadsheet.store.database import Connection
from broadsheet.store.harvests import StoredRun
from broadsheet.store.plans import Plan

# The source whose sets are the fields; the others bring what they have.
FIELDS_OF = "arxiv"
# Before anything that a source has.
EVERYTHING = date(1991, 1, 1)
DEFAULT_SOURCES = ("arxiv", "huggingface")
DEFAULT_DAYS = 30

_FIELDS = {name.casefold(): name for name in (*ARCHIVES, *UNDIVIDED, *CATEGORIES)}
_ENDED_WELL = frozenset({"fine", "quiet", "stale"})
_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}


@dataclass(frozen=True, slots=True)
class Choice:
    """Fields of arXiv (none: all), sources by name, and from which day on."""

    fields: tuple[str, ...]
    sources: tuple[str, ...]
    since: date


def read_fields(texts: Sequence[str]) -> tuple[str, ...]:
    """Read archives and categories such as `cs` or `cs.LG` in any case; SettingsError names those that are none.

    A category within an archive that is chosen too is left out.
    """
    found = {text: _FIELDS.get(text.strip().casefold()) for text in texts if text.strip()}
    if unknown := [text for text, name in found.items() if name is None]:
        raise SettingsError(
            f"There is no field called {', '.join(unknown)}. Fields are archives of arXiv "
            f"({', '.join((*ARCHIVES, *UNDIVIDED))}) and categories such as cs.LG."
        )
    names = {name for name in found.values() if name}
    return tuple(sorted(name for name in names if "." not in name or name.split(".")[0] not in names))


def read_sources(texts: Sequence[str], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Read names of sources; SettingsError names those that are none."""
    if unknown := [text for text in texts if text not in sources]:
        raise SettingsError(f"There is no source called {', '.join(unknown)}. There are: {', '.join(sources)}.")
    return tuple(name for name in sources if name in texts)


def read_since(text: str, today: date) -> date:
    """Read `30d`, `2w`, `6m`, `1y`, `all` or a day such as 2026-11-20; SettingsError where it is none of these."""
    text = text.strip().casefold()
    if text in ("all", "everything"):
        return EVERYTHING
    if match := re.fullmatch(r"([0-9]{1,4})\s*([dwmy])(?:ays?|eeks?|onths?|ears?)?", text, re.ASCII):
        days = min(int(match[1]) * _UNITS[match[2]], (today - EVERYTHING).days)
        return today - timedelta(days=days)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return max(EVERYTHING, min(today, date.fromisoformat(text)))
    except ValueError:
        pass
    raise SettingsError(f"{text!r} is no time to begin from. Write 30d, 1y, a day such as 2026-11-20, or all.")


def read_plan(connection: Connection) -> Choice | None:
    """Return what the reader has chosen, None where nothing was chosen yet."""
    every = plans.every(connection)
    if not every:
        return None
    since = [plan.since for plan in every if plan.since and plan.enabled]
    fields = next((plan.sets for plan in every if plan.source == FIELDS_OF), ())
    return Choice(fields, tuple(plan.source for plan in every if plan.enabled), min(since, default=EVERYTHING))


def default_choice(sources: Mapping[str, Source], today: date) -> Choice:
    """Return what is proposed to a reader who has not chosen."""
    proposed = tuple(name for name in DEFAULT_SOURCES if name in sources) or tuple(sources)[:1]
    return Choice(("cs",), proposed, today - timedelta(days=DEFAULT_DAYS))


def enact(connection: Connection, choice: Choice, sources: Mapping[str, Source], now: datetime) -> None:
    """Keep the choice as the plans of all sources, and let the jobs of the chosen ones be due now.

    A harvest that runs by the same plan goes on. A source that is gone is switched off.
    """
    planned = {plan.source: plan for plan in plans.every(connection)}
    for name in choice.sources:
        before = planned.pop(name, None)
        plan = _plan(sources[name], choice, before)
        plans.put(connection, plan, now)
        job = jobs.get(connection, name)
        if plan != before or job is None or not job.held:
            jobs.make_due(connection, name, now)
    for left_out in planned.values():
        plans.put(connection, replace(left_out, enabled=False), now)


def wanted_by(plan: Plan) -> Wanted:
    """Return what the next harvest by this plan asks for."""
    return Wanted(since=None if plan.caught_up else plan.since, sets=plan.sets)


def note_end(connection: Connection, plan: Plan, run: StoredRun, now: datetime) -> None:
    """Note that a harvest by this plan came to its end, unless the plan is another by now."""
    if run.verdict in _ENDED_WELL and not plan.caught_up and plans.get(connection, plan.source) == plan:
        plans.put(connection, replace(plan, caught_up=True), now)


def _plan(source: Source, choice: Choice, before: Plan | None) -> Plan:
    sets = choice.fields if source.name == FIELDS_OF else ()
    since = None if source.completes else choice.since
    plan = Plan(source.name, True, sets, since)
    return replace(plan, caught_up=before is not None and before.caught_up and _covers(before, plan))


def _covers(before: Plan, plan: Plan) -> bool:
    """Whether what `before` has brought in is all that `plan` asks for."""
    wider = not before.sets or (plan.sets and {*plan.sets} <= {*before.sets})
    earlier = before.since is None or (plan.since is not None and before.since <= plan.since)
    return bool(wider and earlier)
