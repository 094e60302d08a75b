"""What is handed out to be brought back: random texts, of which the catalog keeps the digest only."""

import hashlib
import hmac
import secrets

_BYTES = 32  # 256 bits: nobody guesses one, so a digest without salt is enough


def fresh() -> str:
    """Return a new random text of 43 characters that may stand in addresses and cookies."""
    return secrets.token_urlsafe(_BYTES)


def fresh_id(prefix: str) -> str:
    """Return a new random name that is no secret."""
    return f"{prefix}{secrets.token_hex(8)}"


def digest(text: str) -> str:
    """Return what the catalog keeps of such a text (SHA-256)."""
    return hashlib.sha256(text.encode()).hexdigest()


def form_token(secret: bytes, holder: str) -> str:
    """Return what the forms of a browser carry; `holder` is the digest of what its cookie holds."""
    return hmac.new(secret, f"form {holder}".encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that tells nothing about them."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
