"""The documentation says what the program does, and its links lead somewhere."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from broadsheet.cli.lazy import Entry
from broadsheet.cli.main import COMMANDS
from broadsheet.settings import SETTINGS, Setting

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
IGNORED = {".venv", "node_modules", ".pytest_cache"}


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """The program that writes the generated pages."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages() -> Iterator[Path]:
    """Every Markdown page that is part of the project."""
    for file in sorted(ROOT.rglob("*.md")):
        if not IGNORED & set(file.relative_to(ROOT).parts):
            yield file


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_generated_pages_are_current(generate: ModuleType) -> None:
    for file, text in generate.pages().items():
        assert file.read_text(encoding="utf-8") == text, "run python docs/generate.py"


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: str(entry.name))
def test_every_command_is_documented(entry: Entry) -> None:
    assert f"## broadsheet {entry.name}" in (ROOT / "docs" / "command-line.md").read_text()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: str(setting.name))
def test_every_setting_is_documented(setting: Setting) -> None:
    assert f"| `{setting.name}` |" in (ROOT / "docs" / "settings.md").read_text()


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{page.name} points to {target}"
        assert not anchor or anchor in anchors(file), f"{page.name} points to {target}"


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make serve" in readme
    assert "make test" in readme
