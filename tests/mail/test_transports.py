"""Addresses of mail servers, and TLS."""

import asyncio
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.errors import MailHeldUp, SettingsError
from broadsheet.mail.transports import open_transport
from broadsheet.mail.transports.base import Transport
from broadsheet.mail.transports.smtp import read_smtp
from broadsheet.settings import Settings
from mail_fixtures import MailServer, letter


@pytest.mark.parametrize(
    ("address", "host", "port", "tls"),
    [
        ("smtp://mail.example.org", "mail.example.org", 587, "starttls"),
        ("smtp://mail.example.org:2525", "mail.example.org", 2525, "starttls"),
        ("smtps://mail.example.org", "mail.example.org", 465, "tls"),
        ("smtp://localhost:25", "localhost", 25, "no"),
        ("smtp://[::1]:25", "::1", 25, "no"),
        ("smtp://127.0.0.1:25?tls=yes", "127.0.0.1", 25, "starttls"),
        ("smtp://10.0.0.1?tls=no", "10.0.0.1", 587, "no"),
    ],
)
def test_an_address_says_how_to_connect(address: str, host: str, port: int, tls: str) -> None:
    read = read_smtp(address, "papers@example.org")
    assert (read.host, read.port, read.tls) == (host, port, tls)


def test_a_password_is_read_and_not_shown() -> None:
    read = read_smtp("smtps://us%40er:p%2Fw%3A@mail.example.org", "papers@example.org")
    assert (read.user, read.password) == ("us@er", "p/w:")
    assert "p/w:" not in repr(read)
    assert "p/w:" not in read.place


@pytest.mark.parametrize(
    "address",
    [
        "smtp://mail.example.org:99999",
        "smtp://user:secret@mail.example.org?tls=no",
        "smtps://mail.example.org?tls=no",
        "smtp://mail.example.org?tls=maybe",
        "smtp://mail.example.org?connections=0",
        "smtp://mail.example.org?colour=red",
    ],
)
def test_an_address_that_cannot_be_used_is_told(address: str) -> None:
    with pytest.raises(SettingsError) as told:
        read_smtp(address, "papers@example.org")
    assert "secret" not in str(told.value)


def test_folders_are_absolute(tmp_path: Path) -> None:
    for address in ("maildir://relative/folder", "file:///", "file://"):
        with pytest.raises(SettingsError, match="three slashes"):
            open_transport(Settings(home=tmp_path, mail=address))
    assert open_transport(Settings(home=tmp_path)).place == f"the folder {tmp_path / 'mail'}"


def test_mail_that_leaves_needs_a_sender(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BROADSHEET_MAIL_FROM"):
        open_transport(Settings(home=tmp_path, mail="smtp://mail.example.org"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key."""
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    key = file.with_suffix(".key")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(file)]
    subprocess.run([*command, *files], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + key.read_bytes())
    return file


def hand_over(transport: Transport) -> str:
    async def run() -> str:
        async with transport.open() as line:
            return await line.hand_over(letter(1))

    return asyncio.run(run())


def test_mail_goes_over_tls_with_a_password(mail_server: Callable[..., MailServer], certificate: Path) -> None:
    server = mail_server(certificate=str(certificate), password="right")
    address = f"smtp://user:right@127.0.0.1:{server.port}?tls=yes&ca={certificate}"
    assert hand_over(read_smtp(address, "papers@example.org")).startswith("250")
    assert len(server.taken()) == 1


@pytest.mark.parametrize(
    ("login", "rest", "told"),
    [
        ("user:right@", "?tls=yes", "certificate verify failed"),
        ("user:wrong@", "?tls=yes&ca={authority}", "535"),
        ("", "?tls=no", "530"),
        ("", "?tls=yes&ca=/nowhere", "/nowhere"),
    ],
)
def test_what_keeps_a_server_from_being_used_is_told(
    mail_server: Callable[..., MailServer], certificate: Path, login: str, rest: str, told: str
) -> None:
    server = mail_server(certificate=str(certificate), password="right")
    address = f"smtp://{login}127.0.0.1:{server.port}{rest.format(authority=certificate)}"
    with pytest.raises(MailHeldUp, match=told):
        hand_over(read_smtp(address, "papers@example.org"))
    assert not server.taken()


def test_tls_is_not_given_up_where_a_server_has_none(mail_server: Callable[..., MailServer]) -> None:
    server = mail_server()
    with pytest.raises(MailHeldUp, match="STARTTLS"):
        hand_over(read_smtp(f"smtp://127.0.0.1:{server.port}?tls=yes", "papers@example.org"))
    assert not server.taken()
