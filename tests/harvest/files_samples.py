"""What the tests of file reading share: ways to read bytes, and one example of each format."""

import io
import re
from pathlib import Path

from broadsheet.harvest.files import adapt, read_file
from broadsheet.model.paper import Record
from broadsheet.model.raw import RawRecord, Refusal

FORMATS_PAGE = Path(__file__).resolve().parents[2] / "docs" / "import-formats.md"
EXAMPLE = re.compile(r"^## (.+?)$.*?^```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FORMAT_OF = {
    "Saved page as text": "page_text",
    "Saved page as HTML": "page_html",
    "arXiv papers by day": "arxiv_daily",
    "arXiv bulk snapshot": "arxiv_snapshot",
    "Broadsheet export": "broadsheet",
    "Starter catalog": "starter",
    "Hugging Face daily papers": "huggingface",
    "BibTeX": "bibtex",
    "RIS": "ris",
    "CSL-JSON": "csl",
    "ACL Anthology XML": "acl_xml",
}


class Trickle(io.BytesIO):
    """A stream that cannot be sought and gives at most `step` bytes at a time."""

    def __init__(self, data: bytes, step: int = 1) -> None:
        super().__init__(data)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._step)

    def seekable(self) -> bool:
        return False


def read(data: bytes | str, step: int = 1 << 16) -> list[RawRecord | Refusal]:
    """Everything that comes out of a file with this content."""
    content = data.encode() if isinstance(data, str) else data
    return list(read_file(Trickle(content, step), "here"))


def records(data: bytes | str) -> list[Record]:
    """The records of a file in which nothing is refused."""
    found = read(data)
    assert not [item for item in found if isinstance(item, Refusal)]
    return [adapt(item) for item in found if isinstance(item, RawRecord)]


def record(data: bytes | str) -> Record:
    """The one record of a file."""
    (found,) = records(data)
    return found


def refusals(data: bytes | str) -> list[Refusal]:
    """What of a file is refused."""
    return [item for item in read(data) if isinstance(item, Refusal)]


def examples() -> dict[str, str]:
    """The documented example of each format."""
    found = EXAMPLE.findall(FORMATS_PAGE.read_text())
    return {FORMAT_OF[heading]: example for heading, example in found}
