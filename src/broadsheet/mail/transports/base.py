"""What every way of sending mail offers."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from broadsheet.model.letter import Letter


class Line(Protocol):
    """An open connection: takes one letter after another."""

    async def hand_over(self, letter: Letter) -> str:
        """Hand a letter over and return what was answered; LetterRefused or MailHeldUp where it was not taken."""
        ...


class Transport(Protocol):
    """A way of sending mail. `lines` is how many may be open at a time, `place` where letters go, in words."""

    @property
    def lines(self) -> int: ...

    @property
    def place(self) -> str: ...

    def open(self) -> AbstractAsyncContextManager[Line]:
        """Open a line; MailHeldUp where that cannot be done."""
        ...
