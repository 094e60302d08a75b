"""What became of a harvest, in figures and in words."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from broadsheet.harvest.intake import Report
from broadsheet.lib.http.answer import Traffic

VerdictKey = Literal["", "fine", "quiet", "stale", "partial", "failed", "killed"]

VERDICTS: dict[str, str] = {
    "": "running",
    "fine": "fine",
    "quiet": "quiet day",
    "stale": "stale upstream",
    "partial": "partial: will resume",
    "failed": "failed",
    "killed": "killed: will resume",
}
_REFUSALS_KEPT = 50

# Why a harvest did not come to its end: "" where it did, `fault` of the program or its settings.
Cause = Literal["", "limit", "stopped", "held off", "budget", "unreachable", "upstream", "fault"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a harvest ended, and a sentence for the reader: why, and what to do where there is something to do.

    `again_in`: seconds for which the service asked not to be asked.
    """

    key: VerdictKey
    message: str = ""
    cause: Cause = ""
    again_in: float = 0.0


@dataclass(slots=True)
class RunReport:
    """The figures of one harvest. `changed` counts papers that a record made another; deleted ones are among them."""

    since: str = ""  # ISO day that was asked for
    sets: list[str] = field(default_factory=list)
    limit: int | None = None
    asked_for: str = ""  # ids or a question, where it was no ordinary harvest
    pages: int = 0
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    signals: int = 0  # readings that moved
    looked_up: int = 0  # papers that the service was asked about
    not_known: int = 0  # of those, papers that it did not know
    refused: int = 0
    refusals: list[dict[str, Any]] = field(default_factory=list)  # the first fifty: origin, position, unit, reason
    total: int | None = None
    newest: str = ""  # latest day on which the service changed anything, as far as it showed
    requests: int = 0
    retries: int = 0
    waited: float = 0.0  # seconds
    waits: list[str] = field(default_factory=list)  # why, for waits that the service caused
    bytes: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    message: str = ""
    cause: str = ""
    again_in: float = 0.0  # seconds after its end

    def count(self, taken: Report) -> None:
        """Add what became of a batch."""
        self.read += taken.read
        self.new += taken.new
        self.changed += taken.completed
        self.unchanged += taken.unchanged
        self.deleted += taken.deleted
        self.signals += taken.signals
        self.refused += taken.refused
        room = _REFUSALS_KEPT - len(self.refusals)
        self.refusals += [asdict(refusal) for refusal in taken.refusals[:room]]

    def count_traffic(self, traffic: Traffic) -> None:
        """Take over what went over the wire so far."""
        self.requests, self.retries, self.waited = traffic.requests, traffic.retries, round(traffic.waited, 1)
        self.bytes, self.waits = traffic.bytes, list(traffic.waits)

    def note(self, text: str) -> None:
        """Add a sentence for the reader, once."""
        if text not in self.notes:
            self.notes.append(text)

    def as_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return asdict(self)


def read_report(stored: dict[str, Any]) -> RunReport:
    """Return the report of a stored run; figures that a former version did not have stay at their defaults."""
    known = {one.name for one in fields(RunReport)}
    return RunReport(**{name: value for name, value in stored.items() if name in known})
