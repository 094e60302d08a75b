"""Plans of digests, a look at what would come now, and digests as they were made."""

from dataclasses import dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.digests.making import preview
from broadsheet.digests.planning import Wish, is_own, wish_of
from broadsheet.digests.words import WEEKDAYS, delivery, local_moment, next_of, rhythm_of, where_to
from broadsheet.mail.digests import digest_key
from broadsheet.model.digest import Digest, Plan
from broadsheet.model.reader import Reader
from broadsheet.store import digest_plans, digests, outbox, readers, suppressions
from broadsheet.store.database import Connection
from broadsheet.store.digests import DigestHead
from broadsheet.web.digests.form import PlanForm, ZoneGroups, plan_form, zone_groups
from broadsheet.web.digests.view import DigestView, digest_view
from broadsheet.web.http import params
from broadsheet.web.http.reader import need_reader
from broadsheet.web.http.respond import show
from broadsheet.web.site import site_of
from broadsheet.web.views.frame import feed_links, frame_for
from broadsheet.web.views.marks import read_marks
from broadsheet.web.views.paging import Pager, pager_for, pages_of

_SIZE = 30
_LAST = 6  # digests of a plan that its page names


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list of plans."""

    plan: Plan
    rhythm: str
    where: str
    next: str


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """A digest in a list of digests."""

    address: str
    subject: str
    made: str
    papers: int
    plan: str


@dataclass(frozen=True, slots=True)
class DigestsPage:
    """A reader's plans, and the digests that were made. `gone`: a plan that was taken away just now, to make again."""

    plans: tuple[PlanLine, ...]
    wish: Wish
    total: int
    archive: tuple[ArchiveLine, ...]
    pager: Pager
    zones: ZoneGroups
    gone: Wish | None = None
    weekdays: tuple[str, ...] = WEEKDAYS


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan with its form; `plan` is None for one to be made. `said` is what was done just now."""

    form: PlanForm
    plan: PlanLine | None = None
    archive: tuple[ArchiveLine, ...] = ()
    own: bool = False
    own_address: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class DigestPage:
    """A digest; `plan` is None where it was taken away since, `is_preview` where it was made to be looked at."""

    digest: Digest
    view: DigestView
    plan: Plan | None
    delivery: str
    made: str
    is_preview: bool = False


def list_plans(request: Request) -> Response:
    """Show a reader's plans, and all digests that were made."""
    return plans_page(request, number=params.page_number(request))


def plans_page(request: Request, *, number: int = 1, gone: Wish | None = None) -> Response:
    """Show the plans; `gone` is one that was taken away just now."""
    site, reader = site_of(request), need_reader(request)
    now = site.services.clock()
    with site.services.database.read() as connection:
        plans = digest_plans.of_reader(connection, reader)
        total = digests.count(connection, reader)
        heads = digests.heads(connection, reader, limit=_SIZE, offset=(number - 1) * _SIZE)
        known = readers.get(connection, reader)
        barred = suppressions.among(connection, {plan.address for plan in plans if plan.address})
    pager = pager_for(links.DIGESTS, number, pages_of(total, _SIZE))
    page = DigestsPage(
        tuple(plan_line(plan, now) for plan in plans),
        wish_for(known),
        total,
        _archive(heads, plans),
        pager,
        () if plans else zone_groups(),
        gone,
    )
    frame = frame_for(
        request,
        "Digests · Broadsheet",
        canonical=links.with_page(links.DIGESTS, number),
        section="digests",
        hidden=True,
        earlier=pager.earlier,
        later=pager.later,
        feeds=(feed_links("Papers of your digests", links.digests_feed()),),
        bounced=tuple((address, found.reason) for address, found in barred.items()),
    )
    return show(request, "digests/plans.html", frame, page)


def new(request: Request) -> Response:
    """Show the form of a plan to be made."""
    reader = known_reader(request)
    return form_page(request, plan_form(wish_for(reader)))


