"""Every exception of Broadsheet, in one tree.

BroadsheetError
├── SettingsError      a setting has a value that cannot be used
├── NotFound           nothing has this id or address
├── BadRecord          one record of a source cannot be taken in; the others can
├── BadFile            a file as a whole cannot be read any further
├── StoreError         the catalog cannot be read or written
│   ├── SchemaMismatch the catalog has another schema than this version of the program
│   ├── StoreBusy      another process held the catalog for longer than we wait
│   └── StoreFull      the disk, or the database's own limit, is exhausted
├── IndexBroken        the search index cannot be opened; it can be rebuilt from the catalog
├── ModelError         the embedding model is missing or damaged
└── AlreadyRunning     another process has this data folder or port

Every message is a sentence that a reader of the page or the terminal can act on.
"""


class BroadsheetError(Exception):
    """Base of all errors that are reported to the user without a traceback."""


class SettingsError(BroadsheetError):
    """A setting has a value that cannot be used; the message names setting, value and what is allowed."""


class NotFound(BroadsheetError):
    """Nothing has this id or address."""


class BadRecord(BroadsheetError):
    """One record cannot be taken in; reading goes on with the next."""


class BadFile(BroadsheetError):
    """A file cannot be read any further; what was read before stands."""


class StoreError(BroadsheetError):
    """The catalog cannot be read or written."""


class SchemaMismatch(StoreError):
    """The catalog has another schema than this version of the program; the message says what to run."""


class StoreBusy(StoreError):
    """Another process held the catalog for longer than we wait."""


class StoreFull(StoreError):
    """The disk, or the database's own limit, is exhausted; the transaction was rolled back."""


class IndexBroken(BroadsheetError):
    """The search index cannot be opened; `broadsheet index --rebuild` makes a new one from the catalog."""


class ModelError(BroadsheetError):
    """The embedding model is missing, damaged or unknown."""


class AlreadyRunning(BroadsheetError):
    """Another process serves this data folder or this port."""
