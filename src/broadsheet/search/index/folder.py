"""Where the index lies on disk, and who may write it.

index/current          name of the generation that serves, replaced in one step
index/lock             held by the one process that writes
index/<generation>/    lexical/, dense-<model>.faiss, state.json
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from broadsheet.errors import IndexBroken
from broadsheet.search.index.analysis import INDEX_VERSION

_CURRENT, _LOCK, _STATE = "current", "lock", "state.json"


@dataclass(frozen=True, slots=True)
class State:
    """What a generation contains: papers up to `change`, made by the code of `version`.

    When it was begun the catalog had changes up to `begun_at`: before it has come that far it is a part of an index.
    """

    version: int
    change: int
    begun_at: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it has once contained all of the catalog; since then it may be behind, but misses nothing older."""
        return self.change >= self.begun_at


def current_generation(folder: Path) -> Path | None:
    """Return the folder of the generation that serves, None where there is none."""
    try:
        name = (folder / _CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexBroken(f"The search index in {folder} cannot be read: {error}.") from error
    if not name.isalnum() or not (folder / name).is_dir():
        raise IndexBroken(f"The search index in {folder} points to nothing.")
    return folder / name


def new_generation(folder: Path) -> Path:
    """Make the folder of the next generation, beside the one that serves."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = [int(path.name[1:]) for path in folder.glob("g*") if path.name[1:].isdigit()]
    made = folder / f"g{max(numbers, default=0) + 1}"
    made.mkdir()
    return made


def serve_generation(generation: Path) -> None:
    """Let this generation serve from now on."""
    write_beside(generation.parent / _CURRENT, generation.name.encode())


def sweep(folder: Path, keep: Path | None) -> None:
    """Remove every generation but `keep`: what is left of killed builds, and what was replaced."""
    for path in folder.glob("g*"):
        if path != keep and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def read_state(generation: Path) -> State:
    """Read what a generation contains; IndexBroken where that cannot be told."""
    try:
        return State(**orjson.loads((generation / _STATE).read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise IndexBroken(f"The search index in {generation} does not say what it contains: {error}.") from error


def write_state(generation: Path, change: int, *, begun_at: int = 0) -> None:
    """Write what a new generation contains."""
    _write_state(generation, State(INDEX_VERSION, change, begun_at))


def advance_state(generation: Path, change: int) -> None:
    """Write up to which change a generation contains papers now."""
    _write_state(generation, replace(read_state(generation), change=change))


def _write_state(generation: Path, state: State) -> None:
    write_beside(generation / _STATE, orjson.dumps(asdict(state)))


def state_stamp(generation: Path) -> int:
    """A number that changes whenever the generation's state is written."""
    try:
        return (generation / _STATE).stat().st_mtime_ns
    except OSError:
        return 0


def write_beside(file: Path, content: bytes) -> None:
    """Replace a file in one step: readers see the old content or the new, never a part."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.part")
    with beside.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(file)


@contextmanager
def writing(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the right to write the index; gives False, without it, where another process holds it and `wait` is off."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("wb") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
