"""Where links in mails lead: unsubscribing and confirming, without login; looking changes nothing."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from accounts_cast import ADA, BEN, Group, GroupSite
from broadsheet.mail.post import token_secret
from broadsheet.mail.tokens import confirmation_token, unsubscribe_token
from broadsheet.model.digest import Contents, Plan
from broadsheet.store import digest_plans, outbox, readers, suppressions
from mail_fixtures import MORNING, letter
from site_fixtures import clock, texts

ELSEWHERE = "lab@example.org"
ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = {"content-type": "application/x-www-form-urlencoded"}
MULTIPART = (
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    {"content-type": "multipart/form-data; boundary=x"},
)


@pytest.fixture(params=["open", "accounts"])
def site(group: Group, request: pytest.FixtureRequest) -> GroupSite:
    """A site of Ada's and Ben's, that everybody reads or only they."""
    made = group(reading=request.param)
    made.join(ADA, BEN)
    return made


def make_plan(site: GroupSite, *, address: str = ADA, confirmed: bool = True) -> Plan:
    """A plan of Ada's that is due."""
    with site.database.write() as connection:
        ada = readers.by_email(connection, ADA)
        assert ada is not None
        when = ("daily", 0, 1, 7, 0, "UTC")
        made = Plan(0, ada.id, "Every morning", *when, address, confirmed, Contents(), "say", clock(), clock())  # type: ignore[arg-type]
        return digest_plans.add(connection, made)


def stored(site: GroupSite, plan: Plan) -> Plan:
    with site.database.read() as connection:
        found = digest_plans.get(connection, plan.number)
    assert found is not None
    return found


def leaving(site: GroupSite, plan: Plan, address: str = ADA) -> str:
    return f"/unsubscribe/{unsubscribe_token(token_secret(site.database), plan.number, address)}"


def confirming(site: GroupSite, plan: Plan, address: str) -> str:
    return f"/confirm/{confirmation_token(token_secret(site.database), plan.number, address, site.time.now)}"


def nobody(site: GroupSite) -> TestClient:
    """A program without cookies."""
    return site.browser().client


@pytest.mark.parametrize(("body", "headers"), [(ONE_CLICK, FORM), MULTIPART, ("", {})])
def test_a_mail_program_unsubscribes_at_once(site: GroupSite, body: str, headers: dict[str, str]) -> None:
    plan = make_plan(site)
    for _ in range(2):
        answer = nobody(site).post(leaving(site, plan), content=body, headers=headers)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers or "session" not in answer.headers["set-cookie"]
        assert stored(site, plan).due is None


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_page_changes_nothing(site: GroupSite, method: str) -> None:
    plan = make_plan(site)
    answer = nobody(site).request(method, leaving(site, plan))
    assert answer.status_code == 200
    assert stored(site, plan) == plan
    if method == "GET":
        assert texts(answer.text, "//main//button") == ["Unsubscribe"]
        assert ADA in answer.text


def test_what_was_taken_off_is_taken_up_again(site: GroupSite) -> None:
    plan = make_plan(site)
    path = leaving(site, plan)
    page = nobody(site).post(path, data={"List-Unsubscribe": "One-Click"})
    assert texts(page.text, "//main//button") == ["Take it up again"]
    page = nobody(site).post(path, data={"again": "1"})
    assert "The digest comes again." in page.text
    assert stored(site, plan).due is not None
    assert stored(site, plan).confirmed


def test_what_waits_is_not_sent_to_who_left(site: GroupSite) -> None:
    plan = make_plan(site)
    with site.database.write() as connection:
        outbox.put(connection, replace(letter(1), key=f"digest/{plan.number}/2026-11-21"), MORNING)
    nobody(site).post(leaving(site, plan), content=ONE_CLICK, headers=FORM)
    with site.database.read() as connection:
        found = outbox.get(connection, f"digest/{plan.number}/2026-11-21")
    assert found is not None
    assert found.state == "failed"


