"""The templates of mails: HTML that is escaped, and text in which nothing a source says can begin a line of its own."""

import re
import textwrap
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from broadsheet.render import fragments
from broadsheet.render.engine import TEMPLATES

WIDTH = 74  # columns of the text part: quoted twice it still fits 78 (RFC 5322, 2.1.1)

# Controls, line and paragraph separators, and what turns the direction of the text after it (UAX 9).
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]+")
_BLANKS = re.compile(r"[ \xa0]+")


class Block(str):
    """Text of several lines that was laid out here."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class MailTemplates:
    """The two environments; a mail has a template of its name in each."""

    html: Environment
    text: Environment

    def render(self, name: str, context: dict[str, object]) -> tuple[str, str]:
        """Return a mail as text and as HTML, whose rules are written into its elements."""
        # Here, because only who makes mails needs it.
        import css_inline

        text = self.text.get_template(f"{name}.txt").render(context)
        html = self.html.get_template(f"{name}.html").render(context)
        inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
        return _tidy(text), inliner.inline(html)


def open_mail_templates() -> MailTemplates:
    """Open both environments; templates are compiled when they are first used."""
    folder = FileSystemLoader(TEMPLATES / "mail")
    common: dict[str, Any] = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    html = Environment(loader=folder, autoescape=True, finalize=_visible, **common)
    # Plain text: there is nothing to escape, and lines are kept apart by `_as_text`.
    text = Environment(loader=folder, autoescape=False, finalize=_as_text, keep_trailing_newline=True, **common)  # noqa: S701
    for environment in (html, text):
        environment.filters.update(
            counted=fragments.counted,
            long_day=fragments.long_day,
            number=fragments.number,
            short_day=fragments.short_day,
        )
    text.filters.update(wrapped=wrapped, underlined=underlined)
    return MailTemplates(html, text)


def one_line(text: str) -> str:
    """Return text on one line without anything unseen: it may stand in a header and between lines of ours."""
    return _BLANKS.sub(" ", _UNSEEN.sub(" ", text)).strip()


def wrapped(text: str, indent: str = "", first: str | None = None) -> Block:
    """Return text in lines of at most WIDTH columns; addresses stay whole."""
    lines = textwrap.wrap(
        one_line(text),
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return Block("\n".join(lines))


def underlined(text: str, sign: str) -> Block:
    """Return a heading in lines of at most WIDTH columns with a line below it."""
    lines = wrapped(text)
    return Block(f"{lines}\n{sign * max(map(len, lines.split(chr(10))))}")


def _as_text(value: object) -> object:
    return value if isinstance(value, Block) or not isinstance(value, str) else one_line(value)


def _visible(value: object) -> object:
    """Keep unseen signs out of HTML; markup that a template made stays as it is."""
    return _UNSEEN.sub(" ", value) if type(value) is str else value


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
