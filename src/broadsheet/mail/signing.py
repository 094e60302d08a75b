"""Sign mails by DKIM (RFC 6376), so that who gets one can tell that the domain sent it, and nobody changed it."""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from broadsheet.errors import SettingsError
from broadsheet.settings import Settings

LEAST_BITS = 2048  # RFC 8301 asks for 1024 and advises 2048

# What a reader sees or a mail program acts on. RFC 8058 asks for both headers of unsubscribing.
SIGNED = (
    *("from", "to", "subject", "date", "message-id", "mime-version", "content-type", "content-language"),
    *("list-unsubscribe", "list-unsubscribe-post", "list-id", "auto-submitted", "feedback-id", "reply-to"),
)


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key and where its public part is found: `selector._domainkey.domain`."""

    domain: str
    selector: str
    key: bytes

    def sign(self, message: bytes) -> bytes:
        """Return the message with its signature in front, both parts canonicalised relaxed."""
        import dkim

        # From, and what must not be added on the way, once more than it is there: a second one breaks the signature.
        present = [name.encode() for name in SIGNED]
        header: bytes = dkim.sign(
            message,
            self.selector.encode(),
            self.domain.encode(),
            self.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*present, b"from", b"to", b"subject"],
        )
        return header + message

    @property
    def public(self) -> str:
        """The public key as its DNS record holds it: base64 of SubjectPublicKeyInfo."""
        numbers = _numbers(self.key)
        return base64.b64encode(_public_info(numbers["modulus"], numbers["publicExponent"])).decode()


def read_signer(settings: Settings, sender_domain: str) -> Signer | None:
    """Read the configured key; None where there is none, SettingsError where it cannot sign."""
    if not settings.dkim_key:
        return None
    file = Path(settings.dkim_key)
    try:
        key = file.read_bytes()
    except OSError as error:
        raise SettingsError(f"BROADSHEET_DKIM_KEY is {file}, which cannot be read: {error.strerror}.") from error
    bits = _numbers(key, str(file))["modulus"].bit_length()
    if bits < LEAST_BITS:
        raise SettingsError(
            f"BROADSHEET_DKIM_KEY is {file}, a key of {bits} bits; mail services want {LEAST_BITS} or more. "
            f"`openssl genrsa -out {file.name} {LEAST_BITS}` makes one."
        )
    if not settings.dkim_selector or not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", settings.dkim_selector):
        raise SettingsError(f"BROADSHEET_DKIM_SELECTOR is {settings.dkim_selector!r}: a name such as broadsheet.")
    return Signer(settings.dkim_domain or sender_domain, settings.dkim_selector, key)


def _numbers(key: bytes, file: str = "") -> dict[str, int]:
    from dkim.crypto import UnparsableKeyError, parse_pem_private_key

    try:
        numbers: dict[str, int] = parse_pem_private_key(key)
    except (UnparsableKeyError, ValueError, IndexError, TypeError) as error:
        raise SettingsError(
            f"BROADSHEET_DKIM_KEY is {file}, which is no private RSA key in PEM without a passphrase. "
            f"`openssl genrsa -out dkim.pem {LEAST_BITS}` makes one."
        ) from error
    return numbers


def _public_info(modulus: int, exponent: int) -> bytes:
    """SubjectPublicKeyInfo of an RSA key in DER (RFC 8017, A.1.1 and RFC 5280, 4.1)."""
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")  # rsaEncryption, NULL
    numbers = _der(0x30, _integer(modulus) + _integer(exponent))
    return _der(0x30, algorithm + _der(0x03, b"\x00" + numbers))


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content
