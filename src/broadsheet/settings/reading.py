"""The only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import cast

from broadsheet.errors import SettingsError
from broadsheet.settings.model import Settings
from broadsheet.settings.table import HOME, SETTINGS, Setting


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read all settings from the environment; an unusable value raises SettingsError that names it.

    A setting `NAME` may instead come from the file that `NAME_FILE` points to, as secrets do.
    """
    environment = os.environ if environment is None else environment
    _refuse_unknown(environment)
    values = {_field(setting): _read(setting, environment) for setting in SETTINGS}
    return Settings(**values)  # type: ignore[arg-type]  # each reader returns its field's type; held by a test


def read_home(text: str) -> Path:
    """Read the name of a data folder; SettingsError where it cannot be one."""
    return cast(Path, _use(HOME, text))


def described(settings: Settings) -> dict[str, str]:
    """Every setting by name with its value as text, secrets masked."""
    secret = {_field(setting) for setting in SETTINGS if setting.secret}
    values = {field.name: str(getattr(settings, field.name)) for field in fields(settings)}
    return {
        f"BROADSHEET_{name.upper()}": ("(set)" if value else "") if name in secret else value
        for name, value in values.items()
    }


def wants_no_color(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the user asked for plain output by NO_COLOR (no-color.org)."""
    environment = os.environ if environment is None else environment
    return bool(environment.get("NO_COLOR"))


def _field(setting: Setting) -> str:
    return setting.name.removeprefix("BROADSHEET_").lower()


def _read(setting: Setting, environment: Mapping[str, str]) -> object:
    text = environment.get(setting.name, "")
    if file := environment.get(f"{setting.name}_FILE"):
        text = _read_secret(setting.name, Path(file))
    return _use(setting, text.strip() or setting.default)


def _use(setting: Setting, text: str) -> object:
    try:
        return setting.read(text)
    except ValueError as error:
        shown = "(hidden)" if setting.secret else repr(text)
        raise SettingsError(f"{setting.name} is {shown}: {error}.") from error


def _read_secret(name: str, file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}_FILE points to {file}, which cannot be read: {error}.") from error


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {setting.name for setting in SETTINGS}
    known |= {f"{name}_FILE" for name in known}
    # Names under BROADSHEET_TEST_ belong to the test suite.
    unknown = sorted(
        name
        for name in environment
        if name.startswith("BROADSHEET_") and name not in known and not name.startswith("BROADSHEET_TEST_")
    )
    if unknown:
        raise SettingsError(f"Unknown setting {', '.join(unknown)}. Known are: {', '.join(sorted(known))}.")
