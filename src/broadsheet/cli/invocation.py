"""What every command is handed by the options before its name."""

from dataclasses import dataclass

import typer

from broadsheet.settings import Settings


@dataclass(frozen=True, slots=True)
class Invocation:
    """Settings with the options applied, and whether tracebacks are wanted."""

    settings: Settings
    debug: bool = False


def settings_of(context: typer.Context) -> Settings:
    """Return the settings that this command runs with."""
    invocation = context.obj
    assert isinstance(invocation, Invocation)
    return invocation.settings
