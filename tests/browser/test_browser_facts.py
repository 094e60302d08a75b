"""What papers say of themselves in a real browser: by keyboard, with script and without, wide and narrow."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from broadsheet.facts.correcting import correct
from broadsheet.model.facts import Fact
from broadsheet.model.reader import LOCAL
from browser_fixtures import assert_accessible, opened, served
from facts_cast import HEDDLE, IMAGENET, JACQUARD, LATER, UNREAD
from site_fixtures import TestSite, clock

pytestmark = pytest.mark.browser

COMPARED = f"/compare?id={HEDDLE.id}&id={JACQUARD.id}&id={LATER.id}&id={IMAGENET.id}"
PAGES = (
    f"/papers/{HEDDLE.id}?corrected=1",
    f"/papers/{UNREAD.id}",
    COMPARED,
    "/compare",
    "/datasets/imagenet",
    "/datasets/imagenet?metric=accuracy&unit=%25",
    "/datasets/nothing",
    "/systems/heddle",
    "/systems",
    "/datasets?begins=c",
)


@pytest.fixture
def root(facts_site: TestSite) -> Iterator[str]:
    """The address of a site over papers of looms, of which one fact was corrected."""
    correct(facts_site.services.database, 1, LOCAL, before=None, after=Fact("dataset", "Silk"), now=clock())
    with served(facts_site) as address:
        yield address


def test_pages_of_facts_are_accessible_and_quiet_in_light_and_dark(chromium: Browser, root: str) -> None:
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with opened(chromium) as (page, complaints):
        for address in PAGES:
            answer = page.goto(root + address)
            assert answer is not None
            page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="light")
                assert_accessible(page)
                assert page.evaluate(over) <= 0, (address, width)
            page.emulate_media(color_scheme="dark")
            assert_accessible(page, rule="color-contrast")
        assert [one for one in complaints if "404" not in one] == []


def test_a_fact_under_the_pointer_or_the_focus_is_marked_in_the_abstract(chromium: Browser, root: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{root}/papers/{HEDDLE.id}")
        words = page.locator("#abstract ~ p span", has_text="91.2% accuracy").first
        colour = "one => getComputedStyle(one).backgroundColor"
        clear = words.evaluate(colour)
        row = page.locator(".says .fact", has=page.locator("p strong", has_text="91.2"))
        row.hover()
        marked = words.evaluate(colour)
        assert marked != clear
        page.mouse.move(0, 0)
        assert words.evaluate(colour) == clear
        row.locator("summary").focus()
        assert words.evaluate(colour) == marked


@pytest.mark.parametrize("script", [True, False])
def test_a_fact_is_corrected_by_keyboard_and_undone(chromium: Browser, root: str, script: bool) -> None:
    with opened(chromium, script=script) as (page, _):
        page.goto(f"{root}/papers/{HEDDLE.id}")
        row = page.locator(".says .fact", has=page.locator("p > a", has_text="CIFAR-10")).last
        row.locator("summary").focus()
        page.keyboard.press("Enter")
        row.locator("input[name=text]").fill("CIFAR-100")
        page.keyboard.press("Enter")
        page.locator(".undo", has_text="corrected to “CIFAR-100”").wait_for()
        page.locator(".undo button").focus()
        page.keyboard.press("Enter")
        page.locator(".undo", has_text="Taken back.").wait_for()
        assert page.locator(".says .fact p a", has_text="CIFAR-100").count() == 0


def test_on_a_phone_the_columns_scroll_and_the_points_stay(chromium: Browser, root: str) -> None:
    with opened(chromium, width=390) as (page, _):
        page.goto(root + COMPARED)
        head = page.locator("tbody th").first
        before = head.bounding_box()
        page.locator(".wide-table").evaluate("one => one.scrollTo(one.scrollWidth, 0)")
        after = head.bounding_box()
        assert before is not None
        assert after is not None
        assert after["x"] == before["x"]
        last = page.locator("thead th").last.bounding_box()
        assert last is not None
        assert last["x"] + last["width"] <= 391


def test_papers_are_added_and_taken_out(chromium: Browser, root: str) -> None:
    with opened(chromium, script=False) as (page, _):
        page.goto(f"{root}/compare")
        page.get_by_label("Ids or addresses").fill(f"{HEDDLE.id} {JACQUARD.id}")
        page.get_by_role("button", name="Compare").click()
        page.get_by_role("heading", name="2 papers side by side").wait_for()
        page.get_by_label("Ids or addresses").fill(f"https://arxiv.org/abs/{LATER.arxiv_id}")
        page.get_by_role("button", name="Add").click()
        page.get_by_role("heading", name="3 papers side by side").wait_for()
        page.get_by_role("link", name=f"Take out {JACQUARD.title}").click()
        page.get_by_role("heading", name="2 papers side by side").wait_for()
