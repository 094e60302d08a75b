"""A digest as a mail."""

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from broadsheet import links
from broadsheet.lib.clock import clocks_of
from broadsheet.mail.composing import Draft, Listing, compose, unsubscribe_address
from broadsheet.mail.post import Post
from broadsheet.mail.tokens import unsubscribe_token
from broadsheet.model.digest import Digest, Piece, Plan
from broadsheet.model.letter import Letter
from broadsheet.model.reader import LOCAL, Reader
from broadsheet.render.mathematics import to_plain

# Mail services cut a mail off at about 100 kB, with the line that takes a reader off at its end: a paper has 2.6 kB in
# full and 0.4 kB with its title and reason alone.
_IN_FULL = 30
_IN_BRIEF = 45

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class MailPiece:
    """A paper as the templates show it; addresses are whole. `brief`: only its title and why."""

    title: str
    byline: str
    day: date
    category: str
    teaser: str
    why: str
    code: str
    address: str
    marks: str
    brief: bool = False


@dataclass(frozen=True, slots=True)
class MailSection:
    """A section as the templates show it."""

    title: str
    address: str
    pieces: tuple[MailPiece, ...]
    more: int


def digest_key(plan: int, period: str) -> str:
    """Return the key of the letter that carries a digest: there is one for each plan and period."""
    return f"digest/{plan}/{period}"


def compose_digest(post: Post, reader: Reader, plan: Plan, digest: Digest) -> Letter:
    """Make the mail that carries a digest."""
    token = unsubscribe_token(post.secret, plan.number, plan.address)
    zone = clocks_of(plan.zone)
    sections, beyond = _sections(post, digest)
    context: dict[str, object] = {
        "title": digest.subject,
        "plan": plan,
        "digest": digest,
        "sections": sections,
        "papers": digest.count,
        "beyond": beyond,
        "day": digest.made.astimezone(zone).date(),
        "since": f"between {_moment(digest.since, zone)} and {_moment(digest.until, zone)}",
        "close": [_piece(post, piece) for piece in digest.close],
        "left_out": _left_out(digest),
        "why": f"You get this {_rhythm(plan)}, because {_asked(reader, plan)}.",
        "change": f"{post.site}{links.digest_plan(plan.number)}",
        "archive": f"{post.site}{links.digest(plan.number, digest.period)}",
        "unsubscribe": unsubscribe_address(post, token),
    }
    return compose(
        post,
        Draft(
            key=digest_key(plan.number, digest.period),
            kind="digest",
            reader=reader.id,
            address=plan.address,
            name=reader.name if plan.address == reader.email else "",
            subject=digest.subject,
            template="digest",
            context=context,
            made=digest.made,
            listing=Listing(plan.name, f"digest-{plan.number}", token, plan.rhythm),
        ),
    )


def _moment(of: datetime, zone: tzinfo) -> str:
    here = of.astimezone(zone)
    return f"{here.day} {here:%B, %H:%M}"


def _sections(post: Post, digest: Digest) -> tuple[list[MailSection], int]:
    """Return the sections as far as a mail has room for them, and how many papers it has none for."""
    made: list[MailSection] = []
    before = 0
    for section in digest.sections:
        shown = section.pieces[: max(0, _IN_FULL + _IN_BRIEF - before)]
        full = max(0, _IN_FULL - before)
        pieces = [_piece(post, piece) for piece in shown[:full]]
        pieces += [replace(_piece(post, piece), brief=True) for piece in shown[full:]]
        if pieces or not section.pieces:
            address = f"{post.site}{section.address}"
            made.append(MailSection(to_plain(section.title), address, tuple(pieces), section.more))
        before += len(shown)
    return made, sum(len(section.pieces) for section in digest.sections) - before


def _piece(post: Post, piece: Piece) -> MailPiece:
    address = f"{post.site}{links.paper(piece.id)}"
    return MailPiece(
        title=to_plain(piece.title),
        byline=_byline(piece),
        day=piece.day,
        category=piece.category,
        teaser=to_plain(piece.teaser),
        why=_sentences([to_plain(reason) for reason in piece.reasons]),
        code=piece.code if piece.code.startswith(("https://", "http://")) else "",
        address=address,
        marks=f"{address}#p{piece.key}",  # where the page has its buttons
    )


def _byline(piece: Piece) -> str:
    others = piece.author_count - len(piece.authors)
    names = ", ".join(piece.authors)
    return f"{names} and {others:,} more" if others > 0 and names else names


def _sentences(reasons: list[str]) -> str:
    return " ".join(f"{reason[:1].upper()}{reason[1:].rstrip('.')}." for reason in reasons if reason)


def _left_out(digest: Digest) -> str:
    return ", ".join(f"{count:,} {why}" for why, count in (digest.left_out or {}).items() if count)


def _asked(reader: Reader, plan: Plan) -> str:
    if reader.id == LOCAL or plan.address == reader.email or not reader.name:
        return f"it was asked for at this address, {plan.address}"
    return f"{reader.name} asked for it to be mailed to {plan.address}, and this address was confirmed"


def _rhythm(plan: Plan) -> str:
    at = f"at {plan.hour:02d}:{plan.minute:02d} ({plan.zone})"
    if plan.rhythm == "weekly":
        return f"every {_WEEKDAYS[plan.weekday]} {at}"
    if plan.rhythm == "monthly":
        return f"on day {plan.monthday} of every month {at}"
    return f"every day {at}" if plan.rhythm == "daily" else f"from Monday to Friday {at}"
