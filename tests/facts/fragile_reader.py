"""A process that reads papers, and ends with one of them."""

import os
import sys
from collections.abc import Iterator

import orjson

from broadsheet.facts.beside import main


def lines() -> Iterator[bytes]:
    """Look at each line before it is read."""
    for line in sys.stdin.buffer:
        if any(key == 77 for key, *_ in orjson.loads(line)):
            os._exit(1)
        yield line


main([], lines(), sys.stdout.buffer)
