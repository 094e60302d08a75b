"""What readers decide about their digests: make a plan, change it, pause it, take it away."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from broadsheet import links
from broadsheet.digests.calendar import due_after_change, next_due
from broadsheet.digests.words import RHYTHM_NAMES
from broadsheet.errors import SettingsError, TooOften
from broadsheet.mail.messages import confirm_address
from broadsheet.mail.post import Post
from broadsheet.mail.tokens import confirmation_token
from broadsheet.model.address import email_key, is_address
from broadsheet.model.digest import RHYTHMS, Contents, Plan, Quiet, Rhythm
from broadsheet.model.reader import Reader
from broadsheet.render.mails import one_line
from broadsheet.store import digest_plans, outbox
from broadsheet.store.database import Connection

MOST_PLANS = 20  # of one reader
LARGEST = 100  # papers of one part
LONGEST_NAME = 80
DEFAULT_NAME = "Every morning"
_A_DAY = timedelta(days=1)
_ASKED_A_DAY = 3  # mails that ask an address whether it wants a digest
_ASKED_BY_ONE = 20  # such mails for one reader: they go to strangers, and hold words of the reader's
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants of a plan. `address` is empty for a digest that is read on the page only."""

    name: str = DEFAULT_NAME
    rhythm: Rhythm = "daily"
    weekday: int = 0
    monthday: int = 1
    hour: int = 7
    minute: int = 0
    zone: str = "UTC"
    address: str = ""
    contents: Contents = field(default_factory=Contents)
    quiet: Quiet = "say"


def wish_of(plan: Plan) -> Wish:
    """Return what a plan says as a wish."""
    return Wish(
        plan.name,
        plan.rhythm,
        plan.weekday,
        plan.monthday,
        plan.hour,
        plan.minute,
        plan.zone,
        plan.address,
        plan.contents,
        plan.quiet,
    )


def begin(connection: Connection, reader: Reader, wish: Wish, post: Post | None, now: datetime) -> Plan:
    """Keep a new plan, and ask its address whether it wants the mails where that is not known.

    Without `post` an address that is not confirmed stays so until it is asked. A plan that is there already and goes on
    is returned: a button was pressed twice. SettingsError where a reader has as many plans as one may have.
    """
    plans = digest_plans.of_reader(connection, reader.id)
    if there := next((one for one in plans if one.due is not None and wish_of(one) == wish), None):
        return there
    if len(plans) >= MOST_PLANS:
        raise SettingsError(f"There are {MOST_PLANS} plans, as many as one reader can have. Take one away first.")
    made = now.replace(microsecond=0)
    plan = _with(Plan(0, reader.id, "", "daily", 0, 1, 0, 0, "UTC", "", False, Contents(), "say", made, None), wish)
    plan = replace(plan, confirmed=is_own(reader, wish.address))
    plan = digest_plans.add(connection, replace(plan, due=next_due(plan, now)))
    _ask(connection, plan, post, now)
    return plan


def change(connection: Connection, reader: Reader, plan: Plan, wish: Wish, post: Post | None, now: datetime) -> Plan:
    """Keep what a reader changed about a plan; the digest that was to come next is still the next."""
    changed = _with(plan, wish)
    if changed.address != plan.address:
        changed = replace(changed, confirmed=is_own(reader, wish.address))
    changed = replace(changed, due=due_after_change(plan, changed))
    digest_plans.change(connection, changed)
    if changed.address != plan.address:
        _ask(connection, changed, post, now)
    return changed


def pause(connection: Connection, plan: Plan) -> Plan:
    """Let no digest come by a plan until it is resumed; what comes in meanwhile is in the first one after that."""
    paused = replace(plan, due=None)
    digest_plans.change(connection, paused)
    return paused


def unsubscribe(connection: Connection, plan: Plan, now: datetime) -> Plan:
    """Pause a plan because its mails are not wanted; those that wait are not sent either.

    Who reads the address may not be who made the plan: it is mailed there again only once that is wanted again.
    """
    outbox.withdraw(connection, f"digest/{plan.number}/", "It was unsubscribed before it was sent.", now)
    return pause(connection, replace(plan, confirmed=False))


def remove(connection: Connection, plan: Plan, now: datetime) -> None:
    """Take a plan away; its digests stay, and its mails that wait are not sent."""
    outbox.withdraw(connection, f"digest/{plan.number}/", "The digest was taken away before it was sent.", now)
    digest_plans.remove(connection, plan.number)


def resume(connection: Connection, plan: Plan, now: datetime, *, wanted: bool = False) -> Plan:
    """Let digests come by a plan again, from its next time on; `wanted` tells that its address wants the mails."""
    due = next_due(plan, now) if plan.due is None else plan.due
    resumed = replace(plan, due=due, confirmed=plan.confirmed or (wanted and bool(plan.address)))
    digest_plans.change(connection, resumed)
    return resumed


def ask_again(connection: Connection, plan: Plan, post: Post, now: datetime) -> None:
    """Ask the address of a plan once more whether it wants the mails; TooOften where it was asked often."""
    if plan.address and not plan.confirmed:
        _ask(connection, plan, post, now)


def is_own(reader: Reader, address: str) -> bool:
    """Whether an address is the one of the reader's account, confirmed."""
    return bool(address) and reader.confirmed is not None and email_key(address) == email_key(reader.email)


