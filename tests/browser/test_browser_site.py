"""The site in a real browser: accessible, usable by keyboard, quiet, the same without script."""

import http.client
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browser_fixtures import assert_accessible, opened, served
from site_fixtures import TestSite

pytestmark = pytest.mark.browser

BERT, HIGGS = "/papers/arxiv:1810.04805", "/papers/arxiv:1503.07589"
PAGES = (
    "/",
    "/days/2020-06-19",
    "/months/1997-11",
    "/search",
    "/search?q=attention+has:code+year:soon",
    "/search?q=xyzzy+cat:math.AG",
    BERT,
    "/papers/doi:10.5555/hostile",
    "/authors/ashish-vaswani",
    "/categories",
    "/categories/cs.LG",
    "/status",
    "/setup",
    "/about",
    "/nowhere",
    "/papers/arxiv:2406.99999",
)


@pytest.fixture(scope="module")
def root(site: TestSite) -> Iterator[str]:
    """The address of the site over the cast."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def starter_root(starter_site: TestSite) -> Iterator[str]:
    """The address of the site over the starter catalog."""
    with served(starter_site) as address:
        yield address


def test_pages_are_accessible_in_light_and_dark(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        for address in PAGES:
            page.goto(root + address)
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="light")
                assert_accessible(page)
            # Nothing but colours differs in the dark.
            page.emulate_media(color_scheme="dark")
            assert_accessible(page, rule="color-contrast")


def test_a_full_front_page_is_accessible(chromium: Browser, starter_root: str) -> None:
    for colours in ("light", "dark"):
        with opened(chromium, colours=colours) as (page, complaints):
            page.goto(starter_root)
            assert_accessible(page)
            assert complaints == []


def test_what_is_folded_away_is_accessible_too(chromium: Browser, root: str) -> None:
    with opened(chromium, colours="dark") as (page, _):
        page.goto(f"{root}/search?q=attention")
        page.locator("details.why summary").first.click()
        page.keyboard.press("?")
        page.locator("dialog[open]").wait_for()
        assert_accessible(page)


def test_nothing_leaves_the_site_and_nothing_is_complained_about(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, complaints):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for address in (*PAGES, HIGGS):
            page.goto(root + address)
        assert all(url.startswith(f"{root}/") for url in asked)
        # The browser says this of every page that is an error on purpose.
        assert [told for told in complaints if "404 (Not Found)" not in told] == []


def test_no_page_scrolls_sideways(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        for address in (*PAGES, HIGGS, "/search?q=hostile", "/days/2021-04-01"):
            page.goto(root + address)
            for width in (320, 360, 768, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert over <= 0, (address, width)


def test_targets_are_large_enough(chromium: Browser, root: str) -> None:
    small = """() => [...document.querySelectorAll("nav a, button, input, summary, .outlinks a, .calendar a, .chips a")]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
        .filter(([, box]) => box.height > 0 && (box.height < 24 || box.width < 24)).map(([name]) => name)"""
    with opened(chromium, width=390) as (page, _):
        for address in ("/", "/search?q=attention+has:code", BERT, "/status"):
            page.goto(root + address)
            assert page.evaluate(small) == [], address


def test_keys_move_through_papers_and_open_one(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/search?q=learning")
        titles = page.locator("main .entry h2 a").all_inner_texts()
        focused = "document.activeElement.innerText"
        page.keyboard.press("j")
        assert page.evaluate(focused) == titles[0]
        page.keyboard.press("j")
        assert page.evaluate(focused) == titles[1]
        page.keyboard.press("k")
        assert page.evaluate(focused) == titles[0]
        page.keyboard.press("o")
        page.wait_for_url(re.compile("/papers/"))
        assert page.locator("h1").inner_text() == titles[0]


def test_slash_goes_to_the_search_box_and_typing_is_left_alone(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(root)
        page.keyboard.press("/")
        page.keyboard.type("jo?/h")
        assert page.locator("#q").input_value() == "jo?/h"
        assert not page.locator("dialog[open]").count()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/search\?q=jo"))


def test_help_opens_and_closes_and_keys_can_be_switched_off(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(root)
        page.keyboard.press("?")
        page.locator("dialog[open]").wait_for()
        page.get_by_label("Single keys do this").uncheck()
        page.keyboard.press("Escape")
        page.reload()
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement === document.body")
        page.get_by_role("button", name="Keyboard").click()
        page.get_by_label("Single keys do this").check()
        page.get_by_role("button", name="Close").click()
        page.locator("#main").focus()
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.closest('.entry') !== null")


def test_keys_with_modifiers_are_the_browsers_own(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(root)
        page.keyboard.press("Control+/")
        page.keyboard.press("Alt+j")
        assert page.evaluate("document.activeElement === document.body")


def test_a_citation_can_be_copied(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(root + BERT)
        page.get_by_role("button", name="Copy").first.click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == page.locator("#cite-bibtex").inner_text()


def test_the_first_tab_skips_to_the_papers(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(root)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Skip to the papers"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_everything_works_without_script(chromium: Browser, root: str) -> None:
    with opened(chromium, script=False) as (page, _):
        page.goto(root)
        page.fill("#q", "residual")
        page.click("button:has-text('Search')")
        assert page.locator("main article h2").first.inner_text() == "Deep Residual Learning for Image Recognition"
        page.click("main article summary >> nth=0")
        assert page.locator("details.why[open] dl").is_visible()
        page.click("main article h2 a >> nth=0")
        assert page.locator("h1").inner_text() == "Deep Residual Learning for Image Recognition"
        assert page.locator("#cite-bibtex").is_visible()
        assert not page.locator("[data-copy]").first.is_visible()
        assert not page.locator("[data-help]").is_visible()


def test_colours_are_chosen_and_kept(chromium: Browser, root: str) -> None:
    background = "getComputedStyle(document.documentElement).backgroundColor"
    with opened(chromium) as (page, _):
        page.goto(f"{root}/search?q=attention")
        light = page.evaluate(background)
        with page.expect_navigation():
            page.get_by_role("button", name="Dark").click()
        assert page.url == f"{root}/search?q=attention"
        dark = page.evaluate(background)
        assert dark != light
        page.goto(f"{root}/about")
        assert page.evaluate(background) == dark
        with page.expect_navigation():
            page.get_by_role("button", name="Auto").click()
        assert page.evaluate(background) == light


def test_paper_shows_the_paper_alone(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(root + BERT)
        page.emulate_media(media="print", color_scheme="dark")
        assert page.locator("h1").is_visible()
        assert page.locator("#abstract").is_visible()
        for hidden in (".bar", ".side", ".foot", ".cite .actions >> nth=0", ".cite summary >> nth=1"):
            assert not page.locator(hidden).is_visible()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_mathematics_takes_part_in_the_line(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(root + HIGGS)
        box = page.locator("h1 math").first.bounding_box()
        assert box is not None
        assert box["width"] > 10


def test_an_endless_address_gets_a_page_over_http(root: str) -> None:
    connection = http.client.HTTPConnection(root.removeprefix("http://"))
    connection.request("GET", "/search?q=" + "a" * 100_000)
    answer = connection.getresponse()
    assert answer.status == 414
    assert b"<h1>" in answer.read()
    connection.close()


def test_a_day_that_is_written_is_the_time_that_is_chosen(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/setup")
        assert page.locator("input[name=back]:checked").input_value() == "30d"
        page.fill("#since", "2026-03-01")
        assert page.locator("input[name=back]:checked").input_value() == "day"


def test_everything_is_chosen_by_keyboard_alone(chromium: Browser, root: str) -> None:
    with opened(chromium, script=False) as (page, _):
        page.goto(f"{root}/setup")
        begin = page.get_by_role("button", name="Begin")
        for _press in range(100):
            page.keyboard.press("Tab")
            if begin.evaluate("button => button === document.activeElement"):
                return
    raise AssertionError("Begin is not reached")
