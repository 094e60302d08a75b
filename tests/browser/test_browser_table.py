"""The systems table in a real browser: by keyboard, on a phone, with script and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser_fixtures import assert_accessible, opened, served
from site_fixtures import TestSite

pytestmark = pytest.mark.browser

TABLE = "/table?q=looms+sort:newest"


@pytest.fixture
def root(facts_site: TestSite) -> Iterator[str]:
    """The address of a site with papers that were read."""
    with served(facts_site) as address:
        yield address


def focused(page: Page) -> str:
    """What is told of the cell with the focus."""
    return str(
        page.evaluate("document.activeElement.getAttribute('aria-describedby') ?? document.activeElement.className")
    )


def test_tables_are_accessible_and_quiet_in_light_and_dark(chromium: Browser, root: str) -> None:
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with opened(chromium) as (page, complaints):
        for address in (TABLE, f"{TABLE}&kind=method&sort=-date", f"{TABLE}&kind=theory", "/table"):
            page.goto(root + address)
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="light")
                if page.locator("#s1-data").count():
                    page.locator("td[aria-describedby=s1-data]").focus()
                assert_accessible(page)
                assert page.evaluate(over) <= 0, (address, width)
            page.emulate_media(color_scheme="dark")
            assert_accessible(page, rule="color-contrast")
        assert complaints == []


def test_arrow_keys_go_from_cell_to_cell_and_escape_puts_the_sentence_away(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(root + TABLE)
        page.locator("#p2 td.c-kind").focus()
        page.keyboard.press("ArrowRight")
        assert focused(page) == "s2-data"
        page.keyboard.press("ArrowRight")
        said = page.locator("#s2-results")
        expect(said).to_be_visible()
        expect(said.locator("mark")).to_have_text("88.2% accuracy")
        page.keyboard.press("Escape")
        expect(said).to_be_hidden()
        page.keyboard.press("ArrowUp")
        assert focused(page) == "s1-results"
        page.keyboard.press("Home")
        assert focused(page) == "s1-system"
        assert page.locator("tbody td[tabindex='0']").count() == 1


def test_a_sentence_is_seen_under_the_pointer_and_stays_while_it_is_read(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(root + TABLE)
        said = page.locator("#s2-results")
        expect(said).to_be_hidden()
        page.locator("#p2 td.c-results").hover()
        expect(said).to_be_visible()
        said.locator("mark").hover()
        expect(said).to_be_visible()


def test_without_script_the_focus_shows_the_sentence_too(chromium: Browser, root: str) -> None:
    with opened(chromium, script=False) as (page, _):
        page.goto(root + TABLE)
        page.locator("#p2 th > a").focus()
        for _ in range(2):
            page.keyboard.press("Tab")
        expect(page.locator("#s2-system")).to_be_visible()
        page.locator("th.c-date a").click()
        expect(page.locator("th[aria-sort=descending]")).to_have_text("Date ↓")


def test_two_to_eight_ticked_papers_can_be_compared(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(root + TABLE)
        button = page.locator("#compare button")
        expect(button).to_be_disabled()
        page.locator("#p1 input").check()
        expect(page.locator("[data-chosen]")).to_have_text("1 ticked, one more is needed.")
        page.locator("#p2 input").check()
        expect(button).to_be_enabled()
        button.click()
        page.wait_for_url("**/compare?id=arxiv%3A2611.00001&id=arxiv%3A2601.00002")


def test_on_a_phone_each_row_is_a_card_and_a_tap_opens_its_sentence(chromium: Browser, root: str) -> None:
    with opened(chromium, width=390) as (page, _):
        page.goto(root + TABLE)
        expect(page.locator("table.systems thead")).to_be_hidden()
        page.locator("#p2 td.c-results").click()
        box = page.locator("#s2-results").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
