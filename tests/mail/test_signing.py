"""Mails are signed where a key is set; keys that cannot sign are told at the start."""

import subprocess
from dataclasses import replace
from pathlib import Path

import dkim
import pytest

from broadsheet.errors import SettingsError
from broadsheet.mail.digests import compose_digest
from broadsheet.mail.records import records
from broadsheet.mail.signing import Signer, read_signer
from broadsheet.settings import Settings
from mail_fixtures import ALICE, digest, piece, plan, post


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private key of 2,048 bits."""
    return _key(tmp_path_factory.mktemp("keys") / "key.pem", 2048)


def _key(file: Path, bits: int) -> Path:
    subprocess.run(["openssl", "genrsa", "-out", str(file), str(bits)], check=True, capture_output=True)
    return file


@pytest.fixture
def settings(key: Path, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, dkim_key=str(key), mail_from="papers@example.org")


def signer_of(settings: Settings) -> Signer:
    signer = read_signer(settings, "example.org")
    assert signer is not None
    return signer


def verified(message: bytes, signer: Signer) -> bool:
    def look_up(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"broadsheet._domainkey.example.org."
        return f"v=DKIM1; k=rsa; p={signer.public}".encode()

    return bool(dkim.verify(message, dnsfunc=look_up))


def test_a_signed_mail_is_verified_with_the_published_key(settings: Settings) -> None:
    signer = signer_of(settings)
    letter = compose_digest(post(signer=signer), ALICE, plan(), digest(piece(1, "Ünïcödé $x^2$")))
    assert verified(letter.message, signer)
    folded = letter.message.replace(b"List-Id: ", b"List-Id:\r\n   ")  # what relaxed canonicalisation lets pass
    assert verified(folded, signer)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"One-Click", b"Two-Click"),
        (b"/unsubscribe/", b"/elsewhere/"),
        (b"Subject: ", b"Subject: Re: "),
        (b"Alice Adams <alice", b"Bob <bob"),
        (b"networks that grow", b"networks that shrink"),
        (b"List-Id: ", b"X-List-Id: "),
    ],
)
def test_a_changed_mail_is_not(settings: Settings, old: bytes, new: bytes) -> None:
    signer = signer_of(settings)
    message = compose_digest(post(signer=signer), ALICE, plan(), digest(piece(1))).message
    assert old in message
    assert not verified(message.replace(old, new, 1), signer)


@pytest.mark.parametrize("header", [b"From: Eve <eve@example.org>", b"Subject: Other", b"To: bob@example.org"])
def test_a_header_cannot_be_put_in_front(settings: Settings, header: bytes) -> None:
    signer = signer_of(settings)
    message = compose_digest(post(signer=signer), ALICE, plan(), digest(piece(1))).message
    assert not verified(header + b"\r\n" + message, signer)


def test_both_headers_of_unsubscribing_are_signed(settings: Settings) -> None:
    message = compose_digest(post(signer=signer_of(settings)), ALICE, plan(), digest(piece(1))).message
    signature = message.partition(b"Message-ID:")[0]
    signed = b"".join(signature.split()).partition(b"h=")[2].partition(b";")[0].split(b":")
    assert {b"list-unsubscribe", b"list-unsubscribe-post", b"from", b"date", b"message-id"} <= set(signed)
    assert b"c=relaxed/relaxed" in signature


def test_the_records_to_publish_hold_the_key(settings: Settings) -> None:
    signer = signer_of(settings)
    _, found, dmarc = records(settings, signer)
    assert found.name == "broadsheet._domainkey.example.org"
    assert found.value.endswith(f"p={signer.public}")
    assert max(map(len, found.quoted.split('"'))) <= 255
    assert dmarc.name == "_dmarc.example.org"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no key", "no private RSA key"),
        (b"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n", "no private RSA key"),
        (b"", "no private RSA key"),
        (b"\xff\xfe\x00", "no private RSA key"),
    ],
)
def test_a_bad_key_is_told(settings: Settings, tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "bad.pem"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=told):
        read_signer(replace(settings, dkim_key=str(file)), "example.org")


def test_a_missing_or_short_key_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_signer(replace(settings, dkim_key=str(tmp_path / "nowhere")), "example.org")
    short = _key(tmp_path / "short.pem", 1024)
    with pytest.raises(SettingsError, match="1024 bits"):
        read_signer(replace(settings, dkim_key=str(short)), "example.org")


def test_without_a_key_nothing_is_signed(settings: Settings) -> None:
    assert read_signer(replace(settings, dkim_key=""), "example.org") is None
