"""Run the benchmarks: all of them, or those named."""

import importlib
import sys

from bench.report import SHARED

PARTS = (
    "intake",
    "embed",
    "search",
    "pages",
    "feeds",
    "quality",
    "harvest",
    "editions",
    "topics",
    "trending",
    "personal",
    "follows",
    "mail",
)
ONLY_WHEN_NAMED = ("snapshot", "digests")  # takes half an hour and 25 GB; ten minutes


def main() -> None:
    """Run each part in turn."""
    if not SHARED.is_dir():
        sys.exit("The benchmarks need the shared data beside the checkout (../shared).")
    parts = sys.argv[1:] or PARTS
    if unknown := set(parts) - {*PARTS, *ONLY_WHEN_NAMED}:
        sys.exit(f"No such part: {', '.join(sorted(unknown))}. There are: {', '.join((*PARTS, *ONLY_WHEN_NAMED))}.")
    for part in parts:
        importlib.import_module(f"bench.{part}").main()


main()
