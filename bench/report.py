"""Figures: print them as a table beside what is to be reached, and keep them with machine and date."""

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from math import isnan
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "results"
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `target` is None where there is none to reach (a peer, a count).

    `low` and `high` are the ends of its 95 % interval, where it has one.
    """

    what: str
    value: float
    unit: str
    target: float | None = None
    more_is_better: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None:
            return None
        return self.value >= self.target if self.more_is_better else self.value <= self.target


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the percentile of at least two values, by linear interpolation."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def machine() -> str:
    """Describe the processor, its cores and Python."""
    name = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        lines = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        name = lines[0].split(":", 1)[1].strip() if lines else name
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"


def publish(part: str, figures: Sequence[Figure], *, also: Mapping[str, object] | None = None) -> None:
    """Print the figures and append them to `bench/results/<part>.jsonl`, with what else is to be kept of the run."""
    show(part, figures)
    RESULTS.mkdir(exist_ok=True)
    entry = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": machine(),
        "load": round(os.getloadavg()[0], 2),
        "figures": [_kept(figure) for figure in figures],
        **(also or {}),
    }
    with (RESULTS / f"{part}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def show(part: str, figures: Sequence[Figure]) -> None:
    """Print the figures beside what is to be reached."""
    table = Table(title=f"{part}: {machine()}", title_justify="left")
    for heading in ("what", "measured", "to reach", ""):
        table.add_column(heading, justify="right" if heading in ("measured", "to reach") else "left")
    for figure in figures:
        target = "" if figure.target is None else f"{'≥' if figure.more_is_better else '≤'} {figure.target:g}"
        mark = {True: "reached", False: "MISSED", None: ""}[figure.reached]
        table.add_row(figure.what, _shown(figure), target, mark)
    Console(width=120).print(table)


def _kept(figure: Figure) -> dict[str, object]:
    """What stands in the file: an interval only where there is one; what is no number is null."""
    kept = {name: value for name, value in asdict(figure).items() if name not in ("low", "high") or value is not None}
    return {name: None if isinstance(value, float) and isnan(value) else value for name, value in kept.items()}


def _shown(figure: Figure) -> str:
    value = f"{figure.value:,.4g} {figure.unit}".strip()
    return value if figure.low is None else f"{value} ({figure.low:,.3g} to {figure.high:,.3g})"


def _commit() -> str:
    answer = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return answer.stdout.strip()
