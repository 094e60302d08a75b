"""How fast OAI-PMH pages become papers: parsed, merged and stored, from a server on loopback that has them ready."""

import gzip
import multiprocessing
import tempfile
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import orjson

from bench.corpus import CORPUS
from bench.report import Figure, publish
from broadsheet.harvest.outside import Outside
from broadsheet.harvest.reports import read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import SOURCES
from broadsheet.harvest.sources.base import Wanted
from broadsheet.lib.clock import now
from broadsheet.lib.http.answer import Rule
from broadsheet.settings import Settings
from broadsheet.store.database import open_database

_HOST = "oaipmh.arxiv.org"
_RECORDS = 20_000
_A_PAGE = 1_000
_SINCE = date(2026, 11, 1)


def main() -> None:
    """Harvest 20,000 records in both formats into an empty catalog, then once more."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    origin = ours.recv()
    first, again = _harvested(origin)
    server.kill()
    publish(
        "harvest",
        [
            Figure("OAI-PMH pages parsed and stored", first, "records/s", 2_500, True),
            Figure("the same pages again (nothing is written)", again, "records/s", 10_000, True),
        ],
    )


def _harvested(origin: str) -> tuple[float, float]:
    quick = Rule(interval=0.0, attempts=2)
    outside = Outside(routes={f"https://{_HOST}": origin}, rules={_HOST: quick, "rss.arxiv.org": quick})
    rates = []
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'catalog.db'}")
        ground = Ground(database, Settings(home=Path(folder)), now, outside)
        for _ in range(2):
            run = harvest(ground, SOURCES["arxiv"], Wanted(since=_SINCE))
            report = read_report(run.report)
            if report.read < 2 * _RECORDS:
                raise SystemExit(f"Only {report.read:,} records came: {run.verdict}, {report.message}")
            print(f"{run.verdict}: {report.read:,} read, {report.new:,} new, {report.changed:,} changed", flush=True)
            rates.append(report.read / (report.seconds - report.waited))
        database.close()
    return rates[0], rates[1]


def _serve(pipe: Connection) -> None:
    """Render all pages, then answer with them."""
    papers = []
    with gzip.open(CORPUS, "rb") as corpus:
        papers = [orjson.loads(line) for line in islice(corpus, _RECORDS)]
    pages = {
        (prefix, start): _page(prefix, papers[start : start + _A_PAGE], start + _A_PAGE)
        for prefix in ("arXivRaw", "arXiv")
        for start in range(0, _RECORDS, _A_PAGE)
    }

    class Server(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            prefix, _, start = asked.get("resumptionToken", "").partition(".")
            body = pages.get((prefix or asked.get("metadataPrefix", ""), int(start or 0)), b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    pipe.send(f"http://127.0.0.1:{server.server_address[1]}")
    server.serve_forever()


def _page(prefix: str, papers: list[dict[str, object]], following: int) -> bytes:
    records = "".join(_record(prefix, paper) for paper in papers)
    token = f"{prefix}.{following}" if following < _RECORDS else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        '<responseDate>2026-11-20T12:00:00Z</responseDate><request verb="ListRecords">http://oaipmh.arxiv.org/oai'
        f"</request><ListRecords>{records}<resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>"
    ).encode()


def _record(prefix: str, paper: dict[str, object]) -> str:
    names = [str(name) for name in paper["authors"]]  # type: ignore[attr-defined]
    if prefix == "arXivRaw":
        own = (
            "<version version='v1'><date>Mon, 2 Nov 2026 10:00:00 GMT</date><size>10kb</size></version>"
            f"<authors>{escape(', '.join(names))}</authors>"
        )
    else:
        authors = "".join(
            f"<author><keyname>{escape(name.split()[-1])}</keyname>"
            f"<forenames>{escape(' '.join(name.split()[:-1]))}</forenames></author>"
            for name in names
            if name.split()
        )
        own = f"<created>2026-11-02</created><authors>{authors}</authors>"
    categories = " ".join(map(str, paper["categories"]))  # type: ignore[call-overload]
    return (
        f"<record><header><identifier>oai:arXiv.org:{paper['id']}</identifier><datestamp>2026-11-03</datestamp>"
        f'</header><metadata><{prefix} xmlns="http://arxiv.org/OAI/{prefix}/"><id>{paper["id"]}</id>{own}'
        f"<title>{escape(str(paper['title']))}</title><categories>{escape(categories)}</categories>"
        f"<license>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</license>"
        f"<abstract>{escape(str(paper['abstract']))}</abstract></{prefix}></metadata></record>"
    )
