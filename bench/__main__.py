"""Run the benchmarks: all of them, or those named."""

import importlib
import sys
from itertools import takewhile

from bench.report import SHARED

PARTS = (
    "intake",
    "embed",
    "search",
    "pages",
    "feeds",
    "quality",
    "similar",
    "harvest",
    "editions",
    "topics",
    "trending",
    "personal",
    "follows",
    "mail",
    "extract",
)
ONLY_WHEN_NAMED = ("snapshot", "digests")  # takes half an hour and 25 GB; ten minutes


def main() -> None:
    """Run each part in turn; options are those of the part before them."""
    if not SHARED.is_dir():
        sys.exit("The benchmarks need the shared data beside the checkout (../shared).")
    parts = list(takewhile(lambda one: not one.startswith("-"), sys.argv[1:]))
    options = sys.argv[1 + len(parts) :]
    parts = parts or list(PARTS)
    if unknown := set(parts) - {*PARTS, *ONLY_WHEN_NAMED}:
        sys.exit(f"No such part: {', '.join(sorted(unknown))}. There are: {', '.join((*PARTS, *ONLY_WHEN_NAMED))}.")
    if options and parts not in (["extract"], ["quality"]):
        sys.exit(f"{' '.join(options)}: only `extract` and `quality` take options, each when it is named alone.")
    for part in parts:
        run = importlib.import_module(f"bench.{part}").main
        run(options) if options else run()


main()
