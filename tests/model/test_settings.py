"""Settings: defaults, the environment, secrets from files, clear refusals."""

from pathlib import Path

import pytest

from broadsheet.errors import SettingsError
from broadsheet.settings import SETTINGS, described, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.model) == ("127.0.0.1", 8300, "minilm")
    assert settings.catalog_url.endswith("catalog.db")


def test_the_environment_overrides(tmp_path: Path) -> None:
    settings = read_settings({"BROADSHEET_HOME": str(tmp_path), "BROADSHEET_PORT": "9000"})
    assert (settings.home, settings.port) == (tmp_path, 9000)
    assert settings.catalog_url == f"sqlite:///{tmp_path}/catalog.db"


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("postgresql+psycopg://alice:secret@localhost/papers\n")
    settings = read_settings({"BROADSHEET_DATABASE_URL_FILE": str(tmp_path / "secret")})
    assert settings.database_url == "postgresql+psycopg://alice:secret@localhost/papers"
    assert described(settings)["BROADSHEET_DATABASE_URL"] == "(set)"


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"BROADSHEET_PORT": "eighty"}, "BROADSHEET_PORT is 'eighty'"),
        ({"BROADSHEET_PORT": "70000"}, "0 to 65535"),
        ({"BROADSHEET_HOST": "a b"}, "BROADSHEET_HOST"),
        ({"BROADSHEET_DATABASE_URL": "mysql://bob:secret@x"}, "BROADSHEET_DATABASE_URL is (hidden)"),
        ({"BROADSHEET_HOME": "/tmp/\udcff"}, "printable text"),
        ({"BROADSHEET_PROT": "8300"}, "Unknown setting BROADSHEET_PROT"),
        ({"BROADSHEET_MODEL_FILE": "/does/not/exist"}, "cannot be read"),
    ],
)
def test_a_bad_value_is_refused_by_name(environment: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(environment)
    assert told in str(refused.value)


def test_every_setting_has_a_field_and_a_help_text() -> None:
    assert described(read_settings({})).keys() == {setting.name for setting in SETTINGS}
    assert all(setting.help.endswith(".") for setting in SETTINGS)
