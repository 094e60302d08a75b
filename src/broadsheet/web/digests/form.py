"""The form of a plan: how it is shown, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from broadsheet.digests import planning
from broadsheet.digests.planning import Wish
from broadsheet.digests.words import RHYTHM_NAMES, WEEKDAYS
from broadsheet.errors import SettingsError
from broadsheet.model.digest import Contents
from broadsheet.web.http.forms import Form, first_of

ZoneGroups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # by region: zones, each with what is shown of it


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The form of a plan as it is shown: what stands in it, what may be chosen, what is wrong by field."""

    wish: Wish
    time: str
    problems: dict[str, str]
    rhythms: tuple[tuple[str, str], ...] = RHYTHM_NAMES
    weekdays: tuple[str, ...] = WEEKDAYS
    zones: ZoneGroups = ()
    largest: int = planning.LARGEST
    longest_name: int = planning.LONGEST_NAME

    def problem(self, name: str) -> str:
        """What is wrong with a field (`""`: with the form as a whole), empty where nothing is."""
        return self.problems.get(name, "")


def plan_form(wish: Wish, problems: dict[str, str] | None = None, given: Form | None = None) -> PlanForm:
    """Show a wish as a form; of fields with a problem what was written into them."""
    time = (
        first_of(given, "time") if given and problems and "time" in problems else f"{wish.hour:02d}:{wish.minute:02d}"
    )
    return PlanForm(wish, time, problems or {}, zones=zone_groups())


def zone_groups() -> ZoneGroups:
    """Return all zones but UTC by the region that their names begin with."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone in planning.zones()[1:]:
        region, _, place = zone.partition("/")
        groups.setdefault(region, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return tuple((region, tuple(names)) for region, names in groups.items())


def read_wish(given: Form, start: Wish) -> tuple[Wish, dict[str, str]]:
    """Read a form; return what it says as far as that can be understood, and by field what cannot."""
    problems: dict[str, str] = {}

    def read(name: str, how: Callable[[str], Any], otherwise: Any) -> Any:
        if name not in given:
            return otherwise
        try:
            return how(first_of(given, name))
        except SettingsError as error:
            problems[name] = str(error)
            return otherwise

    hour, minute = read("time", planning.read_time, (start.hour, start.minute))
    contents = Contents(
        personal=read("personal", planning.read_size, start.contents.personal),
        follow=read("follow", planning.read_size, start.contents.follow),
        trending=read("trending", planning.read_size, start.contents.trending),
    )
    if not (contents.personal or contents.follow or contents.trending):
        problems["personal"] = "A digest without any part would never have a paper: give one of them room."
    wish = replace(
        start,
        name=read("name", planning.read_name, start.name),
        rhythm=read("rhythm", planning.read_rhythm, start.rhythm),
        weekday=read("weekday", planning.read_weekday, start.weekday),
        monthday=read("monthday", planning.read_monthday, start.monthday),
        hour=hour,
        minute=minute,
        zone=read("zone", planning.read_zone, start.zone),
        address=read("address", planning.read_address, start.address),
        contents=contents,
        quiet=read("quiet", planning.read_quiet, start.quiet),
    )
    return planning.renamed(start, wish), problems
