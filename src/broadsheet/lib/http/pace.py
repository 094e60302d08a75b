"""What the door needs of the rest of the program, as protocols: whose turn it is, and what was answered before."""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from broadsheet.lib.http.answer import Answer


class Pace(Protocol):
    """Gives out turns to ask a host, over all processes."""

    def turn(self, host: str, interval: float, longest: float) -> AbstractContextManager[float]:
        """Wait for a turn and hold it for the block, `longest` seconds at most; gives the seconds waited."""

    def hold_off(self, host: str, seconds: float) -> None:
        """Let nobody ask this host for so long, as it asked for."""


class Memory(Protocol):
    """Keeps answers that may be used again."""

    def recall(self, url: str) -> "Remembered | None":
        """Return what was answered at this address."""

    def keep(self, answer: Answer, fresh_for: float) -> None:
        """Keep an answer; it may be used for so many seconds without asking."""


class Remembered(Protocol):
    """An earlier answer."""

    @property
    def answer(self) -> Answer:
        """The answer, marked as kept."""

    @property
    def fresh(self) -> bool:
        """Whether it may be used without asking."""


class NoPace:
    """Every turn at once: for hosts of one's own."""

    def turn(self, host: str, interval: float, longest: float) -> AbstractContextManager[float]:  # noqa: ARG002
        """Give the turn."""
        return nullcontext(0.0)

    def hold_off(self, host: str, seconds: float) -> None:
        """Do nothing."""
