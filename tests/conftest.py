"""What every test may ask for, and how the property tests choose their examples."""

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = [
    *("cli_fixtures", "harvest_fixtures", "mail_fixtures", "search_fixtures", "site_fixtures"),
    *("accounts_cast", "browser_fixtures", "database_fixtures", "edition_cast", "facts_cast", "feeds_fixtures"),
]

# The suite says the same of the same commit; `make hunt` looks for new examples.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("hunt", deadline=None)
settings.load_profile("same")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real corpora and recorded answers; skips where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the shared data beside the checkout (../shared)")
    return folder
