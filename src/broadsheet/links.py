"""Every address of the site, and the addresses of papers elsewhere. Local ones start at the root: `/papers/…`."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote, urlencode

# What RFC 3986 lets stand in a path, and the slash: DOIs are full of both.
_PATH = "/:@!$&'()*+,;="

HOME = "/"
SEARCH = "/search"
CATEGORIES = "/categories"
STATUS = "/status"
ABOUT = "/about"
SETUP = "/setup"
OPENSEARCH = "/opensearch.xml"
ROBOTS = "/robots.txt"
ICON = "/favicon.svg"
HEALTH = "/healthz"
THEME = "/preferences/theme"
EDITIONS = "/editions"
SAVED = "/saved"
MARKS = "/marks"
PICKS = "/picks"
WITHDRAWN_PICKS = "/picks/withdrawn"
MAIL_AGAIN = "/mail/again"
FOR_YOU = "/for-you"
FOLLOWS = "/follows"
RESTORED_FOLLOWS = "/follows/restored"
PROFILE = "/follows/profile"
FORGOTTEN_EXAMPLES = "/follows/profile/forgotten"
DIGESTS = "/digests"
NEW_DIGEST = "/digests/new"
TABLE = "/table"
COMPARE = "/compare"
SYSTEMS = "/systems"
DATASETS = "/datasets"
FACTS = "/facts"
RESTORED_FACTS = "/facts/restored"
CORRECTIONS_FILE = "/corrections.jsonl"
SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
REGISTER = "/register"
FORGOTTEN = "/forgotten-password"
ACCOUNT = "/account"
READERS = "/readers"

CITATION_SUFFIXES = {"bibtex": ".bib", "ris": ".ris", "csl": ".csl.json"}

TABLE_SUFFIXES = {"csv": ".csv", "json": ".json", "latex": ".tex", "markdown": ".md"}

EXPORT_SUFFIXES = {**CITATION_SUFFIXES, "jsonl": ".jsonl"}

FEEDS = "/feeds"
FEED_SUFFIXES = {"atom": ".atom", "rss": ".rss", "json": ".json"}


def day(of: date) -> str:
    """Papers of one day."""
    return f"/days/{of.isoformat()}"


def week(of: date) -> str:
    """Papers of the ISO week that holds this day."""
    year, number, _ = of.isocalendar()
    return f"/weeks/{year:04d}-W{number:02d}"


def month(of: date) -> str:
    """Papers of the month that holds this day."""
    return f"/months/{of.year:04d}-{of.month:02d}"


def edition(
    edition_id: str, *, category: str = "", source: str = "", code: bool = False, ranked: bool = False, page: int = 1
) -> str:
    """An edition for ever; filtered, or with `ranked`, as one list in its order."""
    filters = {"category": category, "source": source, "code": "1" if code else "", "ranked": "1" if ranked else ""}
    return with_page(f"{EDITIONS}/{quote(edition_id, safe='')}" + _parameters(filters), page)


def edition_data(edition_id: str) -> str:
    """An edition as data: all that its order was made from."""
    return f"{EDITIONS}/{quote(edition_id, safe='')}.json"


def live_edition(period: str = "day") -> str:
    """What the next edition of a period would be now."""
    return f"{EDITIONS}/live" if period == "day" else f"{EDITIONS}/live/{period}"


def editions(month: str = "") -> str:
    """All editions of a month such as `2026-11`, by default of the latest that has any."""
    return EDITIONS + _parameters({"month": month})


def paper(paper_id: str) -> str:
    """One paper, by public id."""
    return "/papers/" + quote(paper_id, safe=_PATH)


def picked_paper(paper_id: str, asked: str) -> str:
    """One paper, with a word on the edition that it went into; `asked` is the one it was picked for."""
    return f"{paper(paper_id)}{_parameters({'picked': asked})}#picks"


def corrected_paper(paper_id: str, correction: int = 0) -> str:
    """One paper, with a word on the correction that was just made, or without a number, just taken back."""
    asked = {"corrected": str(correction)} if correction else {"taken": "back"}
    return f"{paper(paper_id)}{_parameters(asked)}#facts"


def citation(paper_id: str, citation_format: str) -> str:
    """The citation of a paper as a file; `citation_format` is a key of CITATION_SUFFIXES."""
    return paper(paper_id) + CITATION_SUFFIXES[citation_format]


def author(key: str) -> str:
    """All papers of an author, by `model.names.author_key`."""
    return "/authors/" + quote(key, safe="")


def category(code: str) -> str:
    """All papers of a category such as `cs.LG`."""
    return "/categories/" + quote(code, safe="")


def harvest(run: int) -> str:
    """The report of one harvest."""
    return f"/harvests/{run}"


def status(*, follow: bool = False) -> str:
    """The state of the library; followed, the page is shown anew every few seconds while something comes in."""
    # Without a fragment: a browser takes the refreshing of an address that has one for a jump within the page.
    return f"{STATUS}?follow=1" if follow else STATUS


def search(query: str = "", *, page: int = 1, sort: str = "") -> str:
    """Results of a query, in the query's own order unless `sort` names another."""
    return with_page(SEARCH + _parameters({"q": query, "sort": sort}), page)


