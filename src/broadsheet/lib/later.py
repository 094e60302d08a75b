"""A value that is made when it is first asked for."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

_V = TypeVar("_V")


class Later(Generic[_V]):
    """Makes its value once, when it is first asked for; of several threads that ask at once one makes it."""

    def __init__(self, make: Callable[[], _V]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: list[_V] = []

    @property
    def value(self) -> _V:
        """The value; what its making raises is raised here, and tried again the next time."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]
