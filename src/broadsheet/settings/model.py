"""All settings as they are handed on."""

from dataclasses import dataclass, fields
from pathlib import Path


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
    mode: str = "local"
    registration: str = "invitation"
    reading: str = "open"
    address: str = ""
    proxies: tuple[str, ...] = ()
    mail: str = ""
    mail_from: str = ""
    mail_unsubscribe: str = ""
    dkim_key: str = ""
    dkim_selector: str = "broadsheet"
    dkim_domain: str = ""
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
