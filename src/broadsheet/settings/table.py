"""The table of settings."""

from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.settings import values


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: environment name, default as text, what it is, and how its text is read."""

    name: str
    default: str
    help: str
    read: Callable[[str], object]
    secret: bool = False


HOME = Setting("BROADSHEET_HOME", "", "Data folder: catalog, search index. Empty: the user's data folder.", values.home)
SETTINGS = (
    HOME,
    Setting("BROADSHEET_HOST", "127.0.0.1", "Address that `broadsheet serve` listens on.", values.host),
    Setting("BROADSHEET_PORT", "8300", "Port that `broadsheet serve` listens on; 0 takes any free one.", values.port),
    Setting(
        "BROADSHEET_DATABASE_URL",
        "",
        "Catalog: empty for SQLite in the data folder, or postgresql+psycopg://user:password@host/name.",
        values.database,
        secret=True,
    ),
    Setting(
        "BROADSHEET_MODEL",
        "minilm",
        "Embedding model: `minilm`, or a folder that holds another ONNX model.",
        str,
    ),
    Setting("BROADSHEET_THREADS", "0", "Threads for embedding; 0 takes one for every core.", values.count),
    Setting(
        "BROADSHEET_CONTACT",
        "",
        "E-mail address that harvests tell services, so that they can write to you before they block you.",
        values.contact,
    ),
    Setting(
        "BROADSHEET_OPENALEX_KEY", "", "Key for OpenAlex; without one little can be asked a day.", values.key, True
    ),
    Setting(
        "BROADSHEET_OPENALEX_BUDGET",
        "0.01",
        "US dollars a day that asking OpenAlex may cost. Without a key it gives 0.01, with a free one 1.",
        values.amount,
    ),
    Setting("BROADSHEET_SEMANTICSCHOLAR_KEY", "", "Key for Semantic Scholar; none is needed.", values.key, True),
    Setting("BROADSHEET_SEMANTICSCHOLAR_BUDGET", "1000", "Requests a day to Semantic Scholar.", values.count_a_day),
    Setting("BROADSHEET_CROSSREF_BUDGET", "5000", "Requests a day to Crossref.", values.count_a_day),
    Setting(
        "BROADSHEET_GITHUB_TOKEN", "", "Token for GitHub: 5,000 requests an hour in place of 60.", values.key, True
    ),
    Setting("BROADSHEET_ACL_FOLDER", "", "Checkout of the ACL Anthology, or a folder of its XML files.", values.folder),
    Setting(
        "BROADSHEET_MODE",
        "local",
        "`local`: one reader without login, on this machine only. `group`: accounts (accounts.md).",
        values.one_of("local", "group"),
    ),
    Setting(
        "BROADSHEET_REGISTRATION",
        "invitation",
        "Who gets an account: `invitation`: who was invited. `open`: anybody who confirms an e-mail address.",
        values.one_of("invitation", "open"),
    ),
    Setting(
        "BROADSHEET_READING",
        "open",
        "Who may read papers, lists and editions: `open`: everybody. `accounts`: who is signed in.",
        values.one_of("open", "accounts"),
    ),
    Setting(
        "BROADSHEET_ADDRESS",
        "",
        "Public address of the site, such as https://papers.example.org; it stands in mails and feeds. "
        "Empty: that of the request, and in mails http://HOST:PORT.",
        values.site,
    ),
    Setting(
        "BROADSHEET_PROXIES",
        "",
        "Addresses or networks of proxies in front, parted by commas: what they say of who asks is believed.",
        values.addresses,
    ),
    Setting(
        "BROADSHEET_MAIL",
        "",
        "How mail is sent: smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465, "
        "maildir:///folder or file:///folder. Empty: into the folder `mail` of the data folder, as a maildir.",
        values.mail_server,
        secret=True,
    ),
    Setting("BROADSHEET_MAIL_FROM", "", "Sender of mails: Broadsheet <papers@example.org>.", values.sender),
    Setting(
        "BROADSHEET_MAIL_UNSUBSCRIBE",
        "",
        "Mailbox that a person reads or a program forwards, where unsubscriptions by mail arrive. Empty: the sender's.",
        values.contact,
    ),
    Setting("BROADSHEET_DKIM_KEY", "", "File with the private key that mails are signed with (PEM).", values.folder),
    Setting("BROADSHEET_DKIM_SELECTOR", "broadsheet", "Selector of that key in the DNS.", values.domain),
    Setting("BROADSHEET_DKIM_DOMAIN", "", "Domain that signs. Empty: that of the sender.", values.domain),
    Setting("BROADSHEET_RANK_ATTENTION", "1", "Weight of attention in a paper's score (ranking.md).", values.weight),
    Setting("BROADSHEET_RANK_SURGE", "0.5", "Weight of the surge around a paper in its score.", values.weight),
    Setting(
        "BROADSHEET_RANK_SUBSTANCE",
        "0.3",
        "Weight of code, data, results and novelty in a paper's score.",
        values.weight,
    ),
    Setting(
        "BROADSHEET_RANK_HALF_LIFE_DAY", "7", "Days after which a score counts half, for a day.", values.above_zero
    ),
    Setting(
        "BROADSHEET_RANK_HALF_LIFE_WEEK", "14", "Days after which a score counts half, for a week.", values.above_zero
    ),
    Setting(
        "BROADSHEET_RANK_HALF_LIFE_MONTH", "45", "Days after which a score counts half, for a month.", values.above_zero
    ),
    Setting(
        "BROADSHEET_RANK_COUNT_PRIOR",
        "2",
        "Counts that are added to both sides of found over expected.",
        values.above_zero,
    ),
    Setting(
        "BROADSHEET_RANK_COHORT_PRIOR",
        "10",
        "Papers of one age and category that say as much about what is expected as all others do.",
        values.above_zero,
    ),
    Setting("BROADSHEET_RANK_SOURCE_CAP", "6", "The most that one source can give to attention.", values.above_zero),
    Setting(
        "BROADSHEET_RANK_SOURCE_SHARE",
        "0.25",
        "What each further count, and each further source, gives of what the one before it gave.",
        values.share,
    ),
    Setting(
        "BROADSHEET_RANK_SURGE_PRIOR",
        "5",
        "Neighbours that are added to both sides of found over expected.",
        values.above_zero,
    ),
)
