"""How the text of a setting is read: each function takes text, and raises ValueError that says what is allowed."""

import ipaddress
import re
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path

import platformdirs


def port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError("a port is a number from 0 to 65535 (0: any free one)")
    return port


def host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.:-]+", text):
        raise ValueError("a host is a name or an address such as 127.0.0.1")
    return text


def count(text: str) -> int:
    count = int(text)
    if not 0 <= count <= 1024:
        raise ValueError("a number from 0 to 1024")
    return count


def contact(text: str) -> str:
    if text and not re.fullmatch(r"[^@\s<>()]+@[^@\s<>()]+", text):
        raise ValueError("an e-mail address such as alice@example.org")
    return text


def count_a_day(text: str) -> int:
    count = int(text)
    if not 0 <= count <= 10_000_000:
        raise ValueError("a number from 0 to 10,000,000")
    return count


def key(text: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]*", text):
        raise ValueError("a key has no blanks and only ASCII characters")
    return text


def amount(text: str) -> float:
    amount = float(text)
    if not 0 <= amount <= 1_000_000:
        raise ValueError("a number from 0 to 1,000,000")
    return amount


def weight(text: str) -> float:
    weight = float(text)
    if not 0 <= weight <= 100:
        raise ValueError("a number from 0 to 100")
    return weight


def share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise ValueError("a number from 0 to 1")
    return share


def above_zero(text: str) -> float:
    number = float(text)
    if not 0.01 <= number <= 10_000:
        raise ValueError("a number from 0.01 to 10,000")
    return number


def one_of(*allowed: str) -> Callable[[str], object]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return text

    return read


def site(text: str) -> str:
    if text and not re.fullmatch(r"https?://[A-Za-z0-9_.:\[\]-]+/?", text):
        raise ValueError("an address such as https://papers.example.org, without a path")
    return text.rstrip("/")


def mail_server(text: str) -> str:
    if text and not re.match(r"(smtp|smtps)://[^/\s]+|(maildir|file)://", text):
        raise ValueError(
            "smtp://user:password@host:587, smtps://user:password@host:465, maildir:///folder or file:///folder"
        )
    return text


def sender(text: str) -> str:
    address = parseaddr(text)[1]
    if text and (not text.isprintable() or not re.fullmatch(r"[^@\s<>()]+@[^@\s<>()]+", address)):
        raise ValueError("an e-mail address, with a name or without: Broadsheet <papers@example.org>")
    return text


def domain(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.-]*", text):
        raise ValueError("a name such as example.org, or a part of one")
    return text


def addresses(text: str) -> tuple[str, ...]:
    return tuple(str(ipaddress.ip_network(part.strip(), strict=False)) for part in text.split(",") if part.strip())


def folder(text: str) -> str:
    return str(Path(text).expanduser().absolute()) if text else ""


def home(text: str) -> Path:
    if not text.isprintable():  # control characters, and the surrogates that stand for bytes that are no UTF-8
        raise ValueError("a folder whose name is printable text")
    return Path(text).expanduser().absolute() if text else Path(platformdirs.user_data_dir("broadsheet", False))


def database(text: str) -> str:
    if text and not re.match(r"sqlite:///|postgresql\+psycopg://", text):
        raise ValueError("an address that begins with sqlite:/// or postgresql+psycopg://")
    return text
