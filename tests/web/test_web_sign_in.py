"""Sign in, out, and what a browser is told and given."""

from typing import Any

import pytest

from accounts_cast import ADA, BEN, CHLOE, PASSWORD, Browser, Group, GroupSite, link_to, mails_to
from broadsheet.accounts.joining import invite
from edition_cast import PAPERS
from site_fixtures import select, texts

NOBODY = "nobody@example.org"
NEW = "another few words"


@pytest.fixture
def site(group: Group) -> GroupSite:
    """A site where Ada and Ben have accounts, and anybody may register."""
    made = group(registration="open")
    made.join(ADA, BEN)
    return made


def door(browser: Browser, page: str = "/about") -> list[str]:
    """What the masthead says of the account."""
    return texts(browser.get(page).text, "//li[contains(@class, 'door')]")


def cookies(answer: Any) -> str:
    """The cookies that an answer sets."""
    return " | ".join(answer.headers.get_list("set-cookie"))


def test_who_signs_in_goes_on_to_where_they_wanted(site: GroupSite) -> None:
    browser = site.browser()
    asked = browser.get("/saved")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?back=%2Fsaved")
    page = browser.get(asked.headers["location"]).text
    assert select(page, "//main//input[@name='back']/@value") == ["/saved"]
    answer = browser.post("/sign-in", page="/sign-in", email=BEN, password=PASSWORD, back="/saved")
    assert (answer.status_code, answer.headers["location"]) == (303, "/saved")
    assert browser.get("/saved").status_code == 200
    assert door(browser) == ["Account: Ben"]


def test_a_form_of_who_is_not_signed_in_leads_back_to_its_page(site: GroupSite) -> None:
    browser = site.browser()
    answer = browser.post("/marks", headers={"referer": "http://localhost:8300/search?q=weaving"}, vote=PAPERS[0].id)
    assert answer.headers["location"] == "/sign-in?back=%2Fsearch%3Fq%3Dweaving"
    answer = browser.post("/marks", headers={"referer": "https://evil.example/x"}, vote=PAPERS[0].id)
    assert answer.headers["location"] == "/sign-in"


def test_a_script_of_who_is_not_signed_in_is_told_where_to(site: GroupSite) -> None:
    answer = site.browser().post("/marks", headers={"accept": "application/json"}, vote=PAPERS[0].id)
    assert answer.status_code == 401
    assert answer.json() == {"told": "Sign in to do this.", "sign_in": "/sign-in"}


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/%09/evil.example\n",
        "javascript:alert(1)",
        " //evil.example",
        "http:evil.example",
        "///evil.example",
        "/\u2028/evil.example",
        "evil.example",
        "@evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(site: GroupSite, back: str) -> None:
    browser = site.browser()
    page = browser.client.get("/sign-in", params={"back": back})
    for kept in select(page.text, "//main//input[@name='back']/@value"):
        assert kept.startswith("/")
        assert not kept.startswith(("//", "/\\"))
    location = browser.post("/sign-in", page="/sign-in", email=BEN, password=PASSWORD, back=back).headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert location.isprintable()


def test_the_form_has_what_password_managers_look_for(site: GroupSite) -> None:
    page = site.browser().get("/sign-in").text
    assert select(page, "//input[@type='email']/@autocomplete") == ["username"]
    assert select(page, "//input[@type='password']/@autocomplete") == ["current-password"]
    assert len(select(page, "//main//label")) == len(select(page, "//main//input[not(@type='hidden')]")) == 2


def test_a_wrong_password_is_told_and_not_shown_again(site: GroupSite) -> None:
    answer = site.browser().sign_in(BEN, "my secret guess")
    assert answer.status_code == 400
    assert texts(answer.text, "//main//*[@role='alert']") == ["The address or the password is not right."]
    assert select(answer.text, "//input[@name='email']/@value") == [BEN]
    assert "my secret guess" not in answer.text


def test_a_stranger_learns_of_no_account(site: GroupSite) -> None:
    forms: tuple[tuple[str, dict[str, Any]], ...] = (
        ("/sign-in", {"password": "my secret guess", "back": "/"}),
        ("/forgotten-password", {}),
        ("/register", {}),
    )
    for path, fields in forms:
        answers = []
        for email in (BEN, NOBODY):
            browser = site.browser()
            answer = browser.post(path, page=path, email=email, **fields)
            text = answer.text.replace(email, "THEM").replace(
                select(answer.text, "//input[@name='token']/@value")[0], ""
            )
            answers.append((answer.status_code, sorted(set(answer.headers) - {"content-length"}), text))
        assert answers[0] == answers[1], path


