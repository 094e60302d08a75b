"""Write a file as a whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from broadsheet.errors import StoreError


@contextmanager
def saved(file: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Give a file to write that takes its name once it is complete; refuses to replace one unless `force`."""
    if file.exists() and not force:
        raise StoreError(f"{file} exists already; --force replaces it.")
    if file.is_dir():
        raise StoreError(f"{file} is a folder; name a file in it.")
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as opened:
            yield opened
        beside.replace(file)
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}. Nothing was changed.") from error
    finally:
        beside.unlink(missing_ok=True)
