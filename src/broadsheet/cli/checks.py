"""What `broadsheet doctor` looks at: each check gives findings, each problem says how to mend it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

from rich.filesize import decimal

from broadsheet.cli.address import listen
from broadsheet.cli.index_state import read_index_state
from broadsheet.cli.presence import running_address
from broadsheet.embed.registry import verify
from broadsheet.errors import BroadsheetError
from broadsheet.mail.checking import look
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.services import index_folder
from broadsheet.settings import Settings
from broadsheet.store import health, papers
from broadsheet.store.database import Database, connect, schema_version
from broadsheet.store.schema import SCHEMA_VERSION

Level = Literal["ok", "warning", "problem"]

_LITTLE_SPACE, _NO_SPACE = 1 << 30, 50 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what was looked at, what was found, and what mends it."""

    subject: str
    level: Level
    found: str
    mend: str = ""


def run_checks(settings: Settings) -> Iterator[Finding]:
    """Look at everything, the cheap and the fundamental first."""
    yield from _check_folder(settings)
    yield from _check_catalog(settings)
    yield _check_model(settings)
    yield _check_port(settings)
    yield _check_mail(settings)


def _check_folder(settings: Settings) -> Iterator[Finding]:
    home = settings.home
    if not home.exists():
        yield Finding("data folder", "warning", f"{home} is not there yet", "`broadsheet serve` or `import` makes it")
        return
    if not home.is_dir():
        yield Finding("data folder", "problem", f"{home} is no folder", "choose another with --home or BROADSHEET_HOME")
        return
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        yield Finding("data folder", "problem", f"{home} may not be written", "mend its permissions or its mount")
    else:
        yield Finding("data folder", "ok", str(home))
    free = shutil.disk_usage(home).free
    level: Level = "problem" if free < _NO_SPACE else "warning" if free < _LITTLE_SPACE else "ok"
    yield Finding("free space", level, decimal(free), "" if level == "ok" else "make room on this disk")


def _check_catalog(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url and not (settings.home / "catalog.db").exists():
        yield Finding("catalog", "warning", "there is none yet", "`broadsheet serve` or `import` makes it")
        return
    try:
        with closing(connect(settings.catalog_url)) as database:
            version = schema_version(database)
            yield _judge_schema(version)
            if version == SCHEMA_VERSION:
                yield _check_content(database)
                yield from _check_index(settings, database)
    except BroadsheetError as error:
        yield Finding("catalog", "problem", str(error))


def _judge_schema(version: str | None) -> Finding:
    if version is None:
        return Finding("schema", "warning", "the database is empty", "`broadsheet serve` or `import` fills it")
    if version == SCHEMA_VERSION:
        return Finding("schema", "ok", version)
    if version < SCHEMA_VERSION:
        return Finding("schema", "problem", f"{version}, needed is {SCHEMA_VERSION}", "`broadsheet doctor --migrate`")
    return Finding("schema", "problem", f"{version} is newer than this program", "install the newer Broadsheet")


def _check_content(database: Database) -> Finding:
    with database.read() as connection:
        damage = health.find_damage(connection)
        number = papers.count(connection)
    if damage:
        return Finding("catalog", "problem", "; ".join(damage[:3]), "restore it from a backup")
    return Finding("catalog", "ok", f"{number:,} papers at {database.address}")


def _check_index(settings: Settings, database: Database) -> Iterator[Finding]:
    try:
        state = read_index_state(settings, database)
        engine = EmbeddedEngine(index_folder(settings), state.model)
    except BroadsheetError as error:
        yield Finding("index", "problem", str(error), "`broadsheet index --rebuild`")
        return
    waiting = "`broadsheet index`, or leave it to a running server"
    if state.unindexed:
        yield Finding("index", "warning", f"{state.unindexed:,} papers are not in it yet", waiting)
    else:
        yield Finding("index", "ok", f"{engine.paper_count:,} papers are found by word")
    if state.unread:
        yield Finding("abstracts", "warning", f"{state.unread:,} are not read yet for systems and results", waiting)
    else:
        yield Finding("abstracts", "ok", "all are read for systems, data and results")
    if missing := max(0, state.unembedded - state.outdated):
        yield Finding("vectors", "warning", f"{missing:,} papers are not found by meaning yet", waiting)
    elif state.unembedded:
        found = f"{state.unembedded:,} papers are found by earlier vectors, and wait for {state.model}"
        yield Finding("vectors", "warning", found, waiting)
    else:
        yield Finding("vectors", "ok", f"{state.embedded:,} by {state.model}")


def _check_model(settings: Settings) -> Finding:
    try:
        return Finding("model", "ok", f"{verify(settings.model).name}, checksums agree")
    except BroadsheetError as error:
        return Finding("model", "problem", str(error), "install Broadsheet again, or look at BROADSHEET_MODEL")


def _check_port(settings: Settings) -> Finding:
    if (address := running_address(settings.home)) is not None:
        return Finding("server", "ok", f"running at {address}")
    try:
        listen(settings.host, settings.port).close()
    except BroadsheetError as error:
        return Finding("port", "problem", str(error))
    return Finding("port", "ok", f"{settings.port} on {settings.host} is free")


def _check_mail(settings: Settings) -> Finding:
    found = look(settings)
    return Finding("mail", found.level, found.found, found.mend)
