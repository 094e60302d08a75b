"""What the reader can choose to be harvested, and what a choice means."""

from dataclasses import dataclass
from datetime import date, timedelta

from broadsheet.harvest.planning import EVERYTHING, FIELDS_OF, Choice
from broadsheet.harvest.sources.base import Source
from broadsheet.harvest.telling import expectation
from broadsheet.harvest.volumes import ARCHIVE_A_DAY, CATEGORY_A_DAY, estimate
from broadsheet.model.categories import ARCHIVES, CATEGORIES, UNDIVIDED
from broadsheet.web.site import Site

ALL_FIELDS = "all"
A_DAY = "day"  # the period that begins on a day of the reader's own
PERIODS = (("7d", "7 days", 7), ("30d", "30 days", 30), ("1y", "year", 365))


@dataclass(frozen=True, slots=True)
class Field:
    """An archive or a category to be ticked; `a_day`: papers on a working day, roughly, 0 where that is not known."""

    code: str
    name: str
    chosen: bool
    a_day: int
    within: tuple["Field", ...] = ()

    @property
    def open(self) -> bool:
        """Whether one of the categories within is chosen."""
        return any(field.chosen for field in self.within)


@dataclass(frozen=True, slots=True)
class SourceBox:
    """A source to be ticked, and what it still needs, if anything."""

    name: str
    title: str
    about: str
    chosen: bool
    needs: str


@dataclass(frozen=True, slots=True)
class Period:
    """A time to go back."""

    value: str
    name: str
    chosen: bool
    means: str


@dataclass(frozen=True, slots=True)
class SetupPage:
    """The form. `problem` says what cannot be done as it was filled in."""

    all_fields: bool
    fields: tuple[Field, ...]
    sources: tuple[SourceBox, ...]
    periods: tuple[Period, ...]
    own_day: str
    own_day_chosen: bool
    today: date
    means: str
    everything: bool
    contact: str
    planned: bool
    problem: str = ""


def setup_page(site: Site, choice: Choice, *, planned: bool, problem: str = "") -> SetupPage:
    """Build the form with a choice filled in."""
    today = site.services.clock().date()
    harvests_fields = FIELDS_OF in choice.sources
    values = {today - timedelta(days=days): value for value, _, days in PERIODS} | {EVERYTHING: ALL_FIELDS}
    back = values.get(choice.since, A_DAY)
    return SetupPage(
        all_fields=harvests_fields and not choice.fields and not problem,
        fields=tuple(_field(code, name, choice) for code, name in (ARCHIVES | UNDIVIDED).items()),
        sources=tuple(_box(site, source, choice) for source in site.sources.values()),
        periods=tuple(_period(row, choice, back, today) for row in (*PERIODS, (ALL_FIELDS, "everything", 0))),
        own_day=choice.since.isoformat() if back == A_DAY else "",
        own_day_chosen=back == A_DAY,
        today=today,
        means=expectation(estimate(choice.fields, choice.since, today)) if harvests_fields else "",
        everything=back == ALL_FIELDS,
        contact=site.services.settings.contact,
        planned=planned,
        problem=problem,
    )


def _field(code: str, name: str, choice: Choice) -> Field:
    within = tuple(
        Field(category, title, category in choice.fields, CATEGORY_A_DAY.get(category, 0))
        for category, title in CATEGORIES.items()
        if category.startswith(f"{code}.")
    )
    return Field(code, name, code in choice.fields, ARCHIVE_A_DAY[code], within)


def _box(site: Site, source: Source, choice: Choice) -> SourceBox:
    settings = site.services.settings
    needs = {
        "acl": ""
        if settings.acl_folder
        else "Needs a checkout of its data: set `BROADSHEET_ACL_FOLDER` to its folder.",
        "openalex": ""
        if settings.openalex_key
        else "Little can be asked without a free key: `BROADSHEET_OPENALEX_KEY`.",
        "github": "" if settings.github_token else "60 requests an hour; 5,000 with `BROADSHEET_GITHUB_TOKEN`.",
    }
    return SourceBox(source.name, source.title, source.about, source.name in choice.sources, needs.get(source.name, ""))


def _period(row: tuple[str, str, int], choice: Choice, back: str, today: date) -> Period:
    value, name, days = row
    since = EVERYTHING if value == ALL_FIELDS else today - timedelta(days=days)
    papers = estimate(choice.fields, since, today).papers
    return Period(value, name, value == back, f"about {float(f'{papers:.2g}'):,.0f} papers")