def with_page(address: str, page: int) -> str:
    """The same list at another page; the first page has no number."""
    if page <= 1:
        return address
    return f"{address}{'&' if '?' in address else '?'}page={page}"


def search_feed(query: str) -> str:
    """Papers that a query finds, newest first; this and all other feeds as Atom, see `feed_as`."""
    return f"{FEEDS}/search.atom" + _parameters({"q": query})


def new_feed() -> str:
    """All papers, newest first."""
    return f"{FEEDS}/new.atom"


def category_feed(code: str) -> str:
    """Papers of a category, newest first."""
    return f"{FEEDS}/categories/{quote(code, safe='')}.atom"


def author_feed(key: str) -> str:
    """Papers of an author, newest first."""
    return f"{FEEDS}/authors/{quote(key, safe='')}.atom"


def similar_papers(paper_id: str, *, varied: bool = False) -> str:
    """The papers like this one on its page: the nearest first, or varied."""
    return f"{paper(paper_id)}{_parameters({'similar': 'varied' if varied else ''})}#similar"


def similar_feed(paper_id: str, *, varied: bool = False) -> str:
    """Papers like this one, the nearest first, or varied."""
    return f"{FEEDS}/similar/{quote(paper_id, safe=_PATH)}.atom" + _parameters({"varied": "1" if varied else ""})


def edition_feed(edition: str) -> str:
    """Papers of one edition (`2026-11-20`, `2026-W47`, `2026-11`), or of the last ones by `day`, `week` or `month`."""
    return f"{FEEDS}/editions/{quote(edition, safe='')}.atom"


def saved_feed() -> str:
    """Papers that the reader saved, the latest first."""
    return f"{FEEDS}/saved.atom"


def follows(*, removed: str = "") -> str:
    """What the reader follows; `removed` carries a follow that was just removed."""
    return FOLLOWS + _parameters({"removed": removed})


def follow(number: int) -> str:
    """What a follow brought in the last week."""
    return f"{FOLLOWS}/{number}"


def saved(*, query: str = "", state: str = "", sort: str = "", page: int = 1) -> str:
    """The reader's saved papers: those that a query finds, in a reading state, in an order."""
    return with_page(SAVED + _parameters({"q": query, "state": state, "sort": sort}), page)


def saved_file(file_format: str, *, query: str = "", state: str = "", sort: str = "") -> str:
    """The same list as a file; `file_format` is a key of EXPORT_SUFFIXES."""
    return f"{SAVED}{EXPORT_SUFFIXES[file_format]}" + _parameters({"q": query, "state": state, "sort": sort})


def for_you_feed() -> str:
    """Papers that are suggested to the reader, the best first."""
    return f"{FEEDS}/for-you.atom"


def digests_feed() -> str:
    """Papers of the reader's digests, the latest first."""
    return f"{FEEDS}/digests.atom"


def digest(plan: int, period: str) -> str:
    """One digest as it was made."""
    return f"/digests/{plan}/{quote(period, safe='')}"


def digest_plan(plan: int) -> str:
    """When and of what a reader gets a digest, to be changed."""
    return f"/digests/{plan}"


def digest_preview(plan: int) -> str:
    """What a plan would bring now."""
    return f"/digests/{plan}/preview"


def digest_action(plan: int, action: str) -> str:
    """Where a form does something with a plan: `pause`, `resume`, `address`, `remove` or `now`."""
    return f"/digests/{plan}/{action}"


def table(query: str = "", **asked: str) -> str:
    """The systems table of a query; `asked` holds what else the page understands: `edition`, `saved`, `sort` …"""
    return TABLE + _parameters({"q": query, **asked})


def table_file(file_format: str, query: str = "", **asked: str) -> str:
    """The same table as a file; `file_format` is a key of TABLE_SUFFIXES."""
    return f"{TABLE}{TABLE_SUFFIXES[file_format]}" + _parameters({"q": query, **asked})


