"""A process that reads papers, and ends with one of them; or, told to be `blind`, can read none."""

import os
import sys
from collections.abc import Iterator

import orjson

from broadsheet.facts.beside import main
from broadsheet.facts.one import unreadable
from broadsheet.store.readings import Unread


def lines() -> Iterator[bytes]:
    """Look at each line before it is read."""
    for line in sys.stdin.buffer:
        if "blind" in sys.argv:
            blind = [unreadable(Unread(*row), "no eyes") for row in orjson.loads(line)]
            sys.stdout.buffer.write(orjson.dumps(blind) + b"\n")
            sys.stdout.buffer.flush()
            continue
        if any(key == 77 for key, *_ in orjson.loads(line)):
            os._exit(1)
        yield line


main([], lines(), sys.stdout.buffer)
