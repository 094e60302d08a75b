"""Read the Anthology's files: one page a file, those that did not change since the last time passed over."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from broadsheet.errors import BadFile, SettingsError
from broadsheet.harvest.files import acl_xml
from broadsheet.harvest.files.stream.compression import decompress
from broadsheet.harvest.files.stream.encoding import peek, to_utf8
from broadsheet.harvest.files.stream.limits import CHUNK
from broadsheet.harvest.files.stream.opening import open_source, read_chunks, reason_of
from broadsheet.harvest.sources.base import Asking, Page
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.store.harvests import Cursor

_PLACES = ("data/xml", "xml", ".")  # of the files, in a checkout, in its data folder, or where they lie
_CHECKOUT = "git clone --depth 1 https://github.com/acl-org/acl-anthology"


def harvest(asking: Asking) -> Iterator[Page]:
    """Yield one page for every file that is new or another than before."""
    if not asking.wanted.is_ordinary:
        raise SettingsError(
            "The ACL Anthology is read as a whole, from a checkout; it cannot be asked for single papers or a question."
        )
    files = _files(asking.wanted.folder or asking.settings.acl_folder)
    unchanged = 0
    for file in files:
        page = _page(file, asking.cursor(_shown(file.name)))
        if page is None:
            unchanged += 1
        else:
            yield page
    if unchanged:
        yield Page(notes=(f"{unchanged:,} of {len(files):,} files are as they were and were passed over.",))


def _files(folder: str) -> list[Path]:
    if not folder:
        raise SettingsError(
            f"The ACL Anthology is read from a checkout of its data. Get one with `{_CHECKOUT}`, and set "
            "BROADSHEET_ACL_FOLDER to its folder, or name it with --folder."
        )
    for place in _PLACES:
        if files := sorted(Path(folder, place).glob("*.xml")):
            return files
    raise SettingsError(
        f"There are no XML files in {folder}, nor in data/xml in it. Get the Anthology's data with `{_CHECKOUT}`, "
        "and set BROADSHEET_ACL_FOLDER to its folder."
    )


def _page(file: Path, known: Cursor | None) -> Page | None:
    """Return what a file holds, None where it did not change; what is broken is read again until it is mended."""
    try:
        state = file.stat()
        stamp: Cursor = {"size": state.st_size, "written": state.st_mtime_ns}
        if known is not None and {name: known.get(name) for name in stamp} == stamp:
            return None
        with file.open("rb") as opened:
            stamp["digest"] = hashlib.file_digest(opened, "blake2b").hexdigest()[:32]
    except OSError as error:
        return Page((Refusal(_shown(file), 0, "byte", f"it cannot be read: {reason_of(error)}"),))
    if known is not None and known.get("digest") == stamp["digest"]:
        # Another checkout of the same data.
        return Page(scope=_shown(file.name), cursor=stamp)
    items = tuple(_read(file))
    whole = not any(isinstance(item, Refusal) for item in items)
    return Page(items, _shown(file.name), stamp if whole else None)


def _shown(file: Path | str) -> str:
    """Return a name as text: those that are no UTF-8 come with half characters, which nothing stores."""
    return str(file).encode("utf-8", "replace").decode()


def _read(file: Path) -> Iterator[RawRecord | Refusal]:
    origin = _shown(file)
    try:
        with open_source(file) as opened:
            head, chunks = peek(to_utf8(decompress(read_chunks(opened, None))), CHUNK)
            if b"<collection" not in head:
                raise BadFile("it is no collection of the ACL Anthology")
            yield from acl_xml.split(chunks, origin)
    except BadFile as error:
        yield Refusal(origin, 0, "byte", str(error))
