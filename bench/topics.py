"""The topics that rise in each month of the corpus, with their papers, to be read and judged."""

from datetime import UTC, datetime

from bench.library import prepared
from bench.report import Figure, publish
from broadsheet.editions.making import Desk, make, open_desk
from broadsheet.lib.clock import stopwatch
from broadsheet.model.edition import Edition
from broadsheet.settings import Settings
from broadsheet.store import papers
from broadsheet.store.database import Connection, open_database

MONTHS = [*(f"2025-{month:02d}" for month in range(4, 13)), *(f"2026-{month:02d}" for month in range(1, 7))]
_TITLES = 3


def main() -> None:
    """Print the topics of every month as a table in Markdown, as docs/ranking.md has it."""
    home = prepared()
    database = open_database(f"sqlite:///{home / 'catalog.db'}")
    desk = open_desk(Settings(home=home), threads=2)
    seconds, topics = [], 0
    print("| month | topic | papers, expected | its papers nearest to the middle |\n| --- | --- | --- | --- |")
    with database.read() as connection:
        for month in MONTHS:
            elapsed = stopwatch()
            edition = _made(connection, desk, month)
            seconds.append(elapsed())
            topics += len(edition.topics)
            _print(connection, edition)
    database.close()
    publish(
        "topics",
        [
            Figure(f"topics that rose in {len(MONTHS)} months", topics, ""),
            Figure("making the edition of a month, mean", sum(seconds) / len(seconds), "s"),
        ],
    )


def _made(connection: Connection, desk: Desk, month: str) -> Edition:
    return make(connection, desk, month, datetime.now(UTC), closed=True)


def _print(connection: Connection, edition: Edition) -> None:
    if not edition.topics:
        print(f"| {edition.id} | none | | |")
    for topic in edition.topics:
        found = [papers.get_by_id(connection, one) for one in topic.papers[:_TITLES]]
        titles = "; ".join(one.title for one in found if one)
        print(f"| {edition.id} | {', '.join(topic.terms)} | {topic.recent}, {topic.expected:.1f} | {titles} |")
