"""A real browser for the tests that need one, and what is asked of every page in it."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from site_fixtures import TestSite

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# For one file at a time: its driver keeps an event loop in this thread, beside which no other can run.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine; skips where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("needs Chromium (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(site: TestSite) -> Iterator[str]:
    """Serve a site on a free port, as `broadsheet serve` does."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(site.app, log_level="error", lifespan="off", h11_max_incomplete_event_size=1_000_000)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@contextmanager
def opened(
    chromium: Browser, *, width: int = 1280, colours: str = "light", script: bool = True
) -> Iterator[tuple[Page, list[str]]]:
    """Open a page of this width and these colours, with a list of what the browser complained about."""
    context: BrowserContext = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if colours == "dark" else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, complaints
    context.close()


def assert_accessible(page: Page, rule: str = "") -> None:
    """Let axe-core check a page by WCAG 2.2 AA and its own good practice, or by one rule."""
    only = {"type": "rule", "values": [rule]} if rule else {"type": "tag", "values": TAGS}
    results = axe_on(page).run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def axe_on(page: Page) -> Axe:
    """Return axe-core for a page, which need not read its script twice."""
    return Axe("0") if page.evaluate("'axe' in window") else Axe()
