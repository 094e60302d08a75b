"""The pages of an account, and those of admins."""

import pytest

from accounts_cast import ADA, BEN, CHLOE, DORA, PASSWORD, Group, GroupSite, link_to, mails_to
from broadsheet.store import readers
from edition_cast import PAPERS
from site_fixtures import select, texts

NEW = "another few words"


@pytest.fixture
def site(group: Group) -> GroupSite:
    """A site where Ada, Ben and Dora have accounts."""
    made = group()
    made.join(ADA, BEN, DORA)
    return made


def id_of(site: GroupSite, email: str) -> str:
    """The id of a reader."""
    with site.database.read() as connection:
        found = readers.by_email(connection, email)
    return found.id if found else ""


def problem(page: str, field: str) -> list[str]:
    """What stands beside a field."""
    return texts(page, f"//p[@id='{field}-wrong']")


def test_the_account_shows_what_there_is(site: GroupSite) -> None:
    page = site.browser(BEN).get("/account").text
    assert texts(page, "//h1") == ["Your account"]
    assert select(page, "//input[@id='name']/@value") == ["Ben"]
    assert select(page, "//select[@id='zone']/option[@selected]/text()") == ["UTC"]
    assert select(page, "//form//input[@type='password']/@autocomplete").count("new-password") == 1
    assert len(select(page, "//form[@method='post']")) == len(
        select(page, "//form[@method='post'][.//input[@name='token']]")
    )


def test_what_is_changed_is_told(site: GroupSite) -> None:
    browser = site.browser(BEN)
    answer = browser.post("/account/profile", name="Benjamin", zone="Asia/Tokyo", exploration="20")
    page = browser.get(answer.headers["location"]).text
    assert texts(page, "//*[@id='told']") == ["Kept."]
    assert select(page, "//select[@id='zone']/option[@selected]/text()") == ["Asia/Tokyo"]
    assert select(page, "//input[@id='exploration']/@value") == ["20"]


def test_what_cannot_be_is_told_beside_its_field(site: GroupSite) -> None:
    browser = site.browser(BEN)
    answer = browser.post("/account/profile", name="Benjamin", zone="Nowhere/Land", exploration="20")
    assert answer.status_code == 400
    assert problem(answer.text, "zone") == ["This is no time zone. It looks like Europe/Berlin."]
    assert select(answer.text, "//input[@id='name']/@value") == ["Benjamin"]
    answer = browser.post("/account/password", old_password="wrong one here", new_password=NEW)
    assert problem(answer.text, "old_password") == ["This is not your password."]
    answer = browser.post("/account/password", old_password=PASSWORD, new_password="short")
    assert problem(answer.text, "new_password") == ["A password has at least 10 characters; this one has 5."]


def test_a_changed_password_signs_out_every_other_browser(site: GroupSite) -> None:
    here, there = site.browser(BEN), site.browser(BEN)
    before = here.client.cookies["session"]
    answer = here.post("/account/password", old_password=PASSWORD, new_password=NEW)
    assert answer.headers["location"] == "/account?told=password#told"
    assert here.client.cookies["session"] != before
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 303)


def test_a_new_address_is_confirmed_by_its_link(site: GroupSite) -> None:
    browser = site.browser(BEN)
    browser.post("/account/address", email="b.potter@example.org", address_password=PASSWORD)
    link = link_to(site.database, "b.potter@example.org")
    stranger = site.browser()
    assert "b.potter@example.org" in stranger.get(link).text
    assert stranger.post(link, page=link).status_code == 200
    assert site.browser().sign_in(BEN).status_code == 400
    assert site.browser().sign_in("b.potter@example.org").status_code == 303
    assert stranger.get(link).status_code == 404


def test_browsers_are_signed_out_one_by_one_or_all_others(site: GroupSite) -> None:
    here, second, third = site.browser(BEN), site.browser(BEN), site.browser(BEN)
    buttons = "//section[@aria-labelledby='browsers']//button[@name='session']/@value"
    others = select(here.get("/account").text, buttons)
    assert len(others) == 3  # and the one in which the account was opened
    for one in others[:2]:
        here.post("/account/sessions", session=one)
    assert sorted(browser.get("/account").status_code for browser in (second, third)) in ([200, 303], [303, 303])
    here.post("/account/sessions")
    assert [browser.get("/account").status_code for browser in (here, second, third)] == [200, 303, 303]


def test_a_token_is_shown_once_and_removed(site: GroupSite) -> None:
    browser = site.browser(BEN)
    answer = browser.post("/account/tokens", token_name="<b>mine", scope=["read"], days="30")
    assert answer.headers["cache-control"] == "no-store"
    assert len(select(answer.text, "//code[@id='token-made']/text()")[0]) > 40
    page = browser.get("/account").text
    assert select(page, "//code[@id='token-made']") == []
    assert "<b>mine" not in page
    browser.post("/account/tokens/removed", removed=select(page, "//button[@name='removed']/@value")[0])
    assert select(browser.get("/account").text, "//button[@name='removed']") == []


