"""Mails as they leave: headers by the standards, two readable bodies, nothing that a title can break."""

import email
import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.mail.composing import key_of, message_id_of
from broadsheet.mail.digests import compose_digest
from broadsheet.mail.messages import confirm_address, invitation, new_password, password_changed, trial
from broadsheet.mail.tokens import read_unsubscribe
from broadsheet.model.letter import Letter
from mail_fixtures import ALICE, MORNING, SITE, digest, piece, plan, post

NASTY = (
    "A title\r\nBcc: victim@example.org",
    "Ends\nSubject: other",
    "\x00\x07 bells \x1b[31m and \u202eturned round",
    "<script>alert(1)</script> & <b>bold</b> \"quoted\" 'so'",
    "بحث في الشبكات العصبية",
    "研究 論文 🤖 👩‍🔬",
    "Energy of $E_0 = mc^2$ and $\\mathcal{O}(n \\log n)$",
    "word " * 400,
    "w" * 3_000,
    "=?utf-8?q?encoded?=",
    "\u2028\u2029",
    "",
)


def read(letter: Letter) -> EmailMessage:
    message = email.message_from_bytes(letter.message, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_digest_has_the_headers_of_a_list() -> None:
    message = read(compose_digest(post(), ALICE, plan(), digest(piece(1))))
    assert message["From"] == "Broadsheet <papers@example.org>"
    assert message["To"] == "Alice Adams <alice@example.org>"
    assert message["Subject"] == "1 papers for you"
    assert message["Date"].datetime == MORNING
    assert re.fullmatch(r"<[A-Za-z0-9.=_-]+@example\.org>", message["Message-ID"])  # RFC 5322, 3.6.4
    assert re.search(r"<digest-12\.example\.org>$", message["List-Id"])  # RFC 2919
    assert message["Auto-Submitted"] == "auto-generated"  # RFC 3834
    assert message["Content-Language"] == "en"
    assert message["MIME-Version"] == "1.0"
    assert message["Precedence"] is None  # which RFC 3834 advises against


def test_a_mail_program_can_unsubscribe_by_one_click() -> None:
    message = read(compose_digest(post(), ALICE, plan(), digest(piece(1))))
    page, mailbox = re.fullmatch(r"<(https://[^>]+)>,\s*<(mailto:[^>]+)>", message["List-Unsubscribe"]).groups()  # type: ignore[union-attr]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # RFC 8058, 3.1
    assert mailbox.startswith("mailto:leave@example.org?subject=unsubscribe%20")
    token = page.removeprefix(f"{SITE}/unsubscribe/")
    found = read_unsubscribe(post().secret, token)
    assert found is not None
    assert found.plan == 12
    assert found.is_for("Alice@Example.org")
    assert not found.is_for("bob@example.org")
    assert page in body(message, "plain")
    assert page in body(message, "html")


def test_without_https_there_is_no_one_click() -> None:
    message = read(compose_digest(post(site="http://127.0.0.1:8300"), ALICE, plan(), digest(piece(1))))
    assert message["List-Unsubscribe"].startswith("<http://127.0.0.1:8300/unsubscribe/")
    assert message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "letter",
    [
        confirm_address(post(), "bob@example.org", reader="alice", plan_name="Mine", link=f"{SITE}/c", made=MORNING),
        invitation(post(), "bob@example.org", inviter="Ada", link=f"{SITE}/i", expires=MORNING, made=MORNING),
        new_password(post(), "b@example.org", reader="b", name="Bob", link=f"{SITE}/p", expires=MORNING, made=MORNING),
        password_changed(post(), "b@example.org", reader="b", name="Bob", link=f"{SITE}/p", made=MORNING),
        trial(post(), "bob@example.org", made=MORNING),
    ],
    ids=lambda letter: letter.kind,
)
def test_a_mail_of_an_account_is_of_no_list(letter: Letter) -> None:
    message = read(letter)
    assert not [name for name in message if name.lower().startswith(("list-", "feedback-id"))]
    assert message["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        assert SITE in body(message, kind)
        assert "You get this" in body(message, kind)


@pytest.mark.parametrize("title", NASTY)
def test_whatever_a_title_holds_the_mail_stays_one(title: str) -> None:
    made = digest(piece(1, title or " "), piece(2, authors=(title,), teaser=title, reasons=(title,)), subject=title)
    letter = compose_digest(post(), ALICE, plan(name=title), made)
    message = read(letter)
    assert not message.defects
    assert not [part.defects for part in message.walk() if part.defects]
    assert message["Bcc"] is None
    assert len(message.get_all("Subject", [])) == 1
    assert message["To"] == "Alice Adams <alice@example.org>"
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert max(map(len, letter.message.split(b"\r\n"))) <= 998  # RFC 5322, 2.1.1
    assert b"\n" not in letter.message.replace(b"\r\n", b"")
    assert letter.message.isascii()
    assert "<script" not in body(message, "html")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e\u2028]", body(message, "plain"))


