"""What every command is handed by the options before its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from broadsheet.settings import Settings

if TYPE_CHECKING:  # the door and all sources, which few commands need
    from broadsheet.harvest.outside import Outside
    from broadsheet.harvest.sources.base import Source


@dataclass(frozen=True, slots=True)
class Invocation:
    """Settings with the options applied, and whether tracebacks are wanted.

    `sources` and `outside` stand in for the real ones where the caller gives them.
    """

    settings: Settings
    debug: bool = False
    sources: "Mapping[str, Source] | None" = None
    outside: "Outside | None" = None


def invocation_of(context: typer.Context) -> Invocation:
    """Return what this command was handed."""
    invocation = context.obj
    assert isinstance(invocation, Invocation)
    return invocation


def settings_of(context: typer.Context) -> Settings:
    """Return the settings that this command runs with."""
    return invocation_of(context).settings
