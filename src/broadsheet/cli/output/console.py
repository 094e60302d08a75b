"""What commands print: text with styles on a terminal and without elsewhere, JSON, warnings."""

import os
import re
import sys
from typing import IO

import orjson
from rich.console import Console
from rich.text import Text

from broadsheet.settings import wants_no_color

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class _Console(Console):
    def on_broken_pipe(self) -> None:
        # Called while the BrokenPipeError is handled; what it means is decided in one place for all commands.
        raise


def open_console() -> Console:
    """Open standard output; long lines are left whole where it is no terminal."""
    return _open(sys.stdout)


def open_error_console() -> Console:
    """Open standard error, where progress is shown."""
    return _open(sys.stderr)


def _open(file: IO[str]) -> Console:
    console = _Console(file=file, highlight=False, markup=False, emoji=False, no_color=wants_no_color() or None)
    if not console.is_terminal:
        console.soft_wrap = True
    return console


def clean(text: str) -> str:
    """Replace what would steer the terminal."""
    return _CONTROL.sub("�", text)


def styled(*parts: str | tuple[str, str]) -> Text:
    """Join pieces, each a text or a text with its style."""
    return Text.assemble(*((clean(part), "") if isinstance(part, str) else (clean(part[0]), part[1]) for part in parts))


def print_json(value: object) -> None:
    """Print a value as indented JSON on standard output."""
    data = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    sys.stdout.write(data.decode())


def warn(message: str) -> None:
    """Print a message of the program on standard error."""
    _say(f"broadsheet: {clean(message)}\n")


def note(message: str) -> None:
    """Print something worth knowing on standard error, where it does not mix with the data."""
    _say(f"{clean(message)}\n")


def _say(text: str) -> None:
    try:
        sys.stderr.write(text)
    except BrokenPipeError:
        # Nobody listens any more (`2>&1 | head`): that is no reason to break off a harvest or an import.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
