"""Editions, votes and saves in a real browser: with script and without, by keyboard, and on paper."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, Route

from broadsheet.model.reader import LOCAL
from broadsheet.store import editions, marks, papers, picks
from browser_fixtures import assert_accessible, opened, served
from edition_cast import MADE, PAPERS, a_topic, an_edition, an_item, print_editions
from site_fixtures import TestSite

pytestmark = pytest.mark.browser

FIRST = f"button[value='{PAPERS[0].id}']"
LIVE = an_edition([an_item(1, picked=True, line="Read this."), an_item(2)], id="2026-11-21", closed=False)
PAGES = (
    "/",
    "/editions/live",
    "/editions/2026-11-20?category=cs.CL&code=1",
    "/editions/2026-11-20?category=nobody",
    "/editions",
    "/editions/live/month",
    "/saved",
    "/digests",
    "/digests/new",
    "/papers/arxiv:2611.00001",
)


@pytest.fixture
def root(edition_site: TestSite) -> Iterator[str]:
    """The address of a site with a closed and a live edition, a pick, a vote and a save."""
    print_editions(edition_site.services.database, [an_edition(), LIVE])
    with edition_site.services.database.write() as connection:
        picks.add(connection, 1, "2026-11-21", leads=False, line="Read this.", curator=LOCAL, made=MADE)
        marks.put(connection, LOCAL, 3, "save", on=True, made=MADE)
        marks.put(connection, LOCAL, 3, "vote", on=True, made=MADE)
    with served(edition_site) as address:
        yield address


def pressed(page: Page, kind: str) -> list[str]:
    """How the first paper's buttons of a kind stand."""
    buttons = page.locator(f"{FIRST}[data-kind={kind}]").all()
    return [str(button.get_attribute("aria-pressed")) for button in buttons]


def test_pages_are_accessible_and_quiet_in_light_and_dark(chromium: Browser, root: str) -> None:
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with opened(chromium) as (page, complaints):
        for address in PAGES:
            page.goto(root + address)
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="light")
                assert_accessible(page)
                assert page.evaluate(over) <= 0, (address, width)
            page.emulate_media(color_scheme="dark")
            assert_accessible(page, rule="color-contrast")
        assert complaints == []


def test_what_unfolds_in_an_edition_is_accessible_too(chromium: Browser, root: str) -> None:
    with opened(chromium, width=390) as (page, _):
        page.goto(f"{root}/editions/2026-11-20")
        for summary in page.locator("details.why summary").all()[:3]:
            summary.click()
        page.locator(FIRST).first.click()
        page.locator(".notice button").wait_for()
        assert_accessible(page)
        page.goto(f"{root}/papers/{PAPERS[0].id}")
        page.get_by_text("Put it into an edition").click()
        assert_accessible(page)


def test_a_click_votes_without_a_reload_and_undo_takes_it_back(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, complaints):
        page.goto(f"{root}/editions/2026-11-20")
        page.evaluate("window.still = true")
        vote = page.locator(f"{FIRST}[data-kind=vote]").first
        vote.click()
        page.get_by_text("Voted for.").wait_for()
        assert vote.inner_text() == "Vote 1"
        assert set(pressed(page, "vote")) == {"true"}
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Vote taken back.").wait_for()
        assert vote.inner_text() == "Vote"
        assert set(pressed(page, "vote")) == {"false"}
        assert page.evaluate("window.still")
        assert complaints == []


