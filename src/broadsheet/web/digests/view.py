"""Digests as pages show them."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from broadsheet import links
from broadsheet.model.categories import category_name
from broadsheet.model.digest import Digest, Piece
from broadsheet.render.mathematics import to_html, to_plain
from broadsheet.render.outlinks import is_web_address


@dataclass(frozen=True, slots=True)
class PieceView:
    """A paper of a digest, under the names that parts of pages know entries by."""

    key: int
    id: str
    address: str
    title: Markup
    byline: str
    day: date
    category: str
    category_name: str
    teaser: str
    reasons: tuple[str, ...]
    code: str
    is_dated: bool = True
    year: int | None = None
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    """A part of a digest."""

    title: str
    address: str
    pieces: tuple[PieceView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class DigestView:
    """A digest; `left_out` says in words what is not in it."""

    sections: tuple[SectionView, ...]
    close: tuple[PieceView, ...]
    left_out: str

    @property
    def keys(self) -> list[int]:
        """The keys of all papers shown."""
        return [piece.key for section in self.sections for piece in section.pieces] + [one.key for one in self.close]


def digest_view(digest: Digest) -> DigestView:
    """Make of a digest what its page shows."""
    sections = tuple(
        SectionView(to_plain(one.title), one.address, tuple(map(_piece, one.pieces)), one.more)
        for one in digest.sections
    )
    out = "; ".join(f"{number:,} {words}" for words, number in (digest.left_out or {}).items() if number)
    return DigestView(sections, tuple(map(_piece, digest.close)), out)


def _piece(piece: Piece) -> PieceView:
    others = piece.author_count - len(piece.authors)
    names = ", ".join(piece.authors)
    return PieceView(
        key=piece.key,
        id=piece.id,
        address=links.paper(piece.id),
        title=to_html(piece.title),
        byline=f"{names} and {others:,} more" if others > 0 else names,
        day=piece.day,
        category=piece.category,
        category_name=category_name(piece.category),
        teaser=piece.teaser,
        reasons=tuple(_sentence(to_plain(reason)) for reason in piece.reasons),
        code=piece.code if is_web_address(piece.code) else "",
    )


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."