def test_a_link_that_is_not_whole_says_so(site: GroupSite) -> None:
    plan = make_plan(site)
    path = leaving(site, plan)
    for wrong in (path[:-1], path + "x", "/unsubscribe/forged", "/unsubscribe/" + "x" * 5_000, path.replace(".", "")):
        for method in ("GET", "POST"):
            answer = nobody(site).request(method, wrong)
            assert answer.status_code == 404
            assert "not whole" in answer.text
    assert stored(site, plan) == plan


def test_a_mail_to_an_old_address_takes_nothing_off(site: GroupSite) -> None:
    plan = make_plan(site)
    answer = nobody(site).post(leaving(site, plan, "old@example.org"), content=ONE_CLICK, headers=FORM)
    assert answer.status_code == 200
    assert "Nothing is mailed" in answer.text
    assert ADA not in answer.text
    assert stored(site, plan) == plan


def test_a_plan_that_is_gone_is_no_error(site: GroupSite) -> None:
    plan = make_plan(site)
    path = leaving(site, plan)
    with site.database.write() as connection:
        digest_plans.remove(connection, plan.number)
    assert nobody(site).post(path, content=ONE_CLICK, headers=FORM).status_code == 200
    assert "Nothing is mailed" in nobody(site).get(path).text


def test_too_much_is_not_read(site: GroupSite) -> None:
    plan = make_plan(site)
    assert nobody(site).post(leaving(site, plan), content="x" * 20_000).status_code == 413
    assert stored(site, plan) == plan


def test_an_address_is_confirmed_by_its_button_alone(site: GroupSite) -> None:
    plan = make_plan(site, address=ELSEWHERE, confirmed=False)
    path = confirming(site, plan, ELSEWHERE)
    browser = site.browser()
    page = browser.get(path)
    assert texts(page.text, "//main//button") == ["Yes, mail it to me"]
    assert browser.client.head(path).status_code == 200
    assert not stored(site, plan).confirmed
    assert browser.client.post(path).status_code == 403  # no page of ours
    assert not stored(site, plan).confirmed
    for _ in range(2):
        assert "is confirmed" in browser.post(path, page=path).text
    assert stored(site, plan).confirmed


def test_a_confirmation_is_of_the_address_that_the_plan_has(site: GroupSite) -> None:
    plan = make_plan(site, address=ELSEWHERE, confirmed=False)
    browser = site.browser()
    old, path = confirming(site, plan, "other@example.org"), confirming(site, plan, ELSEWHERE)
    assert browser.get(old).status_code == 404
    site.time.pass_by(days=8)
    assert browser.get(path).status_code == 404
    assert browser.get("/confirm/forged").status_code == 404


def test_who_gets_no_mail_is_told_on_every_page_and_can_lift_it(site: GroupSite) -> None:
    with site.database.write() as connection:
        suppressions.add(connection, ADA, "550 5.1.1 No such user", MORNING)
    ada, ben = site.browser(ADA), site.browser(BEN)
    assert "550 5.1.1 No such user" in ada.get("/about").text
    assert "No such user" not in ben.get("/about").text
    assert ben.post("/mail/again", address=ADA).status_code == 404
    answer = ada.post("/mail/again", address=ADA, back="/about")
    assert answer.headers["location"] == "/about"
    assert "No such user" not in ada.get("/about").text
    with site.database.read() as connection:
        assert not suppressions.every(connection)


def test_the_address_of_a_digest_that_gets_no_mail_is_told_beside_the_digests(site: GroupSite) -> None:
    make_plan(site, address=ELSEWHERE)
    with site.database.write() as connection:
        suppressions.add(connection, ELSEWHERE, "550 5.1.1 No such user", MORNING)
    ada = site.browser(ADA)
    assert texts(ada.get("/digests").text, "//div[@role='alert']//button") == ["The address works: mail to it again"]
    assert ada.post("/mail/again", address=ELSEWHERE, back="//evil.example").headers["location"] == "/"
    assert "No such user" not in ada.get("/digests").text
