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
├── IndexBehind        the search index does not contain yet what a list is to be made of
├── UpstreamError      a service could not be asked, or did not answer as it should
│   ├── Unreachable    no connection: offline, no such name, nobody answers
│   ├── ForbiddenAddress the address is not on the public Internet
│   ├── TooLarge       the answer is larger than we take
│   ├── BadAnswer      the answer is broken or not what was asked for; asking again may help
│   ├── Refused        the service said no; asking again the same way does not help
│   ├── HeldOff        the service asks to wait for longer than a harvest waits
│   └── BudgetSpent    the day's budget for this service is spent
├── MailError          a mail could not be handed over
│   ├── LetterRefused  the mail server refuses this letter; it may take others
│   └── MailHeldUp     the mail server cannot be used now; nothing is wrong with any letter
├── Stopped            whoever started this asked it to stop; what is complete is kept
├── ModelError         the embedding model is missing or damaged
├── AlreadyRunning     another process has this data folder or port
├── TooOften           something was tried too often, and may be tried again in a while
└── NotPossible        what was asked for cannot be done to this account; the message says why

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


class IndexBehind(BroadsheetError):
    """The search index does not contain yet what a list is to be made of; it is being made, which takes a while."""


class UpstreamError(BroadsheetError):
    """A service could not be asked, or did not answer as it should.

    `permanent` tells that asking again the same way does not help.
    """

    permanent = False


class Unreachable(UpstreamError):
    """No connection: this machine is offline, there is no such name, or nobody answers.

    `nameless` tells that the name could not be looked up, which more attempts rarely change.
    """

    def __init__(self, message: str, *, nameless: bool = False) -> None:
        super().__init__(message)
        self.nameless = nameless


class ForbiddenAddress(UpstreamError):
    """The address is not on the public Internet."""

    permanent = True


class TooLarge(UpstreamError):
    """The answer is larger than we take."""

    permanent = True


class BadAnswer(UpstreamError):
    """The answer is broken or not what was asked for; the same question may be answered better next time.

    `too_fast` tells that the service says it is asked too often, which is no fault of the question.
    """

    too_fast = False


class Refused(UpstreamError):
    """The service said no; `status` is its HTTP status."""

    permanent = True

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class HeldOff(UpstreamError):
    """The service asks to wait for longer than a harvest waits; `seconds` from now it may be asked again."""

    permanent = True

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class BudgetSpent(UpstreamError):
    """The day's budget for this service is spent; it goes on tomorrow (UTC)."""

    permanent = True


class MailError(BroadsheetError):
    """A mail could not be handed over to whoever delivers it."""


class LetterRefused(MailError):
    """The mail server refuses this letter; `code` is its answer, `status` the enhanced one (`5.1.1`) or empty.

    `stage` tells whether it refused the recipient or what the letter holds. Codes from 500 on are permanent.
    """

    def __init__(self, message: str, *, code: int, status: str, stage: str) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.stage = stage


class MailHeldUp(MailError):
    """The mail server cannot be used now: not reached, it sends us away, or it takes no mail of this sender.

    `in_hand` tells that a letter was being handed over, and may or may not have arrived.
    """

    def __init__(self, message: str, *, in_hand: bool = False) -> None:
        super().__init__(message)
        self.in_hand = in_hand


class Stopped(BroadsheetError):
    """Whoever started this asked it to stop; what is complete is kept."""


class ModelError(BroadsheetError):
    """The embedding model is missing, damaged or unknown."""


class AlreadyRunning(BroadsheetError):
    """Another process serves this data folder or this port."""


class TooOften(BroadsheetError):
    """Something was tried too often; `seconds` from now it may be tried again."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class NotPossible(BroadsheetError):
    """What was asked for cannot be done to this account; `about` is what of it has to be another: a field's name."""

    def __init__(self, message: str, about: str = "") -> None:
        super().__init__(message)
        self.about = about