def _ask(connection: Connection, plan: Plan, post: Post | None, now: datetime) -> None:
    if post is None or not plan.address or plan.confirmed:
        return
    asked = outbox.made_since(connection, "confirm", now - _A_DAY)
    if sum(reader == plan.reader for _, reader in asked) >= _ASKED_BY_ONE:
        said = (
            f"{_ASKED_BY_ONE} mails that ask an address were sent for you today: as many as there may be. Try tomorrow."
        )
        raise TooOften(said, int(_A_DAY.total_seconds()))
    if sum(email_key(address) == email_key(plan.address) for address, _ in asked) >= _ASKED_A_DAY:
        said = f"{plan.address} was asked {_ASKED_A_DAY} times today. Look into its mail, or try tomorrow."
        raise TooOften(said, int(_A_DAY.total_seconds()))
    token = confirmation_token(post.secret, plan.number, plan.address, now)
    link = post.site + links.confirm_address(token)
    letter = confirm_address(post, plan.address, reader=plan.reader, plan_name=plan.name, link=link, made=now)
    outbox.put(connection, letter, now)


def _with(plan: Plan, wish: Wish) -> Plan:
    return replace(
        plan,
        name=wish.name,
        rhythm=wish.rhythm,
        weekday=wish.weekday,
        monthday=wish.monthday,
        hour=wish.hour,
        minute=wish.minute,
        zone=wish.zone,
        address=wish.address,
        contents=wish.contents,
        quiet=wish.quiet,
    )


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all time zones that a reader may choose, UTC first."""
    named = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/")))
    return "UTC", *sorted(named)


def read_zone(text: str) -> str:
    """Read a time zone such as Europe/Berlin, in any case; SettingsError where there is none of this name."""
    text = text.strip().replace(" ", "_")
    known = {zone.casefold(): zone for zone in zones()}
    found = known.get(text.casefold()) or (text if text in available_timezones() else "")
    if not found:
        raise SettingsError(
            f"There is no time zone called {text!r}. They are called Europe/Berlin or America/New_York."
        )
    return found


def read_time(text: str) -> tuple[int, int]:
    """Read a time of day such as 07:00 or 7; SettingsError where it is none."""
    match = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", text.strip(), re.ASCII)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise SettingsError(f"{text!r} is no time of day. Write 07:00.")
    return int(match[1]), int(match[2] or 0)


def read_rhythm(text: str) -> Rhythm:
    """Read a rhythm; SettingsError where it is none."""
    for rhythm in RHYTHMS:
        if rhythm == text.strip().casefold():
            return rhythm
    raise SettingsError(f"A digest comes {', '.join(RHYTHMS[:-1])} or {RHYTHMS[-1]}, not {text!r}.")


def read_weekday(text: str) -> int:
    """Read a weekday by name or first letters; SettingsError where it is none."""
    asked = text.strip().casefold()
    found = [number for number, name in enumerate(_WEEKDAYS) if len(asked) > 1 and name.startswith(asked)]
    if len(found) != 1:
        raise SettingsError(f"{text!r} is no day of the week. Write Monday.")
    return found[0]


def read_monthday(text: str) -> int:
    """Read a day of the month, 1 to 28: later ones are not in every month; SettingsError where it is none."""
    if 1 <= (day := _number(text)) <= 28:
        return day
    raise SettingsError("The day of the month is 1 to 28: later ones are not in every month.")


def read_size(text: str) -> int:
    """Read how many papers a part has; SettingsError where it is no such number."""
    if 0 <= (size := _number(text)) <= LARGEST:
        return size
    raise SettingsError(f"The number of papers is 0 to {LARGEST}; 0 leaves the part out.")


def _number(text: str) -> int:
    """Return a number of up to three figures, -1 where it is none."""
    return int(text) if re.fullmatch(r"\s*\d{1,3}\s*", text, re.ASCII) else -1


def read_address(text: str) -> str:
    """Read an e-mail address as far as that tells it from none; SettingsError where it is none."""
    text = text.strip()
    if text and not is_address(text):
        raise SettingsError(f"{text!r} is no e-mail address. Write one such as ada@example.org, or leave it empty.")
    return text


def read_name(text: str) -> str:
    """Read the name of a plan; SettingsError where it is too long or none."""
    name = one_line(text)
    if not name or len(name) > LONGEST_NAME:
        raise SettingsError(f"The name of a digest has 1 to {LONGEST_NAME} characters.")
    return name


def renamed(before: Wish, wish: Wish) -> Wish:
    """Give a wish whose rhythm was changed the name of that, where its name was none of the reader's own."""
    names = dict(RHYTHM_NAMES)
    if wish.rhythm == before.rhythm or wish.name != before.name or wish.name not in (DEFAULT_NAME, *names.values()):
        return wish
    return replace(wish, name=names[wish.rhythm])


def read_quiet(text: str) -> Quiet:
    """Read what a digest without papers does: `say` why, or stay `away`; SettingsError where it is neither."""
    asked = text.strip().casefold()
    if asked in ("away", "stay away"):
        return "stay away"
    if asked == "say":
        return "say"
    raise SettingsError("Without papers a digest says why (say) or stays away (away).")
