"""Mails into a folder: a maildir that mail programs read, or one file each.

The name of the file is made of the Message-ID. A letter that is handed over again, because the process died before it
could note that it had been, finds its file there: here nothing arrives twice.
"""

import hashlib
import mailbox
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from broadsheet.errors import MailHeldUp
from broadsheet.model.letter import Letter

_THERE = "It was there already."


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Puts letters into `folder` by `put`, which gets the folder and the letter and returns the answer."""

    folder: Path
    put: Callable[[Path, Letter], str]
    lines: int = 1

    @property
    def place(self) -> str:
        """Where letters go."""
        return f"the folder {self.folder}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator["FolderTransport"]:
        """Open the folder; its files are made when there is a letter."""
        yield self

    async def hand_over(self, letter: Letter) -> str:
        """Write the letter's file, whole or not at all."""
        try:
            return self.put(self.folder, letter)
        except OSError as error:
            raise MailHeldUp(f"Mails cannot be written into {self.folder}: {error.strerror}.") from error


def put_into_maildir(folder: Path, letter: Letter) -> str:
    """Add a letter to a maildir, under which a mail program may have moved it from `new` to `cur`."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    mailbox.Maildir(folder, create=True)
    name = f"{int(letter.made.timestamp())}.{_name(letter)}.broadsheet"
    if (folder / "new" / name).exists() or any((folder / "cur").glob(f"{name}*")):
        return _THERE
    _write(folder / "tmp" / name, letter.message)
    (folder / "tmp" / name).replace(folder / "new" / name)
    return f"new/{name}"


def put_into_file(folder: Path, letter: Letter) -> str:
    """Write a letter as `KEY.eml`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{letter.key.replace('/', '.')}.eml"
    if file.exists():
        return _THERE
    unfinished = folder / f".{_name(letter)}.part"
    _write(unfinished, letter.message)
    unfinished.replace(file)
    return file.name


def _name(letter: Letter) -> str:
    return hashlib.sha256(letter.message_id.encode()).hexdigest()[:24]


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