@given(st.text(max_size=300))
def test_any_text_is_a_subject_and_nothing_else(text: str) -> None:
    letter = compose_digest(post(), ALICE, plan(), digest(piece(1), subject=text))
    head = letter.message.partition(b"\r\n\r\n")[0].decode("ascii")
    names = re.findall(r"^([A-Za-z-]+):", head, re.MULTILINE)
    assert sorted(names) == sorted(set(names))
    assert set(names) == {
        *("Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "From", "To", "Subject", "Date"),
        *("Auto-Submitted", "MIME-Version", "Content-Type", "Content-Language"),
    }


def test_a_long_subject_with_other_letters_keeps_its_blanks() -> None:
    subject = "When Search Agents Should Ask: DiscoBench for Clarification-Aware Deep…, and 19 more · 30 June"
    letter = compose_digest(post(), ALICE, plan(), digest(piece(1), subject=subject))
    assert read(letter)["Subject"] == subject


def test_saving_leads_to_the_buttons_of_the_paper() -> None:
    html = body(read(compose_digest(post(), ALICE, plan(), digest(piece(7)))), "html")
    assert f'<a href="{SITE}/papers/arxiv:2611.00007#p7"' in html


def test_names_in_other_letters_come_back_as_they_were() -> None:
    for name in ("Zoë Ünïcödé", "李小龍", "Łukasz, Żółć (Uni)", "שלום", "O'Neill “Bob”"):
        reader = replace(ALICE, name=name)
        message = read(compose_digest(post(), reader, plan(), digest(piece(1, f"Of {name}"), subject=f"Of {name}")))
        (address,) = message["To"].addresses
        assert (address.display_name, address.addr_spec) == (name, "alice@example.org")
        assert message["Subject"] == f"Of {name}"
        assert f"Of {name}" in body(message, "plain")


def test_an_address_in_other_letters_is_written_for_servers() -> None:
    message = read(compose_digest(post(), ALICE, plan(address="ada@bücher.example"), digest(piece(1))))
    assert message["To"].addresses[0].addr_spec == "ada@xn--bcher-kva.example"


def test_letters_beyond_ascii_before_the_at_are_an_address_too() -> None:
    message = read(trial(post(), "jürgen@exämple.org", made=MORNING))
    assert message["To"] == "jürgen@xn--exmple-cua.org"


def test_a_zone_that_the_system_does_not_know_any_more_is_no_reason_to_send_nothing() -> None:
    letter = compose_digest(post(), ALICE, replace(plan(), zone="Atlantis/Capital"), digest(piece(1)))
    assert "between 20 November, 07:00 and 21 November, 07:00" in body(read(letter), "plain")


def test_the_text_is_written_for_reading() -> None:
    papers = tuple(
        piece(number, "A long title about networks that grow and what they learn " * 3) for number in range(12)
    )
    text = body(read(compose_digest(post(), ALICE, plan(), digest(*papers, more=4))), "plain")
    long = [line for line in text.splitlines() if len(line) > 76 and "https://" not in line]
    assert not long
    assert "Why: Close to “Attention Is All You Need” that you saved." in " ".join(text.split())
    assert "20 Nov 2026, cs.LG" in text
    assert "Bob Brown, Łukasz Żółć and 3 more" in text
    assert f"{SITE}/papers/arxiv:2611.00001" in text
    assert "4 more papers passed and had no room." in text
    assert "Left out: 12 shown before, 3 excluded by “never cs.CR”." in text
    assert "</" not in text


def test_a_mail_asks_nothing_from_outside() -> None:
    html = body(read(compose_digest(post(), ALICE, plan(), digest(piece(1), more=2))), "html")
    assert not re.search(r"<(img|script|link|iframe|form|object|video)\b|url\(|@import|src=", html)
    assert set(re.findall(r'href="(https?://[^/"]+)', html)) == {SITE, "https://example.org"}
    assert "prefers-color-scheme: dark" in html
    assert 'name="color-scheme" content="light dark"' in html


def test_a_quiet_digest_says_why() -> None:
    why = "arXiv announced nothing since Friday: it is closed on weekends."
    message = read(compose_digest(post(), ALICE, plan(), digest(quiet=why, subject="No new papers today")))
    for kind in ("plain", "html"):
        assert why in " ".join(body(message, kind).split())


def test_a_mail_is_not_so_long_that_it_is_cut_off() -> None:
    long = [piece(number, "Weaving with looms " * 8, teaser="Looms weave. " * 40) for number in range(200)]
    letter = compose_digest(post(), ALICE, plan(), digest(*long))
    html, text = (body(read(letter), kind) for kind in ("html", "plain"))
    assert len(html.encode()) < 102_000  # where Gmail cuts
    assert (html.count("<h3"), html.count('class="teaser"')) == (75, 30)
    assert "75. " in text
    assert "76. " not in text
    assert "125 more papers of this digest" in html
    assert "125 more papers of this digest" in text


def test_the_same_letter_is_the_same_bytes() -> None:
    one, two = (compose_digest(post(), ALICE, plan(), digest(piece(1))) for _ in range(2))
    assert one == two


def test_a_message_id_tells_its_letter_and_cannot_be_made_up() -> None:
    ours = post()
    for key in ("digest/12/2026-11-21", "digest/12/now-2026-11-21T12:00", "confirm/ab12", "odd/ä=.x"):
        made = message_id_of(ours, key)
        assert re.fullmatch(r"<[A-Za-z0-9.=_-]+@example\.org>", made)
        assert key_of(ours, made) == key
        assert key_of(ours, made.replace("<", "<x")) is None
    assert key_of(ours, "<digest.12.2026-11-21.00000000000000000000000000000000@example.org>") is None
    assert key_of(ours, "") is None
    assert key_of(ours, "<é@é>") is None
