"""Where a pass over TeX stands: what is read, what is written, and which braces are open."""

import re
from dataclasses import dataclass, field
from typing import Literal

Braces = Literal["abstract", "title", "name"]

_ARGUMENT = re.compile(r"\s*\{([^{}]{0,2000})\}")
_OPTIONS = re.compile(r"(?:\[[^\[\]{}]{0,200}\])+")


@dataclass(slots=True)
class Group:
    """An open brace: where its text begins in the output, and what is to be done when it closes."""

    start: int
    before: str  # the character in front of the brace
    kind: str = ""  # "": plain; else what `tex._close` acts on, an accent among them
    address: str = ""  # where the text in this group links to


@dataclass(slots=True)
class State:
    """One pass over one text. The output grows by pieces; groups remember offsets into it."""

    text: str
    braces: Braces
    position: int = 0
    out: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    argument_at: int = -1  # offset at which an opening brace belongs to a command
    argument_kind: str = "command"
    argument_address: str = ""
    open_quotes: int = 0
    closings: dict[str, int] = field(default_factory=dict)  # offsets of delimiters looked up ahead

    def before(self, start: int) -> str:
        """The character in front of `start`, or empty."""
        return self.text[start - 1] if start else ""

    @property
    def following(self) -> str:
        """The next character to be read, or empty."""
        return self.text[self.position : self.position + 1]

    @property
    def last(self) -> str:
        """The last piece written, or empty."""
        return self.out[-1] if self.out else ""

    def expect(self, kind: str = "command", address: str = "") -> None:
        """Let a brace that opens here belong to a command, to be closed as `kind`."""
        self.argument_at, self.argument_kind, self.argument_address = self.position, kind, address

    def keep(self, pattern: re.Pattern[str], start: int) -> bool:
        """Write what the pattern matches at `start` as it is; False where it does not match."""
        match = pattern.match(self.text, start)
        if match is None:
            return False
        self.out.append(match[0])
        self.position = match.end()
        return True

    def skip_options(self) -> None:
        """Pass over `[…]`."""
        if self.following == "[" and (match := _OPTIONS.match(self.text, self.position)):
            self.position = match.end()

    def argument(self) -> str | None:
        """Take an argument without braces in it, as it is written; None where there is none."""
        match = _ARGUMENT.match(self.text, self.position)
        if match is None:
            return None
        self.position = match.end()
        return match[1]

    def content(self, group: Group, limit: int) -> str | None:
        """What was written since the group opened; None where it is more than `limit` characters."""
        parts = self.out[group.start + 1 : group.start + 32]
        if len(self.out) - group.start > 31 or sum(map(len, parts)) > limit:
            return None
        return "".join(parts)
