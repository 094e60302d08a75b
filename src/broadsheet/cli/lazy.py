"""Commands that are imported when they are called, so that `--help` and the quick ones stay quick."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from broadsheet.cli.failures import told


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: its name, `module:function` in `cli.commands`, one sentence, and its heading in the help."""

    name: str
    target: str
    summary: str
    heading: str


def load(entry: Entry) -> Any:
    """Import a command's module and return the command; its module's EXAMPLES end its help."""
    module_name, function_name = entry.target.split(":")
    module = import_module(f"broadsheet.cli.commands.{module_name}")
    function = getattr(module, function_name)
    single = typer.Typer(
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    single.command(entry.name, help=_paragraphs(function), epilog=_epilog(module.EXAMPLES))(function)
    return typer.main.get_command(single)


class LazyCommand(TyperCommand):
    """Stands for a command in lists; becomes the real one when its context is made."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.name, help=entry.summary, rich_help_panel=entry.heading)
        self._entry = entry

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        """Load the command and make its context."""
        return load(self._entry).make_context(info_name, args, parent=parent, **extra)


class LazyGroup(TyperGroup):
    """A group whose commands are the `entries` of the class; what they raise is told in one line."""

    entries: Sequence[Entry] = ()

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {entry.name: LazyCommand(entry) for entry in self.entries}

    def invoke(self, ctx: Any) -> Any:
        """Run the called command."""
        with told(ctx):
            return super().invoke(ctx)


def _paragraphs(function: Callable[..., None]) -> str:
    """The docstring with each paragraph on one line, to be wrapped to the terminal's width."""
    paragraphs = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    return "\n\n".join(_escaped(" ".join(paragraph.split())) for paragraph in paragraphs)


def _epilog(examples: Sequence[str]) -> str:
    lines = (f"  [dim]$[/dim] {_escaped(example)}" for example in examples)
    return "\n".join(("[bold]Examples[/bold]" if len(examples) > 1 else "[bold]Example[/bold]", *lines))


def _escaped(text: str) -> str:
    """Keep what looks like the help's own markup as it is."""
    return text.replace("[", "\\[")