def test_a_reader_is_offered_no_scope_of_admins(site: GroupSite) -> None:
    offered = "//input[@name='scope']/@value"
    assert "admin" not in select(site.browser(BEN).get("/account").text, offered)
    assert "admin" in select(site.browser(DORA).get("/account").text, offered)
    assert site.browser(BEN).post("/account/tokens", token_name="x", scope=["admin"], days="30").status_code == 400


def test_the_reader_gets_all_data_as_a_file(site: GroupSite) -> None:
    browser = site.browser(BEN)
    browser.post("/marks", save=PAPERS[0].id)
    answer = browser.get("/account/export")
    assert answer.headers["content-disposition"] == 'attachment; filename="broadsheet-account-2026-11-21.json"'
    data = answer.json()
    assert (data["profile"]["email"], data["saved"][0]["paper"]) == (BEN, PAPERS[0].id)


def test_an_account_is_deleted_by_its_reader_who_gives_the_password(site: GroupSite) -> None:
    browser = site.browser(BEN)
    answer = browser.post("/account/delete", delete_password="wrong one here")
    assert problem(answer.text, "delete_password") == ["This is not your password."]
    answer = browser.post("/account/delete", delete_password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/account").status_code == 303
    assert site.browser().sign_in(BEN).status_code == 400
    assert id_of(site, BEN) == ""


def test_the_last_admin_stays(site: GroupSite) -> None:
    answer = site.browser(ADA).post("/account/delete", delete_password=PASSWORD)
    assert answer.status_code == 400
    assert "last admin" in answer.text
    assert id_of(site, ADA)


def test_an_admin_invites_and_is_shown_the_link(site: GroupSite) -> None:
    browser = site.browser(ADA)
    answer = browser.post("/readers", email=CHLOE, role="curator")
    assert select(answer.text, "//code[@id='link-made']/text()")[0].endswith(link_to(site.database, CHLOE))
    assert mails_to(site.database, CHLOE) == ["Ada invites you to Broadsheet"]
    assert "chloe@example.org" in texts(browser.get("/readers").text, "//section[@aria-labelledby='invite']")[0]
    browser.post("/readers/invitations/withdrawn", withdrawn=CHLOE)
    assert site.browser().get(link_to(site.database, CHLOE)).status_code == 404


def test_an_invitation_that_cannot_be_is_told(site: GroupSite) -> None:
    browser = site.browser(ADA)
    assert problem(browser.post("/readers", email=BEN, role="reader").text, "email") == [
        "ben@example.org has an account already."
    ]
    assert problem(browser.post("/readers", email="nonsense", role="reader").text, "email")
    assert problem(browser.post("/readers", email=CHLOE, role="emperor").text, "role")


def test_an_admin_changes_roles_suspends_and_deletes(site: GroupSite) -> None:
    admin, ben = site.browser(ADA), site.browser(BEN)
    at = f"/readers/{id_of(site, BEN)}"
    assert admin.post(f"{at}/role", role="curator").headers["location"] == "/readers?told=role#told"
    assert ben.get("/account").status_code == 303
    admin.post(f"{at}/suspend", why="Ask me.")
    refused = site.browser().sign_in(BEN)
    assert texts(refused.text, "//main//*[@role='alert']") == ["This account is suspended: Ask me."]
    admin.post(f"{at}/restore")
    assert site.browser().sign_in(BEN).status_code == 303
    assert admin.post(f"{at}/delete", sure="yes").status_code == 400
    assert admin.post(f"{at}/delete", sure=BEN).status_code == 303
    assert id_of(site, BEN) == ""
    assert admin.post(f"{at}/delete", sure=BEN).status_code == 404
    assert admin.post(f"/readers/{id_of(site, DORA)}/promote").status_code == 404


def test_only_admins_see_who_reads_here(site: GroupSite) -> None:
    for email in (BEN, DORA):
        answer = site.browser(email).get("/readers")
        assert answer.status_code == 403
        assert ADA not in answer.text
    assert site.browser().get("/readers").status_code == 303
    assert site.browser(ADA).get("/readers").status_code == 200
    assert site.browser(BEN).get("/setup").status_code == 403


def test_only_curators_are_shown_how_to_put_papers_into_editions(site: GroupSite) -> None:
    form = "//form[@action='/picks']"
    address = f"/papers/{PAPERS[0].id}"
    assert len(select(site.browser(DORA).get(address).text, form)) == 1
    for browser in (site.browser(BEN), site.browser()):
        assert select(browser.get(address).text, form) == []
    site.browser(DORA).post("/picks", paper=PAPERS[0].id, edition="2026-11-22", line="Read this.")
    page = site.browser(BEN).get(address).text
    assert "Read this." in page
    assert select(page, "//form[@action='/picks/withdrawn']") == []