def test_keys_vote_save_and_undo_on_the_paper_with_the_focus(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/editions/2026-11-20")
        page.keyboard.press("v")
        page.keyboard.press("j")
        assert set(pressed(page, "vote")) == {"false"}
        page.keyboard.press("s")
        page.get_by_text("Saved.").wait_for()
        page.keyboard.press("v")
        page.get_by_text("Voted for.").wait_for()
        page.keyboard.press("u")
        page.get_by_text("Vote taken back.").wait_for()
        page.keyboard.press("v")
        page.get_by_text("Voted for.").wait_for()
        page.reload()
        assert set(pressed(page, "vote") + pressed(page, "save")) == {"true"}


def test_on_a_papers_page_keys_mean_that_paper(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/papers/{PAPERS[0].id}")
        page.keyboard.press("s")
        page.get_by_text("Saved.").wait_for()
        assert pressed(page, "save")[0] == "true"


def test_a_vote_that_cannot_be_kept_says_so_and_shows_nothing_else(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/editions/2026-11-20")
        page.route("**/marks", lambda route: route.abort())
        page.locator(f"{FIRST}[data-kind=vote]").first.click()
        page.get_by_text("That could not be kept.").wait_for()
        assert set(pressed(page, "vote")) == {"false"}


def test_a_vote_that_takes_a_while_says_so(chromium: Browser, root: str) -> None:
    held: list[Route] = []
    with opened(chromium) as (page, _):
        page.goto(f"{root}/editions/2026-11-20")
        page.route("**/marks", lambda route: held.append(route))
        page.locator(f"{FIRST}[data-kind=vote]").first.click()
        page.get_by_text("The library is busy.").wait_for()
        assert set(pressed(page, "vote")) == {"false"}
        held[0].continue_()
        page.get_by_text("Voted for.").wait_for()


def test_a_vote_on_a_paper_that_is_gone_says_so(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/editions/2026-11-20")
        vote = page.locator(f"{FIRST}[data-kind=vote]").first
        vote.evaluate("button => (button.value = 'arxiv:2611.99999')")
        page.locator("button[value='arxiv:2611.99999'][data-kind=vote]").click()
        page.get_by_text("This paper is no longer in this library.").wait_for()


def test_a_paper_with_another_name_by_now_shows_its_vote(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/papers/{PAPERS[0].id}")
        page.locator(f"{FIRST}[data-kind=vote]").evaluate("button => (button.value = '2611.00001v1')")
        vote = page.locator("button[value='2611.00001v1']")
        vote.click()
        page.get_by_text("Voted for.").wait_for()
        assert vote.get_attribute("aria-pressed") == "true"


def test_who_goes_back_sees_what_was_marked_meanwhile(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/editions/2026-11-20")
        page.locator(f"{FIRST}[data-kind=vote]").first.click()
        page.get_by_text("Voted for.").wait_for()
        page.goto(f"{root}/papers/{PAPERS[0].id}")
        page.locator(f"{FIRST}[data-kind=save]").click()
        page.get_by_text("Saved.").wait_for()
        page.go_back()
        page.locator(f"{FIRST}[data-kind=save][aria-pressed=true]").first.wait_for()
        assert set(pressed(page, "vote") + pressed(page, "save")) == {"true"}
        assert page.locator(f"{FIRST}[data-kind=vote]").first.inner_text() == "Vote 1"


def test_another_tab_shows_a_vote_at_once(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/editions/2026-11-20")
        other = page.context.new_page()
        other.goto(f"{root}/papers/{PAPERS[0].id}")
        other.locator(f"{FIRST}[data-kind=vote]").click()
        page.locator(f"{FIRST}[data-kind=vote][aria-pressed=true]").first.wait_for()


def test_a_double_click_votes_once(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/papers/{PAPERS[0].id}")
        vote = page.locator(f"{FIRST}[data-kind=vote]")
        vote.dblclick(delay=60)
        page.get_by_text("Voted for.").wait_for()
        page.reload()
        assert vote.get_attribute("aria-pressed") == "true"


def test_votes_filters_and_picks_work_without_script(chromium: Browser, root: str) -> None:
    with opened(chromium, script=False) as (page, _):
        page.goto(f"{root}/editions/2026-11-20")
        with page.expect_navigation():
            page.locator(f"{FIRST}[data-kind=save]").first.click()
        assert page.url == f"{root}/editions/2026-11-20#p1"
        assert set(pressed(page, "save")) == {"true"}
        page.get_by_role("link", name="Computation and Language").first.click()
        assert page.url == f"{root}/editions/2026-11-20?category=cs.CL"
        page.goto(f"{root}/papers/{PAPERS[4].id}")
        page.get_by_text("Put it into an edition").click()
        page.get_by_label("A line on it").fill("For Monday.")
        with page.expect_navigation():
            page.get_by_role("button", name="Put it in").click()
        assert "It goes into the edition of Saturday, 21 November 2026" in page.locator("main").inner_text()
        page.goto(f"{root}/editions/live")
        assert page.locator(".picks li").count() == 2
        with page.expect_navigation():
            page.locator(".picks li", has_text="For Monday.").get_by_role("button", name="Take back").click()
        assert page.url == f"{root}/editions/live"
        assert page.locator(".picks li").count() == 1


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF as Chromium writes it: each is an object of its own, packed or not."""
    objects = pdf
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        unpacking = zlib.decompressobj()
        try:
            objects += unpacking.decompress(stream[1])
        except zlib.error:
            continue  # a picture or a font
    return len(re.findall(rb"/Type\s*/Page\b", objects))


def long_edition(site: TestSite) -> None:
    """Print an edition whose titles and abstracts are as long as they come."""
    with site.services.database.write() as connection:
        long = [
            replace(one, title=f"{one.title}: {'A Very Long Name of Something New ' * 3}", abstract="We weave. " * 300)
            for one in papers.get(connection, list(range(1, 41)))
        ]
        papers.write(connection, long, {})
        topics = tuple(a_topic("a rather long name of a topic", f"and another {n}", "and one more") for n in range(6))
        editions.put(connection, an_edition(id="2026-11-18", topics=topics))


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_an_edition_prints_on_two_pages(chromium: Browser, root: str, edition_site: TestSite, size: str) -> None:
    long_edition(edition_site)
    with opened(chromium) as (page, _):
        for address in ("/editions/2026-11-20", "/editions/2026-11-18"):
            page.goto(root + address)
            assert pages_of(page.pdf(format=size)) == 2, address


def test_a_thin_edition_prints_on_one_page(chromium: Browser, root: str, edition_site: TestSite) -> None:
    thin = an_edition([an_item(rank) for rank in range(1, 4)], id="2026-11-17", topics=())
    print_editions(edition_site.services.database, [thin])
    with opened(chromium) as (page, _):
        page.goto(f"{root}/editions/2026-11-17")
        assert pages_of(page.pdf(format="A4")) == 1


def test_paper_carries_no_controls_and_cuts_nothing(chromium: Browser, root: str, edition_site: TestSite) -> None:
    long_edition(edition_site)
    # An entry that has no room is set beside the box of its column, where it does not show: none may show in part.
    cut = """() => [...document.querySelectorAll(".stack, .lines")].flatMap((box) => {
        const edges = box.getBoundingClientRect();
        return [...box.querySelectorAll(".entry")].filter((entry) => {
            const place = entry.getBoundingClientRect();
            const shown = place.left < edges.right - 1;
            return shown && (entry.getClientRects().length > 1 || place.bottom > edges.bottom + 1);
        }).map((entry) => entry.id);
    })"""
    with opened(chromium, width=718) as (page, _):
        page.set_viewport_size({"width": 718, "height": 1047})  # A4 within its margins, in pixels of 1/96 inch
        page.goto(f"{root}/editions/2026-11-18")
        page.emulate_media(media="print", color_scheme="light")
        for shown in (".nameplate", ".lead h2", ".seconds h2 >> nth=2", ".topics h3 >> nth=0", ".also h2"):
            assert page.locator(shown).is_visible(), shown
        for hidden in (".bar", ".masthead", ".side", ".foot", ".moves", ".marks >> nth=0", ".feeds"):
            assert not page.locator(hidden).first.is_visible(), hidden
        assert page.evaluate(cut) == []
        assert "http" not in page.locator(".sheet").first.inner_text()
        heights = page.locator(".sheet").evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
        assert [round(height) for height in heights] == [1046, 1046]
