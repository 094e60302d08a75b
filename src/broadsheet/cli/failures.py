"""How a command ends that could not do its work: one line on standard error, and an exit code."""

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from broadsheet.cli.invocation import Invocation
from broadsheet.cli.output.console import warn
from broadsheet.errors import BroadsheetError

COULD_NOT = 1
INTERRUPTED = 130
TRACE_FILE = "last-error.txt"

# The libraries below each have an exception of their own for this, and the system's words in it.
_NO_SPACE = os.strerror(errno.ENOSPC)
_FULL = "The disk is full. What is complete is kept; make room and run the same command again."


@contextmanager
def told(context: Any) -> Iterator[None]:
    """Turn what a command raises into a line for the user and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`). What is still buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        warn("interrupted")
        raise typer.Exit(INTERRUPTED) from None
    except BroadsheetError as error:
        if _debug(context):
            traceback.print_exc()
        warn(str(error))
        raise typer.Exit(COULD_NOT) from None
    except typer.Abort as error:
        # A question that was not answered: typer says so of Ctrl-C and of an input that has ended.
        sys.stderr.write("\n")
        if isinstance(error.__context__, EOFError):
            warn("nobody answers. Give the answers as options, and --yes; --help names them. Nothing was changed.")
            raise typer.Exit(COULD_NOT) from None
        warn("interrupted; nothing was changed")
        raise typer.Exit(INTERRUPTED) from None
    except typer.Exit:
        raise
    except Exception as error:
        if _is_usage_error(error):
            raise
        warn(_FULL if _NO_SPACE in str(error) else _unexpected(context, error))
        raise typer.Exit(COULD_NOT) from None


def _is_usage_error(error: Exception) -> bool:
    # Typer shows these by itself; the class that they share moved between its versions.
    return hasattr(error, "exit_code") and hasattr(error, "format_message")


def _debug(context: Any) -> bool:
    return isinstance(context.obj, Invocation) and context.obj.debug


def _unexpected(context: Any, error: Exception) -> str:
    message = f"unexpected error: {type(error).__name__}: {error}"
    trace = traceback.format_exc()
    if not _debug(context) and isinstance(context.obj, Invocation):
        file = context.obj.settings.home / TRACE_FILE
        try:
            file.write_text(trace, encoding="utf-8")
        except OSError:
            pass
        else:
            return f"{message}\nWhere it came from is in {file}; please report it."
    return f"{message}\n{trace}"
