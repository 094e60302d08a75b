"""Suggestions, follows and saved papers in a real browser: by keyboard, with script and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from broadsheet.model.reader import LOCAL
from broadsheet.store import follows, marks
from browser_fixtures import assert_accessible, opened, served
from edition_cast import MADE, PAPERS
from site_fixtures import TestSite

pytestmark = pytest.mark.browser

PAGES = ("/for-you", "/follows", "/follows/1", "/saved", "/saved?q=cat%3Ahep-th", "/papers/arxiv:2611.00001")


@pytest.fixture
def root(edition_site: TestSite) -> Iterator[str]:
    """The address of a site with two follows and two saved papers."""
    with edition_site.services.database.write() as connection:
        follows.add(connection, LOCAL, "category", "cs.LG", "Machine Learning (cs.LG)", excluded=False, made=MADE)
        follows.add(connection, LOCAL, "search", '"leno weaving"', '"leno weaving"', excluded=True, made=MADE)
        for key in (3, 5):
            marks.put(connection, LOCAL, key, "save", on=True, made=MADE)
    with served(edition_site) as address:
        yield address


def held(site: TestSite, paper_id: str) -> frozenset[str]:
    """The marks on a paper of the cast."""
    key = int(paper_id.rpartition(".")[2])
    with site.services.database.read() as connection:
        return marks.of_papers(connection, LOCAL, [key]).get(key, frozenset())


def told(page: Page, words: str) -> None:
    """Wait until the notice says this."""
    page.locator(".notice p", has_text=words).wait_for()


def test_pages_of_a_reader_are_accessible_and_quiet_in_light_and_dark(chromium: Browser, root: str) -> None:
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


def test_suggestions_are_judged_by_keys_and_undone(edition_site: TestSite, chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/for-you")
        first = str(page.locator("article .mark-up").first.get_attribute("value"))
        page.keyboard.press("j")
        for key, words, mark in (
            ("m", "More like this.", "up"),
            ("l", "Less like this.", "down"),
            ("n", "Not interested", "uninterested"),
            ("x", "Hidden.", "hidden"),
        ):
            page.keyboard.press(key)
            told(page, words)
            assert held(edition_site, first) == {mark}
        page.keyboard.press("u")
        told(page, "Not interested")
        assert held(edition_site, first) == {"uninterested"}
        assert page.locator(f"button[value='{first}'][aria-pressed=true]").count() == 1


def test_a_paper_is_rated_by_keys_on_its_page(edition_site: TestSite, chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/papers/{PAPERS[0].id}")
        page.keyboard.press("m")
        told(page, "More like this.")
        assert held(edition_site, PAPERS[0].id) == {"up", "opened"}


def test_everything_works_without_script(edition_site: TestSite, chromium: Browser, root: str) -> None:
    with opened(chromium, script=False) as (page, _):
        page.goto(f"{root}/for-you")
        first = str(page.locator("article .mark-uninterested").first.get_attribute("value"))
        page.locator("article .mark-uninterested").first.click()
        page.locator("p.undo button").wait_for()
        assert held(edition_site, first) == {"uninterested"}
        page.locator("p.undo button").click()
        page.locator("p.undo button").wait_for(state="detached")
        assert held(edition_site, first) == frozenset()
        page.goto(f"{root}/follows")
        page.locator("button[name=remove]").first.click()
        page.get_by_role("button", name="Undo").click()
        page.get_by_role("link", name="Machine Learning (cs.LG)").first.wait_for()  # the page comes after the click
        page.goto(f"{root}/saved")
        page.locator("article input[type=checkbox]").first.check()
        page.get_by_role("button", name="Reading").click()
        page.locator(".state-reading").wait_for()
        page.locator("details.note-form summary").first.click()
        page.locator("details.note-form textarea").first.fill("Compare looms")
        page.locator("details.note-form button").first.click()
        page.locator(".own-note", has_text="Compare looms").wait_for()


def test_votes_are_told_apart_by_the_title_of_their_paper(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/categories/cs.LG")
        button = page.get_by_role("button", name=f"Vote: {PAPERS[0].title}", exact=True)
        assert button.count() == 1
        button.click()
        told(page, "Voted for.")
        assert page.get_by_role("button", name=f"Vote: {PAPERS[0].title}, 1 vote", exact=True).count() == 1


def test_a_file_fills_the_text_that_is_sent(chromium: Browser, root: str, tmp_path: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/follows")
        file = tmp_path / "ids.txt"
        file.write_text(f"{PAPERS[0].id}\n")
        page.locator("input[type=file]").set_input_files(file)
        page.wait_for_function("document.getElementById('references').value !== ''")
        page.get_by_role("button", name="Learn from these").click()
        assert page.locator("h1").inner_text() == "Learned from 1 paper"
