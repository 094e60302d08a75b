"""The table of settings, and the only reader of the environment."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast

import platformdirs

from broadsheet.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: environment name, default as text, what it is, and how its text is read."""

    name: str
    default: str
    help: str
    read: Callable[[str], object]
    secret: bool = False


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError("a port is a number from 0 to 65535 (0: any free one)")
    return port


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.:-]+", text):
        raise ValueError("a host is a name or an address such as 127.0.0.1")
    return text


def _count(text: str) -> int:
    count = int(text)
    if not 0 <= count <= 1024:
        raise ValueError("a number from 0 to 1024")
    return count


def _contact(text: str) -> str:
    if text and not re.fullmatch(r"[^@\s<>()]+@[^@\s<>()]+", text):
        raise ValueError("an e-mail address such as alice@example.org")
    return text


def _count_a_day(text: str) -> int:
    count = int(text)
    if not 0 <= count <= 10_000_000:
        raise ValueError("a number from 0 to 10,000,000")
    return count


def _key(text: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]*", text):
        raise ValueError("a key has no blanks and only ASCII characters")
    return text


def _amount(text: str) -> float:
    amount = float(text)
    if not 0 <= amount <= 1_000_000:
        raise ValueError("a number from 0 to 1,000,000")
    return amount


def _weight(text: str) -> float:
    weight = float(text)
    if not 0 <= weight <= 100:
        raise ValueError("a number from 0 to 100")
    return weight


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise ValueError("a number from 0 to 1")
    return share


def _above_zero(text: str) -> float:
    number = float(text)
    if not 0.01 <= number <= 10_000:
        raise ValueError("a number from 0.01 to 10,000")
    return number


def _folder(text: str) -> str:
    return str(Path(text).expanduser().absolute()) if text else ""


def _home(text: str) -> Path:
    if not text.isprintable():  # control characters, and the surrogates that stand for bytes that are no UTF-8
        raise ValueError("a folder whose name is printable text")
    return Path(text).expanduser().absolute() if text else Path(platformdirs.user_data_dir("broadsheet", False))


def _database(text: str) -> str:
    if text and not re.match(r"sqlite:///|postgresql\+psycopg://", text):
        raise ValueError("an address that begins with sqlite:/// or postgresql+psycopg://")
    return text


