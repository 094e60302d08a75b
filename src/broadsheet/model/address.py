"""E-mail addresses in the form in which they are compared."""

import re
import unicodedata

# What SMTP takes without quotes (RFC 5321, `dot-string`), and letters beyond ASCII (RFC 6531).
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[^\s@<>()\[\]\\,;:\"]{1,253}")


def is_address(text: str) -> bool:
    """Whether text has the form of one e-mail address."""
    local, _, domain = text.partition("@")
    dotted = not any(part.startswith(".") or part.endswith(".") or ".." in part for part in (local, domain))
    # What looks like an encoded word (RFC 2047) would be another address to who reads the header.
    return bool(_ADDRESS.fullmatch(text)) and text.isprintable() and dotted and "=?" not in text


def email_key(address: str) -> str:
    """Return an address in normal form: two that reach one mailbox by case or by form of letters have the same."""
    return unicodedata.normalize("NFKC", address).strip().casefold()
