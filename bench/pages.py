"""How fast pages come over HTTP, and how much memory the server takes, with all vectors loaded."""

import concurrent.futures
import http.client
import itertools
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

from bench.corpus import entries, mixed_queries
from bench.library import prepared, resident_megabytes
from bench.report import Figure, percentile, publish

_SECONDS = 10
_CONNECTIONS = 4


def main() -> None:
    """Serve the library in a process of its own and ask it as a browser would."""
    home = prepared()
    with started(home) as (_, _, first):
        pass
    with started(home) as (address, process, second):
        publish("pages", [Figure("first start to first page", first, "s"), *_measure(address, process, second)])


@contextmanager
def started(home: Path, *options: str) -> Iterator[tuple[str, int, float]]:
    """Give address and process of a server, and the seconds from its start to its first page."""
    begun = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "broadsheet", "--home", str(home), "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        address = _address(server)
        times_of(address, ["/"])
        yield address, server.pid, time.perf_counter() - begun
    finally:
        server.terminate()
        server.wait()


def _measure(address: str, process: int, ready: float) -> list[Figure]:
    searches = [f"/search?q={quote_plus(query)}" for query in mixed_queries()]
    ids = [one.id for one in itertools.islice(entries(), 0, None, 97)]
    papers = [f"/papers/arxiv:{one}" for one in random.Random(1).sample(ids, 300)]
    times_of(address, searches[:30] + papers[:30])
    search, paper, front = times_of(address, searches), times_of(address, papers), times_of(address, ["/"] * 30)
    mixed = [path for pair in zip(searches, papers, strict=True) for path in pair]
    return [
        Figure("second start to first page", ready, "s", 2),
        Figure("search page, p50", percentile(search, 50), "ms", 30),
        Figure("search page, p99", percentile(search, 99), "ms"),
        Figure("paper page, p50", percentile(paper, 50), "ms", 25),
        Figure("paper page, p99", percentile(paper, 99), "ms"),
        Figure("front page, p50", percentile(front, 50), "ms"),
        Figure("throughput, search pages, 4 connections", _throughput(address, searches), "requests/s", 100, True),
        Figure("throughput, paper pages, 4 connections", _throughput(address, papers), "requests/s", 100, True),
        Figure("throughput, both in turn, 4 connections", _throughput(address, mixed), "requests/s", 100, True),
        Figure("server memory with all vectors, after all that", resident_megabytes(process), "MB", 500),
    ]


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if match := re.search(r"http://(127\.0\.0\.1:\d+)", line):
            return match[1]
    raise SystemExit("The server did not start.")


def times_of(address: str, paths: Sequence[str]) -> list[float]:
    """Milliseconds of each request, one after another on one connection."""
    connection = http.client.HTTPConnection(address)
    times = []
    for path in paths:
        begun = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - begun) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
    connection.close()
    return times


def _throughput(address: str, paths: Sequence[str]) -> float:
    """Requests a second over several connections; the client runs on the same cores."""
    until = time.perf_counter() + _SECONDS

    def ask(first: int) -> int:
        connection = http.client.HTTPConnection(address)
        done = 0
        for path in itertools.islice(itertools.cycle(paths), first, None):
            if time.perf_counter() > until:
                connection.close()
                return done
            connection.request("GET", path)
            connection.getresponse().read()
            done += 1
        return done

    with concurrent.futures.ThreadPoolExecutor(_CONNECTIONS) as pool:
        done = sum(pool.map(ask, range(0, 40 * _CONNECTIONS, 40)))
    return done / _SECONDS
