"""One paper, read whatever it holds."""

import traceback

from broadsheet.extract.facts.read import read
from broadsheet.store.fact_rows import ReadPaper, read_paper
from broadsheet.store.readings import Unread


def read_one(unread: Unread) -> ReadPaper:
    """Read a paper; where that fails it has no facts, and what went wrong is told with it."""
    try:
        return read_paper(unread.key, unread.text_digest, read(unread.title, unread.abstract))
    except Exception:  # noqa: BLE001 - whatever is wrong with one text must not stop the others
        return unreadable(unread, traceback.format_exc())


def unreadable(unread: Unread, fault: str) -> ReadPaper:
    """A paper without facts, so that it is not tried again and again."""
    return ReadPaper(unread.key, unread.text_digest, "[]", (), fault)
