"""Digests and their plans as lines of text."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console

from broadsheet.cli.output.console import styled
from broadsheet.digests.words import next_of, rhythm_of, where_to
from broadsheet.model.digest import Digest, Piece, Plan
from broadsheet.render.mathematics import to_plain


def print_plans(console: Console, plans: Sequence[Plan], now: datetime) -> None:
    """Print plans, each with when it comes next."""
    for plan in plans:
        console.print(
            styled((f"{plan.number:>3}. ", "dim"), (plan.name, "bold"), f"  {rhythm_of(plan)}, {where_to(plan)}")
        )
        console.print(styled((f"     {next_of(plan, now)}", "dim")))


def told(plan: Plan, now: datetime) -> str:
    """Say what a plan does, in a sentence or two."""
    return f"Plan {plan.number}, “{plan.name}”: {rhythm_of(plan)}, {where_to(plan)}. {next_of(plan, now)}."


def print_digest(console: Console, digest: Digest) -> None:
    """Print a digest as text."""
    console.print(styled((to_plain(digest.subject), "bold")))
    console.print(
        styled((f"Came in between {digest.since:%Y-%m-%d %H:%M} and {digest.until:%Y-%m-%d %H:%M} UTC", "dim"))
    )
    if digest.quiet:
        console.print(styled(f"\n{digest.quiet}"))
    for section in digest.sections:
        more = f", {section.more:,} more had no room" if section.more else ""
        console.print(styled("\n", (to_plain(section.title), "bold"), (more, "dim")))
        for place, piece in enumerate(section.pieces, 1):
            _print(console, piece, f"{place:>3}. ")
    for piece in digest.close:
        _print(console, piece, "   - ")
    if digest.left_out:
        out = "; ".join(f"{number:,} {words}" for words, number in digest.left_out.items())
        console.print(styled("\n", (f"Not in it: {out}.", "dim")))


def plan_as_json(plan: Plan) -> dict[str, object]:
    """Return a plan with the names that its table has."""
    return {
        "number": plan.number,
        "name": plan.name,
        "rhythm": plan.rhythm,
        "weekday": plan.weekday,
        "monthday": plan.monthday,
        "at": f"{plan.hour:02d}:{plan.minute:02d}",
        "zone": plan.zone,
        "address": plan.address,
        "confirmed": plan.confirmed,
        "personal": plan.contents.personal,
        "follow": plan.contents.follow,
        "trending": plan.contents.trending,
        "quiet": plan.quiet,
        "due": plan.due.isoformat() if plan.due else None,
    }


def _print(console: Console, piece: Piece, before: str) -> None:
    console.print(styled((before, "dim"), (to_plain(piece.title), "bold")))
    others = piece.author_count - len(piece.authors)
    names = ", ".join(piece.authors) + (f" and {others:,} more" if others > 0 else "")
    console.print(styled("     ", (" · ".join(filter(None, (names, piece.id, piece.category))), "cyan")))
    if piece.reasons:
        console.print(styled("     ", to_plain("; ".join(piece.reasons))))
