"""Style sheet, script and icon: read once, served at addresses that name their content."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from broadsheet import links

_FOLDER = Path(__file__).parent / "static"
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that pages load. `packed` is its content as gzip."""

    address: str
    digest: str
    media_type: str
    content: bytes
    packed: bytes


def read_assets() -> dict[str, Asset]:
    """Read all static files, by name."""
    return {file.name: _read(file) for file in sorted(_FOLDER.iterdir()) if file.suffix in _MEDIA_TYPES}


def _read(file: Path) -> Asset:
    content = file.read_bytes()
    digest = hashlib.blake2b(content, digest_size=6).hexdigest()
    return Asset(
        address=links.static(file.name, digest),
        digest=digest,
        media_type=_MEDIA_TYPES[file.suffix],
        content=content,
        packed=gzip.compress(content, mtime=0),
    )
