"""The library that is measured: all of `arxiv-daily`, imported, indexed and embedded once, kept in `data/bench`."""

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import CORPUS
from bench.report import ROOT

HOME = ROOT / "data" / "bench"


@dataclass(frozen=True, slots=True)
class Run:
    """One finished command: wall seconds, peak resident memory in MB, its output."""

    seconds: float
    megabytes: float
    output: str


def run(home: Path, *arguments: str) -> Run:
    """Run `broadsheet` as a process of its own on a data folder; raise where it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "broadsheet", "--home", str(home), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output, _ = process.communicate()
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"broadsheet {' '.join(arguments)} failed:\n{output}")
    # Of all children the largest, so far: right for the first run that is larger than those before it.
    return Run(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, output)


def prepared() -> Path:
    """Return the measured library, made where it is not there; embedding it takes about a quarter of an hour."""
    if not (HOME / "complete").exists():
        print(f"Making the library to be measured in {HOME} (once): import, then embedding …", flush=True)
        run(HOME, "import", "--no-embed", str(CORPUS))
        show = [sys.executable, "-m", "broadsheet", "--home", str(HOME), "index"]
        if subprocess.run(show).returncode:
            raise SystemExit("The library could not be embedded.")
        (HOME / "complete").touch()
    if not (HOME / "printed").exists():
        print(f"Printing the editions of the library in {HOME} (once; some minutes) …", flush=True)
        subprocess.run([sys.executable, "-m", "broadsheet", "--home", str(HOME), "doctor", "--migrate"], check=False)
        run(HOME, "edition", "--make")
        (HOME / "printed").touch()
    return HOME


def resident_megabytes(process: int) -> float:
    """Return the resident memory of a running process."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def spread(values: Sequence[float]) -> str:
    """Smallest, middle and largest of several runs."""
    ordered = sorted(values)
    return f"{ordered[0]:.2f} / {ordered[len(ordered) // 2]:.2f} / {ordered[-1]:.2f}"
