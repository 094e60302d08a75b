"""The command line within this process, on a fresh data folder."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from broadsheet.cli.main import app

Run = Callable[..., Result]

ATTENTION = (
    '{"broadsheet": 1, "id": "arxiv:1706.03762", "title": "Attention Is All You Need", '
    '"abstract": "We propose the Transformer, based solely on attention mechanisms.", '
    '"authors": [{"name": "Ashish Vaswani"}, {"name": "Noam Shazeer"}], "arxiv_id": "1706.03762", '
    '"categories": ["cs.CL", "cs.LG"], "published": "2017-06-12"}\n'
)
BERT = (
    '{"broadsheet": 1, "id": "arxiv:1810.04805", "title": "BERT: Pre-training of Deep Bidirectional Transformers", '
    '"abstract": "A language representation model pre-trained on unlabeled text.", '
    '"authors": [{"name": "Jacob Devlin"}], "arxiv_id": "1810.04805", "categories": ["cs.CL"], '
    '"published": "2018-10-11"}\n'
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "home"


@pytest.fixture
def run(home: Path) -> Run:
    """Run `broadsheet` with these arguments on the data folder."""
    return _on(home)


@pytest.fixture
def two_papers(tmp_path: Path) -> Path:
    """A file with two papers."""
    file = tmp_path / "two.jsonl"
    file.write_text(ATTENTION + BERT)
    return file


@pytest.fixture(scope="session")
def library_of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two papers, to be copied."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "two.jsonl").write_text(ATTENTION + BERT)
    assert _on(folder / "home")("import", folder / "two.jsonl", "--no-embed").exit_code == 0
    return folder / "home"


@pytest.fixture
def filled(run: Run, home: Path, library_of_two: Path) -> Run:
    """`run`, on a library with two papers."""
    shutil.copytree(library_of_two, home)
    return run


def _on(home: Path) -> Run:
    def call(*arguments: str | Path, input: str | bytes | None = None) -> Result:
        result = CliRunner(env={"NO_COLOR": "1"}).invoke(app, ["--home", str(home), *map(str, arguments)], input=input)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call
