"""The starter catalog: 400 papers by title, each with a summary of one sentence, shipped with the program."""

from importlib.resources import files
from io import BytesIO

from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.files import read_file
from broadsheet.harvest.intake import Report, take_in
from broadsheet.lib.clock import Clock
from broadsheet.store import records
from broadsheet.store.database import Database

ORIGIN = "starter catalog"


def load_starter(database: Database, clock: Clock) -> Report | None:
    """Fill an empty catalog with the starter papers; None where the catalog has papers, which are left alone."""
    with database.read() as connection:
        if records.count(connection):
            return None
    report = Report()
    file = BytesIO(files(__name__).joinpath("catalog.jsonl").read_bytes())
    take_in(database, read_file(file, ORIGIN), adapt=adapt, clock=clock, report=report)
    return report
