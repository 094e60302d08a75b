"""The bulk snapshot: three million records from the file to stored and found by word, and the memory that takes."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import psutil

from bench.corpus import render_snapshot
from bench.report import ROOT, Figure, publish

HOME = ROOT / "data" / "snapshot"
RECORDS = 3_000_000


def main() -> None:
    """Render the snapshot once (6 GB), import it into an empty library, import it again, search in it."""
    count = int(os.environ.get("BENCH_SNAPSHOT_RECORDS", RECORDS))
    HOME.mkdir(parents=True, exist_ok=True)
    file, home = HOME / f"{count}.jsonl", HOME / "home"
    if not file.exists():
        print(f"Rendering {count:,} records into {file} (once) …", flush=True)
        render_snapshot(file.with_suffix(".part"), count)
        file.with_suffix(".part").rename(file)
    rmtree(home, ignore_errors=True)
    first = _run(home, "import", "--no-embed", str(file))
    again = _run(home, "import", "--no-embed", str(file))
    search = _run(home, "search", "--limit", "5", "gravitational waves from neutron stars")
    publish(
        "snapshot",
        [
            Figure(f"{count:,} records stored and found by word", first.seconds / 60, "minutes", 30 * count / RECORDS),
            Figure("memory of all its processes: their own", first.own, "MB", 600),
            Figure("the same with mapped files counted", first.mapped, "MB"),
            Figure("the same file again (nothing is written)", count / again.seconds, "records/s", 10_000, True),
            Figure("one search as a command, by word", search.seconds, "s"),
        ],
    )


@dataclass(slots=True)
class _Run:
    """Wall seconds and peak megabytes over all processes: anonymous memory, and that with mapped files."""

    seconds: float = 0.0
    own: float = 0.0
    mapped: float = 0.0


def _run(home: Path, *arguments: str) -> _Run:
    begun, run = time.perf_counter(), _Run()
    command = [sys.executable, "-m", "broadsheet", "--home", str(home), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), run, ended))
    watcher.start()
    code = process.wait()
    run.seconds = time.perf_counter() - begun
    ended.set()
    watcher.join()
    if code:
        raise SystemExit(f"broadsheet {' '.join(arguments)} failed with {code}")
    return run


def _watch(process: psutil.Process, run: _Run, ended: threading.Event) -> None:
    while not ended.wait(0.25):
        own = mapped = 0.0
        try:
            for one in (process, *process.children(recursive=True)):
                memory = one.memory_info()
                mapped += memory.rss / 2**20
                own += (memory.rss - memory.shared) / 2**20
        except psutil.NoSuchProcess:
            continue
        run.own, run.mapped = max(run.own, own), max(run.mapped, mapped)