def form_page(
    request: Request, form: PlanForm, plan: Plan | None = None, *, said: str = "", status: int = 200
) -> Response:
    """Show the form of a plan, or of one to be made."""
    site, reader = site_of(request), known_reader(request)
    archive: tuple[ArchiveLine, ...] = ()
    if plan is not None:
        with site.services.database.read() as connection:
            archive = _archive(digests.heads(connection, reader.id, limit=_LAST, plan=plan.number), [plan])
    own = reader.email if reader.confirmed else ""
    line = plan_line(plan, site.services.clock()) if plan else None
    page = PlanPage(form, line, archive, bool(plan and is_own(reader, plan.address)), own, said)
    title = plan.name if plan else "A new digest"
    frame = frame_for(request, f"{title} · Broadsheet", canonical=links.DIGESTS, section="digests", hidden=True)
    return show(request, "digests/plan.html", frame, page, status=status)


def show_plan(request: Request) -> Response:
    """Show one plan with its form."""
    with site_of(request).services.database.read() as connection:
        plan = own_plan(request, connection)
    said = _SAID.get(params.text(request, "said"), "")
    return form_page(request, plan_form(wish_of(plan)), plan, said=said)


def show_preview(request: Request) -> Response:
    """Show what would come now; nothing is kept, and nothing counts as shown."""
    site = site_of(request)
    with site.services.database.read() as connection:
        plan = own_plan(request, connection)
    digest = preview(site.services.library, plan, site.services.clock())
    page = DigestPage(digest, digest_view(digest), plan, "", "", is_preview=True)
    return _show_digest(request, page, f"What would come now: {plan.name}")


def show_digest(request: Request) -> Response:
    """Show a digest as it was made."""
    site, reader = site_of(request), need_reader(request)
    number, period = plan_number(request), request.path_params["period"]
    with site.services.database.read() as connection:
        digest = digests.get(connection, number, period)
        if digest is None or digest.reader != reader:
            raise HTTPException(404, "There is no such digest in your archive.")
        letter = outbox.get(connection, digest_key(number, period))
        plan = digest_plans.get(connection, number)
    made = local_moment(digest.made, digest.zone)
    page = DigestPage(digest, digest_view(digest), plan, delivery(digest, letter), made)
    return _show_digest(request, page, digest.subject)


def _show_digest(request: Request, page: DigestPage, title: str) -> Response:
    frame = frame_for(request, f"{title} · Broadsheet", section="digests", hidden=True)
    return show(request, "digests/digest.html", frame, page, marks=read_marks(request, page.view.keys))


def own_plan(request: Request, connection: Connection) -> Plan:
    """Return the plan that an address names, where it is the reader's; 404 where it is not."""
    reader = need_reader(request)
    plan = digest_plans.get(connection, plan_number(request))
    if plan is None or plan.reader != reader:
        raise HTTPException(404, "You have no such digest. It may have been taken away.")
    return plan


def plan_number(request: Request) -> int:
    """Return the number of the plan that an address names; 404 where it names none."""
    given = request.path_params["plan"]
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        raise HTTPException(404, "You have no such digest. It may have been taken away.")
    return int(given)


def known_reader(request: Request) -> Reader:
    """Return the reader who asks, as stored."""
    name = need_reader(request)
    with site_of(request).services.database.read() as connection:
        reader = readers.get(connection, name)
    if reader is None:
        raise HTTPException(404, "There is no such reader any more.")
    return reader


def wish_for(reader: Reader | None) -> Wish:
    """Return what is proposed to a reader: every morning, by the reader's clocks, to the account's own address."""
    if reader is None:
        return Wish()
    return Wish(zone=reader.zone, address=reader.email if reader.confirmed else "")


def plan_line(plan: Plan, now: datetime) -> PlanLine:
    """Say what a plan does."""
    return PlanLine(plan, rhythm_of(plan), where_to(plan), next_of(plan, now))


_SAID = {
    "kept": "Kept.",
    "asked": "A mail was sent to the address. Nothing else goes there before its link was followed.",
    "paused": "Paused: no digest comes until you resume it. What comes in meanwhile is in the first one after that.",
    "resumed": "Resumed.",
}


def _archive(heads: list[DigestHead], plans: list[Plan]) -> tuple[ArchiveLine, ...]:
    names, zones = {plan.number: plan.name for plan in plans}, {plan.number: plan.zone for plan in plans}
    return tuple(
        ArchiveLine(
            links.digest(head.plan, head.period),
            head.subject,
            local_moment(head.made, zones.get(head.plan, "UTC")),
            head.papers,
            names.get(head.plan, ""),
        )
        for head in heads
    )
