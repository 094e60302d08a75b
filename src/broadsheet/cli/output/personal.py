"""Values that options of a reader's commands can take."""

from enum import StrEnum

from broadsheet.store.shelf import ReadingState


class State(StrEnum):
    """How far a saved paper is read."""

    unread = "unread"
    reading = "reading"
    read = "read"

    @property
    def kept(self) -> ReadingState:
        """The state as it is kept."""
        return self.value


class SavedOrder(StrEnum):
    """Orders of saved papers."""

    saved = "saved"
    day = "day"
    by_title = "title"
    relevance = "relevance"
