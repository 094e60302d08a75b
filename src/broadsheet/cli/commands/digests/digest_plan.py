"""`broadsheet digest-plan`: make, change, pause or take away a plan of digests."""

from contextlib import closing
from dataclasses import replace
from typing import Annotated

import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, print_json
from broadsheet.cli.output.digests import plan_as_json, told
from broadsheet.cli.reader import reader_named
from broadsheet.digests import planning
from broadsheet.digests.planning import Wish, wish_of
from broadsheet.digests.words import RHYTHM_NAMES
from broadsheet.errors import SettingsError
from broadsheet.lib.clock import now
from broadsheet.mail.post import open_post
from broadsheet.model.digest import Contents, Plan
from broadsheet.model.reader import Reader
from broadsheet.store import digest_plans
from broadsheet.store.database import Connection, open_database

EXAMPLES = (
    "broadsheet digest-plan daily --at 07:00 --zone Europe/Berlin",
    "broadsheet digest-plan weekly --on Friday --at 16:30 --to ada@example.org",
    "broadsheet digest-plan --plan 1 --sizes 20,5,0 --quiet away",
    "broadsheet digest-plan pause --plan 1",
)

_DEEDS = ("pause", "resume", "remove")


def digest_plan(  # noqa: PLR0913  (its options)
    context: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[daily | weekdays | weekly | monthly | pause | resume | remove]",
            help="How often the digest comes; or, with --plan, what is to become of it.",
            show_default=False,
        ),
    ] = None,
    number: Annotated[
        int | None, typer.Option("--plan", metavar="N", help="Change this plan.", show_default="a new one")
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="At this time of day: 07:00.", show_default="07:00")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Weekly: on this weekday. Monthly: on this day, 1 to 28.", show_default=False),
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="By the clocks of this zone: Europe/Berlin.", show_default="the reader's")
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Mail it there; '' for the pages only.", show_default="none")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Its name.", show_default="how often it comes")] = None,
    sizes: Annotated[
        str | None,
        typer.Option(
            metavar="P,F,T", help="Papers at most: suggested, of each follow, trending.", show_default="10,5,5"
        ),
    ] = None,
    quiet: Annotated[
        str | None, typer.Option(metavar="say|away", help="Without papers: say why, or stay away.", show_default="say")
    ] = None,
    reader: Annotated[str, typer.Option(help="Whose plan, by e-mail address, where there are accounts.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Choose when a digest comes, and what is in it.

    An address that is not the account's own gets a mail that asks whether it wants the digest; nothing else goes there
    before its link was followed.
    """
    settings = settings_of(context)
    asked = _Asked(at, on, zone, to, name, sizes, quiet)
    with closing(open_database(settings.catalog_url)) as database:
        post = open_post(settings, database)
        with database.write() as connection:
            whose = reader_named(connection, reader)
            if number is None and what in _DEEDS:
                raise SettingsError(f"Which plan is to {what}? Give its number: --plan N.")
            if number is None:
                wish = _named(Wish(zone=whose.zone), what or "daily")
                wish = asked.applied(replace(wish, name=dict(RHYTHM_NAMES)[wish.rhythm]))
                plan = planning.begin(connection, whose, wish, post, now())
            else:
                plan = _of(connection, whose, number)
                if what in _DEEDS:
                    plan = _done(connection, whose, plan, what)
                else:
                    before = wish_of(plan)
                    wish = planning.renamed(before, asked.applied(_named(before, what or plan.rhythm)))
                    plan = planning.change(connection, whose, plan, wish, post, now())
    if json:
        print_json(plan_as_json(plan))
    else:
        note("It was taken away; its digests stay." if what == "remove" else told(plan, now()))


class _Asked:
    """The options that change a wish; those not given change nothing."""

    def __init__(self, *given: str | None) -> None:
        self.at, self.on, self.zone, self.to, self.name, self.sizes, self.quiet = given

    def applied(self, wish: Wish) -> Wish:
        """Return the wish as these options change it."""
        if self.at is not None:
            hour, minute = planning.read_time(self.at)
            wish = replace(wish, hour=hour, minute=minute)
        if self.on is not None:
            wish = _on(wish, self.on)
        if self.zone is not None:
            wish = replace(wish, zone=planning.read_zone(self.zone))
        if self.to is not None:
            wish = replace(wish, address=planning.read_address(self.to))
        if self.name is not None:
            wish = replace(wish, name=planning.read_name(self.name))
        if self.sizes is not None:
            wish = replace(wish, contents=_contents(self.sizes))
        if self.quiet is not None:
            wish = replace(wish, quiet=planning.read_quiet(self.quiet))
        return wish


def _named(wish: Wish, rhythm: str) -> Wish:
    return replace(wish, rhythm=planning.read_rhythm(rhythm))


def _on(wish: Wish, text: str) -> Wish:
    if wish.rhythm == "monthly":
        return replace(wish, monthday=planning.read_monthday(text))
    if wish.rhythm == "weekly":
        return replace(wish, weekday=planning.read_weekday(text))
    raise SettingsError("--on goes with weekly and monthly.")


def _contents(text: str) -> Contents:
    sizes = [planning.read_size(part) for part in text.split(",")]
    if len(sizes) != 3 or not any(sizes):
        raise SettingsError("--sizes has three numbers, such as 10,5,5, of which one is above 0.")
    return Contents(*sizes)


def _of(connection: Connection, reader: Reader, number: int) -> Plan:
    plan = digest_plans.get(connection, number)
    if plan is None or plan.reader != reader.id:
        raise SettingsError(f"There is no plan {number}. `broadsheet digest` lists them.")
    return plan


def _done(connection: Connection, reader: Reader, plan: Plan, deed: str) -> Plan:
    if deed == "remove":
        planning.remove(connection, plan, now())
        return plan
    if deed == "pause":
        return planning.pause(connection, plan)
    return planning.resume(connection, plan, now(), wanted=planning.is_own(reader, plan.address))
