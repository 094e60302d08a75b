"""`broadsheet doctor`: what is wrong, and how to mend it."""

from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer
from rich.text import Text

from broadsheet.cli.checks import Finding, run_checks
from broadsheet.cli.failures import COULD_NOT
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json, styled
from broadsheet.settings import described
from broadsheet.store.database import connect, schema_version
from broadsheet.store.database import migrate as migrate_catalog

EXAMPLES = ("broadsheet doctor", "broadsheet doctor --migrate")

_STYLES = {"ok": "green", "warning": "yellow", "problem": "bold red"}


def doctor(
    context: typer.Context,
    migrate: Annotated[
        bool, typer.Option("--migrate", help="First bring the catalog to this version's schema.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check what Broadsheet stands on, and say how to mend it.

    Looks at the data folder and its disk, the catalog's schema and file, the index, the model and the port. Exits with
    1 when there is a problem; a warning is none.
    """
    settings = settings_of(context)
    if migrate:
        _migrate(settings.catalog_url)
    findings = []
    console = open_console()
    for finding in run_checks(settings):
        findings.append(finding)
        if not json:
            console.print(_line(finding))
    if json:
        print_json({"settings": described(settings), "findings": [asdict(finding) for finding in findings]})
    if any(finding.level == "problem" for finding in findings):
        raise typer.Exit(COULD_NOT)


def _line(finding: Finding) -> Text:
    mend = f" — {finding.mend}" if finding.mend else ""
    return styled(
        (f"{finding.level:<8} ", _STYLES[finding.level]), (f"{finding.subject:<12} ", "bold"), finding.found, mend
    )


def _migrate(url: str) -> None:
    with closing(connect(url)) as database:
        before = schema_version(database)
        migrate_catalog(database)
        note(f"Schema {before or '(none)'} → {schema_version(database)}.")