def test_who_forgot_the_password_gets_a_mail_and_nobody_else_does(site: GroupSite) -> None:
    for email in (BEN, NOBODY):
        assert site.browser().post("/forgotten-password", email=email).status_code == 200
    assert mails_to(site.database, BEN)[0] == "Choose a new password"
    assert mails_to(site.database, NOBODY) == []


def test_opening_a_link_does_nothing_until_the_form_is_sent(site: GroupSite) -> None:
    browser, at_home = site.browser(), site.browser(BEN)
    browser.post("/forgotten-password", email=BEN)
    link = link_to(site.database, BEN)
    for _ in range(3):
        assert browser.get(link).status_code == 200
        assert browser.client.head(link).status_code == 200
    assert at_home.get("/account").status_code == 200
    answer = browser.post(link, page=link, new_password=NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?told=password#told")
    assert at_home.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200
    assert browser.get(link).status_code == 404


def test_who_registers_opens_an_account_by_mail(site: GroupSite) -> None:
    browser = site.browser()
    answer = browser.post("/register", page="/register", email=CHLOE)
    assert "A mail is on its way to chloe@example.org" in texts(answer.text, "//main")[0]
    link = link_to(site.database, CHLOE)
    page = browser.get(link)
    assert select(page.text, "//input[@name='password']/@autocomplete") == ["new-password"]
    short = browser.post(link, page=link, name="Chloe", password="short", zone="Europe/Paris")
    assert short.status_code == 400
    assert texts(short.text, "//p[@id='password-wrong']") == ["A password has at least 10 characters; this one has 5."]
    assert select(short.text, "//input[@id='password']/@aria-invalid") == ["true"]
    assert select(short.text, "//input[@id='name']/@value") == ["Chloe"]
    assert browser.post(link, page=link, name="Chloe", password=NEW, zone="Europe/Paris").status_code == 303
    assert door(browser) == ["Account: Chloe"]


def test_blanks_of_a_password_are_its_own(site: GroupSite) -> None:
    browser = site.browser()
    browser.post("/register", page="/register", email=CHLOE)
    link = link_to(site.database, CHLOE)
    browser.post(link, page=link, name="Chloe", password="  two blanks around  ", zone="UTC")
    assert site.browser().sign_in(CHLOE, "two blanks around").status_code == 400
    assert site.browser().sign_in(CHLOE, "  two blanks around  ").status_code == 303


def test_where_registration_is_not_open_nobody_registers(group: Group) -> None:
    site = group()
    site.join(ADA)
    browser = site.browser()
    assert browser.get("/register").status_code == 404
    assert browser.post("/register", email=CHLOE).status_code == 404
    assert mails_to(site.database, CHLOE) == []
    assert "by invitation" in browser.get("/sign-in").text


def test_after_too_many_tries_a_page_says_when_to_try_again(site: GroupSite) -> None:
    browser = site.browser(address="203.0.113.5")
    for _ in range(5):
        assert browser.sign_in(BEN, "my secret guess").status_code == 400
    answer = browser.sign_in(BEN, PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert texts(answer.text, "//main//*[@role='alert']") == ["That was tried too often. Try again in 60 seconds."]
    site.time.pass_by(seconds=60)
    assert browser.sign_in(BEN, PASSWORD).status_code == 303


def test_a_network_asks_for_ten_mails_at_once(site: GroupSite) -> None:
    browser = site.browser()
    statuses = [browser.post("/forgotten-password", email=f"r{number}@example.org").status_code for number in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    assert site.browser(address="198.51.100.9").post("/forgotten-password", email=BEN).status_code == 200


def test_the_session_of_a_browser_is_new_after_signing_in(site: GroupSite) -> None:
    browser = site.browser()
    browser.client.cookies.set("session", "fixed by somebody else", domain="localhost.local")
    answer = browser.sign_in(BEN)
    assert "fixed by somebody else" not in cookies(answer)
    assert browser.client.cookies.get("session") != "fixed by somebody else"


def test_signing_in_anew_ends_the_session_before(site: GroupSite) -> None:
    browser, copy = site.browser(BEN), site.browser()
    copy.client.cookies.update(browser.client.cookies)
    assert copy.get("/account").status_code == 200
    page = browser.get("/account").text
    token = select(page, "//input[@name='token']/@value")[0]
    browser.client.post("/sign-in", data={"token": token, "email": ADA, "password": PASSWORD})
    assert door(browser) == ["Account: Ada"]
    assert copy.get("/account").status_code == 303


def test_a_form_from_before_signing_in_is_not_taken(site: GroupSite) -> None:
    browser = site.browser()
    before = browser.token()
    browser.sign_in(BEN)
    answer = browser.client.post("/marks", data={"token": before, "vote": PAPERS[0].id})
    assert answer.status_code == 403
    assert "load the page anew" in answer.text


def test_who_signs_out_is_out(site: GroupSite) -> None:
    browser, copy = site.browser(BEN), site.browser()
    copy.client.cookies.update(browser.client.cookies)
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "session" not in browser.client.cookies
    assert copy.get("/account").status_code == 303
    assert site.browser(ADA).get("/sign-out").status_code == 405


def test_over_https_cookies_are_bound_to_the_host(group: Group) -> None:
    site = group(address="https://papers.example.org", host="0.0.0.0")
    site.join(BEN)
    browser = site.browser(origin="https://papers.example.org")
    visit = cookies(browser.get("/sign-in"))
    assert visit.startswith("__Host-visit=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in visit
    session = cookies(browser.sign_in(BEN)).split(" | ")[0]
    assert session.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert part in session
    assert "Domain" not in session


def test_a_page_without_a_form_for_them_gives_no_cookie(site: GroupSite) -> None:
    stranger = site.browser()
    for path in ("/feeds/new.atom", "/healthz", "/robots.txt", "/opensearch.xml"):
        assert cookies(stranger.get(path)) == ""


def test_pages_of_one_reader_are_kept_for_nobody_else(site: GroupSite) -> None:
    browser = site.browser(BEN)
    for path in ("/", f"/papers/{PAPERS[0].id}", "/search?q=weaving", "/feeds/saved.atom", "/nowhere"):
        headers = browser.get(path).headers
        assert "private" in headers["cache-control"], path
        assert "Cookie" in headers["vary"], path
    for path in ("/account", "/account/export", "/sign-in"):
        assert browser.get(path).headers["cache-control"] == "no-store", path


def test_after_signing_out_no_way_leads_back_to_what_is_ones_own(site: GroupSite) -> None:
    """A browser that may keep a page shows it as it was when somebody goes back."""
    browser = site.browser(BEN)
    for path in ("/saved", "/saved.bib", "/for-you", "/follows", "/digests", "/digests/new"):
        assert browser.get(path).headers["cache-control"] == "no-store", path


def test_a_feed_is_not_given_to_another_when_the_library_cannot_be_read(site: GroupSite) -> None:
    ben, ada = site.browser(BEN), site.browser(ADA)
    ben.post("/marks", save=PAPERS[0].id)
    assert PAPERS[0].title in ben.get("/feeds/saved.atom").text
    assert PAPERS[0].title not in ada.get("/feeds/saved.atom").text
    assert site.browser().get("/feeds/saved.atom").status_code == 401


def test_every_reader_has_marks_of_their_own(site: GroupSite) -> None:
    ben, ada = site.browser(BEN), site.browser(ADA)
    ben.post("/marks", vote=PAPERS[0].id)
    path = f"//button[@data-kind='vote'][@value='{PAPERS[0].id}']/@aria-pressed"
    pages = [browser.get(f"/papers/{PAPERS[0].id}").text for browser in (ben, ada, site.browser())]
    assert [select(page, path) for page in pages][:2] == [["true"], ["false"]]


def test_a_token_stands_for_its_reader_and_cookies_are_then_nothing(site: GroupSite) -> None:
    ben, ada = site.browser(BEN), site.browser(ADA)
    page = ben.post("/account/tokens", token_name="script", scope=["read", "write"], days="30").text
    held = select(page, "//code[@id='token-made']/text()")[0]
    assert held not in ben.get("/account").text
    headers = {"authorization": f"Bearer {held}"}
    assert ada.client.post("/marks", data={"save": PAPERS[1].id}, headers=headers).status_code == 303
    assert PAPERS[1].title in ben.get("/saved").text
    assert PAPERS[1].title not in ada.get("/saved").text
    assert ada.get("/account", **headers).status_code == 403
    assert ada.get("/saved", authorization="Bearer bs_nonsense").status_code == 401


def test_a_key_opens_feeds_and_nothing_else(site: GroupSite) -> None:
    ben, stranger = site.browser(BEN), site.browser()
    ben.post("/marks", save=PAPERS[0].id)
    page = ben.post("/account/tokens", token_name="feeds", scope="feeds", days="0").text
    key = select(page, "//code[@id='token-made']/text()")[0]
    feed = stranger.get(f"/feeds/saved.atom?key={key}")
    assert PAPERS[0].title in feed.text
    assert "private" in feed.headers["cache-control"]
    assert key not in feed.text
    assert stranger.get(f"/saved?key={key}").status_code == 303
    assert stranger.get("/feeds/saved.atom?key=nonsense").status_code == 401
    reading = ben.post("/account/tokens", token_name="reads", scope="read", days="0").text
    other = select(reading, "//code[@id='token-made']/text()")[0]
    assert stranger.get(f"/feeds/saved.atom?key={other}").status_code == 401


def test_where_reading_needs_an_account_nobody_reads_without(group: Group) -> None:
    site = group(reading="accounts")
    site.join(BEN)
    stranger = site.browser()
    for path in (
        "/",
        "/search?q=weaving",
        f"/papers/{PAPERS[0].id}",
        f"/papers/{PAPERS[0].id}.bib",
        "/status",
        "/nowhere",
    ):
        answer = stranger.get(path)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/sign-in?back=" if path != "/" else "/sign-in"), path
        assert "eaving" not in answer.text
    assert stranger.get("/feeds/new.atom").status_code == 401
    for path in ("/sign-in", "/forgotten-password", "/healthz", "/favicon.svg", "/robots.txt"):
        assert stranger.get(path).status_code == 200, path
    sheet = select(stranger.get("/sign-in").text, "//link[@rel='stylesheet']/@href")
    assert [stranger.get(path).status_code for path in sheet] == [200] * len(sheet)
    assert site.browser(BEN).get("/search?q=weaving").status_code == 200
    invite(site.desk, CHLOE, "reader", "Ada")
    assert stranger.get(link_to(site.database, CHLOE)).status_code == 200


def test_what_a_proxy_says_counts_if_it_is_trusted(group: Group) -> None:
    site = group(proxies=("127.0.0.1/32",), address="https://papers.example.org")
    site.join(BEN)
    for number in range(5):
        browser = site.browser(address="127.0.0.1", origin="https://papers.example.org")
        browser.client.headers["x-forwarded-for"] = f"203.0.113.{number}, 198.51.100.7"
        assert browser.sign_in(BEN, "my secret guess").status_code == 400
    assert browser.sign_in(BEN).status_code == 429
    browser.client.headers["x-forwarded-for"] = "203.0.113.99"
    assert browser.sign_in(BEN).status_code == 303
    assert "203.0.113.99" in browser.get("/account").text


def test_a_proxy_may_say_it_in_a_header_of_its_own(group: Group) -> None:
    """HAProxy adds a second X-Forwarded-For behind the one that came with the request."""
    site = group(proxies=("127.0.0.1/32",))
    site.join(BEN)
    browser = site.browser(address="127.0.0.1")
    for number in range(6):
        headers = [("x-forwarded-for", f"203.0.113.{number}"), ("x-forwarded-for", "198.51.100.7")]
        fields = {"token": browser.token("/sign-in"), "email": BEN, "password": "my secret guess"}
        answer = browser.client.post("/sign-in", data=fields, headers=headers)
    assert answer.status_code == 429


def test_what_anybody_else_says_does_not_count(site: GroupSite) -> None:
    for number in range(6):
        browser = site.browser(address="203.0.113.5")
        browser.client.headers["x-forwarded-for"] = f"198.51.100.{number}"
        answer = browser.sign_in(BEN, "my secret guess")
    assert answer.status_code == 429


def test_behind_a_proxy_forms_of_the_public_address_are_ours(group: Group) -> None:
    site = group(address="https://papers.example.org")
    site.join(BEN)
    browser = site.browser(origin="https://papers.example.org")
    token = browser.token("/sign-in")
    data = {"token": token, "email": BEN, "password": PASSWORD}
    headers = {"host": "127.0.0.1:8300", "origin": "https://papers.example.org"}
    assert browser.client.post("/sign-in", data=data, headers=headers).status_code == 303


def test_without_accounts_nothing_has_to_be_proved(edition_site: Any) -> None:
    reader = edition_site.client()
    page = reader.get("/").text
    assert select(page, "//input[@name='token']") == []
    assert texts(page, "//li[contains(@class, 'door')]") == []
    assert cookies(reader.get("/")) == ""
    assert reader.get("/").headers["cache-control"] == "no-cache"
    assert reader.post("/marks", data={"vote": PAPERS[0].id}).status_code == 303
