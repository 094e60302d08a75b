"""How fast papers come in: from the file to stored and found by word."""

import sqlite3
import tempfile
import time
from pathlib import Path

from bench.corpus import CORPUS, entries
from bench.library import run
from bench.report import Figure, publish


def main() -> None:
    """Import the whole corpus into an empty library, and into SQLite FTS5 as the peer."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        first = run(home, "import", "--no-embed", str(CORPUS))
        again = run(home, "import", "--no-embed", str(CORPUS))
        peer = _fts5(Path(folder) / "peer.db")
    count = sum(1 for _ in entries())
    publish(
        "intake",
        [
            Figure("import to stored and found by word", count / first.seconds, "papers/s", 2_500, True),
            Figure("peak memory of that import", first.megabytes, "MB", 500),
            Figure("the same file again (nothing changes)", count / again.seconds, "papers/s"),
            Figure("peer: SQLite FTS5, title and abstract only", count / peer, "papers/s"),
        ],
    )


def _fts5(file: Path) -> float:
    begun = time.perf_counter()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "CREATE VIRTUAL TABLE paper USING fts5(id UNINDEXED, title, abstract, tokenize='porter unicode61')"
    )
    with connection:
        connection.executemany(
            "INSERT INTO paper VALUES (?, ?, ?)", ((one.id, one.title, one.abstract) for one in entries())
        )
    connection.close()
    return time.perf_counter() - begun
