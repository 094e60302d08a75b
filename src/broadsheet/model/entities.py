"""When two names of a system or a dataset are one name."""

import re
import unicodedata

_PLURAL = re.compile(r"(?<=[A-Z0-9]{2})s$")
_DROPPED = re.compile(r"[^\w+]|_")


def entity_key(name: str) -> str:
    """The name as compared for identity and used in addresses: `CIFAR-10`, `CIFAR 10` and `cifar10` are `cifar10`.

    Case, spaces, hyphens, dots and TeX marks do not count, nor the plural `s` of an acronym; digits, letters of any
    script and `+` do (`PFGM` and `PFGM++` are two). Empty where nothing of that is left.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    return _DROPPED.sub("", _PLURAL.sub("", text).replace("\\", "")).casefold()
