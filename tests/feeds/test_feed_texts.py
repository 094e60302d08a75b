"""Any text gives a feed that is well formed and that a feed reader reads back as the same text."""

import json
from datetime import UTC, datetime
from uuid import UUID

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.feeds.entries import Core, Listed, make_entries
from broadsheet.feeds.formats import atom, jsonfeed, rss
from broadsheet.feeds.model import NEVER, Entry, Feed, Pages, Tag
from broadsheet.feeds.text import clean, line, name_of, rfc822, rfc3339
from broadsheet.lib.cache import BoundedCache
from broadsheet.model.paper import Author, Link, Paper

NASTY = st.sampled_from(
    [
        *(
            "]]>",
            "<b>",
            "</title>",
            "<![CDATA[",
            "<!--",
            "&amp;",
            "&lt;",
            "&",
            "<?xml?>",
            "\x00",
            "\x08",
            "\x0b",
            "\x1f",
        ),
        *("\x7f", "\x85", "\u2028", "\ufffe", "\uffff", "\ud800", "\udfff", "\u202e", "\u2067", "\u2069", "\u202c"),
        *("\r", "\r\n", "\n", "\t", "\ufeff", "é", "𝒜", "😀", "a", " ", '"', "'", "$x^2$", "$\\frac{1}{2}$", "%00"),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(NASTY, max_size=12).map("".join))
SITE = "http://localhost:8300"


def feed(title: str, entries: tuple[Entry, ...]) -> Feed:
    """A feed of these entries."""
    pages = Pages(f"{SITE}/feeds/new.atom", f"{SITE}/feeds/new.atom")
    return Feed(
        name_of("list", "x"), line(title) or "x", "All", SITE, f"{SITE}/", f"{SITE}/i.svg", pages, NEVER, entries
    )


def entry(paper: Paper, reason: str) -> Entry:
    """The entry of a paper."""
    (made,) = make_entries([Listed(paper, reason)], {}, BoundedCache[Core](5), SITE)
    return made


def read_back(body: bytes) -> feedparser.FeedParserDict:
    """What a feed reader reads, as it was sent."""
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


@given(title=TEXTS, abstract=TEXTS, name=TEXTS, word=TEXTS, reason=TEXTS, query=TEXTS)
def test_any_text_is_read_back_as_it_was_written(
    title: str, abstract: str, name: str, word: str, reason: str, query: str
) -> None:
    paper = Paper(
        key=1,
        id="doi:10.1/x?y#z",
        title=title,
        abstract=abstract,
        authors=(Author(name),),
        keywords=(word,),
        links=(Link("project", f"https://example.org/{query}", "bibtex"),),
    )
    made = feed(query, (entry(paper, reason),))
    for write in (atom.write, rss.write):
        parsed = read_back(write(made))
        (found,) = parsed.entries
        (meant,) = made.entries
        assert same(parsed.feed.title, made.title)
        assert same(found.title, meant.title)
        assert same(found.content[0].value, meant.html)
        assert [tag.term for tag in found.get("tags", [])] == [tag.term for tag in meant.tags]
        etree.fromstring(write(made))
    (item,) = json.loads(jsonfeed.write(made))["items"]
    assert (item["title"], item["content_html"], item["content_text"]) == (
        made.entries[0].title,
        made.entries[0].html,
        made.entries[0].text,
    )


def same(found: str, meant: str) -> bool:
    """Whether both are the same text; feed readers drop white space around it."""
    return found.strip() == meant.strip()


@given(TEXTS)
def test_clean_text_stays_and_every_format_takes_it(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    element = etree.Element("a")
    element.text = cleaned
    assert (etree.fromstring(etree.tostring(element)).text or "") == cleaned
    assert json.loads(json.dumps(cleaned)) == cleaned
    assert cleaned.encode().decode() == cleaned


@given(st.text(alphabet="ab\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", max_size=20), TEXTS)
def test_directions_that_a_text_begins_end_with_it(text: str, behind: str) -> None:
    cleaned = clean(text)
    assert cleaned.startswith(text)
    assert set(cleaned[len(text) :]) <= {"\u202c", "\u2069"}
    # What is open at the end is nothing: cleaned once more with anything behind, no ending is added for it.
    assert clean(cleaned + "a") == cleaned + "a"


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("\u202eabc", "\u202c"),
        ("\u2067abc", "\u2069"),
        ("\u2067a\u202eb", "\u202c\u2069"),
        ("\u2067a\u202eb\u2069", ""),
        ("\u202ea\u2067b\u202c", "\u2069\u202c"),
        ("\u202ea\u202c", ""),
        ("\u202c\u2069a", ""),
    ],
)
def test_endings_of_directions(text: str, ending: str) -> None:
    assert clean(text) == text + ending


def test_what_cannot_be_written_is_seen_to_have_been_there() -> None:
    assert clean("a\x00b\ud800c\ufffed\te\r\nf\x85g\x80") == "a\ufffdb\ufffdc\ufffdd\te\nf\ng\ufffd"
    assert line(" a \n b\u2028c ") == "a b c"


def test_names_are_version_5_uuids_by_the_published_rule() -> None:
    assert name_of("paper", "arxiv:1706.03762") == "urn:uuid:bd2c7ce0-a190-579c-95d6-7be70e0397f7"
    assert UUID(name_of("paper", "\ud800").removeprefix("urn:uuid:")).version == 5
    assert name_of("paper", "a") != name_of("list", "a")


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))
def test_dates_are_read_back(moment: datetime) -> None:
    meant = moment.replace(tzinfo=UTC, microsecond=0)
    assert datetime.fromisoformat(rfc3339(meant)) == meant
    assert len(rfc3339(meant)) == 20
    assert rfc822(meant).endswith(" GMT")


def test_a_paper_of_nothing_still_makes_an_entry() -> None:
    made = entry(Paper(key=1, id="bs:000000000000", title=""), "")
    assert (made.title, made.authors, made.tags) == ("Untitled", (), ())
    assert made.summary == "No source gave an abstract of this paper."
    parsed = read_back(atom.write(feed("", (made,))))
    assert parsed.entries[0].author == "Author not known"


def test_how_a_paper_stands_is_said_in_title_and_content() -> None:
    made = entry(
        Paper(key=1, id="arxiv:1", title="A", abstract="B", standing="retracted", standing_note="Fire"), "Now."
    )
    assert made.title == "Retracted: A"
    assert made.html.startswith(
        '<p dir="auto">This paper has been retracted: do not rely on it.</p><p dir="auto">Fire</p>'
    )
    assert made.extension["standing"] == "retracted"


def test_categories_have_names_and_keywords_none() -> None:
    made = entry(Paper(key=1, id="arxiv:1", title="A", categories=("cs.LG", "x.Y"), keywords=("trees", "cs.LG")), "")
    assert made.tags == (Tag("cs.LG", "Machine Learning"), Tag("x.Y", "x.Y"), Tag("trees"))
