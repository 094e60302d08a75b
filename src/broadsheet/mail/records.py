"""What to publish in the DNS so that mails are believed."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from broadsheet.mail.post import sender_of, wire
from broadsheet.mail.signing import Signer
from broadsheet.settings import Settings

_LONGEST = 255  # bytes of one string of a TXT record (RFC 1035, 3.3.14)


@dataclass(frozen=True, slots=True)
class Record:
    """A TXT record: what it is for, its name, its value, and what to mind."""

    purpose: str
    name: str
    value: str
    note: str

    @property
    def quoted(self) -> str:
        """The value as a zone file has it: in strings of at most 255 bytes."""
        parts = [self.value[start : start + _LONGEST] for start in range(0, len(self.value), _LONGEST)]
        return " ".join(f'"{part}"' for part in parts)


def records(settings: Settings, signer: Signer | None) -> list[Record]:
    """Return the records of the sender's domain."""
    domain = wire(sender_of(settings)[1]).rpartition("@")[2]
    server = urlsplit(settings.mail).hostname or "the mail server"
    spf = Record(
        "SPF: who may send mail of this domain",
        domain,
        "v=spf1 mx ~all",
        f"If there is one, add to it what the people of {server} tell you (include:…): two of them count as none.",
    )
    dmarc = Record(
        "DMARC: what to do with mail that is neither",
        f"_dmarc.{domain}",
        f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}",
        "Once the reports show that all your mail passes, p=quarantine.",
    )
    if signer is None:
        return [spf, dmarc]
    dkim = Record(
        "DKIM: the key that mails are signed with",
        f"{signer.selector}._domainkey.{signer.domain}",
        f"v=DKIM1; k=rsa; p={signer.public}",
        "Signed are only mails sent after BROADSHEET_DKIM_KEY was set.",
    )
    return [spf, dkim, dmarc]
