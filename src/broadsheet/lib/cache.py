"""A bounded memory of things that take a while to make."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

_V = TypeVar("_V")


class BoundedCache(Generic[_V]):
    """Keeps the `size` values used last. Two threads that miss at once both make the value; one is kept."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Hashable, _V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], _V]) -> _V:
        """Return the value kept for `key`, making it first where there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        self.put(key, value)
        return value

    def put(self, key: Hashable, value: _V) -> None:
        """Keep a value for `key` in place of the one before."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)

    def peek(self, key: Hashable) -> _V | None:
        """Return the value kept for `key`, None where there is none."""
        with self._lock:
            return self._values.get(key)