_HOME = Setting("BROADSHEET_HOME", "", "Data folder: catalog, search index. Empty: the user's data folder.", _home)
SETTINGS = (
    _HOME,
    Setting("BROADSHEET_HOST", "127.0.0.1", "Address that `broadsheet serve` listens on.", _host),
    Setting("BROADSHEET_PORT", "8300", "Port that `broadsheet serve` listens on; 0 takes any free one.", _port),
    Setting(
        "BROADSHEET_DATABASE_URL",
        "",
        "Catalog: empty for SQLite in the data folder, or postgresql+psycopg://user:password@host/name.",
        _database,
        secret=True,
    ),
    Setting(
        "BROADSHEET_MODEL",
        "minilm",
        "Embedding model: `minilm`, or a folder that holds another ONNX model.",
        str,
    ),
    Setting("BROADSHEET_THREADS", "0", "Threads for embedding; 0 takes one for every core.", _count),
    Setting(
        "BROADSHEET_CONTACT",
        "",
        "E-mail address that harvests tell services, so that they can write to you before they block you.",
        _contact,
    ),
    Setting("BROADSHEET_OPENALEX_KEY", "", "Key for OpenAlex; without one little can be asked a day.", _key, True),
    Setting(
        "BROADSHEET_OPENALEX_BUDGET",
        "0.01",
        "US dollars a day that asking OpenAlex may cost. Without a key it gives 0.01, with a free one 1.",
        _amount,
    ),
    Setting("BROADSHEET_SEMANTICSCHOLAR_KEY", "", "Key for Semantic Scholar; none is needed.", _key, True),
    Setting("BROADSHEET_SEMANTICSCHOLAR_BUDGET", "1000", "Requests a day to Semantic Scholar.", _count_a_day),
    Setting("BROADSHEET_CROSSREF_BUDGET", "5000", "Requests a day to Crossref.", _count_a_day),
    Setting("BROADSHEET_GITHUB_TOKEN", "", "Token for GitHub: 5,000 requests an hour in place of 60.", _key, True),
    Setting("BROADSHEET_ACL_FOLDER", "", "Checkout of the ACL Anthology, or a folder of its XML files.", _folder),
    Setting("BROADSHEET_RANK_ATTENTION", "1", "Weight of attention in a paper's score (ranking.md).", _weight),
    Setting("BROADSHEET_RANK_SURGE", "0.5", "Weight of the surge around a paper in its score.", _weight),
    Setting(
        "BROADSHEET_RANK_SUBSTANCE", "0.3", "Weight of code, data, results and novelty in a paper's score.", _weight
    ),
    Setting("BROADSHEET_RANK_HALF_LIFE_DAY", "7", "Days after which a score counts half, for a day.", _above_zero),
    Setting("BROADSHEET_RANK_HALF_LIFE_WEEK", "14", "Days after which a score counts half, for a week.", _above_zero),
    Setting("BROADSHEET_RANK_HALF_LIFE_MONTH", "45", "Days after which a score counts half, for a month.", _above_zero),
    Setting(
        "BROADSHEET_RANK_COUNT_PRIOR", "2", "Counts that are added to both sides of found over expected.", _above_zero
    ),
    Setting(
        "BROADSHEET_RANK_COHORT_PRIOR",
        "10",
        "Papers of one age and category that say as much about what is expected as all others do.",
        _above_zero,
    ),
    Setting("BROADSHEET_RANK_SOURCE_CAP", "6", "The most that one source can give to attention.", _above_zero),
    Setting(
        "BROADSHEET_RANK_SOURCE_SHARE",
        "0.25",
        "What each further count, and each further source, gives of what the one before it gave.",
        _share,
    ),
    Setting(
        "BROADSHEET_RANK_SURGE_PRIOR",
        "5",
        "Neighbours that are added to both sides of found over expected.",
        _above_zero,
    ),
)


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of the ranking formula. Field names are those of the table without `BROADSHEET_RANK_`."""

    attention: float = 1.0
    surge: float = 0.5
    substance: float = 0.3
    half_life_day: float = 7.0
    half_life_week: float = 14.0
    half_life_month: float = 45.0
    count_prior: float = 2.0
    cohort_prior: float = 10.0
    source_cap: float = 6.0
    source_share: float = 0.25
    surge_prior: float = 5.0


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, read and checked. Field names are those of the table without `BROADSHEET_`, in lower case."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 8300
    database_url: str = ""
    model: str = "minilm"
    threads: int = 0
    contact: str = ""
    openalex_key: str = ""
    openalex_budget: float = 0.01
    semanticscholar_key: str = ""
    semanticscholar_budget: int = 1_000
    crossref_budget: int = 5_000
    github_token: str = ""
    acl_folder: str = ""
    rank_attention: float = 1.0
    rank_surge: float = 0.5
    rank_substance: float = 0.3
    rank_half_life_day: float = 7.0
    rank_half_life_week: float = 14.0
    rank_half_life_month: float = 45.0
    rank_count_prior: float = 2.0
    rank_cohort_prior: float = 10.0
    rank_source_cap: float = 6.0
    rank_source_share: float = 0.25
    rank_surge_prior: float = 5.0

    @property
    def weights(self) -> Weights:
        """The numbers of the ranking formula."""
        return Weights(**{field.name: getattr(self, f"rank_{field.name}") for field in fields(Weights)})

    @property
    def catalog_url(self) -> str:
        """The catalog's address, the default one included."""
        return self.database_url or f"sqlite:///{self.home / 'catalog.db'}"


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
    return cast(Path, _use(_HOME, text))


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