def compare(paper_ids: Iterable[str]) -> str:
    """Two to eight papers side by side."""
    return COMPARE + "".join(
        f"{'&' if number else '?'}id={quote(one, safe=_PATH)}" for number, one in enumerate(paper_ids)
    )


def compare_file(file_format: str, paper_ids: Iterable[str]) -> str:
    """The same papers as a file; `file_format` is a key of TABLE_SUFFIXES."""
    return compare(paper_ids).replace(COMPARE, f"{COMPARE}{TABLE_SUFFIXES[file_format]}", 1)


def system(key: str) -> str:
    """A system, by `model.entities.entity_key` of its name."""
    return f"{SYSTEMS}/{quote(key, safe='')}"


def dataset(key: str) -> str:
    """A dataset or benchmark, by `model.entities.entity_key` of its name."""
    return f"{DATASETS}/{quote(key, safe='')}"


def dataset_metric(key: str, metric: str, unit: str, *, sort: str = "", page: int = 1) -> str:
    """The values that papers claim of one metric on a dataset; a metric without a name has an empty one."""
    asked = {"metric": metric, **({"unit": unit} if unit else {}), **({"sort": sort} if sort else {})}
    return with_page(f"{dataset(key)}?{urlencode(asked)}", page)


def entity_index(home: str, *, begins: str = "", sort: str = "") -> str:
    """SYSTEMS or DATASETS: names that begin like this, in an order."""
    return home + _parameters({"begins": begins, "sort": sort})


def unsubscribe(token: str) -> str:
    """Where the mails of one plan are taken off, by the token that stands in them."""
    return f"/unsubscribe/{quote(token, safe='')}"


def confirm_address(token: str) -> str:
    """Where the address of a plan is confirmed, by the token that was mailed there."""
    return f"/confirm/{quote(token, safe='')}"


def feed_as(address: str, feed_format: str) -> str:
    """The same feed in another format, a key of FEED_SUFFIXES."""
    path, question, query = address.partition("?")
    return path.removesuffix(FEED_SUFFIXES["atom"]) + FEED_SUFFIXES[feed_format] + question + query


def sign_in(back: str = "") -> str:
    """Where a reader signs in, to go on to `back`, a local address."""
    return SIGN_IN + _parameters({"back": "" if back == HOME else back})


def invitation(held: str) -> str:
    """Where an account is opened by an invitation."""
    return f"/invitations/{quote(held, safe='')}"


def registration(held: str) -> str:
    """Where an account is opened whose address is confirmed by this link."""
    return f"/registrations/{quote(held, safe='')}"


def new_password(held: str) -> str:
    """Where a forgotten password is replaced."""
    return f"/passwords/{quote(held, safe='')}"


def new_address(held: str) -> str:
    """Where the new address of an account is confirmed."""
    return f"/addresses/{quote(held, safe='')}"


def account(part: str = "") -> str:
    """A part of the reader's own account: `password`, `sessions`, `tokens`, `export` …"""
    return f"{ACCOUNT}/{part}" if part else ACCOUNT


def reader(reader_id: str, part: str) -> str:
    """What an admin does with an account: `role`, `suspend`, `restore`, `delete`."""
    return f"{READERS}/{quote(reader_id, safe='')}/{part}"


def static(name: str, digest: str) -> str:
    """A style sheet or script; the digest of its content makes the address new whenever the content is."""
    return f"/static/{digest}/{quote(name)}"


def arxiv_page(arxiv_id: str, version: int | None = None) -> str:
    """The paper at arXiv, at one version or the latest."""
    return f"https://arxiv.org/abs/{quote(arxiv_id, safe=_PATH)}{f'v{version}' if version else ''}"


def arxiv_pdf(arxiv_id: str) -> str:
    """The paper's PDF at arXiv."""
    return f"https://arxiv.org/pdf/{quote(arxiv_id, safe=_PATH)}"


def doi_page(doi: str) -> str:
    """The paper at its publisher."""
    return f"https://doi.org/{quote(doi, safe=_PATH)}"


def acl_page(acl_id: str) -> str:
    """The paper in the ACL Anthology."""
    return f"https://aclanthology.org/{quote(acl_id, safe=_PATH)}"


def elsewhere(paper_id: str) -> str:
    """The page of a paper with this public id at arXiv, its publisher or the ACL Anthology, empty for other ids."""
    kind, _, number = paper_id.partition(":")
    if kind == "arxiv":
        return arxiv_page(number)
    if kind == "doi":
        return doi_page(number)
    return acl_page(number) if kind == "acl" else ""


def _parameters(values: dict[str, str]) -> str:
    given = {name: value for name, value in values.items() if value}
    return f"?{urlencode(given)}" if given else ""
