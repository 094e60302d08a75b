"""A stand-in for arXiv's OAI-PMH: invented papers, pages with tokens that it may forget, sets and days."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from upstream import Asked, Reply

HOST, QUERY_HOST, RSS_HOST = "oaipmh.arxiv.org", "export.arxiv.org", "rss.arxiv.org"


@dataclass(frozen=True)
class Entry:
    """One paper as arXiv keeps it. `versions` has day, size and source type of each."""

    id: str
    touched: date
    title: str = "Grokking without Weight Decay"
    abstract: str = "  We show that networks grok\nwithout it."
    authors: tuple[tuple[str, str], ...] = (("Ada", "van Berg"), ("Bo", "Chen"))
    categories: str = "cs.LG stat.ML"
    versions: tuple[tuple[str, str, str], ...] = (("Mon, 2 Nov 2026 10:00:00 GMT", "66kb", "D"),)
    comment: str = ""
    deleted: bool = False


def named(number: int, touched: date, **fields: object) -> Entry:
    """A paper of November 2026 with a title of its own."""
    return Entry(f"2611.{number:05d}", touched, f"Paper number {number}", **fields)  # type: ignore[arg-type]


@dataclass
class Arxiv:
    """What it holds, how many it shows a page, and what its clock says."""

    entries: dict[str, Entry] = field(default_factory=dict)
    page: int = 2
    clock: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC)
    generation: int = 0

    def put(self, *entries: Entry) -> None:
        """Keep entries in place of those with their ids."""
        self.entries |= {entry.id: entry for entry in entries}

    def touch(self, day: date) -> None:
        """Move all datestamps, as a bulk edit does."""
        self.put(*(replace(entry, touched=day) for entry in self.entries.values()))

    def forget(self) -> None:
        """Forget all tokens, as arXiv does at midnight UTC."""
        self.generation += 1

    def answer(self, asked: Asked) -> Reply:
        """Answer as arXiv does, errors included."""
        query = dict(asked.query)
        start = 0
        if token := query.get("resumptionToken"):
            generation, prefix, begins, ends, spec, skip = unquote(token).split("|")
            if int(generation) != self.generation:
                return self._reply("<error code='badResumptionToken'>It is invalid or expired.</error>")
            query = {"metadataPrefix": prefix, "from": begins, "until": ends, "set": spec}
            start = int(skip)
        found = sorted(
            (entry for entry in self.entries.values() if self._asked_for(entry, query)),
            key=lambda entry: (entry.touched, entry.id),
        )
        if query["from"] > self.clock.date().isoformat():
            return self._reply("<error code='badArgument'>until must not be before from</error>")
        if not found[start:]:
            return self._reply("<error code='noRecordsMatch'>Nothing.</error>")
        shown, rest = found[start : start + self.page], found[start + self.page :]
        place = (self.generation, query["metadataPrefix"], query["from"], query.get("until", ""), query.get("set", ""))
        # arXiv's tokens are percent-encoded within themselves.
        token = quote("|".join(map(str, (*place, start + self.page)))) if rest else ""
        records = "".join(_record(entry, query["metadataPrefix"]) for entry in shown)
        return self._reply(f"<ListRecords>{records}<resumptionToken>{escape(token)}</resumptionToken></ListRecords>")

    def _asked_for(self, entry: Entry, query: dict[str, str]) -> bool:
        day, spec = entry.touched.isoformat(), query.get("set", "")
        in_set = not spec or any(spec.split(":")[-1] in name.split(".") for name in entry.categories.split())
        return query["from"] <= day and (not query.get("until") or day <= query["until"]) and in_set

    def _reply(self, inside: str) -> Reply:
        return Reply(
            (
                '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" '
                'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
                f"<responseDate>{self.clock:%Y-%m-%dT%H:%M:%SZ}</responseDate>"
                f"<request>https://oaipmh.arxiv.org/oai</request>{inside}</OAI-PMH>"
            ).encode(),
            headers={"Content-Type": "text/xml"},
        )


def _record(entry: Entry, prefix: str) -> str:
    status = ' status="deleted"' if entry.deleted else ""
    header = (
        f"<header{status}><identifier>oai:arXiv.org:{entry.id}</identifier>"
        f"<datestamp>{entry.touched}</datestamp></header>"
    )
    if entry.deleted:
        return f"<record>{header}</record>"
    comment = f"<comments>{escape(entry.comment)}</comments>" if entry.comment else ""
    return (
        f'<record>{header}<metadata><{prefix} xmlns="http://arxiv.org/OAI/{prefix}/" xsi:schemaLocation="http://arxiv.org'
        f'/OAI/{prefix}/ https://oaipmh.arxiv.org/OAI/{prefix}.xsd"><id>{entry.id}</id>{_OWN[prefix](entry)}'
        f"<title>{escape(entry.title)}</title><categories>{entry.categories}</categories>{comment}"
        f"<license>http://creativecommons.org/licenses/by/4.0/</license>"
        f"<abstract>{escape(entry.abstract)}</abstract></{prefix}></metadata></record>"
    )


def _raw(entry: Entry) -> str:
    versions = "".join(
        f'<version version="v{number}"><date>{day}</date><size>{size}</size>'
        + (f"<source_type>{kind}</source_type>" if kind else "")
        + "</version>"
        for number, (day, size, kind) in enumerate(entry.versions, 1)
    )
    return f"{versions}<authors>{', '.join(' '.join(name) for name in entry.authors)}</authors>"


def _split(entry: Entry) -> str:
    authors = "".join(
        f"<author><keyname>{family}</keyname><forenames>{given}</forenames></author>" for given, family in entry.authors
    )
    return f"<created>2026-11-02</created><updated>{entry.touched}</updated><authors>{authors}</authors>"


_OWN = {"arXivRaw": _raw, "arXiv": _split}
