"""Where the shipped model lies, and how its files are described."""

import hashlib
from pathlib import Path

OUTPUT = Path(__file__).parents[2] / "src/broadsheet/embed/minilm"


def mark(file: Path) -> dict[str, str | int]:
    """Size and digest of a file, for model.json."""
    return {"bytes": file.stat().st_size, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
